"""Lists of the model, tight or loose as a whole, as CommonMark has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from helpwright.importers.draft import NOWHERE
from helpwright.model import (
    Block,
    BulletItem,
    BulletList,
    Directive,
    Paragraph,
    Quote,
    Step,
    StepList,
)


def bullet_list(items: Sequence[Sequence[Block]], *, loose: bool = False) -> BulletList:
    """Return a bullet list of items; a `loose` one has room between them whatever they hold."""
    tight = not loose and _is_tight(items)
    return BulletList(tuple(BulletItem(_set(item, tight), NOWHERE) for item in items), NOWHERE)


def step_list(steps: Sequence[Step], depth: int, *, continues: bool = False) -> StepList:
    """Return a list of steps; its start is the first one's number."""
    tight = _is_tight([step.blocks for step in steps])
    held = tuple(replace(step, blocks=_set(step.blocks, tight)) for step in steps)
    return StepList(held[0].number, held, depth, continues, NOWHERE)


def deepened(block: Block) -> Block:
    """Return a block with its lists of steps one level deeper."""
    if isinstance(block, StepList):
        steps = tuple(
            replace(step, blocks=tuple(deepened(inner) for inner in step.blocks))
            for step in block.steps
        )
        return replace(block, steps=steps, depth=block.depth + 1)
    if isinstance(block, BulletList):
        items = tuple(
            replace(item, blocks=tuple(deepened(inner) for inner in item.blocks))
            for item in block.items
        )
        return replace(block, items=items)
    if isinstance(block, Quote | Directive):
        return replace(block, blocks=tuple(deepened(inner) for inner in block.blocks))
    return block


def _is_tight(items: Sequence[Sequence[Block]]) -> bool:
    """Tell whether items hold only a line of text each, and lists below it."""
    return all(
        isinstance(block, BulletList | StepList) or (at == 0 and isinstance(block, Paragraph))
        for blocks in items
        for at, block in enumerate(blocks)
    )


def _set(blocks: Sequence[Block], tight: bool) -> tuple[Block, ...]:
    return tuple(
        replace(block, tight=tight)
        if isinstance(block, Paragraph) and block.tight is not tight
        else block
        for block in blocks
    )
