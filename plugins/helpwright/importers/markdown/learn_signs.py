"""Learn's own syntax in Markdown text, each piece of it replaced by a mark that Markdown keeps.

The syntax is that of DocFX: `:::name key="value":::`, `[!INCLUDE [title](path)]` and what begins
a quote with `[!`. What stands alone in its line becomes a comment, which Markdown reads as a block
in the same place; what stands in a line becomes a picture, which Markdown reads as an inline. So
the text is parsed as CommonMark once more, and no step can change its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from helpwright.importers.markdown.learn_values import read_values, split_values, unescape_text

MARK = "\ufdd0"
"""A character that Unicode keeps free for the inside of programs; no text of ours has it."""
BLOCK_MARK = re.compile(rf"\s*<!--{MARK}(\d+)-->\s*")
INLINE_MARK = re.compile(rf"{MARK}:(\d+)")
ANY_MARK = re.compile(
    rf"<!--{MARK}(\d+)-->|!\[{MARK}\d+{MARK}\]\({MARK}:(\d+)\)|{MARK}:?(\d+){MARK}?"
)


class Kind(StrEnum):
    """What a piece of Learn's syntax is for."""

    IMAGE = "image"
    VIDEO = "video"
    INCLUDE = "include"
    CODE = "code"
    ALERT = "alert"
    DIV = "div"
    WORDS = "words"
    LAYOUT = "layout"
    CONDITION = "condition"
    FORM = "form"
    END = "end"


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of Learn's syntax: as written, and what it says.

    `line` is that of the text; `mended` says what was wrong with it, if anything. `block` tells
    whether it has its line for itself. `values` has the attributes by their names in lower case.
    """

    kind: Kind
    name: str
    raw: str
    line: int
    block: bool
    values: Mapping[str, str] = field(default_factory=dict)
    mended: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with marks, and what they stand for by their numbers."""

    text: str
    signs: tuple[Sign, ...]


_BLOCKS = {
    "moniker": Kind.CONDITION,
    "zone": Kind.CONDITION,
    "row": Kind.LAYOUT,
    "column": Kind.LAYOUT,
    "form": Kind.FORM,
    "code": Kind.CODE,
    "video": Kind.VIDEO,
    "moniker-end": Kind.END,
    "zone-end": Kind.END,
    "row-end": Kind.END,
    "column-end": Kind.END,
    "image-end": Kind.END,
    "video-end": Kind.END,
}
_INLINES = {"image": Kind.IMAGE, "video": Kind.VIDEO, "no-loc": Kind.WORDS}
_START = re.compile(r":::|\[!(?=[A-Za-z])")
_PREFIX = re.compile(r"(?:[ \t]|>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*")
_NAME = re.compile(r":::+[ \t]*([A-Za-z][A-Za-z0-9-]*)")
_COLONS = re.compile(r":::")
_MORE_COLONS = re.compile(r":*")
_OPENER = re.compile(r":::[ \t]*(?:image|video|no-loc|code|moniker|zone|row|column|form)\b", re.I)
_EMPTY_LINE = re.compile(r"\n[ \t>]*\n")
_INCLUDE = re.compile(
    r"\[!include\+?[ \t]*\[(?P<title>(?:\\.|[^\]\\\n]){0,400})\][ \t]*"
    r"\([ \t]*(?P<path><[^<>\n]{0,600}>|[^\s()<>]{0,600}(?:\([^\s()]{0,100}\)[^\s()]{0,100})?)"
    r"(?:[ \t]+(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'))?[ \t]*\)[ \t]*(?P<end>\]?)",
    re.IGNORECASE,
)
_SNIPPET = re.compile(
    r"\[!(?:code|notebook)(?:-(?P<language>[^\[\]\n]{0,60}))?[ \t]*"
    r"\[(?:\\.|[^\]\\\n]){0,400}\][ \t]*\((?P<path>[^\s()?#\"]{0,600})"
    r"(?:\?(?P<query>[^\s()#\"]{0,300}))?(?:#(?P<tag>[^\s()\"]{0,200}))?"
    r"[ \t]*(?:\"[^\"\n]{0,400}\")?[ \t]*\)[ \t]*\]?[ \t]*(?=\n|\Z)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\[!([A-Za-z][\w-]*)([^\]\n]{0,2000})\]([^\n]*)")
