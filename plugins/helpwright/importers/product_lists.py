"""Where a document lists the products that it applies to, and what in the list is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpwright.importers.draft import Draft
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.product_names import LONGEST, Naming, read_names
from helpwright.importers.sections_names import read_heading
from helpwright.importers.tally import inline_text
from helpwright.model import Block, BulletList, Heading, Paragraph, SectionKind

_NO_PRODUCTS = re.compile(
    r"none|n/?a|not applicable|all|any|all products|any product|everything|everyone|other|unknown"
    r"|tbd|general|various|it ?pros?|it professionals?|(?:it |system )?admin(?:istrator)?s?"
    r"|developers?|dev|end[ -]?users?|users?|all users|customers?|all customers|partners?"
    r"|employees?|public|internal|external|agents?|support|csstroubleshoot|consumers?|business(?:es)?"
    r"|beginners?|advanced|ci ?\d+|true|false|yes|no|-+|[\W_]*",
    re.IGNORECASE,
)
_MOST_WORDS = 12
_LONGEST_ITEM = 80
_MOST_PIECES = 12
_SENTENCE = re.compile(r"[.!?]$|[.!?] [A-Z]|\b(?:must|should|you|your|is|are|have|has)\b")
_NO_LISTS = re.compile(
    r"prerequisites?|requirements?|voraussetzungen|prérequis|conditions préalables|requisitos"
    r" previos|prerequisiti|pré-requisitos|vereisten|wymagania wstępne|前提条件"
)
"""Names of sections of this kind that list what must be done rather than products."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The products that one document lists, and what became of the rest of its list."""

    namings: tuple[Naming, ...]
    entries: tuple[Entry, ...]


def list_products(draft: Draft, names: Mapping[str, SectionKind]) -> Listed:
    """Return the products of a draft: those of its facts, or of a list in its text.

    `names` are the folded names of sections. The text keeps its list.
    """
    texts = _joined(draft.facts.products)
    entries: list[Entry] = []
    if not texts:
        texts = list(_from_text(draft.blocks, names))
        if texts:
            entries.append(
                Entry(
                    Outcome.INFERRED,
                    "products-from-text",
                    "the list of products in the text tells what the article applies to; it stays "
                    "in the text as well",
                    about="; ".join(texts)[:400],
                    attention=Attention.LOOK,
                )
            )
    namings: list[Naming] = []
    for text in texts:
        for naming in _read(text):
            reason = _why_none(naming)
            if reason:
                entries.append(_dropped(naming, reason))
            else:
                namings.append(naming)
    return Listed(tuple(namings), tuple(dict.fromkeys(entries)))


def _joined(texts: Sequence[str]) -> list[str]:
    """Join texts that were parted at a comma in brackets: "Kettle (Red" and "Blue)"."""
    result: list[str] = []
    at = 0
    while at < len(texts):
        end = at + 1
        opened = texts[at].count("(") - texts[at].count(")")
        while opened > 0 and end < min(len(texts), at + _MOST_PIECES):
            opened += texts[end].count("(") - texts[end].count(")")
            end += 1
        if opened != 0:
            end = at + 1
        result.append(", ".join(texts[at:end]))
        at = end
    return result


def _read(text: str) -> tuple[Naming, ...]:
    written = " ".join(text.split())
    if len(written) > LONGEST and "," not in written and ";" not in written:
        return (Naming(written[: 4 * LONGEST], "", ()),)
    return read_names(written)


def _why_none(naming: Naming) -> str:
    if not naming.name and naming.versions:
        return "it names a version, and no product"
    if any(_NO_PRODUCTS.fullmatch(text) for text in (naming.text, naming.name) if text):
        return "it names no product"
    too_long = len(naming.name) > LONGEST or len(naming.name.split()) > _MOST_WORDS
    if not naming.name or too_long or not any(sign.isalpha() for sign in naming.name):
        return "it is no name of a product"
    return ""


def _dropped(naming: Naming, reason: str) -> Entry:
    doubtful = reason != "it names no product"
    return Entry(
        Outcome.DROPPED,
        "product",
        f"a value in the list of products is left out: {reason}",
        about=naming.text[:200],
        attention=Attention.DECIDE if doubtful else Attention.NONE,
    )


def _from_text(blocks: tuple[Block, ...], names: Mapping[str, SectionKind]) -> tuple[str, ...]:
    """Return the items of the first section or line that lists products."""
    for at, block in enumerate(blocks):
        if isinstance(block, Heading) and _opens(inline_text(block.children), names):
            found = tuple(_items(blocks, at + 1))
        elif isinstance(block, Paragraph):
            found = _line(inline_text(block.children), names)
        else:
            continue
        if found and all(_looks_right(item) for item in found):
            return found
    return ()


def _opens(title: str, names: Mapping[str, SectionKind]) -> bool:
    reading = read_heading(title, names)
    return (
        reading is not None
        and reading.kind is SectionKind.APPLIES_TO
        and not _NO_LISTS.fullmatch(reading.base)
    )


def _items(blocks: tuple[Block, ...], at: int) -> Iterator[str]:
    """Yield the items of the lists, or the one line, that a section holds; nothing if more."""
    inside: list[Block] = []
    while at < len(blocks) and not isinstance(blocks[at], Heading):
        inside.append(blocks[at])
        at += 1
    lists = [block for block in inside if isinstance(block, BulletList)]
    if lists and len(lists) == len(inside):
        for bullets in lists:
            for item in bullets.items:
                for block in item.blocks:
                    yield _one(block)
    elif len(inside) == 1:
        text = _one(inside[0])
        yield from (part.strip() for part in text.split(";")) if ";" in text else (text,)


def _one(block: Block) -> str:
    """Return the words of a paragraph; what else stands in a list makes it none of products."""
    return inline_text(block.children) if isinstance(block, Paragraph) else ""


def _line(text: str, names: Mapping[str, SectionKind]) -> tuple[str, ...]:
    label, colon, rest = text.partition(":")
    if not colon or len(label) > 40 or not rest.strip() or not _opens(label, names):
        return ()
    return (rest.strip(),)


def _looks_right(item: str) -> bool:
    parts = re.split(r"[,;]", item)
    return bool(item.strip()) and all(
        len(part) <= _LONGEST_ITEM and not _SENTENCE.search(part.strip()) for part in parts
    )
