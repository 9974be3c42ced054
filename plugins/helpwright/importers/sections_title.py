"""The heading that is a document's title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from helpwright.importers.draft import Draft, Facts
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.sections_names import read_heading
from helpwright.importers.tally import inline_text, tally_blocks
from helpwright.importers.walk import walk_inlines
from helpwright.model import Block, Heading, Image, Link, SectionKind
from helpwright.parse.sections import fold_name

_WORD = re.compile(r"[^\W_]+")


def take_title(
    draft: Draft, names: Mapping[str, SectionKind]
) -> tuple[tuple[Block, ...], Facts, tuple[Entry, ...]]:
    """Return a draft's blocks without the heading that is its title, the facts, and entries.

    The title is the first heading, where it has the words of the title that is known, or where it
    alone has the first level, or names no section while all others of that level do. What it
    says becomes the article's title: it is what readers of the original saw at the top.
    """
    blocks, facts = draft.blocks, draft.facts
    entries: list[Entry] = []
    while (at := _title_place(blocks, facts.title, names, first=not entries)) is not None:
        heading = blocks[at]
        assert isinstance(heading, Heading)
        text = inline_text(heading.children)
        entries.append(_entry(heading, text, facts.title))
        if text:
            facts = replace(facts, title=text)
        blocks = (*blocks[:at], *blocks[at + 1 :])
    return blocks, facts, tuple(entries)


def _title_place(
    blocks: tuple[Block, ...], title: str, names: Mapping[str, SectionKind], *, first: bool
) -> int | None:
    places = [at for at, block in enumerate(blocks) if isinstance(block, Heading)]
    if not places:
        return None
    headings = [block for at in places if isinstance(block := blocks[at], Heading)]
    text, level = inline_text(headings[0].children), headings[0].level
    rest = [inline_text(other.children) for other in headings[1:] if other.level == level]
    reading = read_heading(text, names)
    # "Error when you save a file" is the title of a page, and opens a section among its equals.
    known = reading is not None and (bool(rest) or fold_name(text) == reading.base)
    if _words(text) == _words(title) and _words(text) and not (known and level > 1):
        return places[0]
    if first and level == 1 and not known and all(read_heading(other, names) for other in rest):
        return places[0]
    return None


def _entry(heading: Heading, text: str, former: str) -> Entry:
    inside = list(walk_inlines((heading,)))
    other = bool(former) and _words(former) != _words(text) and bool(text)
    shown = tally_blocks((heading,))
    pictures = tuple(child.source for child in inside if isinstance(child, Image))
    links = tuple(child.target for child in inside if isinstance(child, Link))
    return Entry(
        Outcome.MAPPED,
        "title",
        "the heading at the top is the title of the article; the title that was given elsewhere "
        "is not used"
        if other
        else "the heading at the top is the title of the article",
        text=text,
        about=former if other else "",
        pictures=pictures + ("picture in raw HTML",) * (shown.pictures - len(pictures)),
        links=links + ("link in raw HTML",) * (shown.links - len(links)),
        attention=Attention.LOOK if shown.pictures else Attention.NONE,
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
