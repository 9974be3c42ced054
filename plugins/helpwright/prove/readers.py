"""What the readers of one version see of an article, asked part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from helpwright.diagnostic import Span
from helpwright.knowledge import KnowledgeBase, Variant
from helpwright.model import (
    Block,
    Break,
    BulletItem,
    BulletList,
    Directive,
    Footnote,
    Image,
    Inline,
    Link,
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
from helpwright.resolve.anchors import step_number


class Readers:
    """The readers of the version that a variant stands for.

    They see a part when its condition holds for their version and something in it is left to see.
    `unsettled` has the words of conditions that cannot be told, which everybody is shown, by
    their offsets.
    """

    def __init__(self, kb: KnowledgeBase, variant: Variant) -> None:
        self.unsettled: dict[int, str] = {}
        self._not_for: set[Span] = set()
        point = variant.point
        for region in kb.regions[variant.article.path]:
            condition = region.condition
            if not condition.settled:
                self.unsettled[region.place.start] = condition.text
            elif point is not None and not kb.universe.holds(condition.scope, point):
                self._not_for.add(region.span)

    def is_for(self, span: Span) -> bool:
        """Tell whether the condition of a part, if it has one, holds."""
        return span not in self._not_for

    def see_section(self, section: Section) -> bool:
        """Tell whether a section is shown, with its heading."""
        if not self._not_for:
            return True
        if not self.is_for(section.span):
            return False
        had = bool(section.blocks or section.parts)
        own = (block for block in section.blocks if not isinstance(block, Footnote))
        return not had or self._any(own) or any(map(self.see_section, section.parts))

    def see(self, node: Block | Step | BulletItem) -> bool:
        """Tell whether a block, a step or an item of a list is shown."""
        if not self._not_for:
            return True
        if not self.is_for(node.span):
            return False
        if isinstance(node, Paragraph):
            return _is_blank(node.children) or self.see_any(node.children)
        if isinstance(node, Step | BulletItem | Quote | Directive):
            return not node.blocks or self._any(node.blocks)
        if isinstance(node, StepList):
            return any(map(self.see, node.steps))
        if isinstance(node, BulletList):
            return any(map(self.see, node.items))
        if isinstance(node, Table):
            return not node.rows or any(map(self.see_row, node.rows))
        return True

    def see_row(self, row: Sequence[TableCell]) -> bool:
        """Tell whether a row of a table is shown."""
        had = [cell.children for cell in row if not _is_blank(cell.children)]
        return not had or any(map(self.see_any, had))

    def see_any(self, children: Sequence[Inline]) -> bool:
        """Tell whether anything of some inlines is shown."""
        return any(map(self._see_inline, children))

    def _see_inline(self, child: Inline) -> bool:
        if isinstance(child, Image | Phrase) and not self.is_for(child.span):
            return False
        if isinstance(child, Phrase | Styled | Link) and child.children:
            return self.see_any(child.children)
        return not _is_blank([child])

    def _any(self, blocks: Iterable[Block]) -> bool:
        return any(map(self.see, blocks))


def shown_numbers(readers: Readers, sections: Iterable[Section]) -> dict[Span, str]:
    """Return how each step that readers see is referred to, by the step's place.

    Each has the number of its source, less the steps of its run that are not shown. A list that
    begins where the one before it in the source ended goes on with its run.
    """
    counting = _Counting(readers)
    counting.sections(sections, True)
    return counting.shown


@dataclass(slots=True)
class _Run:
    """Lists whose numbers go on: where they end in the source, and how many are not shown."""

    end: int = 0
    lost: int = 0


class _Counting:
    """Counts steps in the order of the source; `seen` is whether the surroundings are shown."""

    def __init__(self, readers: Readers) -> None:
        self.shown: dict[Span, str] = {}
        self._readers = readers
        self._top = _Run()

    def sections(self, sections: Iterable[Section], seen: bool) -> None:
        for section in sections:
            here = seen and self._readers.see_section(section)
            self._blocks(section.blocks, "", self._top, here)
            self.sections(section.parts, here)

    def _blocks(self, blocks: Iterable[Block], outer: str, run: _Run, seen: bool) -> None:
        for block in blocks:
            here = seen and self._readers.see(block)
            if isinstance(block, StepList):
                self._steps(block, outer, run, here)
            elif isinstance(block, Footnote):
                self._blocks(block.blocks, "", _Run(), True)
            elif isinstance(block, Quote | Directive):
                self._blocks(block.blocks, outer, run, here)
            elif isinstance(block, BulletList):
                for item in block.items:
                    self._blocks(item.blocks, outer, run, here and self._readers.see(item))

    def _steps(self, steps: StepList, outer: str, run: _Run, seen: bool) -> None:
        if steps.start in (0, 1) or steps.start != run.end + 1:
            run.lost = 0
        run.end = steps.start + len(steps.steps) - 1
        for step in steps.steps:
            here = seen and self._readers.see(step)
            shown = step_number(outer, step.number - run.lost, steps.depth)
            if here:
                self.shown[step.span] = shown
            else:
                run.lost += 1
            self._blocks(step.blocks, shown, _Run(), here)


def inner_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks and those inside quotes, directives, lists of bullets and steps."""
    for block in blocks:
        yield block
        if isinstance(block, Quote | Directive):
            yield from inner_blocks(block.blocks)
        elif isinstance(block, BulletList):
            for item in block.items:
                yield from inner_blocks(item.blocks)
        elif isinstance(block, StepList):
            for step in block.steps:
                yield from inner_blocks(step.blocks)


def _is_blank(children: Sequence[Inline]) -> bool:
    return all(
        isinstance(child, Break) or (isinstance(child, Text) and not child.value.strip())
        for child in children
    )
