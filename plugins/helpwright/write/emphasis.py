"""Which delimiters make a styled run, by CommonMark's rules for delimiter runs."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from helpwright.model import Style

_MARKS = {
    Style.EMPHASIS: ("*", "_"),
    Style.STRONG: ("**", "__"),
    Style.STRIKETHROUGH: ("~~",),
}
"""The delimiters of a style, the one that writers know best first."""


class Setting(NamedTuple):
    """What a styled run stands in.

    `before` and `behind` are the characters around it, empty at an edge, `first` and `last` those
    at its edges inside. `around` are the delimiters that are open; `previous` and `closing` are
    those that stand right before and right behind it, empty if there are none. `swap` asks for the
    other delimiter where it will do, for the sake of runs inside or behind that need the first.
    """

    before: str
    behind: str
    first: str
    last: str
    around: tuple[str, ...]
    previous: str
    closing: str
    swap: bool


def pick_mark(style: Style, setting: Setting) -> str:
    """Return the delimiter to write on both sides of a styled run, empty if none will do."""
    before, behind = _kind(setting.before), _kind(setting.behind)
    first, last = _kind(setting.first), _kind(setting.last)
    # Of an opening tilde the parser asks no more than that a character follows.
    opens = first != "blank" if style is Style.STRIKETHROUGH else _faces(before, first)
    if not (opens and _faces(behind, last)):
        return ""
    apart = before in ("blank", "sign") and behind in ("blank", "sign")
    # A delimiter that could also close what is open around it would do that instead.
    opens_only = before == "blank" or (before == "sign" and first == "word")
    for mark in reversed(_MARKS[style]) if setting.swap else _MARKS[style]:
        char = mark[0]
        touches = char in (setting.previous[:1], setting.closing[:1])
        inside_word = char == "_" and not apart
        closes = mark in setting.around and not opens_only
        if not (touches or inside_word or closes):
            return mark
    return ""


def _kind(char: str) -> str:
    """Return the kind of a neighbour: blank or edge, sign, letter or digit, or unsure.

    Versions of the rules differ about symbols and marks.
    """
    if not char or char.isspace():
        return "blank"
    if char.isalnum():
        return "word"
    if char.isascii() or unicodedata.category(char)[0] == "P":
        return "sign"
    return "unsure"


def _faces(outside: str, inside: str) -> bool:
    """Tell whether a delimiter between these kinds surely faces the one inside."""
    return inside == "word" or (inside in ("sign", "unsure") and outside in ("blank", "sign"))
