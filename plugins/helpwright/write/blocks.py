"""Blocks as Markdown, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from helpwright.diagnostic import Span
from helpwright.model import (
    Attributes,
    Block,
    Break,
    BulletList,
    Checkbox,
    CodeBlock,
    Directive,
    Footnote,
    Heading,
    HtmlBlock,
    Inline,
    Paragraph,
    Quote,
    Step,
    StepList,
    Table,
    TableCell,
    ThematicBreak,
)
from helpwright.parse.blocks import MAX_DEPTH
from helpwright.parse.directives import MAX_NESTED, NAMES
from helpwright.write.html import settle_html
from helpwright.write.inlines import InlineWriter
from helpwright.write.neighbours import walk
from helpwright.write.nesting import counted, height, leaves, spread
from helpwright.write.pieces import attribute_list, info, note_label
from helpwright.write.text import clean
from helpwright.write.tidy import tidy
from helpwright.write.tightness import begins_below, is_nothing, is_tight, runs_on

_NOWHERE = Span(0, 0)
_RULES = {"Left": ":---", "Center": ":---:", "Right": "---:"}
_LAST_NUMBER = 999_999_999

Lines = list[str]

_INCLUSION = re.compile(r"^([ \t]*)(;*--8<--)")


def write_blocks(blocks: tuple[Block, ...], *, signs: bool = False) -> str:
    """Return blocks as the text of an article, which ends in a line end if there is any.

    Texts read as what they are: signs of a site's extensions, such as `==`, get a backslash in
    front, unless `signs` says that they are meant as such.
    """
    lines = _BlockWriter(signs).run(blocks, MAX_DEPTH)
    return "\n".join([*lines, ""])


class _BlockWriter:
    def __init__(self, signs: bool) -> None:
        self.signs = signs

    def run(
        self,
        blocks: Sequence[Block],
        room: int,
        *,
        tight: bool = False,
        bullet: str = "",
        item: bool = False,
        directives: int = 0,
        ends: bool = True,
    ) -> Lines:
        """Return the lines of blocks that follow each other in one container.

        `room` is how many containers may still be opened inside this one, `directives` how many
        are open in it. The blocks are those of a list `item`, after its `bullet`; `ends` says that
        nothing of the same container follows.
        """
        lines: Lines = []
        previous: Block | None = None
        mark = ""
        for at, block in enumerate(blocks):
            first = previous is None
            written: Lines
            if isinstance(block, Paragraph):
                written = self.paragraph(block, room, item and first)
            elif isinstance(block, StepList | BulletList):
                follows = type(previous) is type(block)
                written, mark = self.list(
                    block, room, mark if follows else "", bullet if first else ""
                )
            elif isinstance(block, HtmlBlock):
                raw = _lines_of(block.raw)
                # An indentation would put it into the last item of the list before.
                raw = raw.lstrip(" ") if _takes_indented(previous) else raw
                written = settle_html(raw, last=ends and at + 1 == len(blocks))
            elif isinstance(block, ThematicBreak):
                written = ["___" if tight or (first and bullet) else "---"]
            elif isinstance(block, CodeBlock):
                written = self.code(block, previous)
            elif isinstance(block, Directive):
                written = self.directive(block, room, directives, tight)
            else:
                written = self.other(block, room, item and first)
            if not written:
                continue
            if lines and not tight:
                lines.append("")
            lines += written
            previous = block
        return lines

    def other(self, block: Block, room: int, item: bool) -> Lines:
        if isinstance(block, Heading):
            return self.heading(block, room, item)
        if isinstance(block, Quote):
            return self.quote(block, room)
        if isinstance(block, Table):
            return self.table(block, room)
        assert isinstance(block, Footnote)
        return self.footnote(block, room)

    def inlines(
        self,
        children: Iterable[Inline],
        room: int,
        *,
        lines: bool = False,
        cell: bool = False,
        heading: bool = False,
        item: bool = False,
        listed: bool = False,
    ) -> str:
        writer = InlineWriter(
            children,
            lines=lines,
            cell=cell,
            heading=heading,
            item=item,
            listed=listed,
            signs=self.signs,
            room=room,
        )
        return writer.write()

    def paragraph(self, block: Paragraph, room: int, item: bool) -> Lines:
        written = attribute_list(block.attributes) if block.attributes else ""
        text = self.inlines(block.children, room - 1, lines=True, item=item, listed=bool(written))
        text = f"{text} {written}" if text and written else text or written
        return text.split("\n") if text else []

    def heading(self, block: Heading, room: int, item: bool) -> Lines:
        level = min(max(block.level, 1), 6)
        written = attribute_list(block.attributes) if block.attributes else ""
        children = tidy(block.children, room - 1)
        box = item and bool(children) and isinstance(children[0], Checkbox)
        several = any(isinstance(child, Break) for child in walk(children))
        underlined = level < 3 and (box or several)
        text = self.inlines(
            children,
            room - 1,
            lines=underlined,
            heading=not underlined,
            item=item,
            listed=bool(written),
        )
        text = f"{text} {written}" if text and written else text or written
        if underlined and text.strip():
            return [*text.split("\n"), "===" if level == 1 else "---"]
        return [f"{'#' * level} {text}".rstrip(" ")]

    def code(self, block: CodeBlock, previous: Block | None) -> Lines:
        value = _lines_of(block.value)
        lines = value.removesuffix("\n").split("\n") if value else []
        # A line that includes a fragment does so in code, too.
        lines = [_INCLUSION.sub(r"\1;\2", line) for line in lines]
        indented = lines and lines[0].strip() and lines[-1].strip() and not block.info
        if not block.fenced and indented and not _takes_indented(previous):
            return [f"    {line}" if line else "" for line in lines]
        words = info(block.info)
        sign = "~" if "`" in words else "`"
        runs = re.findall(rf"^ {{0,3}}{sign}{{3,}}", value, re.MULTILINE)
        fence = sign * max((3, *(len(run.strip()) + 1 for run in runs)))
        space = " " if words.startswith("~") else ""
        return [f"{fence}{space}{words}", *lines, fence]

    def quote(self, block: Quote, room: int) -> Lines:
        if room < 2:
            return self.run(tuple(leaves(block.blocks)), room)
        blocks = _something(block.blocks)
        inner = self.run(blocks, room - 1)
        head = [f"> [!{block.alert.name}]"] if block.alert else []
        if head and blocks and not isinstance(blocks[0], Paragraph):
            head.append(">")
        return [*head, *(f"> {line}" if line else ">" for line in inner)] or [">"]

    def footnote(self, block: Footnote, room: int) -> Lines:
        """Return the lines of a footnote; what footnotes are in it follow it."""
        if room < 2:
            return self.run(tuple(leaves(block.blocks)), room)
        blocks = _something(each for each in block.blocks if not isinstance(each, Footnote))
        inner = self.run(blocks, room - 1)
        marker = f"[^{note_label(block.label)}]:"
        if blocks and isinstance(blocks[0], Paragraph):
            marker = f"{marker} {inner.pop(0)}"
        lines = [marker, *_indented(inner, 4)]
        for each in block.blocks:
            if isinstance(each, Footnote):
                lines += ["", *self.footnote(each, room - 1)]
        return lines

    def directive(self, block: Directive, room: int, nested: int, tight: bool) -> Lines:
        if nested >= MAX_NESTED:
            return self.run(tuple(spread(block)), room, tight=tight, ends=False)
        name = block.name if block.name in NAMES else "note"
        argument_text = clean(block.argument).strip()
        inner = self.run(block.blocks, room, tight=tight, directives=nested + 1, ends=False)
        slashes = "/" * (3 + min(height(block), MAX_NESTED))
        if inner and runs_on(_something(block.blocks)[-1]):
            inner.append("")
        head = f"{slashes} {name}" + (f" | {argument_text}" if argument_text else "")
        return [head, *inner, slashes]

    def list(
        self,
        block: StepList | BulletList,
        room: int,
        previous: str,
        bullet: str,
    ) -> tuple[Lines, str]:
        """Return the lines of a list, and the sign that marks its items.

        `previous` is the sign of the list right before it, which would go on with the same.
        `bullet` is that of the item that it begins, with which it could become a rule.
        """
        if room < 3:
            return self.run(tuple(leaves((block,))), room), ""
        if isinstance(block, BulletList):
            sign = "*" if "-" in (previous, bullet) and previous != "*" else "-"
            contents = [(sign, item.blocks) for item in block.items]
            return self.items(contents, room), sign
        sign = previous
        lines: Lines = []
        for steps in counted(_marked_as_continued(block)):
            sign = ")" if sign == "." else "."
            contents = [
                (f"{min(max(step.number, 0), _LAST_NUMBER)}{sign}", _with_attributes(step))
                for step in steps
            ]
            if lines:
                lines.append("")
            lines += self.items(contents, room)
        return lines, sign

    def items(self, contents: Sequence[tuple[str, tuple[Block, ...]]], room: int) -> Lines:
        contents = [(marker, _something(blocks)) for marker, blocks in contents]
        tight = is_tight(blocks for _, blocks in contents)
        lines: Lines = []
        for marker, blocks in contents:
            # The parser is shown the slashes of a block as asterisks.
            rule = marker == "*" and isinstance(blocks[0] if blocks else None, Directive)
            below = rule or begins_below(blocks)
            bullet = marker if marker in "-*" and not below else ""
            inner = self.run(blocks, room - 2, tight=tight, bullet=bullet, item=True)
            if lines and not tight:
                lines.append("")
            below = below or not inner
            lines.append(marker if below else f"{marker} {inner[0]}")
            lines += _indented(inner if below else inner[1:], len(marker) + 1)
        return lines

    def table(self, block: Table, room: int) -> Lines:
        rows = (block.head, *block.rows)
        width = max(map(len, rows), default=0)
        width = max(width, len(block.alignments))
        if not width:
            return []
        if room < 3:
            cells = (cell for row in rows for cell in row)
            return self.run(
                tuple(Paragraph(cell.children, None, False, cell.span) for cell in cells), room
            )
        head, *others = (self.row(row, width, room - 3) for row in rows)
        alignments = (*block.alignments, *("None",) * (width - len(block.alignments)))
        rules = (_RULES.get(alignment, "---") for alignment in alignments)
        return [head, f"| {' | '.join(rules)} |", *others]

    def row(self, cells: Sequence[TableCell], width: int, room: int) -> str:
        written = [self.inlines(cell.children, room, cell=True) for cell in cells]
        return f"| {' | '.join([*written, *[''] * (width - len(written))])} |"


def _lines_of(text: str) -> str:
    """Return a text with line feeds as line ends and without what no source may hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


