"""An article cut down to what some of its readers see, with the numbers that they see."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from helpwright.diagnostic import Span
from helpwright.model import (
    Article,
    Block,
    Break,
    BulletItem,
    BulletList,
    Directive,
    Footnote,
    Heading,
    Image,
    Inline,
    Link,
    Nodes,
    Paragraph,
    Phrase,
    Quote,
    Section,
    Step,
    StepList,
    Styled,
    Table,
    TableCell,
    Text,
)


def tailor(article: Article, hidden: Collection[Span]) -> Article:
    """Return an article without the parts whose spans are `hidden`.

    Whatever holds nothing any more goes too, a heading with nothing under it among them. Steps are
    numbered anew, and a list that goes on with the numbers of another still does. Footnotes stay,
    as what refers to them may. Spans remain those of the source.
    """
    if not hidden:
        return article
    tailoring = _Tailoring(_Spans(hidden))
    sections = tuple(tailoring.sections(article.sections))
    if tailoring.homeless and sections:
        *others, last = sections
        sections = (*others, replace(last, blocks=(*last.blocks, *tailoring.homeless)))
    first = article.blocks[:1]
    is_titled = bool(first) and isinstance(first[0], Heading) and first[0].level == 1
    blocks = (*(first if is_titled else ()), *_blocks_of(sections))
    nodes = _nodes(article.nodes, tailoring)
    return replace(article, sections=sections, blocks=blocks, nodes=nodes)


class _Spans:
    """Spans that are looked up by place; one may stand inside another."""

    def __init__(self, spans: Collection[Span]) -> None:
        self._all = frozenset(spans)
        self._starts = sorted(span.start for span in spans)
        self._outer: list[Span] = []
        for span in sorted(spans, key=lambda span: (span.start, -span.end)):
            if not self._outer or span.end > self._outer[-1].end:
                self._outer.append(span)
        self._outer_starts = [span.start for span in self._outer]

    def __contains__(self, span: Span) -> bool:
        return span in self._all

    def touch(self, span: Span) -> bool:
        """Tell whether any of the spans begins in another."""
        at = bisect_left(self._starts, span.start)
        return at < len(self._starts) and self._starts[at] < span.end

    def cover(self, span: Span) -> bool:
        """Tell whether a span lies inside one of these."""
        at = bisect_right(self._outer_starts, span.start) - 1
        return at >= 0 and self._outer[at].end >= span.end


@dataclass(slots=True)
class _Ends:
    """Where the numbers of the last list end: in the source, and for these readers."""

    source: int = 0
    seen: int = 0


@dataclass(slots=True)
class _Tailoring:
    """Walks an article; what is hidden is walked too, for the numbers that go on behind it."""

    hidden: _Spans
    headings: list[Heading] = field(default_factory=list)
    step_lists: list[StepList] = field(default_factory=list)
    homeless: list[Footnote] = field(default_factory=list)
    _ends: list[_Ends] = field(default_factory=lambda: [_Ends()])
    _shown: bool = True

    def sections(self, sections: Sequence[Section]) -> Iterator[Section]:
        for section in sections:
            shown = self._shown
            self._shown = shown and section.span not in self.hidden
            blocks = self._blocks(section.blocks)
            parts = tuple(self.sections(section.parts))
            if self._shown:
                had = bool(section.blocks or section.parts)
                if had and not parts and all(isinstance(block, Footnote) for block in blocks):
                    self.homeless += [block for block in blocks if isinstance(block, Footnote)]
                else:
                    heading = self._heading(section.heading) if section.heading else None
                    yield replace(section, heading=heading, blocks=blocks, parts=parts)
            self._shown = shown

    def _heading(self, heading: Heading) -> Heading:
        heading = replace(heading, children=self._line(heading.children))
        self.headings.append(heading)
        return heading

    def _inside(self, span: Span, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """Return what is left of the blocks of a container."""
        shown = self._shown
        self._shown = shown and span not in self.hidden
        kept = self._blocks(blocks)
        self._shown = shown
        return kept

    def _blocks(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        result: list[Block] = []
        for block in blocks:
            shown = self._shown
            self._shown = shown and block.span not in self.hidden
            kept = self._block(block)
            if kept is not None and self._shown:
                result.append(kept)
            self._shown = shown
        return tuple(result)

    def _block(self, block: Block) -> Block | None:
        """Return what is left of a block, or None."""
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, StepList):
            return self._steps(block)
        if isinstance(block, Footnote):
            return self._footnote(block)
        if isinstance(block, Quote | Directive):
            inner = self._blocks(block.blocks)
            return replace(block, blocks=inner) if inner or not block.blocks else None
        if isinstance(block, BulletList):
            items = _kept(block.items, [self._inside(it.span, it.blocks) for it in block.items])
            return replace(block, items=tuple(items)) if items else None
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Heading):
            return self._heading(block) if self._shown else None
        return block

    def _footnote(self, footnote: Footnote) -> Footnote | None:
        """Keep a footnote; where its surroundings go it becomes homeless."""
        shown, self._shown = self._shown, True
        self._ends.append(_Ends())
        kept = replace(footnote, blocks=self._blocks(footnote.blocks))
        self._ends.pop()
        self._shown = shown
        if not shown:
            self.homeless.append(kept)
        return kept

    def _paragraph(self, paragraph: Paragraph) -> Paragraph | None:
        if not self.hidden.touch(paragraph.span):
            return paragraph
        children = self._line(paragraph.children)
        if _is_blank(children) and not _is_blank(paragraph.children):
            return None
        return replace(paragraph, children=children)

    def _steps(self, steps: StepList) -> StepList | None:
        ends = self._ends[-1]
        goes_on = steps.start not in (0, 1) and steps.start == ends.source + 1
        start = ends.seen + 1 if goes_on else steps.start
        left: list[tuple[Block, ...]] = []
        for step in steps.steps:
            self._ends.append(_Ends())
            left.append(self._inside(step.span, step.blocks))
            self._ends.pop()
        kept = [
            replace(step, number=number)
            for number, step in enumerate(_kept(steps.steps, left) if self._shown else (), start)
        ]
        ends.source = steps.start + len(steps.steps) - 1
        ends.seen = start + len(kept) - 1
        if not kept:
            return None
        result = replace(steps, start=start, steps=tuple(kept))
        self.step_lists.append(result)
        return result

    def _table(self, table: Table) -> Table | None:
        if not self.hidden.touch(table.span):
            return table
        rows = [
            cells
            for row, cells in ((row, self._row(row)) for row in table.rows)
            if all(_is_blank(cell.children) for cell in row)
            or not all(_is_blank(cell.children) for cell in cells)
        ]
        if table.rows and not rows:
            return None
        return replace(table, head=self._row(table.head), rows=tuple(rows))

    def _row(self, row: Sequence[TableCell]) -> tuple[TableCell, ...]:
        return tuple(replace(cell, children=self._line(cell.children)) for cell in row)

    def _line(self, children: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return what is left of a whole line of inlines, without line ends at its edges."""
        left = list(self._inlines(children))
        if len(left) == len(children):
            return tuple(left)
        while left and isinstance(left[-1], Break):
            left.pop()
        while left and isinstance(left[0], Break):
            left.pop(0)
        return tuple(left)

    def _inlines(self, children: Sequence[Inline]) -> Iterator[Inline]:
        for child in children:
            if isinstance(child, Image | Phrase) and child.span in self.hidden:
                continue
            if isinstance(child, Phrase | Styled | Link) and child.children:
                inner = tuple(self._inlines(child.children))
                if inner and not (_is_blank(inner) and not _is_blank(child.children)):
                    yield replace(child, children=inner)
            else:
                yield child


