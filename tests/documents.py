"""Nodes of the model for property tests: how they compare, and strategies that make them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from helpwright.diagnostic import Span
from helpwright.model import (
    Attributes,
    Block,
    Break,
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

    That is: spans, the numbers as written, where one text ends and the next begins, blanks and
    line ends at the edges of a paragraph or line, line ends at the end of raw blocks and inside a
    tag, and whether code behind a list stands in fences.
    """
    result: list[Block] = []
    for block in blocks:
        behind_list = result and isinstance(result[-1], StepList | BulletList | Footnote)
        if isinstance(block, CodeBlock) and behind_list:
            block = replace(block, fenced=True)
        result.append(_block(block))
    return tuple(result)


def _block(block: Block) -> Block:
    block = replace(block, span=NOWHERE)
    if isinstance(block, Paragraph | Heading):
        return replace(
            block,
            children=_line(block.children, listed=block.attributes is not None),
            attributes=_attributes(block.attributes),
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
            tuple(replace(cell, span=NOWHERE, children=_line(cell.children)) for cell in row)
            for row in (block.head, *block.rows)
        )
        return replace(block, head=head, rows=tuple(rows))
    return block


def _attributes(attributes: Attributes | None) -> Attributes | None:
    return replace(attributes, span=NOWHERE) if attributes else None


def _line(children: Iterable[Inline], *, listed: bool = False) -> tuple[Inline, ...]:
    """Return the inlines of a block without blanks and line ends at its edges.

    In front of an attribute list the parser takes every kind of blank away.
    """
    result = list(inlines(children))
    while result and isinstance(result[0], Break):
        del result[0]
    while result and isinstance(result[-1], Break):
        del result[-1]
    if result and isinstance(result[0], Text):
        result[:1] = _stripped(result[0], result[0].value.lstrip(" \t"))
    if result and isinstance(result[-1], Text):
        result[-1:] = _stripped(result[-1], result[-1].value.rstrip(None if listed else " \t"))
    return tuple(result)


def _stripped(text: Text, value: str) -> list[Inline]:
    return [replace(text, value=value)] if value else []


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
        if isinstance(child, Break) and isinstance(last, Text):
            result[-1:] = _stripped(last, last.value.rstrip(" \t"))
        elif isinstance(child, Text) and isinstance(last, Break):
            result += _stripped(child, child.value.lstrip(" \t"))
            continue
        result.append(child)
    return tuple(result)
