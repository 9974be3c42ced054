"""What the text of a document of Learn says about the document: its title, its old number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.tally import inline_text, shown_text, tally_blocks
from helpwright.importers.walk import walk_inlines
from helpwright.model import Block, Break, Heading, Image, Inline, InlineHtml, Link, Paragraph

_LINE = re.compile(
    r"(?P<name>original\s+kb(?:\s+(?:number|article|id))?s?|kb\s+(?:number|article|id)|"
    r"original\s+product\s+versions?|applies\s+to|product\s+versions?)\s*[::]\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NUMBER = re.compile(r"\bQ?(\d{5,8})\b", re.IGNORECASE)
_NEXT = re.compile(r"\s*[,;]\s+(?=[A-Z])(?!(?:Version|SP|Service Pack|Update|Build)\b)")
_LONGEST = 400
_MOST_BLOCKS = 12
"""How far from the beginning such lines stand at most."""


@dataclass(frozen=True, slots=True)
class Head:
    """The blocks without what they say about the document, and that."""

    blocks: tuple[Block, ...]
    title: str
    numbers: tuple[str, ...]
    products: tuple[str, ...]
    entries: tuple[Entry, ...]


def take_head(blocks: tuple[Block, ...]) -> Head:
    """Take the title and the lines with the old number and the products out of a text."""
    entries: list[Entry] = []
    rest = list(blocks)
    title = _take_title(rest, entries)
    numbers: list[str] = []
    products: list[str] = []
    at = 0
    while at < min(len(rest), _MOST_BLOCKS):
        block = rest[at]
        kept = _take_lines(block, numbers, products, entries) if _may_tell(block) else block
        if kept is None:
            del rest[at]
            continue
        rest[at] = kept
        at += 1
    return Head(tuple(rest), title, tuple(numbers), tuple(products), tuple(entries))


def _take_title(rest: list[Block], entries: list[Entry]) -> str:
    for at, block in enumerate(rest[:_MOST_BLOCKS]):
        if not isinstance(block, Heading):
            continue
        if block.level != 1:
            return ""
        title = shown_text((block,))
        if not title:
            return ""
        del rest[at]
        entries.append(_taken("title", "the heading above the text is the title", block))
        return title
    return ""


def _taken(topic: str, reason: str, block: Block) -> Entry:
    """Return the entry for a block that is taken out, with all that it shows."""
    inside = tally_blocks((block,))
    links = tuple(it.target for it in walk_inlines((block,)) if isinstance(it, Link))
    pictures = tuple(it.source for it in walk_inlines((block,)) if isinstance(it, Image))
    # Raw HTML may hold more; it is counted, though its addresses are not known.
    links += ("an address in raw HTML",) * (inside.links - len(links))
    pictures += ("a picture in raw HTML",) * (inside.pictures - len(pictures))
    lost = Attention.LOST if pictures else Attention.LOOK if links else Attention.NONE
    return Entry(
        Outcome.MAPPED,
        topic,
        reason,
        text=shown_text((block,)),
        links=links,
        pictures=pictures,
        attention=lost,
    )


def _may_tell(block: Block) -> bool:
    return isinstance(block, Paragraph) and _LINE.match(inline_text(block.children)) is not None


def _take_lines(
    block: Block, numbers: list[str], products: list[str], entries: list[Entry]
) -> Block | None:
    """Return a paragraph without its lines about the document; None where none is left."""
    assert isinstance(block, Paragraph)
    kept: list[Inline] = []
    for line, end in _lines(block.children):
        found = _LINE.fullmatch(inline_text(line))
        value = found["value"].strip() if found else ""
        said = replace(block, children=tuple(line))
        if found is not None and "kb" in found["name"].lower() and _NUMBER.search(value):
            numbers += _NUMBER.findall(value)
            reason = "the number of the original article leads to this one, and is a tag"
            entries.append(_taken("original-number", reason, said))
        elif found is not None and _names_products(found, value):
            products += split_products(value)
            entries.append(_taken("applies-to", "the line names the products", said))
        else:
            kept += (*line, *end)
    while kept and isinstance(kept[-1], Break):
        kept.pop()
    return replace(block, children=tuple(kept)) if kept else None


def _lines(children: Sequence[Inline]) -> list[tuple[list[Inline], list[Inline]]]:
    """Return the lines of a paragraph, each with what ends it."""
    lines: list[tuple[list[Inline], list[Inline]]] = [([], [])]
    for child in children:
        is_break = isinstance(child, InlineHtml) and _BREAK.fullmatch(child.raw)
        if isinstance(child, Break) or is_break:
            lines[-1][1].append(child)
        elif lines[-1][1]:
            lines.append(([child], []))
        else:
            lines[-1][0].append(child)
    return lines


def _names_products(found: re.Match[str], value: str) -> bool:
    return "kb" not in found["name"].lower() and 0 < len(value) <= _LONGEST


def split_products(text: str) -> tuple[str, ...]:
    """Return the products of a list in one line; `, version 1809` belongs to the one before it."""
    return tuple(part.strip(" .") for part in _NEXT.split(text) if part.strip(" ."))
