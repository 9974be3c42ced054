"""HW110: two articles have the same id."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.parse.values import clip

RULE = Rule(
    code="HW110",
    name="duplicate-id",
    severity=Severity.ERROR,
    summary="Two articles have the same id.",
    why="Both would get the same page, and a link to the id leads to only one of them.",
    fix="Give the newer article an id of its own.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each article whose id belongs to an article before it in order of path.

    An article without a usable id counts by the one that is made from its file's name.
    """
    for article in kb.articles:
        first = kb.by_id[article.id]
        if first is article:
            continue
        own = article.metadata.id
        made = "" if own else ", made from the file's name,"
        message = f"the id `{clip(article.id)}`{made} already belongs to {first.path}"
        help = "give this article another id, or the other one if this was published first"
        related = kb.sources[first.path].related(_span(first), "the article that has the id")
        yield kb.diagnose(RULE, article, _span(article), message, help, related=(related,))


def _span(article: Article) -> Span:
    """Return where an article says its id, or its beginning."""
    return article.metadata.id.span if article.metadata.id else Span(0, 0)
