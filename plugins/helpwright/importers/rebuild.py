"""Blocks with other inlines in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from helpwright.model import (
    Block,
    BulletList,
    Directive,
    Footnote,
    Heading,
    HtmlBlock,
    Inline,
    InlineHtml,
    Link,
    Paragraph,
    Phrase,
    Quote,
    StepList,
    Styled,
    Table,
)

Replace = Callable[[Inline], tuple[Inline, ...]]
"""What stands in the place of one inline, whose own children were replaced before."""


def rebuild(
    blocks: tuple[Block, ...], replacement: Replace, raw: Callable[[str], str]
) -> tuple[Block, ...]:
    """Return blocks with every inline replaced, innermost first, and raw HTML changed by `raw`.

    A paragraph that has no inline left is left out; other blocks stay even when empty.
    """
    return _Rebuilder(replacement, raw).blocks(blocks)


class _Rebuilder:
    def __init__(self, replacement: Replace, raw: Callable[[str], str]) -> None:
        self.replacement = replacement
        self.raw = raw

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        changed = (self.block(block) for block in blocks)
        return tuple(
            block for block in changed if not isinstance(block, Paragraph) or block.children
        )

    def block(self, block: Block) -> Block:
        if isinstance(block, Paragraph | Heading):
            return replace(block, children=self.inlines(block.children))
        if isinstance(block, HtmlBlock):
            return replace(block, raw=self.raw(block.raw))
        if isinstance(block, Quote | Directive | Footnote):
            return replace(block, blocks=self.blocks(block.blocks))
        if isinstance(block, StepList):
            steps = (replace(step, blocks=self.blocks(step.blocks)) for step in block.steps)
            return replace(block, steps=tuple(steps))
        if isinstance(block, BulletList):
            items = (replace(item, blocks=self.blocks(item.blocks)) for item in block.items)
            return replace(block, items=tuple(items))
        if isinstance(block, Table):
            head, *rows = (
                tuple(replace(cell, children=self.inlines(cell.children)) for cell in row)
                for row in (block.head, *block.rows)
            )
            return replace(block, head=head, rows=tuple(rows))
        return block

    def inlines(self, children: tuple[Inline, ...]) -> tuple[Inline, ...]:
        result: list[Inline] = []
        for child in children:
            if isinstance(child, Styled | Phrase):
                inner = self.inlines(child.children)
                if inner:
                    result += self.replacement(replace(child, children=inner))
            elif isinstance(child, Link):
                inner = self.inlines(child.children)
                result += self.replacement(replace(child, children=inner))
            elif isinstance(child, InlineHtml):
                result += self.replacement(replace(child, raw=self.raw(child.raw)))
            else:
                result += self.replacement(child)
        return tuple(result)
