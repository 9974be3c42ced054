"""A draft's blocks as parts under headings, and the levels that these get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.sections_names import Reading, read_heading
from helpwright.importers.tally import inline_text
from helpwright.model import (
    Block,
    Heading,
    Inline,
    Paragraph,
    SectionKind,
    Style,
    Styled,
)
from helpwright.parse.inlines import plain_text

SECTION = 2
"""The level of a section's heading."""
DEEPEST = 6


@dataclass(slots=True)
class Part:
    """A heading with the blocks under it, up to the next heading; `title` is its words.

    `level` is the one that it is to have. `reading` says what its words open at any level.
    """

    heading: Heading
    blocks: tuple[Block, ...]
    level: int
    title: str
    reading: Reading | None

    @property
    def kind(self) -> SectionKind | None:
        """What the heading's words open."""
        return self.reading.kind if self.reading else None


@dataclass(slots=True)
class Outline:
    """All blocks of a draft: those before the first heading, and the parts in their order."""

    preamble: tuple[Block, ...]
    parts: list[Part]

    def end(self, at: int) -> int:
        """Return where the part at `at` ends, those inside it included."""
        after = at + 1
        while after < len(self.parts) and self.parts[after].level > self.parts[at].level:
            after += 1
        return after

    def sections(self) -> list[int]:
        """Return the places of the parts that are sections."""
        return [at for at, part in enumerate(self.parts) if part.level <= SECTION]

    def kinds(self) -> set[SectionKind]:
        """Return the kinds of section that the article has."""
        return {kind for at in self.sections() if (kind := self.parts[at].kind)}

    def move(self, start: int, end: int, by: int) -> None:
        """Move the headings from `start` to before `end` deeper, or up where `by` is negative."""
        for part in self.parts[start:end]:
            part.level = max(SECTION, min(part.level + by, DEEPEST))

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks with the headings on their levels."""
        return (*self.preamble, *self._inside())

    def _inside(self) -> Iterator[Block]:
        for part in self.parts:
            level = part.heading.level
            yield part.heading if level == part.level else replace(part.heading, level=part.level)
            yield from part.blocks


def read_outline(blocks: Sequence[Block], names: Mapping[str, SectionKind]) -> Outline:
    """Return the outline of blocks, with the levels as written."""
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Heading)]
    parts: list[Part] = []
    for at, end in pairwise([*starts, len(blocks)]):
        heading = blocks[at]
        assert isinstance(heading, Heading)
        title = " ".join(plain_text(heading.children).split())
        reading = read_heading(title, names)
        parts.append(Part(heading, tuple(blocks[at + 1 : end]), heading.level, title, reading))
    return Outline(tuple(blocks[: starts[0] if starts else len(blocks)]), parts)


def raise_bold_lines(
    blocks: tuple[Block, ...], names: Mapping[str, SectionKind]
) -> tuple[tuple[Block, ...], tuple[Entry, ...]]:
    """Make headings of lines in bold type that name sections, where a text has no others.

    One such line may be emphasis; so there must be two.
    """
    found: dict[int, tuple[Inline, ...]] = {}
    for at, block in enumerate(blocks):
        children = _bold(block)
        if children:
            reading = read_heading(" ".join(plain_text(children).split()), names)
            if reading is not None and reading.sure:
                found[at] = children
    if len(found) < 2:
        return blocks, ()
    made = (
        Heading(SECTION, found[at], None, NOWHERE) if at in found else block
        for at, block in enumerate(blocks)
    )
    entry = Entry(
        Outcome.INFERRED,
        "heading-from-bold",
        "lines in bold type that name the parts of the article became headings",
        about=_listed([inline_text(children) for children in found.values()]),
        attention=Attention.LOOK,
    )
    return tuple(made), (entry,)


def _bold(block: Block) -> tuple[Inline, ...]:
    """Return the inlines of a paragraph that is bold as a whole."""
    if isinstance(block, Paragraph) and len(block.children) == 1 and block.attributes is None:
        child = block.children[0]
        if isinstance(child, Styled) and child.style is Style.STRONG:
            return child.children
    return ()


def level_headings(outline: Outline) -> tuple[Entry, ...]:
    """Give the uppermost headings the level of sections, and close gaps below them.

    A heading gets one level more than the nearest one above it that was higher.
    """
    above: list[int] = []
    changed: list[Part] = []
    skipped = False
    for part in outline.parts:
        written = part.level
        while above and above[-1] >= written:
            above.pop()
        skipped = skipped or bool(above and written > above[-1] + 1)
        above.append(written)
        level = min(SECTION + len(above) - 1, DEEPEST)
        if level != written:
            changed.append(part)
            part.level = level
    if not changed:
        return ()
    shift = {part.level - part.heading.level for part in changed}
    if skipped:
        reason = "headings skipped a level; those below the gap were moved up"
    elif len(changed) == len(outline.parts) and len(shift) == 1:
        way = "down" if shift.pop() > 0 else "up"
        reason = f"all headings were moved {way}, so that the uppermost ones open sections"
    else:
        reason = "some headings were moved, so that each is one level below the one around it"
    about = _listed(
        [f"{'#' * part.heading.level} → {'#' * part.level} {part.title}" for part in changed]
    )
    return (Entry(Outcome.REPAIRED, "heading-levels", reason, about=about),)


def _listed(texts: Sequence[str]) -> str:
    shown = "; ".join(text[:80] for text in texts[:6])
    return f"{shown}; and {len(texts) - 6} more" if len(texts) > 6 else shown
