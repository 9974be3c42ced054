"""Walking through blocks: every inline, and every block changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from helpwright.importers.compose import walk
from helpwright.model import (
    Block,
    BulletList,
    Directive,
    Footnote,
    Heading,
    Inline,
    Link,
    Paragraph,
    Phrase,
    Quote,
    StepList,
    Styled,
    Table,
)


def walk_inlines(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    """Yield every inline, those inside others too, in the order of the text."""
    for block in walk(blocks):
        if isinstance(block, Paragraph | Heading):
            yield from _inside(block.children)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                for cell in row:
                    yield from _inside(cell.children)


def _inside(children: Iterable[Inline]) -> Iterator[Inline]:
    for child in children:
        yield child
        if isinstance(child, Styled | Link | Phrase):
            yield from _inside(child.children)


def map_blocks(blocks: tuple[Block, ...], change: Callable[[Block], Block]) -> tuple[Block, ...]:
    """Return blocks with each one changed, innermost first."""
    return tuple(_mapped(block, change) for block in blocks)


def _mapped(block: Block, change: Callable[[Block], Block]) -> Block:
    if isinstance(block, Quote | Directive | Footnote):
        block = replace(block, blocks=map_blocks(block.blocks, change))
    elif isinstance(block, StepList):
        steps = tuple(replace(it, blocks=map_blocks(it.blocks, change)) for it in block.steps)
        block = replace(block, steps=steps)
    elif isinstance(block, BulletList):
        items = tuple(replace(it, blocks=map_blocks(it.blocks, change)) for it in block.items)
        block = replace(block, items=items)
    return change(block)
