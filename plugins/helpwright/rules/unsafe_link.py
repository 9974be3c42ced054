"""HW306: a link or picture has an address that no help page may hold."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase, Target, TargetKind
from helpwright.model import Article
from helpwright.parse.values import clip

RULE = Rule(
    code="HW306",
    name="unsafe-link",
    severity=Severity.ERROR,
    summary="A link or picture has an address that runs code, opens files or hides where it leads.",
    why="It could harm the reader, so the page shows the words without the link.",
    fix="Write an address that begins with https://, or the path or id of an article.",
)

_FOR_LINKS = "write an address that begins with `https://`, or the path or id of an article"
_FOR_PICTURES = "put the picture beside the article and write its file name"


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each link and picture that the page will not hold because of its address."""
    for article in kb.articles:
        links, images = kb.links[article.path], kb.images[article.path]
        for link in article.nodes.links:
            target = links[link.span]
            if target.kind is TargetKind.UNSAFE:
                yield _finding(kb, article, link.span, link.target, target, _FOR_LINKS)
        for image in article.nodes.images:
            target = images[image.span]
            if target.kind is TargetKind.UNSAFE:
                yield _finding(kb, article, image.span, image.source, target, _FOR_PICTURES)


def _finding(
    kb: KnowledgeBase, article: Article, span: Span, address: str, target: Target, help: str
) -> Diagnostic:
    if target.path in kb.active:
        message = f"`{clip(address)}` can run code in the reader's browser"
        help = "export it as PDF or text, or a drawing as PNG or without scripts"
    elif address.startswith(("//", "\\", "/\\")):
        message = f"`{clip(address)}` does not say how the address is opened"
        help = "write the address in full, with `https://` in front"
    else:
        message = f"`{clip(address)}` is not an address that a page may hold"
    return kb.diagnose(RULE, article, span, message, help)
