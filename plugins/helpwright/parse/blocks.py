"""CommonMark text to block nodes, through the events of pulldown-cmark (pyromark)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import pyromark

from helpwright.diagnostic import Span
from helpwright.model import (
    AlertKind,
    Attributes,
    Block,
    Break,
    BulletItem,
    BulletList,
    Checkbox,
    Code,
    CodeBlock,
    Directive,
    Footnote,
    FootnoteReference,
    Heading,
    HtmlBlock,
    Image,
    Inline,
    InlineHtml,
    Link,
    Nodes,
    Paragraph,
    Phrase,
    Quote,
    Step,
    StepList,
    Style,
    Styled,
    Table,
    TableCell,
    Text,
    ThematicBreak,
)
from helpwright.parse.directives import DirectiveFault, Fence, fold_directives, hide_fences
from helpwright.parse.inlines import (
    attach_image_attributes,
    gather_phrases,
    inline_depth,
    plain_text,
    split_trailing_attributes,
)

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
)
"""What an article may hold besides CommonMark."""

_MARKER = re.compile(rb"[ \t]*(\d{1,9})[.)]")
_INLINES = (
    Text,
    Code,
    Styled,
    Link,
    Image,
    InlineHtml,
    Break,
    FootnoteReference,
    Checkbox,
)
_STYLES = {
    "Emphasis": Style.EMPHASIS,
    "Strong": Style.STRONG,
    "Strikethrough": Style.STRIKETHROUGH,
}

Node = Any

MAX_DEPTH = 100
"""How deep blocks and inlines may be nested: far beyond any article, well within a call stack."""


class TooDeep(Exception):
    """The text is nested deeper than `MAX_DEPTH`; `offset` is where."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(slots=True)
class _Frame:
    """A container whose end has not come yet."""

    kind: str
    data: Any
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Item:
    """A list item; its list decides whether it is a step."""

    blocks: tuple[Block, ...]
    span: Span


