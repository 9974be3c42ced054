"""What readers see of a line: runs of words, each with all that is around it.

So it is no matter how emphasis is written or nested, where a line is wrapped and where one text
ends and the next begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Protocol

from helpwright.diagnostic import Span
from helpwright.html_policy import DROPPED_WITH_CONTENT, is_allowed_attribute, is_known_element
from helpwright.knowledge import Anchor, AnchorKind, Target, TargetKind
from helpwright.model import (
    Attributes,
    Break,
    Code,
    FootnoteReference,
    Image,
    Inline,
    InlineHtml,
    Link,
    Phrase,
    Styled,
    Text,
)
from helpwright.resolve.raw_addresses import TagReader
from helpwright.resolve.references import renumbered

Value = Any
"""A tuple of tuples, texts and numbers; the first item of each tuple says what it is."""

_BLOCKS = frozenset(
    "blockquote br caption center col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 "
    "h5 h6 hr li ol p summary table tbody td tfoot th thead tr ul".split()
)
_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def collapse(text: str) -> str:
    """Return a text with one space for each run of blanks, as pages show it."""
    return _BLANKS.sub(" ", text)


class Page(Protocol):
    """What a line must be told about the page that it is on."""

    def badge(self, attributes: Attributes | None) -> tuple[Value, ...]:
        """Return the words about versions that are shown."""

    def note(self, label: str) -> int:
        """Return the number of a footnote."""

    def target(self, span: Span) -> Target:
        """Return where a link leads."""

    def place(self, target: Target) -> Value:
        """Return the place that a link leads to, None where there is no link on the page."""

    def step(self, target: Target) -> Anchor | None:
        """Return the place in this article that a link leads to, None for any other."""

    def image(self, image: Image) -> tuple[Value, ...]:
        """Return what a picture shows."""

    def link_in_html(self, address: str, at: int) -> Value:
        """Return the place that a link in raw HTML leads to, None where there is no link.

        `at` is the offset of the HTML in the source.
        """

    def picture_in_html(self, address: str, at: int) -> str:
        """Return the digest or address of a picture in raw HTML."""


class LineReader:
    """Gathers the runs of one line."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._found: list[tuple[Value, ...]] = []

    def finish(self) -> tuple[Value, ...]:
        """Return what was gathered, without a blank at the end."""
        self._strip_end()
        return tuple(self._found)

    def read(self, children: Iterable[Any], around: frozenset[Value]) -> None:
        """Gather inlines; `around` are the styles, the link and the versions that they are in."""
        for child in children:
            if isinstance(child, Text):
                self._text(child.value, around)
            elif isinstance(child, Break):
                if child.hard:
                    self._line_break()
                else:
                    self._text(" ", around)
            elif isinstance(child, Code):
                self._add("mono", around, child.value.replace("\r\n", "\n"))
            elif isinstance(child, Styled):
                self.read(child.children, around | {str(child.style)})
            elif isinstance(child, Link):
                self._link(child, around)
            elif isinstance(child, Phrase):
                self.read(child.children, around | set(self._page.badge(child.attributes)))
            elif isinstance(child, Image):
                badge = self._page.badge(child.attributes)
                self._add("image", around, (*self._page.image(child), *badge))
            elif isinstance(child, InlineHtml):
                self._html(child, around)
            elif isinstance(child, FootnoteReference):
                self._add("reference", around, self._page.note(child.key))
            elif is_dataclass(child):
                shown = (
                    str(getattr(child, field.name))
                    for field in fields(child)
                    if field.name not in ("span", "attributes")
                )
                self._add(type(child).__name__.lower(), around, tuple(shown))

    def _html(self, node: InlineHtml, around: frozenset[Value]) -> None:
        raw = node.raw
        name = _NAME.match(raw)
        if name and not is_known_element(name[1]):
            self._text(raw, around)  # A placeholder such as `<server name>`.
            return
        for token in html_tokens(raw, node.span.start, self._page):
            if token[:2] == ("tag", "br"):
                self._line_break()
            else:
                self._found.append(token)

    def _link(self, link: Link, around: frozenset[Value]) -> None:
        target = self._page.target(link.span)
        own = self._page.step(target)
        to_article = target.kind is TargetKind.ARTICLE
        is_named = to_article or bool(target.title)
        children = () if link.autolink and is_named else renumbered(link.children, target)
        place = self._page.place(target)
        if place is not None and not (own is not None and self._names(children, own)):
            title = (collapse(link.title),) if link.title else ()
            around |= {("link", place, *title)}
        if children:
            self.read(children, around)
        elif own is not None:
            self._text(own.name, around)
        else:
            # The words of another article or site are not those of this one.
            self._add("filled", around, "" if is_named else link.target)

    def _names(self, children: tuple[Inline, ...], anchor: Anchor) -> bool:
        """Tell whether words name the step that a link leads to, so that it adds nothing."""
        line = LineReader(self._page)
        line.read(children, frozenset())
        shown = line.finish()
        if anchor.kind is not AnchorKind.STEP or len(shown) > 1:
            return False
        if not shown:
            return True
        kind, styles, words = shown[0][:3] if shown[0][0] == "text" else ("", (), "")
        return kind == "text" and not styles and words.lower() in (anchor.name, anchor.number)

    def _text(self, value: str, around: frozenset[Value]) -> None:
        value = collapse(value)
        last = self._found[-1] if self._found else ("break",)
        if last[0] == "break" or (last[0] == "text" and last[2].endswith(" ")):
            value = value.removeprefix(" ")
        if not value:
            return
        styles = tuple(sorted(around, key=repr)) if around else ()
        if last[0] == "text" and last[1] == styles:
            self._found[-1] = ("text", styles, last[2] + value)
        else:
            self._found.append(("text", styles, value))

    def _add(self, kind: str, around: frozenset[Value], value: Value) -> None:
        self._found.append((kind, tuple(sorted(around, key=repr)), value))

    def _line_break(self) -> None:
        self._strip_end()
        self._found.append(("break",))

    def _strip_end(self) -> None:
        if self._found and self._found[-1][0] == "text":
            kind, styles, value = self._found[-1]
            value = value.removesuffix(" ")
            self._found[-1:] = [(kind, styles, value)] if value else []


