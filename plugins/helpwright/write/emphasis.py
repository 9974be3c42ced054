"""Which delimiters make a styled run, by CommonMark's rules for delimiter runs."""

from __future__ import annotations

import unicodedata

from helpwright.model import Style

MARKS = {
    Style.EMPHASIS: ("*", "_"),
    Style.STRONG: ("**", "__"),
    Style.STRIKETHROUGH: ("~~",),
}
"""The delimiters of a style, the one that writers know best first."""


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


def _flanks(outside: str, inside: str) -> bool:
    """Tell whether a delimiter between these kinds surely faces the one inside."""
    return inside == "word" or (inside in ("sign", "unsure") and outside in ("blank", "sign"))


def pick_mark(
    style: Style,
    outer: tuple[str, str],
    inner: tuple[str, str],
    around: tuple[str, ...],
    previous: str,
    closing: str,
) -> str:
    """Return the delimiter to write on both sides of a styled run, empty if none will do.

    `outer` are the characters before and behind it, `inner` the first and the last inside.
    `around` are the delimiters that are open around it; `previous` and `closing` are those right
    before and right behind it, empty if there are none.
    """
    before, behind = _kind(outer[0]), _kind(outer[1])
    first, last = _kind(inner[0]), _kind(inner[1])
    if style is Style.STRIKETHROUGH:
        # GitHub asks for the same as of others, but what is parsed here is what counts.
        fits = first != "blank" and last != "blank"
    else:
        fits = _flanks(before, first) and _flanks(behind, last)
    if not fits:
        return ""
    for mark in MARKS[style]:
        char = mark[0]
        if char in (previous[:1], closing[:1]):
            continue
        apart = before in ("blank", "sign") and behind in ("blank", "sign")
        if char == "_" and not apart:
            continue
        # One that could also close what is open around it would do that instead.
        alone = before == "blank" or (before == "sign" and first == "word")
        if mark in around and not alone:
            continue
        return mark
    return ""
