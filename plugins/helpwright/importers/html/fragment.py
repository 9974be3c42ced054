"""A piece of HTML to blocks, with its account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.blocks import BlockReader
from helpwright.importers.html.chrome import is_apart
from helpwright.importers.html.context import Page
from helpwright.importers.html.count import count
from helpwright.importers.html.footnotes import take_footnotes
from helpwright.importers.html.guard import make_harmless
from helpwright.importers.html.notes import Notes
from helpwright.importers.html.prune import prune
from helpwright.importers.html.tree import Element, build
from helpwright.importers.ledger import Attention, Entry, Outcome, Tally
from helpwright.model import Block, Footnote


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
    parser, entries = parse(html)
    body = parser.body
    if body is None:
        return Fragment((), entries, Tally())
    fragment = convert([body], own=False, whole=True)
    return replace(fragment, entries=(*entries, *fragment.entries)) if entries else fragment


def parse(html: str) -> tuple[LexborHTMLParser, tuple[Entry, ...]]:
    """Parse HTML as a browser does; bare pieces stand in the body."""
    text = html.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text, taken = make_harmless(text)
    parser = LexborHTMLParser(text.encode("utf-8", "replace"))
    if not taken:
        return parser, ()
    reason = f"the page holds {taken}, which no browser shows; those tags were taken out"
    return parser, (Entry(Outcome.REPAIRED, "nesting", reason, attention=Attention.LOOK),)


def convert(
    roots: Sequence[LexborNode],
    *,
    own: bool,
    whole: bool,
    pictures: Mapping[str, str] | None = None,
) -> Fragment:
    """Return the blocks below elements of a page.

    `own` tells that the page is one of ours, `whole` that all of it is the article. `pictures` maps
    addresses of pictures to those that they have now.
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
    footnotes = take_footnotes(elements)
    targets = frozenset(_targets(elements))
    page = Page(notes, own, targets, footnotes.labels, pictures or {})
    reader = BlockReader(page)
    blocks = reader.read([node for element in elements for node in element.children])
    for name, label in footnotes.labels.items():
        blocks.append(Footnote(label, tuple(reader.read(footnotes.contents[name])), NOWHERE))
    return Fragment(tuple(blocks), tuple(notes.entries), tally)


def _targets(elements: Iterable[Element]) -> Iterator[str]:
    """Yield the fragments that links inside elements lead to."""
    for element in elements:
        for inner in element.walk():
            if inner.tag == "a":
                href = inner.attributes.get("href", "")
                if href[:1] == "#" and len(href) > 1:
                    yield href[1:]
