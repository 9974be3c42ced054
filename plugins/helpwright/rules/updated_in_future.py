"""HW602: an article says that it will be updated."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase

RULE = Rule(
    code="HW602",
    name="updated-in-future",
    severity=Severity.ERROR,
    summary="An article's date of update is still to come.",
    why="Readers see a date that cannot be, and the article stays on top of every list by date.",
    fix="Write the day on which the article last changed.",
)

_FARTHEST_EAST = datetime.timedelta(days=1)
"""Where it is already tomorrow, a writer may well write tomorrow's date."""


def last_day(kb: KnowledgeBase) -> str:
    """Return the last day that is not to come: today, and tomorrow for time zones ahead."""
    return (kb.today + _FARTHEST_EAST).isoformat()


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each date of update that is still to come."""
    last = last_day(kb)
    for article in kb.articles:
        updated = article.metadata.updated
        # The date's form has been checked, and dates of this form sort like texts.
        if updated is not None and updated.text > last:
            message = f"the date of the update, {updated.text}, is still to come"
            help = "write the day on which the article last changed"
            yield kb.diagnose(RULE, article, updated.span, message, help)