class BlockReader:
    """Folds one text's events into nodes, and keeps the nodes by kind on the way.

    `data` is the whole file; the Markdown begins at byte `base`. All spans count from the start
    of the file.
    """

    def __init__(self, data: bytes, base: int) -> None:
        self.data = data
        self.base = base
        self.headings: list[Heading] = []
        self.step_lists: list[StepList] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.texts: list[Text] = []
        self.html: list[HtmlBlock | InlineHtml] = []
        self.directives: list[Directive] = []
        self.codes: list[CodeBlock] = []
        self.tables: list[Table] = []
        self.footnotes: list[Footnote] = []
        self.footnote_references: list[FootnoteReference] = []
        self.faults: list[DirectiveFault] = []
        self._alone: dict[int, Attributes] = {}
        self._below: dict[int, Attributes] = {}
        self._latest: Attributes | None = None
        self._fences: dict[int, Fence] = {}
        self._places: list[int] = []
        self._run: list[str] = []
        self._run_start = self._run_end = 0
        self._run_verbatim = False
        self._ordered = 0
        self._stack: list[_Frame] = [_Frame("Root", None)]

    def read(self) -> tuple[Block, ...]:
        """Parse the text and return its top-level blocks."""
        base, stack = self.base, self._stack
        body = self.data[base:]
        if b"///" in body:
            body, self._fences = hide_fences(self.data, base)
            self._places = list(self._fences)
        text = body.decode("utf-8")
        for event, place in pyromark.events_with_range(text, options=OPTIONS):
            span = Span(place["start"] + base, place["end"] + base)
            if isinstance(event, str):
                self._flush()
                self._leaf(event, None, span)
                continue
            name, value = cast("tuple[str, Any]", next(iter(event.items())))
            if name == "Text":
                self._text(str(value), span)
                continue
            self._flush()
            if name == "Start":
                kind, data = (value, None) if isinstance(value, str) else next(iter(value.items()))
                if kind == "List" and data is not None:
                    self._ordered += 1
                if len(stack) > MAX_DEPTH:
                    raise TooDeep(span.start)
                stack.append(_Frame(kind, data))
            elif name == "End":
                frame = stack.pop()
                stack[-1].children.append(_BUILDERS[frame.kind](self, frame, span))
            else:
                self._leaf(name, value, span)
        return self._fold(stack[0].children)

    def _fold(self, children: list[Node]) -> tuple[Block, ...]:
        """Close a block container: fold its directives."""
        if not self._fences:
            return tuple(children)
        blocks, found = fold_directives(children, self._fences, self.faults)
        self.directives += found
        return blocks

    def nodes(self) -> Nodes:
        """Return what was read by kind, in source order."""
        self.step_lists.sort(key=lambda found: found.span)
        return Nodes(
            headings=tuple(self.headings),
            step_lists=tuple(self.step_lists),
            links=tuple(self.links),
            images=tuple(self.images),
            texts=tuple(self.texts),
            html=tuple(self.html),
            directives=tuple(self.directives),
            codes=tuple(self.codes),
        )

    def alone(self) -> tuple[Attributes, ...]:
        """Return the attribute lists that are all of a paragraph, and so belong to nothing."""
        return tuple(self._alone.values())

    def below(self) -> tuple[Attributes, ...]:
        """Return the attribute lists in the line below a list that are read as its last item's."""
        return tuple(self._below.values())

    def _end_list(self, span: Span) -> None:
        """Note an attribute list at the end of a list that is not indented as its items are."""
        data, latest = self.data, self._latest
        if latest is None or latest.span.start < span.start:
            return
        start = data.rfind(b"\n", 0, latest.span.start) + 1
        lead = data[start : latest.span.start]
        column = span.start - data.rfind(b"\n", 0, span.start) - 1
        apart = not lead.strip(b" \t>") and start > span.start and len(lead) <= column
        if apart and not data[latest.span.end : span.end].strip():
            self._below[latest.span.start] = latest

    def _unhide(self, value: str, span: Span) -> str:
        """Return code or raw HTML as written, where a fence was hidden in it."""
        following = bisect_left(self._places, span.start)
        if following < len(self._places) and self._places[following] < span.end:
            return self.data[span.start : span.end].decode("utf-8")
        return value

    def _text(self, value: str, span: Span) -> None:
        """Gather text that is contiguous and verbatim in the source into one node."""
        if self._fences:
            value = self._unhide(value, span)
        verbatim = len(value.encode()) == span.end - span.start
        if self._run and self._run_end == span.start and verbatim and self._run_verbatim:
            self._run.append(value)
        else:
            self._flush()
            self._run, self._run_start, self._run_verbatim = [value], span.start, verbatim
        self._run_end = span.end

    def _flush(self) -> None:
        if self._run:
            text = Text("".join(self._run), Span(self._run_start, self._run_end))
            self._stack[-1].children.append(text)
            self._run = []

    def _leaf(self, name: str, value: Any, span: Span) -> None:
        node: Node
        if name == "SoftBreak" or name == "HardBreak":
            node = Break(name == "HardBreak", span)
        elif name == "Code":
            node = Code(value, span)
        elif name == "InlineHtml":
            node = InlineHtml(value, span)
            self.html.append(node)
        elif name == "Html":
            node = HtmlBlock(self._unhide(value, span), span)
        elif name == "Rule":
            node = ThematicBreak(span)
        elif name == "FootnoteReference":
            node = FootnoteReference(value, span)
            self.footnote_references.append(node)
        elif name == "TaskListMarker":
            node = Checkbox(bool(value), span)
        else:
            raise AssertionError(f"an event that is not switched on: {name}")
        self._stack[-1].children.append(node)

    def _finish(self, children: list[Node]) -> tuple[tuple[Inline, ...], Attributes | None]:
        """Settle a leaf block's inlines and take its attribute list off."""
        rest, attributes = split_trailing_attributes(self._gathered(children), self.data)
        self._collect(rest)
        return rest, attributes

    def _paragraph(self, children: list[Node], tight: bool, span: Span) -> Paragraph:
        rest, attributes = self._finish(children)
        if attributes is not None:
            if not rest:
                self._alone[attributes.span.start] = attributes
            self._latest = attributes
        return Paragraph(rest, attributes, tight, span)

    def _gathered(self, children: list[Node]) -> list[Node]:
        """Give pictures their attribute lists and make phrases; raises TooDeep."""
        if any(isinstance(child, Image) for child in children):
            children = attach_image_attributes(children, self.data)
        found = gather_phrases(children, self.data)
        # Phrases are nested in the text, where the parser's own count does not see them.
        if found is not children and len(self._stack) + inline_depth(found) > MAX_DEPTH:
            raise TooDeep(found[0].span.start)
        return found

    def _collect(self, children: tuple[Inline, ...]) -> None:
        for child in children:
            if isinstance(child, Text):
                self.texts.append(child)
            elif isinstance(child, Image):
                self.images.append(child)
            elif isinstance(child, Link):
                self.links.append(child)
                self._collect(child.children)
            elif isinstance(child, Styled | Phrase):
                self._collect(child.children)

    def _blocks(self, children: list[Node]) -> tuple[Block, ...]:
        """Wrap the bare inlines of a tight list item into paragraphs."""
        result: list[Block] = []
        run: list[Node] = []
        for child in [*children, None]:
            if isinstance(child, _INLINES):
                run.append(child)
                continue
            if run:
                span = Span(run[0].span.start, run[-1].span.end)
                result.append(self._paragraph(run, True, span))
                run = []
            if child is not None:
                result.append(child)
        return self._fold(result)


