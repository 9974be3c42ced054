"""HW126: the page of an article would have the address of a list of articles."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase

RULE = Rule(
    code="HW126",
    name="address-conflict",
    severity=Severity.ERROR,
    summary="The page of an article would have the address of a list of articles.",
    why="A site can show only one of the two, and links to the other lead astray.",
    fix="Give the article another id, or the folder another name.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each article whose id, in its folder, is the path of a folder or of the first page."""
    folders = {""}
    for article in kb.articles:
        path = article.category
        while path not in folders:
            folders.add(path)
            path = path.rpartition("/")[0]
    for article in kb.articles:
        place = f"{article.category}/{article.id}".strip("/")
        span = article.metadata.id.span if article.metadata.id else Span(0, 0)
        if place in folders:
            message = (
                f"the id `{article.id}` is the name of the folder `{place}` beside the article"
            )
            help = "give the article another id, or the folder another name"
            yield kb.diagnose(RULE, article, span, message, help)
        elif article.id == "index":
            message = "the id `index` is the address of the list of articles"
            yield kb.diagnose(RULE, article, span, message, "give the article another id")
