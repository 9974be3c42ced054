"""What other systems write in blocks and lines, as nodes: notes, definitions, attribute lists."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.markdown.attribute_lists import read_attribute_lists
from helpwright.importers.markdown.log import Log
from helpwright.importers.markdown.quotes import read_quote
from helpwright.importers.tally import containers, shown_text
from helpwright.model import (
    Attributes,
    Block,
    Break,
    BulletItem,
    BulletList,
    Directive,
    Footnote,
    Image,
    Inline,
    Paragraph,
    Quote,
    Step,
    StepList,
    Style,
    Styled,
    Text,
)
from helpwright.parse.inlines import plain_text

_IMPORT = re.compile(
    r"(?:import\s(?:[^\n]{1,400}\sfrom\s)?\s*[\"'][^\"'\n]+[\"'];?"
    r"|export\s(?:default|const|let|var|function|\{)[^\n]*)\s*\Z"
)
_PRESENT = re.compile(
    r"\{:|^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?>|^[ \t>]*:[ \t]|\[_?to[cs]|^(?:im|ex)port[ \t]"
    r"|\|\d|<[ \t]*toc",
    re.MULTILINE | re.IGNORECASE,
)
_Item = TypeVar("_Item", Step, BulletItem)
_DEFINITION = re.compile(r":[ \t]+(?=\S)")
_ALT_SIZE = re.compile(r"(?P<alt>.*?)\|(?P<width>\d{1,5})(?:x(?P<height>\d{1,5}))?\Z", re.DOTALL)


def needs_dressing(text: str) -> bool:
    """Tell whether a text can hold anything that `dress` changes."""
    return bool(_PRESENT.search(text))


def dress(blocks: tuple[Block, ...], log: Log, *, top: bool = True) -> tuple[Block, ...]:
    """Return blocks with the notes, labels and definitions of other systems as ours.

    `top` tells that the blocks are a document's own, which may begin with imports.
    """
    since = len(log.entries)
    changed = read_attribute_lists(blocks, log.entries)
    changed = [made for block in changed for made in _made(block, log, top)]
    if not _same(changed, blocks):
        log.settle(blocks, tuple(changed), "site-syntax", since)
    inside = tuple(_inside(block, log) for block in changed)
    return blocks if _same(inside, blocks) else inside


def _same(ones: Sequence[object], others: Sequence[object]) -> bool:
    return len(ones) == len(others) and all(map(operator.is_, ones, others))


def _inside(block: Block, log: Log) -> Block:
    runs = tuple(containers(block))
    if not runs:
        return block
    dressed = tuple(dress(run, log, top=False) for run in runs)
    if _same(dressed, runs):
        return block
    if isinstance(block, StepList):
        steps = map(_with_blocks, block.steps, dressed)
        return replace(block, steps=tuple(steps))
    if isinstance(block, BulletList):
        items = map(_with_blocks, block.items, dressed)
        return replace(block, items=tuple(items))
    assert isinstance(block, Quote | Directive | Footnote)
    return replace(block, blocks=dressed[0])


def _with_blocks(item: _Item, blocks: tuple[Block, ...]) -> _Item:
    return replace(item, blocks=blocks)


def _made(block: Block, log: Log, top: bool) -> Iterator[Block]:
    if isinstance(block, Quote):
        note = read_quote(block)
        if note is not None:
            log.entries.extend(note.entries)
        yield block if note is None else note.block
    elif isinstance(block, Paragraph):
        if top and _is_import(block):
            log.entries.append(
                Entry(
                    Outcome.DROPPED,
                    "site-syntax",
                    "a line that takes parts of the original's site is gone",
                    text=shown_text((block,)),
                )
            )
            return
        yield from _definitions(_sized(block), log)
    else:
        yield block


def _is_import(block: Paragraph) -> bool:
    first = block.children[0] if block.children else None
    if not isinstance(first, Text) or not first.value.startswith(("import ", "export ")):
        return False
    lines = [plain_text(line) for line in _lines(block.children)]
    return all(_IMPORT.match(line) for line in lines)


def _lines(children: Sequence[Inline]) -> list[tuple[Inline, ...]]:
    lines: list[list[Inline]] = [[]]
    for child in children:
        if isinstance(child, Break):
            lines.append([])
        else:
            lines[-1].append(child)
    return [tuple(line) for line in lines]


def _sized(block: Paragraph) -> Paragraph:
    """Take Obsidian's size of a picture, `![words|300](…)`, out of its description."""
    if not any(isinstance(child, Image) and "|" in child.alt for child in block.children):
        return block
    children = tuple(
        _with_size(child) if isinstance(child, Image) else child for child in block.children
    )
    return replace(block, children=children)


def _with_size(image: Image) -> Image:
    match = _ALT_SIZE.match(image.alt)
    if match is None or image.attributes is not None:
        return image
    sizes = {name: match[name] for name in ("width", "height") if match[name]}
    attributes = Attributes(NOWHERE, values=sizes)
    return replace(image, alt=match["alt"].strip(), attributes=attributes)


def _definitions(block: Paragraph, log: Log) -> Iterator[Block]:
    """Part a term from its definitions, which begin with a colon and a blank."""
    lines = _lines(block.children)
    if len(lines) < 2 or not any(_defines(line) for line in lines[1:]) or _defines(lines[0]):
        yield block
        return
    at = next(number for number, line in enumerate(lines) if number and _defines(line))
    for line in lines[:at]:
        if line:
            yield Paragraph((Styled(Style.STRONG, line, NOWHERE),), None, False, NOWHERE)
    reason = "a term and its definition are paragraphs now"
    log.note(Outcome.REPAIRED, "definition", reason, plain_text(lines[0]), Attention.LOOK)
    for run in _runs(lines[at:]):
        yield Paragraph(run, block.attributes, False, NOWHERE)


def _defines(line: tuple[Inline, ...]) -> bool:
    return bool(line) and isinstance(line[0], Text) and bool(_DEFINITION.match(line[0].value))


def _runs(lines: list[tuple[Inline, ...]]) -> Iterator[tuple[Inline, ...]]:
    """Yield the definitions, each with the lines that go on with it."""
    run: list[Inline] = []
    for line in lines:
        if _defines(line) and isinstance(first := line[0], Text):
            if run:
                yield tuple(run)
            run = []
            rest = _DEFINITION.sub("", first.value, count=1)
            line = (Text(rest, NOWHERE), *line[1:]) if rest else line[1:]
        elif run:
            run.append(Break(False, NOWHERE))
        run.extend(line)
    if run:
        yield tuple(run)
