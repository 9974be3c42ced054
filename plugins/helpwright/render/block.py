"""Block nodes to HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpwright.knowledge import Anchor
from helpwright.model import (
    AlertKind,
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
    Paragraph,
    Quote,
    Step,
    StepList,
    Table,
    TableCell,
    Text,
    ThematicBreak,
)
from helpwright.parse.directives import CONDITION
from helpwright.render.context import Context
from helpwright.render.html import HtmlWriter
from helpwright.render.inline import InlineWriter

_ALERTS = {
    AlertKind.NOTE: ("note", "Note"),
    AlertKind.TIP: ("tip", "Tip"),
    AlertKind.IMPORTANT: ("info", "Important"),
    AlertKind.WARNING: ("warning", "Warning"),
    AlertKind.CAUTION: ("danger", "Caution"),
}
_LIST_TYPES = {2: "a", 3: "i"}


class BlockWriter:
    """Writes the blocks of one article's page."""

    def __init__(self, context: Context, html: HtmlWriter) -> None:
        self.context = context
        self.html = html
        self.inline = InlineWriter(context, html)
        self._footnotes: dict[str, Footnote] = {}
        self._tab_sets = 0

    def write(self, blocks: Sequence[Block]) -> None:
        """Append blocks to the current element."""
        at = 0
        while at < len(blocks):
            tabs = _run_of_tabs(blocks, at)
            if tabs:
                self._tabs(tabs)
                at += len(tabs)
            else:
                self._block(blocks[at])
                at += 1

    def footnotes(self) -> None:
        """Append the footnotes that were referred to, in the order of reference."""
        if not self.inline.footnotes.keys() & self._footnotes.keys():
            return
        # Not `footnote` alone: Python-Markdown's own extension would take the ids for its own.
        with self.html.inside("div", {"class": "footnote hw-footnotes"}):
            self.html.add("hr")
            with self.html.inside("ol"):
                written = 0
                # A footnote can refer to another, which then comes behind.
                while batch := list(self.inline.footnotes.items())[written:]:
                    written += len(batch)
                    for label, number in batch:
                        if label in self._footnotes:
                            self._footnote(self._footnotes[label], number)

    def _footnote(self, footnote: Footnote, number: int) -> None:
        with self.html.inside("li", {"id": f"fn-{number}"}):
            self.write(footnote.blocks)
            back = {"class": "footnote-backref", "href": f"#fnref-{number}"}
            back |= {"aria-label": "Back to the text", "data-hw-chrome": "backref"}
            with self.html.inside("a", back):
                self.html.text("\u21a9")

    def heading(self, heading: Heading, classes: str = "", level: int | None = None) -> None:
        """Append a heading with its anchor."""
        attributes = {"class": classes} if classes else {}
        anchor = self.context.places.get(heading.span)
        if anchor is not None:
            attributes["id"] = anchor.fragment
            self._former(anchor)
        with self.html.heading(level or max(2, heading.level), attributes):
            self.inline.write(heading.children)
        # Not inside the heading, whose text the table of contents and the search repeat.
        self.inline.applies(heading.attributes, "p")

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, StepList):
            self._steps(block)
        elif isinstance(block, BulletList):
            self._bullets(block)
        elif isinstance(block, CodeBlock):
            self._code(block)
        elif isinstance(block, Quote):
            self._quote(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, HtmlBlock):
            self.inline.html_block(block)
        elif isinstance(block, Directive):
            self._directive(block)
        elif isinstance(block, Heading):
            self.heading(block)
        elif isinstance(block, ThematicBreak):
            self.html.add("hr")
        elif isinstance(block, Footnote):
            self._footnotes.setdefault(block.key, block)

    def _paragraph(self, paragraph: Paragraph) -> None:
        picture = _only_picture(paragraph.children)
        if picture is not None:
            self.inline.applies(paragraph.attributes, "p")
            self.inline.applies(picture.attributes, "p")
            self._screenshot(picture)
        elif paragraph.tight:
            self.inline.write(paragraph.children)
            self.inline.applies(paragraph.attributes)
        else:
            with self.html.inside("p"):
                self.inline.write(paragraph.children)
                self.inline.applies(paragraph.attributes)

    def _screenshot(self, picture: Image) -> None:
        with self.html.inside("figure", {"class": "hw-figure"}):
            self.inline.image(picture, inline=False)
            if picture.title:
                with self.html.inside("figcaption", {"data-hw-chrome": "caption"}):
                    self.html.text(picture.title)

    def _code(self, block: CodeBlock) -> None:
        self.html.html(self.context.host.code_block(block.info, block.value))

    def _steps(self, steps: StepList) -> None:
        attributes = {"class": "hw-steps" if steps.depth == 1 else "hw-steps hw-substeps"}
        if steps.start != 1:
            attributes["start"] = str(steps.start)
        if steps.depth in _LIST_TYPES:
            attributes["type"] = _LIST_TYPES[steps.depth]
        with self.html.inside("ol", attributes):
            for step in steps.steps:
                self._step(step)

    def _step(self, step: Step) -> None:
        anchor = self.context.places.get(step.span)
        attributes = {"class": "hw-step"}
        if anchor is not None:
            attributes["id"] = anchor.fragment
        with self.html.inside("li", attributes):
            if anchor is not None:
                self._former(anchor)
                label = {"aria-label": f"Link to {anchor.name}", "data-hw-chrome": "permalink"}
                link = {"class": "hw-step-link", "href": f"#{anchor.fragment}"}
                with self.html.inside("a", link | label):
                    pass
            self._parts(step)

    def _former(self, anchor: Anchor) -> None:
        """Append places for what the labels of a heading or step were, for links from elsewhere."""
        for former in anchor.former:
            place = {"id": former, "class": "hw-former", "data-hw-chrome": "former"}
            with self.html.inside("span", place):
                pass

    def _parts(self, step: Step) -> None:
        """Write what a step holds; the first paragraph is its action, in an element of its own."""
        blocks = step.blocks
        first = blocks[0] if blocks else None
        if isinstance(first, Paragraph) and _only_picture(first.children) is None:
            with self.html.inside("p", {"class": "hw-action"}):
                self.inline.applies(step.attributes)
                self.inline.write(first.children)
            blocks = blocks[1:]
        else:
            self.inline.applies(step.attributes)
        self.write(blocks)

    def _bullets(self, bullets: BulletList) -> None:
        with self.html.inside("ul"):
            for item in bullets.items:
                with self.html.inside("li"):
                    self.write(item.blocks)

    def _quote(self, quote: Quote) -> None:
        if quote.alert is None:
            with self.html.inside("blockquote"):
                self.write(quote.blocks)
        else:
            kind, title = _ALERTS[quote.alert]
            with self.html.inside("div", {"class": f"admonition {kind}"}):
                with self.html.inside("p", _chrome_title()):
                    self.html.text(title)
                self.write(quote.blocks)

    def _directive(self, directive: Directive) -> None:
        if directive.name == CONDITION:
            self._conditional(directive)
            return
        if directive.name == "details":
            with self.html.inside("details"):
                with self.html.inside("summary", {} if directive.argument else _chrome("title")):
                    self.html.text(directive.argument or "Details")
                self.write(directive.blocks)
            return
        kind = {"important": "info", "caution": "danger"}.get(directive.name, directive.name)
        with self.html.inside("div", {"class": f"admonition {kind}"}):
            attributes = {"class": "admonition-title"} if directive.argument else _chrome_title()
            with self.html.inside("p", attributes):
                self.html.text(directive.argument or directive.name.capitalize())
            self.write(directive.blocks)

    def _conditional(self, directive: Directive) -> None:
        """Write the blocks of a condition as if they stood there by themselves."""
        versions = self.context.unsettled.get(directive.span.start)
        if versions is not None:
            self.inline.condition(versions, "p")
        self.write(directive.blocks)

    def _tabs(self, tabs: Sequence[Directive]) -> None:
        """Write tabs as pymdown-extensions does, so that the theme's styles and script fit."""
        self._tab_sets += 1
        name = f"__tabbed_{self._tab_sets}"
        attributes = {"class": "tabbed-set tabbed-alternate"}
        attributes["data-tabs"] = f"{self._tab_sets}:{len(tabs)}"
        with self.html.inside("div", attributes):
            for number in range(1, len(tabs) + 1):
                button = {"id": f"{name}_{number}", "name": name, "type": "radio"}
                self.html.add("input", {"checked": "checked", **button} if number == 1 else button)
            with self.html.inside("div", {"class": "tabbed-labels"}):
                for number, tab in enumerate(tabs, 1):
                    label = {"for": f"{name}_{number}"} | ({} if tab.argument else _chrome("title"))
                    with self.html.inside("label", label):
                        self.html.text(tab.argument or f"Tab {number}")
            with self.html.inside("div", {"class": "tabbed-content"}):
                for tab in tabs:
                    with self.html.inside("div", {"class": "tabbed-block"}):
                        self.write(tab.blocks)

    def _table(self, table: Table) -> None:
        with self.html.inside("table"):
            with self.html.inside("thead"):
                self._row(table.head, "th", table.alignments)
            if table.rows:
                with self.html.inside("tbody"):
                    for row in table.rows:
                        self._row(row, "td", table.alignments)

    def _row(self, cells: Iterable[TableCell], tag: str, alignments: tuple[str, ...]) -> None:
        with self.html.inside("tr"):
            for cell, alignment in zip(cells, alignments, strict=False):
                style = f"text-align: {alignment.lower()};"
                with self.html.inside(tag, {} if alignment == "None" else {"style": style}):
                    self.inline.write(cell.children)


def _chrome_title() -> dict[str, str]:
    return {"class": "admonition-title"} | _chrome("title")


def _chrome(kind: str) -> dict[str, str]:
    """Return the attribute that tells the compiler's own words from the writer's."""
    return {"data-hw-chrome": kind}


def _only_picture(children: tuple[Inline, ...]) -> Image | None:
    """Return the picture that a paragraph consists of, if it holds nothing else."""
    found = [
        child
        for child in children
        if not (isinstance(child, Break) or (isinstance(child, Text) and not child.value.strip()))
    ]
    return found[0] if len(found) == 1 and isinstance(found[0], Image) else None


def _run_of_tabs(blocks: Sequence[Block], at: int) -> list[Directive]:
    """Return the tabs that stand together from an index on."""
    run: list[Directive] = []
    while at < len(blocks):
        block = blocks[at]
        if not (isinstance(block, Directive) and block.name == "tab"):
            break
        run.append(block)
        at += 1
    return run
