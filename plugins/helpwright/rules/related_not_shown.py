"""HW315: a related article is named that the list at the end of the page never shows."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, Status
from helpwright.related import is_for_readers

RULE = Rule(
    code="HW315",
    name="related-not-shown",
    severity=Severity.WARNING,
    summary="A related article is named that no page of this article lists.",
    why="The writer counts on readers finding it there, and they never do.",
    fix="Name an article that is published and about the same versions, or remove the entry.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each related article that is retired, or about other versions than all pages."""
    for article in kb.published():
        for related in article.metadata.related:
            other = kb.by_id.get(related.text)
            reason = _reason(kb, article, other) if other and other is not article else ""
            if reason:
                message = (
                    f"`{related.text}` {reason}, so the list of related articles leaves it out"
                )
                yield kb.diagnose(RULE, article, related.span, message, "remove the entry")


def _reason(kb: KnowledgeBase, article: Article, other: Article) -> str:
    """Return why no page of an article lists another, or an empty string; drafts are HW303's."""
    if other.metadata.status is Status.RETIRED:
        return "is retired"
    if not any(is_for_readers(kb, variant, other) for variant in kb.variants[article.path]):
        return "is for none of the versions that this article is for"
    return ""
