"""Paragraphs that call themselves a note, and the labels of boxes that say so once more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.notes import Notes
from helpwright.importers.html.tidy import join_lines, lines, text
from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.tally import inline_text, shown_text
from helpwright.model import (
    AlertKind,
    Block,
    Break,
    BulletList,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Styled,
    Text,
)

_KINDS = {
    **dict.fromkeys(("note", "notes", "please note"), AlertKind.NOTE),
    **dict.fromkeys(("tip", "tips", "hint"), AlertKind.TIP),
    **dict.fromkeys(("important", "attention"), AlertKind.IMPORTANT),
    "warning": AlertKind.WARNING,
    **dict.fromkeys(("caution", "danger"), AlertKind.CAUTION),
}
_LABEL = re.compile(
    r"(?P<name>please note|notes?|tips?|hint|important|attention|warning|caution|danger)"
    r"(?P<mark>\s?[:!]+|\s[\N{EN DASH}\N{EM DASH}-](?=\s))?\s*",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s?(?:[:!]+|[\N{EN DASH}\N{EM DASH}-](?=\s))\s*")


@dataclass(frozen=True, slots=True)
class Label:
    """What a paragraph calls itself, the words that say so, and the rest of it."""

    kind: AlertKind
    words: str
    rest: tuple[Inline, ...]


def read_label(children: Sequence[Inline]) -> Label | None:
    """Return the label that a paragraph begins with, in bold or before a colon."""
    lead = children[0] if children else None
    if isinstance(lead, Styled):
        words = inline_text(lead.children)
        found = _LABEL.fullmatch(words)
        if found is None:
            return None
        rest = list(children[1:])
        mark = _MARK.match(rest[0].value) if rest and isinstance(rest[0], Text) else None
        if not found["mark"] and mark is None and rest and not isinstance(rest[0], Break):
            return None
        if mark is not None and isinstance(rest[0], Text):
            rest[0] = text(rest[0].value[mark.end() :])
    elif isinstance(lead, Text):
        found = _LABEL.match(lead.value)
        if found is None or not found["mark"] or not lead.value[:1].isupper():
            return None
        words = found[0].strip()
        rest = [text(lead.value[found.end() :]), *children[1:]]
    else:
        return None
    left = [child for child in rest if not (isinstance(child, Text) and not child.value)]
    kept = join_lines(lines(left), Break(hard=True, span=NOWHERE))
    return Label(_KINDS[found["name"].lower()], words, tuple(kept))


def raise_notes(blocks: Sequence[Block], notes: Notes) -> Iterator[Block]:
    """Yield blocks with paragraphs that begin with "Note:" and the like as notes.

    A label by itself takes the paragraph or list that follows. A bullet list that holds one note
    and nothing else is that note.
    """
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if isinstance(block, Heading):
            notes.reach(block)
        label = read_label(block.children) if isinstance(block, Paragraph) else None
        if label is None:
            yield _unwrapped(block)
            continue
        assert isinstance(block, Paragraph)
        inside: Block = replace(block, children=label.rest, tight=False)
        if not label.rest:
            following = blocks[at] if at < len(blocks) else None
            if not isinstance(following, Paragraph | BulletList) or _is_labelled(following):
                yield block
                continue
            inside = following
            at += 1
        notes.tell(
            Outcome.INFERRED,
            "alert",
            f'a paragraph that begins with "{label.words}" is shown as a box of that kind',
            about=inline_text(label.rest) or shown_text((inside,)),
            text=label.words,
            attention=Attention.NONE,
        )
        yield Quote(label.kind, (inside,), NOWHERE)


def _is_labelled(block: Block) -> bool:
    return isinstance(block, Paragraph) and read_label(block.children) is not None


def _unwrapped(block: Block) -> Block:
    if isinstance(block, BulletList) and len(block.items) == 1:
        inside = block.items[0].blocks
        if len(inside) == 1 and isinstance(inside[0], Quote) and inside[0].alert is not None:
            return inside[0]
    return block


def without_label(blocks: list[Block], kind: AlertKind, notes: Notes) -> list[Block]:
    """Take a label such as "Note:" off the first line of a box that shows it anyway."""
    first = blocks[0] if blocks else None
    label = read_label(first.children) if isinstance(first, Paragraph) else None
    if label is None and isinstance(first, Paragraph) and len(blocks) > 1:
        words = inline_text(first.children)
        name = _LABEL.fullmatch(words)
        if name is not None and all(isinstance(child, Text) for child in first.children):
            label = Label(_KINDS[name["name"].lower()], words, ())
    if label is None or label.kind is not kind:
        return blocks
    assert isinstance(first, Paragraph)
    notes.tell(Outcome.MAPPED, "alert-label", "the label of a note", text=label.words)
    rest = blocks[1:]
    return [replace(first, children=label.rest), *rest] if label.rest else rest
