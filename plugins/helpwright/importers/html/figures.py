"""Figures: pictures with their captions."""

from __future__ import annotations

from helpwright.importers.html.flow import Flow
from helpwright.importers.html.paragraphs import is_one_picture, with_caption
from helpwright.importers.html.tree import CHROME, WORDS, Element, Node
from helpwright.importers.html.tree import words_of as words_in
from helpwright.importers.ledger import Outcome
from helpwright.model import Block, Paragraph

_MARKED = frozenset("a b br code em i img kbd strong sub sup".split())


def read_figure(element: Element, flow: Flow) -> list[Block]:
    """Return what a figure shows; a caption of plain words becomes the title of its picture."""
    caption = next((child for child in element.elements() if child.tag == "figcaption"), None)
    if caption is None:
        return flow.read(element.children)
    rest: list[Node] = [" " if child is caption else child for child in element.children]
    written = CHROME not in caption.attributes
    words = words_in(caption) if written else caption.attributes.get(WORDS, "")
    words = " ".join(flow.inlines.clean(words).split())
    marked = any(inner.tag in _MARKED or inner.blocky for inner in caption.walk())
    if (written and (marked or caption.blocky)) or not words:
        return flow.read(element.children)
    first = element.children.index(caption) < len(element.children) // 2
    blocks = flow.read(rest)
    block = blocks[0] if len(blocks) == 1 else None
    if not isinstance(block, Paragraph) or not is_one_picture(block):
        captions = flow.read([caption])
        return [*captions, *blocks] if first else [*blocks, *captions]
    if written:
        flow.notes.tell(
            Outcome.MAPPED, "caption", "the caption of a picture is now its title", text=words
        )
    return [with_caption(block, words)]
