"""Containers taken apart, where they are nested too deep or count in a way that no list does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from helpwright.diagnostic import Span
from helpwright.model import (
    Block,
    BulletList,
    Directive,
    Footnote,
    Paragraph,
    Quote,
    Step,
    StepList,
    Style,
    Styled,
    Text,
)
from helpwright.parse.directives import CONDITION

_NOWHERE = Span(0, 0)


def counted(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Part steps where their numbers do not count on by one."""
    run: list[Step] = []
    for step in steps:
        if run and step.number != run[-1].number + 1:
            yield run
            run = []
        run.append(step)
    if run:
        yield run


def spread(block: Directive) -> Iterator[Block]:
    """Yield what a block with slashes shows, and those in it, without the blocks themselves."""
    waiting: list[Iterator[Block]] = [iter((block,))]
    while waiting:
        inner = next(waiting[-1], None)
        if inner is None:
            waiting.pop()
        elif isinstance(inner, Directive):
            if inner.name != CONDITION:
                title = Styled(Style.STRONG, (Text(inner.argument, _NOWHERE),), _NOWHERE)
                yield Paragraph((title,), None, False, _NOWHERE)
            waiting.append(iter(inner.blocks))
        else:
            yield inner


def height(block: Directive) -> int:
    """Return how many blocks with slashes are nested in one, in the same container."""
    height = 0
    inner = [each for each in block.blocks if isinstance(each, Directive)]
    while inner:
        height += 1
        inner = [each for outer in inner for each in outer.blocks if isinstance(each, Directive)]
    return height


def leaves(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield what is in containers without these, however deep it is."""
    waiting = [iter(blocks)]
    while waiting:
        block = next(waiting[-1], None)
        if block is None:
            waiting.pop()
        elif isinstance(block, StepList):
            waiting.append(iter([each for step in block.steps for each in step.blocks]))
        elif isinstance(block, BulletList):
            waiting.append(iter([each for item in block.items for each in item.blocks]))
        elif isinstance(block, Directive):
            yield from spread(replace(block, blocks=()))
            waiting.append(iter(block.blocks))
        elif isinstance(block, Quote | Footnote):
            waiting.append(iter(block.blocks))
        else:
            yield block
