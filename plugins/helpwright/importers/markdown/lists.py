"""Lists brought in order after their items have changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from helpwright.model import (
    Block,
    BulletList,
    Directive,
    Footnote,
    Paragraph,
    Quote,
    StepList,
)


def settle_lists(blocks: Iterable[Block], depth: int = 0) -> tuple[Block, ...]:
    """Return blocks whose lists count their own depth, and are loose or tight as a whole.

    CommonMark makes all paragraphs of a list's items tight, or none. `depth` is how many lists of
    steps are around the blocks.
    """
    return tuple(_settle(block, depth) for block in blocks)


def _settle(block: Block, depth: int) -> Block:
    if isinstance(block, StepList):
        loose = _is_loose(step.blocks for step in block.steps)
        steps = tuple(
            replace(step, blocks=_contents(step.blocks, loose, depth + 1)) for step in block.steps
        )
        return replace(block, steps=steps, depth=depth + 1)
    if isinstance(block, BulletList):
        loose = _is_loose(item.blocks for item in block.items)
        items = tuple(
            replace(item, blocks=_contents(item.blocks, loose, depth)) for item in block.items
        )
        return replace(block, items=items)
    if isinstance(block, Quote | Directive | Footnote):
        inner = tuple(_apart(child) for child in block.blocks)
        return replace(block, blocks=settle_lists(inner, depth))
    return block


def _is_loose(runs: Iterable[tuple[Block, ...]]) -> bool:
    return any(
        isinstance(block, Directive) or (isinstance(block, Paragraph) and not block.tight)
        for run in runs
        for block in run
    )


def _contents(blocks: tuple[Block, ...], loose: bool, depth: int) -> tuple[Block, ...]:
    return settle_lists((_apart(block) for block in blocks) if loose else blocks, depth)


def _apart(block: Block) -> Block:
    return replace(block, tight=False) if isinstance(block, Paragraph) and block.tight else block
