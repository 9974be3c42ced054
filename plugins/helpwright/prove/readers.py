"""What the readers of one version see of an article, asked part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

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
    `unsettled` are the offsets of conditions that cannot be told, which everybody is shown.
    """

    def __init__(self, kb: KnowledgeBase, variant: Variant) -> None:
        self.unsettled: set[int] = set()
        self._not_for: set[Span] = set()
        point = variant.point
        for region in kb.regions[variant.article.path]:
            condition = region.condition
            if not condition.settled:
                self.unsettled.add(region.place.start)
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


@dataclass(slots=True)
class Numbers:
    """Counts steps: each has the number of its source, less those of its run that are not shown.

    A list that begins where the one before it ended goes on with its run.
    """

    _ends: list[int] = field(default_factory=lambda: [0])
    _lost: list[int] = field(default_factory=lambda: [0])
    _shown: list[str] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How deep the lists are that come next: 1 for steps, 2 for sub-steps."""
        return len(self._ends)

    def begin(self, steps: StepList) -> None:
        """Begin a list."""
        if steps.start in (0, 1) or steps.start != self._ends[-1] + 1:
            self._lost[-1] = 0
        self._ends[-1] = steps.start + len(steps.steps) - 1

    def skip(self, count: int) -> None:
        """Pass over steps that are not shown."""
        self._lost[-1] += count

    def enter(self, step: Step, depth: int) -> str:
        """Go into a step and return how it is referred to."""
        outer = self._shown[-1] if self._shown else ""
        shown = step_number(outer, step.number - self._lost[-1], depth)
        self._shown.append(shown)
        self._ends.append(0)
        self._lost.append(0)
        return shown

    def leave(self) -> None:
        """Come back from a step."""
        self._shown.pop()
        self._ends.pop()
        self._lost.pop()


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
