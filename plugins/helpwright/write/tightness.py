"""Whether a list can be written without empty lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from helpwright.model import (
    Block,
    Break,
    BulletList,
    CodeBlock,
    Directive,
    Footnote,
    Heading,
    HtmlBlock,
    Paragraph,
    Quote,
    StepList,
    Table,
    ThematicBreak,
)
from helpwright.write import html


def is_tight(items: Iterable[Sequence[Block]]) -> bool:
    """Tell whether a list of items is one without empty lines between its blocks.

    That is what its paragraphs say, where what stands between them can do without, too. A list
    without paragraphs is tight where no item has several blocks.
    """
    paragraphs = several = False
    for blocks in items:
        for block in blocks:
            if isinstance(block, Paragraph):
                if not block.tight:
                    return False
                paragraphs = True
        several = several or len(blocks) > 1
        if not _joined(blocks):
            return False
    return paragraphs or not several


def _joined(blocks: Sequence[Block]) -> bool:
    """Tell whether blocks can follow each other without empty lines."""
    if any(not _joined(block.blocks) for block in blocks if isinstance(block, Directive)):
        return False
    return all(_joins(*pair) for pair in pairwise(blocks))


def _joins(before: Block, block: Block) -> bool:
    if isinstance(block, Footnote) or isinstance(before, Footnote | Table):
        return False
    if isinstance(before, HtmlBlock) and not html.ends_itself(before.raw):
        return False
    if isinstance(block, CodeBlock) and not block.fenced:
        return isinstance(before, Heading | ThematicBreak | Directive | HtmlBlock) or (
            isinstance(before, CodeBlock) and before.fenced
        )
    if isinstance(before, Quote) and isinstance(block, Quote):
        return False
    return not _is_open(before) or _interrupts(block, isinstance(before, Paragraph))


def _is_open(block: Block) -> bool:
    """Tell whether a line of text right behind a block would belong to its last paragraph."""
    while True:
        inner: Sequence[Block]
        if isinstance(block, BulletList):
            inner = block.items[-1].blocks if block.items else ()
        elif isinstance(block, StepList):
            inner = block.steps[-1].blocks if block.steps else ()
        elif isinstance(block, Quote):
            if not block.blocks:
                return block.alert is not None
            inner = block.blocks
        else:
            return isinstance(block, Paragraph | Table | Footnote | HtmlBlock)
        if not inner:
            return False
        block = inner[-1]


def _interrupts(block: Block, paragraph: bool) -> bool:
    """Tell whether a block can begin in the line behind a paragraph, or behind a lazy one."""
    if isinstance(block, Heading):
        return not any(isinstance(child, Break) for child in block.children)
    if isinstance(block, HtmlBlock):
        return html.interrupts(block.raw.lstrip(" "))
    if isinstance(block, BulletList):
        return bool(block.items) and _has_text(block.items[0].blocks)
    if isinstance(block, StepList):
        return block.start == 1 and bool(block.steps) and _has_text(block.steps[0].blocks)
    if isinstance(block, Table):
        return paragraph
    return isinstance(block, CodeBlock | Quote | ThematicBreak | Directive)


def _has_text(blocks: Sequence[Block]) -> bool:
    first = blocks[0] if blocks else None
    return isinstance(first, Paragraph) and bool(first.children)
