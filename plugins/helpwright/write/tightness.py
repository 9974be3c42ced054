"""Whether a list can be written without empty lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from helpwright.model import (
    Block,
    Break,
    BulletList,
    Code,
    CodeBlock,
    Directive,
    Footnote,
    Heading,
    HtmlBlock,
    Inline,
    InlineHtml,
    Paragraph,
    Phrase,
    Quote,
    StepList,
    Styled,
    Table,
    Text,
    ThematicBreak,
)
from helpwright.parse.directives import MAX_NESTED
from helpwright.write import html

_RULE = re.compile(r"[ \t]*(?:[-*_][-*_ \t]*(?:\n|\Z)|/{3,}[ \t\n])")


def is_nothing(block: Block) -> bool:
    """Tell whether nothing can be written for a block."""
    if isinstance(block, Paragraph):
        return block.attributes is None and _is_empty(block.children)
    if isinstance(block, HtmlBlock):
        return not block.raw.strip()
    return isinstance(block, Table) and not (block.alignments or block.head or any(block.rows))


def _is_empty(children: Iterable[Inline]) -> bool:
    waiting = list(children)
    while waiting:
        child = waiting.pop()
        if isinstance(child, Styled | Phrase):
            waiting += child.children
        elif isinstance(child, Text):
            if child.value.strip(" \t\r\n\v\f"):
                return False
        elif not isinstance(child, Break) and not (isinstance(child, Code) and not child.value):
            return False
    return True


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


def _joined(blocks: Sequence[Block], nested: int = 0) -> bool:
    """Tell whether blocks can follow each other without empty lines."""
    for block in blocks:
        if isinstance(block, Directive) and (
            nested == MAX_NESTED or not _joined(block.blocks, nested + 1)
        ):
            return False
    return all(_joins(*pair) for pair in pairwise(blocks))


def _joins(before: Block, block: Block) -> bool:
    if runs_on(before):
        return False
    if isinstance(block, CodeBlock) and not block.fenced:
        takes = isinstance(before, StepList | BulletList) or (
            isinstance(before, CodeBlock) and not before.fenced
        )
        return not takes and not _is_open(before)
    if isinstance(before, Quote) and isinstance(block, Quote):
        return False
    return not _is_open(before) or _interrupts(block, isinstance(before, Paragraph))


def runs_on(block: Block) -> bool:
    """Tell whether any line right behind a block would belong to it, whatever it holds."""
    if isinstance(block, HtmlBlock):
        return not html.ends_itself(block.raw)
    if isinstance(block, Paragraph):
        # Nothing but tags is a block of HTML.
        tags = sum(isinstance(child, InlineHtml) for child in block.children)
        rest = (child for child in block.children if not isinstance(child, InlineHtml))
        return tags > 0 and block.attributes is None and _is_empty(rest)
    return isinstance(block, Footnote | Table)


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
            return isinstance(block, Paragraph | Footnote)
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
        return not paragraph or (bool(block.items) and _has_text(block.items[0].blocks))
    if isinstance(block, StepList):
        first = block.steps[0] if block.steps else None
        return not paragraph or (
            first is not None
            and first.number == 1
            and (first.attributes is not None or _has_text(first.blocks))
        )
    if isinstance(block, Table | Footnote):
        return paragraph
    return isinstance(block, CodeBlock | Quote | ThematicBreak | Directive)


def _has_text(blocks: Sequence[Block]) -> bool:
    """Tell whether something stands in the line of an item's marker."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph):
        return bool(first.children or first.attributes)
    return first is not None and not begins_below(blocks)


def begins_below(blocks: Sequence[Block]) -> bool:
    """Tell whether an item begins in the line below its marker.

    A block with slashes is found behind quote signs and one marker only. HTML that is indented
    would move the place where the item's text begins, and code may be signs that make a rule of the
    line.
    """
    first: Block | None = blocks[0] if blocks else None
    if isinstance(first, HtmlBlock):
        return first.raw[:1] in (" ", "\t")
    if isinstance(first, CodeBlock):
        return not first.fenced and _RULE.match(first.value) is not None
    depth = 0
    while first is not None and not isinstance(first, Directive):
        inner: Sequence[Block] = ()
        if isinstance(first, Quote):
            inner = first.blocks if first.alert is None else ()
        elif isinstance(first, BulletList):
            inner = first.items[0].blocks if first.items else ()
        elif isinstance(first, StepList):
            inner = first.steps[0].blocks if first.steps else ()
        first = inner[0] if inner else None
        depth += 1
    return first is not None and depth > 0
