"""A piece of HTML to blocks, with its account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.importers.html.blocks import BlockReader
from helpwright.importers.html.chrome import is_apart
from helpwright.importers.html.count import count
from helpwright.importers.html.inlines import Page
from helpwright.importers.html.notes import Notes
from helpwright.importers.html.prune import prune
from helpwright.importers.html.tree import Element, build
from helpwright.importers.ledger import Attention, Entry, Outcome, Tally
from helpwright.model import Block


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a piece of HTML becomes, and what it shows."""

    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...]
    tally: Tally


def html_fragment(html: str) -> Fragment:
    """Return the blocks of a piece of HTML, such as the body of an article, as a whole.

    Nothing of it is taken for the page around an article. No input raises.
    """
    parser = parse(html)
    body = parser.body
    if body is None:
        return Fragment((), (), Tally())
    return convert([body], own=False, whole=True)


def parse(html: str) -> LexborHTMLParser:
    """Parse HTML as a browser does; bare pieces stand in the body."""
    text = html.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return LexborHTMLParser(text.encode("utf-8", "replace"))


def convert(roots: Sequence[LexborNode], *, own: bool, whole: bool) -> Fragment:
    """Return the blocks below elements of a page.

    `own` tells that the page is one of ours, `whole` that all of it is the article.
    """
    notes = Notes()
    tally = count(roots, own=own, whole=whole)
    elements = []
    apart = partial(is_apart, own=own, whole=whole)
    for root in roots:
        built = build(root, apart)
        elements.append(built.root)
        if built.flattened:
            notes.tell(
                Outcome.REPAIRED,
                "nesting",
                "elements were nested too deep; the innermost gave up their form, not their words",
                links=tuple(built.links),
                attention=Attention.LOOK,
            )
    for element in elements:
        prune(element, notes, own=own, whole=whole)
    page = Page(notes, own, frozenset(_targets(elements)))
    reader = BlockReader(page)
    nodes = [node for element in elements for node in element.children]
    blocks = tuple(reader.read(nodes))
    return Fragment(blocks, tuple(notes.entries), tally)


def _targets(elements: Iterable[Element]) -> Iterator[str]:
    """Yield the fragments that links inside elements lead to."""
    for element in elements:
        for inner in element.walk():
            if inner.tag == "a":
                href = inner.attributes.get("href", "")
                if href[:1] == "#" and len(href) > 1:
                    yield href[1:]
