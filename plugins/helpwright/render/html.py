"""Writing HTML in which raw tags and Markdown containers nest safely.

Raw HTML opens and closes elements wherever a writer put a tag. A Markdown container (a list item,
a quote, a paragraph) bounds it: a closing tag cannot close what was opened outside, and what is
still open at the container's end is closed there. So a stray `</details>` cannot pull steps apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from markdown.util import ETX, STX

from helpwright.html_policy import VOID_ELEMENTS

APART = frozenset(
    "breadcrumb facts history jump notice permalink related solutions versions".split()
)
"""What the compiler adds that search and feeds should not take for words of the article."""

MAX_RAW_DEPTH = 200
"""How deep raw HTML may nest: deeper than any page needs, and no burden for a browser."""

_BLOCKS = frozenset(
    "blockquote details div dl figure h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split()
)
_LINES = _BLOCKS | frozenset(
    "dd dt figcaption li nav section summary tbody td tfoot th thead tr".split()
)
"""Elements that end a line of the page's source, for people who read it."""

CONTROLS = dict.fromkeys((ord(STX), ord(ETX)), "\N{REPLACEMENT CHARACTER}")
"""What Python-Markdown's stash answers to, made visible."""


@dataclass(frozen=True, slots=True)
class HeadingPiece:
    """A heading by itself, for the host's table of contents; `nested` inside another element."""

    level: int
    attributes: Mapping[str, str]
    html: str
    nested: bool


@dataclass(frozen=True, slots=True)
class ApartPiece:
    """An element that stands on the page but is no part of the article's text."""

    html: str


Piece = str | HeadingPiece | ApartPiece


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's content in pieces, which stand one behind the other in a `div` of class `kind`."""

    kind: str
    pieces: tuple[Piece, ...]
    ids: frozenset[str]


class HtmlWriter:
    """HTML under construction, with a cursor at its end."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._open: list[str] = []
        self._floor = 0
        self._ids: set[str] = set()

    def finish(self, kind: str) -> Rendered:
        """Return everything that was written."""
        self._cut()
        return Rendered(kind, tuple(self._pieces), frozenset(self._ids))

    def add(self, tag: str, attributes: Mapping[str, str] | None = None) -> None:
        """Append an empty element."""
        self._start(tag, attributes)
        if tag not in VOID_ELEMENTS:
            self._end(tag)
        elif tag in _LINES:
            self._parts.append("\n")

    def open_raw(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element of raw HTML; one nested too deep is passed over."""
        if len(self._open) < MAX_RAW_DEPTH:
            if tag in _LINES:
                self.part()
            self._start(tag, attributes)
            self._open.append(tag)

    def close_raw(self, tag: str) -> None:
        """Close the innermost open element of this name, where the container has one."""
        for at in range(len(self._open) - 1, self._floor - 1, -1):
            if self._open[at] == tag:
                self._close_down_to(at)
                return

    def inside(self, tag: str, attributes: Mapping[str, str] | None = None) -> Container:
        """Open a container; whatever is opened in the `with` block is closed with it."""
        return Container(self, tag, attributes or {})

    def heading(self, level: int, attributes: Mapping[str, str] | None = None) -> Container:
        """Open a heading, which becomes a piece of its own."""
        return Container(self, f"h{level}", attributes or {}, heading=level)

    def text(self, value: str) -> None:
        """Append text to be read, character by character."""
        self._parts.append(_escape(value))

    def part(self) -> None:
        """Part the words before from those behind, for a search that drops tags."""
        if "pre" not in self._open:
            self._parts.append("\n")

    def html(self, value: str) -> None:
        """Append finished HTML."""
        self._parts.append(value)

    def missing_picture(self, description: str) -> None:
        """Append the description of a picture that cannot be shown, marked as such."""
        attributes = {"class": "hw-missing-picture", "data-hw-chrome": "missing-picture"}
        with self.inside("span", attributes):
            self.text(description)

    def _start(self, tag: str, attributes: Mapping[str, str] | None) -> None:
        if tag in _BLOCKS and len(self._open) > self._floor and self._open[-1] == "p":
            self._close_down_to(len(self._open) - 1)  # As HTML does with a raw paragraph.
        written = ""
        if attributes:
            if "id" in attributes:
                self._ids.add(attributes["id"])
            written = "".join(f' {key}="{_quote(value)}"' for key, value in attributes.items())
        self._parts.append(f"<{tag}{written}>")

    def _end(self, tag: str) -> None:
        self._parts.append(f"</{tag}>\n" if tag in _LINES else f"</{tag}>")

    def _close_down_to(self, depth: int) -> None:
        while len(self._open) > depth:
            self._end(self._open.pop())

    def _cut(self) -> None:
        """Let the next piece begin here."""
        if self._parts:
            self._pieces.append("".join(self._parts))
            self._parts = []


class Container:
    """An element that bounds what raw HTML can open and close."""

    __slots__ = ("_attributes", "_depth", "_floor", "_heading", "_html", "_piece", "_tag")

    def __init__(
        self, html: HtmlWriter, tag: str, attributes: Mapping[str, str], *, heading: int = 0
    ) -> None:
        self._html, self._tag, self._attributes = html, tag, attributes
        self._heading = heading
        self._piece = heading > 0 or attributes.get("data-hw-chrome") in APART

    def __enter__(self) -> None:
        html = self._html
        if self._piece:
            html._cut()
        html._start(self._tag, self._attributes)
        html._open.append(self._tag)
        self._depth, self._floor = len(html._open), html._floor
        html._floor = self._depth

    def __exit__(self, *_: object) -> None:
        html = self._html
        html._floor = self._floor
        html._close_down_to(self._depth)
        if self._heading:
            inner = "".join(html._parts[1:])
            html._open.pop()
            nested = bool(html._open)
            piece: Piece = HeadingPiece(self._heading, self._attributes, inner, nested)
        else:
            html._close_down_to(self._depth - 1)
            if not self._piece:
                return
            piece = ApartPiece("".join(html._parts))
        html._parts = []
        html._pieces.append(piece)


def _escape(value: str) -> str:
    if STX in value or ETX in value:
        value = value.translate(CONTROLS)
    if "&" in value or "<" in value or ">" in value:
        return escape(value, quote=False)
    return value


def _quote(value: str) -> str:
    return _escape(value).replace('"', "&quot;") if '"' in value else _escape(value)