def _something(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if not is_nothing(block))


def _indented(lines: Iterable[str], width: int) -> Lines:
    space = " " * width
    return [space + line if line else "" for line in lines]


def _takes_indented(block: Block | None) -> bool:
    """Tell whether an indented line behind a block would belong to it."""
    return isinstance(block, StepList | BulletList | Footnote) or (
        isinstance(block, CodeBlock) and not block.fenced
    )


def _marked_as_continued(block: StepList) -> Sequence[Step]:
    """Return the steps of a list, the first with `{continue}` where it goes on with others."""
    first = block.steps[0] if block.continues and block.steps else None
    if first is None or (first.attributes and "continue" in first.attributes.values):
        return block.steps
    written = first.attributes or Attributes(_NOWHERE)
    marked = replace(written, values={**written.values, "continue": ""})
    return (replace(first, attributes=marked), *block.steps[1:])


def _with_attributes(step: Step) -> tuple[Block, ...]:
    """Return the blocks of a step with its attributes at their first paragraph."""
    if step.attributes is None:
        return step.blocks
    first = step.blocks[0] if step.blocks else None
    if isinstance(first, Paragraph) and first.attributes is None:
        return (replace(first, attributes=step.attributes), *step.blocks[1:])
    tight = not any(isinstance(block, Paragraph) and not block.tight for block in step.blocks)
    return (Paragraph((), step.attributes, tight, step.span), *step.blocks)
