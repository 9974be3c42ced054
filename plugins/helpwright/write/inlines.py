"""The inlines of a paragraph, heading or table cell as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape as escape_html

from helpwright.model import (
    Break,
    Checkbox,
    Code,
    FootnoteReference,
    Image,
    Inline,
    InlineHtml,
    Link,
    Phrase,
    Style,
    Styled,
    Text,
)
from helpwright.write import html
from helpwright.write.emphasis import Setting, pick_mark
from helpwright.write.neighbours import (
    autolink,
    defines,
    delimiters_in,
    ends_line,
    first_sign,
    holds_delimiters,
    is_raw,
    last_sign,
    needs_first_mark,
    walk,
)
from helpwright.write.pieces import (
    attribute_list,
    code_span,
    note_label,
    phrase_list,
    target,
    title,
)
from helpwright.write.signs import signs_in
from helpwright.write.text import (
    braces_at_end,
    braces_behind_picture,
    clean,
    closing_hashes,
    conditions_in,
    escape,
)
from helpwright.write.tidy import tidy

_DEFINITION = re.compile(r"\[(?:[^\[\]\\]|\\.)*\]:", re.DOTALL)
_DELIMITER = re.compile(r"[`*_~]")
_RUNS = re.compile(
    r"`+|(?:(?<![ \t])[*~]|[*~](?![ \t*~]))[*~]*|(?:(?<![A-Za-z0-9])_|_(?![A-Za-z0-9_]))_*"
)
"""Runs of delimiters that could mean something where they stand."""
_ALIKE = re.compile(r"(.)\1*")
_MARKS = frozenset(("*", "_", "**", "__", "***", "~~"))
_BOX_SIGNS = {True: "\u2611", False: "\u2610"}


class InlineWriter:
    """Writes one run of inlines.

    `lines` says that a line ending may stay one; otherwise all goes into one line. `cell` and
    `heading` name the places with signs of their own. `room` is how deep inlines may be nested.
    """

    def __init__(
        self,
        children: Iterable[Inline],
        *,
        lines: bool,
        cell: bool = False,
        heading: bool = False,
        item: bool = False,
        signs: bool = False,
        listed: bool = False,
        room: int = 50,
    ) -> None:
        self._children = tidy(children, room, cell=cell)
        self._lines = lines
        self._cell = cell
        self._heading = heading
        self._item = item
        self._keep_signs = signs
        self._listed = listed
        self._out: list[str] = []
        self._last = ""
        self._start = True
        self._later = False
        self._alone: str | None = None
        self._marks: list[str] = []
        self._linked = 0
        self._bracketed = 0

    def write(self) -> str:
        """Return the run; lines are parted by line ends."""
        self._run(self._children, "", "")
        out = self._out
        while out and (out[-1] in ("\n", "\\\n") or not out[-1].strip(" \t")):
            out.pop()
        written = "".join(out)
        # Code and tags in the text of a link can make it look like a definition of addresses.
        return f"<span></span>{written}" if self._lines and _DEFINITION.match(written) else written

    def _put(self, written: str) -> None:
        self._out.append(written)
        self._last = written[-1]
        self._start = False

    def _run(self, children: Sequence[Inline], after: str, closing: str) -> None:
        """Write `children`; `after` is the character behind them, `closing` the mark there."""
        for at, child in enumerate(children):
            following = first_sign(children[at + 1]) if at + 1 < len(children) else after
            if isinstance(child, Text):
                self._text(child.value, children, at, following)
            elif isinstance(child, Code):
                self._put(code_span(child.value, cell=self._cell))
            elif isinstance(child, Styled):
                behind = children[at + 1] if at + 1 < len(children) else None
                self._styled(child, following, "" if behind else closing, behind)
            elif isinstance(child, Link):
                self._link(child)
            elif isinstance(child, Phrase):
                self._phrase(child)
            elif isinstance(child, Image):
                self._image(child)
            elif isinstance(child, InlineHtml):
                self._html(child.raw, children, at)
            elif isinstance(child, Break):
                self._break(child.hard)
            elif isinstance(child, FootnoteReference):
                self._put(f"[^{note_label(child.label)}]")
            elif isinstance(child, Checkbox):
                self._checkbox(child.checked)

    def _text(self, value: str, children: Sequence[Inline], at: int, after: str) -> None:
        if self._start:
            value = value.lstrip(" \t")
        if not after or after == "\n":
            value = value.rstrip(" \t")
        if not value:
            return
        before = children[at - 1] if at else None
        more = [] if self._keep_signs else list(signs_in(value))
        more += braces_at_end(value)
        more += conditions_in(value)
        if isinstance(before, Image) and self._last == ")":
            more += braces_behind_picture(value)
        if self._heading and not after:
            more += closing_hashes(value)
        if value[0] == "[" and self._start and not self._later and defines(children):
            more.append(0)
        if self._bracketed and self._last == "[" and at == 0 and value[0] in "^!":
            more.append(0)
        written = escape(
            value,
            before=self._last,
            after=after,
            start=self._start and self._lines,
            later=self._later,
            linked=self._linked > 0 or self._bracketed > 0,
            cell=self._cell,
            alone=self._unpaired() if _DELIMITER.search(value) else "",
            more=more,
        )
        self._put(written)

    def _unpaired(self) -> str:
        """Return the delimiters that stand once in all the text, and so have no partner."""
        if self._alone is None:
            runs = dict.fromkeys("`*_~", 0)
            used = set("*_~" if self._listed else "")
            for child in walk(self._children):
                if isinstance(child, Text):
                    for run in _RUNS.findall(child.value):
                        for char in _ALIKE.findall(run):
                            runs[char] += 1
                elif isinstance(child, Styled):
                    used |= set("~" if child.style is Style.STRIKETHROUGH else "*_")
                elif isinstance(child, Image) and child.attributes is not None:
                    used |= set("`*_~")
                elif isinstance(child, Phrase):
                    used |= set("`*_~") if delimiters_in(child.attributes) else set()
                elif not isinstance(child, Break):
                    used.add("`")
            if self._listed:
                used.add("`")
            self._alone = "".join(char for char in "`*_~" if runs[char] < 2 and char not in used)
        return self._alone

    def _styled(self, child: Styled, after: str, closing: str, behind: Inline | None) -> None:
        children = child.children
        setting = Setting(
            before="" if self._start else self._last,
            behind=after,
            first=first_sign(children[0]),
            last=last_sign(children[-1]),
            around=tuple(self._marks),
            previous=self._out[-1] if self._out and self._out[-1] in _MARKS else "",
            closing=closing,
            swap=isinstance(behind, Styled) or needs_first_mark(child),
        )
        inner = children[0] if len(children) == 1 else None
        if child.style is Style.EMPHASIS and isinstance(inner, Styled):
            mark = self._both_marks(inner, setting)
            if mark:
                self._marked(mark, inner.children)
                return
        mark = "" if holds_delimiters(child) else pick_mark(child.style, setting)
        if mark:
            self._marked(mark, children)
        else:
            self._put(f"<{child.style}>")
            self._run(children, "<", "")
            self._put(f"</{child.style}>")

    def _both_marks(self, inner: Styled, setting: Setting) -> str:
        """Return the delimiter of strong emphasis that is all there is in an emphasis."""
        if inner.style is not Style.STRONG or any(mark[0] == "*" for mark in self._marks):
            return ""
        first, last = first_sign(inner.children[0]), last_sign(inner.children[-1])
        mark = pick_mark(inner.style, setting._replace(first=first, last=last, swap=False))
        return "***" if mark == "**" else ""

    def _marked(self, mark: str, children: Sequence[Inline]) -> None:
        self._marks.append(mark)
        self._put(mark)
        self._run(children, mark[0], mark)
        self._put(mark)
        self._marks.pop()

    def _link(self, child: Link) -> None:
        written = autolink(child)
        if self._cell and "|" in written:
            written = ""
        behind_note = self._last == "]" and self._out[-1].startswith("[^")
        if not written and (self._linked or behind_note):
            address = escape_html(clean(child.target))
            self._put(f'<a href="{address.replace("|", "&#124;")}">')
            self._run(child.children, "<", "")
            self._put("</a>")
            return
        if written:
            self._put(written)
            return
        self._put("[")
        marks, self._marks = self._marks, []
        self._linked += 1
        self._run(child.children, "]", "")
        self._linked -= 1
        self._marks = marks
        address = target(child.target, cell=self._cell, titled=bool(child.title))
        self._put(f"]({address}{title(child.title, cell=self._cell)})")

    def _phrase(self, child: Phrase) -> None:
        """Write words in brackets, which are text to CommonMark, with their condition behind."""
        self._put("[")
        self._bracketed += 1
        self._run(child.children, "]", "")
        self._bracketed -= 1
        self._put(f"]{phrase_list(child.attributes, cell=self._cell)}")

    def _image(self, child: Image) -> None:
        alt = clean(child.alt)
        if alt:
            alt = escape(alt, before="[", after="]", linked=True, cell=self._cell)
        address = target(child.source, cell=self._cell, titled=bool(child.title))
        written = f"![{alt}]({address}{title(child.title, cell=self._cell)})"
        attributes = attribute_list(child.attributes) if child.attributes else ""
        # What ends a link or a cell would do so in the attributes, too.
        ends = ("|" if self._cell else "") + ("[]" if self._linked else "")
        if any(sign in attributes for sign in ends):
            attributes = ""
        self._put(written + attributes)

    def _html(self, raw: str, children: Sequence[Inline], at: int) -> None:
        """Write inline HTML, and in front of it what keeps it from beginning a block.

        That is an empty tag in the first line, and in a later one an indentation, which counts for
        nothing there.
        """
        if self._cell:
            raw = re.sub(r"(?<!\\)\|", "&#124;", raw)
        if self._start and self._lines and not is_raw(children):
            if self._later:
                if html.interrupts(raw):
                    self._put("    ")
            elif html.interrupts(raw) or (ends_line(children, at) and html.is_tag_alone(raw)):
                self._put("<span></span>")
        self._put(raw)

    def _break(self, hard: bool) -> None:
        if self._start and not self._later:
            return
        while self._out and self._out[-1][-1] in " \t" and self._last in " \t":
            kept = self._out.pop().rstrip(" \t")
            if kept:
                self._out.append(kept)
                self._last = kept[-1]
            else:
                self._last = self._out[-1][-1] if self._out else ""
        if not self._lines:
            if hard:
                self._put("<br>")
            elif self._last not in ("", " "):
                self._put(" ")
            return
        if self._start:
            if hard:
                self._out.append("\\\n")
            return
        self._out.append("\\\n" if hard else "\n")
        self._last, self._start, self._later = "", True, True

    def _checkbox(self, checked: bool) -> None:
        if self._start and self._item and not self._later:
            self._put("[x] " if checked else "[ ] ")
            self._last, self._start = "", False
        else:
            self._put(_BOX_SIGNS[checked])
