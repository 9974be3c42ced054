"""Nodes of the model for property tests: how they compare, and strategies that make them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from helpwright.diagnostic import Span
from helpwright.model import (
    Attributes,
    Block,
    BulletList,
    CodeBlock,
    Directive,
    Footnote,
    Heading,
    HtmlBlock,
    Image,
    Inline,
    InlineHtml,
    Link,
    Paragraph,
    Quote,
    StepList,
    Styled,
    Table,
    Text,
)

NOWHERE = Span(0, 0)


def normal(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks without what has no meaning.

    That is: spans, the numbers as written, where one text ends and the next begins, line ends at
    the end of raw blocks, and line ends inside a tag.
    """
    return tuple(_block(block) for block in blocks)


def _block(block: Block) -> Block:
    block = replace(block, span=NOWHERE)
    if isinstance(block, Paragraph | Heading):
        return replace(
            block, children=inlines(block.children), attributes=_attributes(block.attributes)
        )
    if isinstance(block, HtmlBlock):
        return replace(block, raw=block.raw.rstrip("\n"))
    if isinstance(block, CodeBlock):
        return replace(block, value=block.value.removesuffix("\n"))
    if isinstance(block, Quote | Directive | Footnote):
        return replace(block, blocks=normal(block.blocks))
    if isinstance(block, StepList):
        steps = tuple(
            replace(
                step,
                written=step.number,
                marker=NOWHERE,
                span=NOWHERE,
                attributes=_attributes(step.attributes),
                blocks=normal(step.blocks),
            )
            for step in block.steps
        )
        return replace(block, steps=steps)
    if isinstance(block, BulletList):
        items = (replace(item, span=NOWHERE, blocks=normal(item.blocks)) for item in block.items)
        return replace(block, items=tuple(items))
    if isinstance(block, Table):
        head, *rows = (
            tuple(replace(cell, span=NOWHERE, children=inlines(cell.children)) for cell in row)
            for row in (block.head, *block.rows)
        )
        return replace(block, head=head, rows=tuple(rows))
    return block


def _attributes(attributes: Attributes | None) -> Attributes | None:
    return replace(attributes, span=NOWHERE) if attributes else None


def inlines(children: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return inlines without what has no meaning."""
    result: list[Inline] = []
    for child in children:
        child = replace(child, span=NOWHERE)
        last = result[-1] if result else None
        if isinstance(child, Text) and isinstance(last, Text):
            result[-1] = replace(last, value=last.value + child.value)
            continue
        if isinstance(child, Styled | Link):
            child = replace(child, children=inlines(child.children))
        elif isinstance(child, Image):
            child = replace(child, attributes=_attributes(child.attributes))
        elif isinstance(child, InlineHtml) and "\n" in child.raw:
            child = replace(child, raw=" ".join(line.strip() for line in child.raw.split("\n")))
        result.append(child)
    return tuple(result)