def _paragraph(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    return reader._paragraph(frame.children, False, span)


def _heading(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    children, attributes = reader._finish(frame.children)
    node = Heading(int(frame.data["level"][1]), children, attributes, span)
    reader.headings.append(node)
    return node


def _code_block(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    fenced = frame.data != "Indented"
    value = "".join(child.value for child in frame.children)
    node = CodeBlock(frame.data["Fenced"] if fenced else "", value, fenced, span)
    reader.codes.append(node)
    return node


def _quote(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    alert = AlertKind(frame.data.lower()) if frame.data else None
    return Quote(alert, reader._fold(frame.children), span)


def _html(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    raw = "".join(
        child.raw if isinstance(child, HtmlBlock) else child.value for child in frame.children
    )
    node = HtmlBlock(raw, span)
    reader.html.append(node)
    return node


def _list(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    reader._end_list(span)
    if frame.data is None:
        return BulletList(
            tuple(BulletItem(item.blocks, item.span) for item in frame.children), span
        )
    depth, start = reader._ordered, int(frame.data)
    reader._ordered -= 1
    steps = tuple(
        _step(reader, item.blocks, item.span, start + index)
        for index, item in enumerate(frame.children)
    )
    first = steps[0].attributes
    continues = first is not None and "continue" in first.values
    node = StepList(start, steps, depth, continues, span)
    reader.step_lists.append(node)
    return node


def _step(reader: BlockReader, blocks: tuple[Block, ...], span: Span, number: int) -> Step:
    match = _MARKER.match(reader.data, span.start)
    written = int(match[1]) if match else number
    marker = Span(match.start(1), match.end()) if match else Span(span.start, span.start)
    attributes = None
    if blocks and isinstance(blocks[0], Paragraph) and blocks[0].attributes:
        first = blocks[0]
        attributes = first.attributes
        blocks = (Paragraph(first.children, None, first.tight, first.span), *blocks[1:])
    return Step(number, written, marker, attributes, blocks, span)


def _item(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    blocks = reader._blocks(frame.children)
    if blocks and isinstance(blocks[0], Paragraph) and blocks[0].attributes is not None:
        # It belongs to the item.
        reader._alone.pop(blocks[0].attributes.span.start, None)
    return _Item(blocks, span)


def _footnote(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    footnote = Footnote(frame.data, reader._fold(frame.children), span)
    reader.footnotes.append(footnote)
    return footnote


def _table(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    head, *rows = frame.children
    node = Table(tuple(frame.data), head, tuple(rows), span)
    reader.tables.append(node)
    return node


def _row(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    return tuple(frame.children)


def _cell(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    cell = tuple(reader._gathered(frame.children))
    reader._collect(cell)
    return TableCell(cell, span)


def _styled(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    return Styled(_STYLES[frame.kind], tuple(reader._gathered(frame.children)), span)


def _link(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    data = frame.data
    autolink = data["link_type"] in ("Autolink", "Email")
    target = data["dest_url"]
    if data["link_type"] == "Email" and not target.startswith("mailto:"):
        target = f"mailto:{target}"
    return Link(target, data["title"], tuple(reader._gathered(frame.children)), autolink, span)


def _image(reader: BlockReader, frame: _Frame, span: Span) -> Node:
    data = frame.data
    # CommonMark keeps raw HTML in a description; it mostly is a placeholder.
    alt = plain_text(frame.children, tags=True)
    return Image(data["dest_url"], data["title"], alt, None, span)


_BUILDERS: dict[str, Callable[[BlockReader, _Frame, Span], Node]] = {
    "Paragraph": _paragraph,
    "Heading": _heading,
    "CodeBlock": _code_block,
    "BlockQuote": _quote,
    "HtmlBlock": _html,
    "List": _list,
    "Item": _item,
    "FootnoteDefinition": _footnote,
    "Table": _table,
    "TableHead": _row,
    "TableRow": _row,
    "TableCell": _cell,
    "Emphasis": _styled,
    "Strong": _styled,
    "Strikethrough": _styled,
    "Link": _link,
    "Image": _image,
}
