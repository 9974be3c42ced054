"""HW404: a picture has no description."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip

RULE = Rule(
    code="HW404",
    name="missing-alt-text",
    severity=Severity.WARNING,
    summary="A picture has no alternative text.",
    why="Readers who cannot see it, and everyone while it does not load, miss what it shows.",
    fix="Say between the square brackets what the picture shows that matters here.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each picture without alternative text."""
    for article in kb.articles:
        for image in article.nodes.images:
            if not image.alt.strip():
                message = f"the picture `{clip(image.source)}` has no alternative text"
                help = "say between the square brackets what it shows that matters here"
                yield kb.diagnose(RULE, article, image.span, message, help)
