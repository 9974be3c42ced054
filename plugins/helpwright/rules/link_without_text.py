"""HW305: a link without words, where none can be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.model import Image, Inline, Link, Phrase, Styled
from helpwright.parse.inlines import plain_text
from helpwright.parse.values import clip

RULE = Rule(
    code="HW305",
    name="link-without-text",
    severity=Severity.ERROR,
    summary="A link has no text, and its target has no name that could stand there.",
    why="Readers do not see it, and a screen reader reads out the bare address.",
    fix="Write between the square brackets what the reader finds there.",
)

_NAMELESS = (TargetKind.EXTERNAL, TargetKind.ASSET, TargetKind.PAGE)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each link that shows nothing; empty ones take the name of what they lead to."""
    for article in kb.articles:
        targets = kb.links[article.path]
        for link in article.nodes.links:
            target = targets[link.span]
            kind = target.kind
            filled = not link.children and (kind is TargetKind.ARTICLE or bool(target.title))
            if filled or kind not in (*_NAMELESS, TargetKind.ARTICLE) or _shows(link):
                continue
            message = f"the link to `{clip(link.target)}` has no text"
            help = "write what the reader finds there between the square brackets"
            yield kb.diagnose(RULE, article, link.span, message, help)


def _shows(link: Link) -> bool:
    """Tell whether a link has words or a picture, whose description is HW404's concern."""
    return bool(plain_text(link.children).strip()) or _has_picture(link.children)


def _has_picture(children: tuple[Inline, ...]) -> bool:
    return any(
        isinstance(child, Image)
        or (isinstance(child, Styled | Phrase) and _has_picture(child.children))
        for child in children
    )
