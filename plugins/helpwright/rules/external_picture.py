"""HW406: a picture is loaded from another web site."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.parse.values import clip

RULE = Rule(
    code="HW406",
    name="external-picture",
    severity=Severity.WARNING,
    summary="A picture is loaded from another web site.",
    why="It vanishes when that site changes, and that site learns who reads the page.",
    fix="Save the picture beside the article and show the copy, if its licence allows it.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each picture with a web address."""
    for article in kb.articles:
        targets = kb.images[article.path]
        for image in article.nodes.images:
            if targets[image.span].kind is TargetKind.EXTERNAL:
                message = f"the picture `{clip(image.source)}` is loaded from another web site"
                help = "save the picture beside the article and write its file name"
                yield kb.diagnose(RULE, article, image.span, message, help)
