"""HW603: the history of an article and the date of its update do not agree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.rules.updated_in_future import last_day

RULE = Rule(
    code="HW603",
    name="updated-before-change",
    severity=Severity.ERROR,
    summary="An article changed after its date of update, or its changes are out of order.",
    why="Readers take an old date for a page that nobody has touched, or see a history that "
    "cannot be.",
    fix="Set `updated` to the day of the newest change, and put the newest change first.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each date in a history that cannot be, and each update that is before the history."""
    last = last_day(kb)
    for article in kb.articles:
        changes = article.metadata.changes
        for newer, older in pairwise(changes):
            if older.date.text > newer.date.text:
                message = f"the change of {older.date.text} stands below that of {newer.date.text}"
                help = "put the newest change first"
                yield kb.diagnose(RULE, article, older.date.span, message, help)
        for change in changes:
            if change.date.text > last:
                message = f"the date of the change, {change.date.text}, is still to come"
                help = "write the day on which readers could first see the change"
                yield kb.diagnose(RULE, article, change.date.span, message, help)
        newest = max((it.date.text for it in changes if it.date.text <= last), default="")
        updated = article.metadata.updated
        if updated is not None and updated.text < newest:
            message = f"the article changed on {newest}, after its date of update, {updated.text}"
            help = f"write `updated: {newest}`"
            yield kb.diagnose(RULE, article, updated.span, message, help)
