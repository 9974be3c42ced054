"""Whether the lines of a text were broken at a width, and which of them go on in the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from helpwright.importers.text.lines import Line

_END = re.compile(r"[.!?:;…。!?][\"'”’»)\]]*\Z")
_LABEL = re.compile(r"(?:Note|Tip|Important|Warning|Caution|NOTE|TIP|IMPORTANT|WARNING)\s?:")
_WORD = re.compile(r"\S+")
NARROWEST = 40
WIDEST = 130
"""Texts are wrapped at a width between these, in characters."""
_TOLERANCE = 0.8


def goes_on(line: Line) -> bool:
    """Tell whether a line ends within a sentence."""
    return not line.blank and not _END.search(line.text[-8:])


def starts_low(line: Line) -> bool:
    """Tell whether a line begins like the rest of a sentence."""
    first = line.raw[line.start : line.start + 1]
    if first.islower():
        return not line.raw.startswith(("www.", "http"), line.start)
    return first in ",;)>→&»"


def is_full(line: Line, following: Line, width: int) -> bool:
    """Tell whether the next line's first word would hardly have fitted into a line of `width`."""
    word = _WORD.match(following.raw, following.start)
    length = len(line.raw.rstrip()) + 1 + (len(word[0]) if word else 0)
    return bool(width) and length > width * _TOLERANCE


def find_width(lines: Sequence[Line]) -> int:
    """Return the width at which lines were wrapped, 0 if each line is a paragraph."""
    pairs = [
        (line, following)
        for line, following in pairwise(lines)
        if not (line.blank or following.blank or line.pieces or following.pieces)
    ]
    broken = sum(goes_on(line) and starts_low(following) for line, following in pairs)
    if broken < 2 or broken < len(pairs) * 0.2:
        return 0
    lengths = sorted(len(line.raw.rstrip()) for line, _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not NARROWEST <= width <= WIDEST:
        return 0
    # What breaks within sentences must do so near the width.
    inside = [pair for pair in pairs if goes_on(pair[0]) and starts_low(pair[1])]
    full = sum(is_full(line, following, width) for line, following in inside)
    return width if full >= len(inside) * 0.6 else 0


def joins(line: Line, following: Line, width: int) -> bool:
    """Tell whether two lines, one below the other, are of one paragraph."""
    if goes_on(line) and starts_low(following):
        return True
    if not goes_on(line) and _LABEL.match(following.raw, following.start):
        return False
    return is_full(line, following, width)