class _Html(TagReader):
    """Gathers the tags and words of raw HTML."""

    def __init__(self, page: Page, at: int) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Value] = []
        self._page = page
        self._at = at
        self._exact = 0
        self._muted = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._muted:
            return
        if not is_known_element(tag):
            self.handle_data(self.get_starttag_text() or "")
        elif tag in DROPPED_WITH_CONTENT:
            self._muted = tag
        else:
            self._exact += tag == "pre"
            kept = sorted(self._attribute(tag, name, value or "") for name, value in attrs)
            self.found.append(("tag", tag, *(entry for entry in kept if entry[1])))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._muted = ""

    def handle_endtag(self, tag: str) -> None:
        if self._muted:
            self._muted = "" if tag == self._muted else self._muted
        elif not is_known_element(tag):
            self.handle_data(f"</{tag}>")
        else:
            self._exact -= tag == "pre"
            self.found.append(("end", tag))

    def handle_data(self, data: str) -> None:
        if self._muted:
            return
        value = data.replace("\r\n", "\n") if self._exact > 0 else collapse(data)
        last = self.found[-1] if self.found else None
        if last and last[0] == "text":
            self.found[-1] = ("text", (), last[2] + value)
        elif value:
            self.found.append(("text", (), value))

    def _attribute(self, tag: str, name: str, value: str) -> tuple[str, str]:
        """Return an attribute with what it means, empty for one that is not on the page."""
        if name == "href" and tag == "a":
            return name, repr(self._page.link_in_html(value, self._at) or "")
        if name == "src" and tag == "img":
            return name, self._page.picture_in_html(value, self._at)
        if name in ("id", "name") or not is_allowed_attribute(tag, name):
            return name, ""
        return name, collapse(value) or " "


def html_tokens(raw: str, at: int, page: Page) -> tuple[Value, ...]:
    """Return what raw HTML shows: its tags and words, without comments and unseen attributes."""
    if raw.startswith("<!--") and raw.find("-->") == len(raw.rstrip()) - 3:
        return ()
    reader = _Html(page, at)
    reader.feed(raw)
    reader.close()
    return tuple(_without_blanks(reader.found))


def _without_blanks(tokens: list[Value]) -> Iterator[Value]:
    """Yield tokens without the blanks that stand beside a tag that begins a line of its own."""
    for at, token in enumerate(tokens):
        if token[0] == "text":
            value = token[2]
            if at == 0 or _is_block(tokens[at - 1]):
                value = value.lstrip(" ")
            if at + 1 == len(tokens) or _is_block(tokens[at + 1]):
                value = value.rstrip(" ")
            if value:
                yield ("text", (), value)
        else:
            yield token


def _is_block(token: Value) -> bool:
    return token[0] != "text" and token[1] in _BLOCKS