_Item = TypeVar("_Item", Step, BulletItem)


def _kept(items: Sequence[_Item], left: Sequence[tuple[Block, ...]]) -> list[_Item]:
    """Return the items of a list that something is left of, or that never held anything."""
    return [
        replace(item, blocks=blocks)
        for item, blocks in zip(items, left, strict=True)
        if blocks or not item.blocks
    ]


def _is_blank(children: Sequence[Inline]) -> bool:
    return all(
        isinstance(child, Break) or (isinstance(child, Text) and not child.value.strip())
        for child in children
    )


def _blocks_of(sections: Sequence[Section]) -> Iterator[Block]:
    for section in sections:
        if section.heading is not None:
            yield section.heading
        yield from section.blocks
        yield from _blocks_of(section.parts)


def _nodes(nodes: Nodes, tailoring: _Tailoring) -> Nodes:
    """Return the nodes that are left; headings and lists are those that were made anew."""
    cover = tailoring.hidden.cover
    return Nodes(
        headings=tuple(sorted(tailoring.headings, key=lambda it: it.span)),
        step_lists=tuple(sorted(tailoring.step_lists, key=lambda it: it.span)),
        links=tuple(it for it in nodes.links if not cover(it.span)),
        images=tuple(it for it in nodes.images if not cover(it.span)),
        texts=tuple(it for it in nodes.texts if not cover(it.span)),
        html=tuple(it for it in nodes.html if not cover(it.span)),
        directives=tuple(it for it in nodes.directives if not cover(it.span)),
        codes=tuple(it for it in nodes.codes if not cover(it.span)),
    )
