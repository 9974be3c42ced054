"""HW604: nobody has read an article again by the day on which somebody should have."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Status

RULE = Rule(
    code="HW604",
    name="review-overdue",
    severity=Severity.WARNING,
    summary="A published article should have been reviewed by now.",
    why="What was right a year ago may lead customers astray today.",
    fix="Go through the article, mend it, and set `review_by` to the day of the next review.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each published article whose day of review has passed."""
    today = kb.today.isoformat()
    for article in kb.articles:
        day = article.metadata.review_by
        if article.metadata.status is Status.PUBLISHED and day is not None and day.text < today:
            message = f"the article should have been reviewed by {day.text}"
            help = "go through it, and write the day by which it is due again"
            yield kb.diagnose(RULE, article, day.span, message, help)
