"""Raw HTML in parsed Markdown to nodes, where that loses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from helpwright.html_policy import is_allowed_element, is_known_element
from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Entry
from helpwright.importers.markdown.lists import settle_lists
from helpwright.importers.markdown.log import Log
from helpwright.importers.markdown.raw_blocks import (
    Event,
    Opaque,
    clean_html,
    read_html,
    still_open,
)
from helpwright.importers.markdown.raw_details import fold_details
from helpwright.importers.markdown.raw_elements import (
    anchor_of,
    note_attribute,
    note_raw,
    note_removed,
)
from helpwright.importers.markdown.raw_inline import fold_inlines, has_html
from helpwright.importers.markdown.raw_runs import part_lines
from helpwright.importers.markdown.tags import Comment, clean_tag, read_tag
from helpwright.importers.tally import containers
from helpwright.model import (
    Attributes,
    Block,
    Break,
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
    TableCell,
    Text,
)

_MOST_JOINED = 200
"""How many blocks of HTML one behind the other may be parts of one list or table."""


def fold_html(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Entry, ...]]:
    """Return blocks with raw HTML as nodes, and what was done; the rest stays raw.

    Words, pictures and links that are no longer in the blocks are in the entries, and those that
    are new too.
    """
    if not _holds_html(blocks):
        return blocks, ()
    log = Log()
    folded = settle_lists(_fold(blocks, log))
    return folded, log.finish()


def _holds_html(blocks: Iterable[Block]) -> bool:
    return any(_is_html(block) for block in blocks)


def _is_html(block: Block) -> bool:
    if isinstance(block, Paragraph | Heading):
        return has_html(block.children)
    if isinstance(block, Table):
        return any(has_html(cell.children) for row in (block.head, *block.rows) for cell in row)
    return isinstance(block, HtmlBlock) or any(_holds_html(run) for run in containers(block))


def _fold(blocks: tuple[Block, ...], log: Log) -> tuple[Block, ...]:
    """Fold one run of blocks: those of the text, a list item, a quote."""
    events: list[Event] = []
    open_at = [still_open(block.raw) if isinstance(block, HtmlBlock) else 0 for block in blocks]
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, HtmlBlock):
            at += _read_block(blocks, at, open_at, events, log)
            continue
        events += _fold_block(block, log) if _is_html(block) else (block,)
        at += 1
    return tuple(_label(fold_details(events, log)))


def _read_block(
    blocks: tuple[Block, ...], at: int, open_at: list[int], events: list[Event], log: Log
) -> int:
    """Read the HTML at `at`, with the blocks of HTML behind it that end what it begins.

    `open_at` has for each block how many lists and tables it leaves open. Returns how many blocks
    that were.
    """
    first = blocks[at]
    assert isinstance(first, HtmlBlock)
    raws, opened = [first.raw], open_at[at]
    while opened > 0 and len(raws) < _MOST_JOINED and at + len(raws) < len(blocks):
        following = blocks[at + len(raws)]
        if not isinstance(following, HtmlBlock):
            break
        opened += open_at[at + len(raws)]
        raws.append(following.raw)
    if opened != 0:
        raws = raws[:1]
    read = read_html("\n".join(raws), log)
    if read is None and len(raws) > 1:
        raws, read = raws[:1], read_html(first.raw, log)
    if read is None:
        note_raw(first.raw, log)
        cleaned = clean_html(first.raw, log)
        read = [Opaque(cleaned)] if "details" in cleaned.lower() else [HtmlBlock(cleaned, NOWHERE)]
    events += read
    return len(raws)


def _fold_block(block: Block, log: Log) -> tuple[Block, ...]:
    since = len(log.entries)
    if isinstance(block, Paragraph):
        folded = _paragraphs(block, fold_inlines(block.children, log))
        log.settle((block,), folded, "raw-html", since)
        return folded
    if isinstance(block, Heading):
        heading = _heading(block, log)
        log.settle((block,), (heading,), "raw-html", since)
        return (heading,)
    if isinstance(block, Table):
        head, *rows = (tuple(_cell(cell, log) for cell in row) for row in (block.head, *block.rows))
        table = replace(block, head=head, rows=tuple(rows))
        log.settle((block,), (table,), "raw-html", since)
        return (table,)
    if isinstance(block, StepList):
        steps = tuple(replace(step, blocks=_fold(step.blocks, log)) for step in block.steps)
        return (replace(block, steps=steps),)
    if isinstance(block, BulletList):
        items = tuple(replace(item, blocks=_fold(item.blocks, log)) for item in block.items)
        return (replace(block, items=items),)
    if isinstance(block, Quote | Directive | Footnote):
        return (replace(block, blocks=_fold(block.blocks, log)),)
    return (block,)


def _paragraphs(block: Paragraph, children: tuple[Inline, ...]) -> tuple[Block, ...]:
    """Part a paragraph where two shown line ends leave an empty line; none where it is empty."""
    runs = part_lines(children)
    if len(runs) == 1:
        return (replace(block, children=runs[0]),)
    return tuple(
        Paragraph(run, block.attributes if at == 0 else None, False, NOWHERE)
        for at, run in enumerate(runs)
    )


def _heading(block: Heading, log: Log) -> Heading:
    """Fold a heading, which is one line; an anchor at its beginning or end becomes its label."""
    children = list(fold_inlines(block.children, log))
    children = [Text(" ", NOWHERE) if isinstance(child, Break) else child for child in children]
    attributes = block.attributes
    if len(children) > 2 and (attributes is None or attributes.label is None):
        for pair, rest in ((children[:2], children[2:]), (children[-2:], children[:-2])):
            name = _anchor(pair)
            if name:
                attributes = _labelled(attributes, name)
                children = rest
                break
    if children and isinstance(children[0], Text):
        children[0] = Text(children[0].value.lstrip(), NOWHERE)
    if children and isinstance(children[-1], Text):
        children[-1] = Text(children[-1].value.rstrip(), NOWHERE)
    kept = tuple(child for child in children if not isinstance(child, Text) or child.value)
    return replace(block, children=kept, attributes=attributes)


def _labelled(attributes: Attributes | None, name: str) -> Attributes:
    if attributes is None:
        return Attributes(NOWHERE, name)
    return replace(attributes, label=name)


def _anchor(pair: list[Inline] | tuple[Inline, ...]) -> str:
    """Return the name of an empty anchor, given its two tags; else an empty text."""
    if len(pair) != 2 or not all(isinstance(child, InlineHtml) for child in pair):
        return ""
    tags = [read_tag(child.raw) for child in pair if isinstance(child, InlineHtml)]
    start, end = tags
    if start is None or end is None or start.closing or not end.closing or start.name != end.name:
        return ""
    return anchor_of(start)


def _cell(cell: TableCell, log: Log) -> TableCell:
    return replace(cell, children=_clean(cell.children, log))


def _clean(children: tuple[Inline, ...], log: Log) -> tuple[Inline, ...]:
    """Take out of a cell's raw HTML what a page may not have; the rest stays."""
    result: list[Inline] = []
    for child in children:
        if isinstance(child, Styled | Link | Phrase):
            result.append(replace(child, children=_clean(child.children, log)))
        elif isinstance(child, InlineHtml):
            tag = read_tag(child.raw)
            if tag is None:
                if Comment(child.raw).says_something:
                    result.append(child)
            elif is_known_element(tag.name) and not is_allowed_element(tag.name):
                note_removed(tag, log)
            else:
                raw, gone = clean_tag(tag)
                for attribute in gone:
                    note_attribute(attribute, log)
                result.append(InlineHtml(raw, NOWHERE) if gone else child)
        else:
            result.append(child)
    return tuple(result)


def _label(blocks: tuple[Block, ...]) -> Iterable[Block]:
    """Give each heading the name of the anchor that stands alone in front of it."""
    waiting: Paragraph | None = None
    for block in blocks:
        if waiting is not None:
            name = _anchor(waiting.children)
            free = isinstance(block, Heading) and not (block.attributes and block.attributes.label)
            if isinstance(block, Heading) and free:
                block = replace(block, attributes=_labelled(block.attributes, name))
            else:
                yield waiting
            waiting = None
        if isinstance(block, Paragraph) and _anchor(block.children):
            waiting = block
        else:
            yield block
    if waiting is not None:
        yield waiting