_WORDS = re.compile(r"\[!(UICONTROL|DNL)[ \t]+([^\]\n]{1,300})\]")
_ALERTS = frozenset("note tip important warning caution info danger attention".split())
_LAZY = re.compile(r"[ \t]*(?![>\-*+#:|`~<\[ \t]|\d{1,9}[.)])\S")


def mark_signs(text: str, code: Sequence[tuple[int, int]]) -> Marked:
    """Replace Learn's syntax by marks, but for what stands in the ranges of `code`.

    `code` holds the places of code and raw HTML, sorted and apart. Takes linear time.
    """
    marker = _Marker(text.replace(MARK, "\N{REPLACEMENT CHARACTER}"), code)
    marker.run()
    return Marked("".join(marker.pieces), tuple(marker.signs))


class _Marker:
    def __init__(self, text: str, code: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.code = code
        self.starts = [start for start, _ in code]
        self.pieces: list[str] = []
        self.signs: list[Sign] = []
        self.done = 0
        self.line, self.line_start, self.line_end = 1, 0, -1
        self.prefix_end = 0

    def run(self) -> None:
        text = self.text
        found = _START.search(text)
        while found is not None:
            at = found.start()
            self._go_to(at)
            behind = self._code_end(at)
            if behind:
                following = behind
            elif text[at - 1 : at] == "\\":
                following = found.end()
            elif found[0] == ":::":
                following = self._colons(at)
            else:
                following = self._bracket(at)
            found = _START.search(text, max(following, found.end()))
        self.pieces.append(text[self.done :])

    # --- where we are -------------------------------------------------------------------------

    def _go_to(self, at: int) -> None:
        """Make the line of a place the current one; places only grow."""
        while self.line_end < at:
            if self.line_end >= 0:
                self.line += 1
                self.line_start = self.line_end + 1
            end = self.text.find("\n", self.line_start)
            self.line_end = end if end >= 0 else len(self.text)
            self.prefix_end = -1
        if self.prefix_end < 0:
            prefix = _PREFIX.match(self.text, self.line_start)
            self.prefix_end = prefix.end() if prefix else self.line_start

    def _code_end(self, at: int) -> int:
        """Return the end of the code that a place is in; 0 if in none."""
        index = bisect_right(self.starts, at) - 1
        if index >= 0 and at < self.code[index][1]:
            return self.code[index][1]
        return 0

    @property
    def _prefix(self) -> str:
        return self.text[self.line_start : self.prefix_end]

    # --- what is put down ---------------------------------------------------------------------

    def _block(self, at: int, sign: Sign, rest: str = "") -> int:
        """Put a mark in the place of the line's contents; `rest` goes to a line below."""
        self.pieces += (self.text[self.done : at], f"<!--{MARK}{len(self.signs)}-->")
        if rest.strip():
            below = re.sub(r"[^\s>]", " ", self._prefix)
            self.pieces += ("\n", below, rest.strip())
        self.signs.append(sign)
        self.done = self.line_end
        return self.line_end

    def _inline(self, at: int, end: int, sign: Sign) -> int:
        number = len(self.signs)
        self.pieces += (self.text[self.done : at], f"![{MARK}{number}{MARK}]({MARK}:{number})")
        self.signs.append(sign)
        self.done = end
        return end

    # --- :::name ------------------------------------------------------------------------------

    def _colons(self, at: int) -> int:
        text = self.text
        named = _NAME.match(text, at)
        if named is None:
            more = _MORE_COLONS.match(text, at)
            return more.end() if more else at + 3
        name = named[1].lower()
        alone = at == self.prefix_end
        if alone and name in _BLOCKS:
            return self._line_of_colons(at, named.end(), name)
        if name not in _INLINES:
            return named.end()
        end, closed = self._closing(named.end())
        inside = text[named.end() : end]
        values, mended = read_values(inside if closed else inside.rstrip(": \t"))
        wanted = "text" if name == "no-loc" else "source"
        if wanted not in values:
            return named.end()
        if not closed:
            mended = "its closing colons were missing"
            end += len(text[end : self.line_end]) - len(text[end : self.line_end].lstrip(": \t"))
        else:
            end += 3
        raw = text[at:end]
        # A long description, up to `:::image-end:::`, makes a block of it.
        if alone and values.get("type") == "complex" and not text[end : self._end(end)].strip():
            sign = Sign(_INLINES[name], name, raw, self.line, True, values, mended)
            self._go_to(max(end - 1, at))
            return self._block(at, sign)
        if name == "no-loc":
            values = {"text": unescape_text(values["text"])}
        sign = Sign(_INLINES[name], name, raw, self.line, False, values, mended)
        return self._inline(at, end, sign)

    def _end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return end if end >= 0 else len(self.text)

    def _line_of_colons(self, at: int, behind: int, name: str) -> int:
        """Mark a line that is a sign; words behind its attributes go to a line of their own."""
        written = self.text[behind : self.line_end]
        closing = _COLONS.search(written)
        inside = written[: closing.start()] if closing else written
        rest = written[closing.end() :].lstrip(":") if closing else ""
        values, words, mended = split_values(inside)
        raw = self.text[at : self.line_end].strip()
        sign = Sign(_BLOCKS[name], name, raw, self.line, True, values, mended)
        return self._block(at, sign, f"{words} {rest}")

    def _closing(self, start: int) -> tuple[int, bool]:
        """Return where the attributes of a sign end, and whether colons stand there.

        Without closing colons in its paragraph a sign ends with its line.
        """
        found = _COLONS.search(self.text, start)
        if found is None or _EMPTY_LINE.search(self.text, start, found.start()):
            return self.line_end, False
        if self.text[found.start() - 1] == "\n" and _OPENER.match(self.text, found.start()):
            return self.line_end, False
        return found.start(), True

    # --- [!NAME -------------------------------------------------------------------------------

    def _bracket(self, at: int) -> int:
        text = self.text
        alone = at == self.prefix_end
        include = _INCLUDE.match(text, at)
        if include is not None:
            mended = "" if include["end"] else "its closing bracket was missing"
            values = {"title": include["title"], "source": include["path"].strip("<>")}
            block = alone and not text[include.end() : self.line_end].strip()
            sign = Sign(Kind.INCLUDE, "include", include[0], self.line, block, values, mended)
            return self._block(at, sign) if block else self._inline(at, include.end(), sign)
        snippet = _SNIPPET.match(text, at) if alone else None
        if snippet is not None:
            values = {
                "language": (snippet["language"] or "").strip(),
                "source": snippet["path"],
                "query": snippet["query"] or "",
                "tag": snippet["tag"] or "",
            }
            return self._block(at, Sign(Kind.CODE, "code", snippet[0], self.line, True, values))
        words = _WORDS.match(text, at)
        if words is not None:
            values = {"text": words[2]}
            sign = Sign(Kind.WORDS, words[1].lower(), words[0], self.line, False, values)
            return self._inline(at, words.end(), sign)
        return self._quoted(at) if alone else at + 2

    def _quoted(self, at: int) -> int:
        """Mark what begins a quote, or an alert whose sign of a quote is missing."""
        found = _QUOTED.match(self.text, at)
        if found is None:
            return at + 2
        name, values, rest = found[1].lower(), found[2].strip(), found[3]
        in_quote = self._prefix.rstrip().endswith(">")
        raw = found[0][: found.start(3) - at]
        if name == "video" and values:
            address, _, title = values.strip("()").partition(" ")
            title = title.strip().removeprefix("title=").strip("\"'")
            sign = Sign(Kind.VIDEO, name, raw, self.line, True, {"source": address, "title": title})
            return self._block(at, sign, rest)
        if name == "div" and in_quote:
            given, mended = read_values(values.strip("`"))
            return self._block(at, Sign(Kind.DIV, name, raw, self.line, True, given, mended), rest)
        known = name in _ALERTS or (in_quote and not rest.strip())
        if values or not known:
            return at + 2
        given = {} if in_quote else {"bare": "true"}
        if in_quote and not rest.strip() and _LAZY.match(self.text, self.line_end + 1):
            given = {"lazy": "true"}
        return self._block(at, Sign(Kind.ALERT, name, raw, self.line, True, given), rest)
