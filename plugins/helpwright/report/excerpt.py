"""One line of a source with the marked part underlined, as a terminal shows it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import accumulate

from helpwright.report.escape import visible

_TAB = 4
_LEAD = 0.4
"""How much of the width stands before the marked part where a line is clipped."""


def excerpt(line: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return the line and the line of carets to put under it.

    `start` and `end` are 0-based and count code points; at least one caret is drawn. A line that
    takes more than `width` cells is clipped around the marked part.
    """
    start = max(0, min(start, len(line)))
    end = max(start, min(end, len(line)))
    # No more of a very long line than could be shown is laid out.
    first = max(0, start - width)
    pieces = list(_pieces(line[first : start + width + 1]))
    edges = [0, *accumulate(cells(piece) for piece in pieces)]
    marked = edges[min(start - first, len(pieces))], edges[min(end - first, len(pieces))]
    if first == 0 and start + width + 1 >= len(line) and edges[-1] <= width:
        return _drawn("".join(pieces), *marked)
    return _clipped(pieces, edges, marked, width, (first > 0, start + width + 1 < len(line)))


def _clipped(
    pieces: list[str],
    edges: list[int],
    marked: tuple[int, int],
    width: int,
    cut: tuple[bool, bool],
) -> tuple[str, str]:
    """Keep the pieces around the mark; `cut` tells whether the line goes on at either side."""
    room = max(1, width - 2)
    needed = min(marked[1] - marked[0], room)
    left = max(0, marked[0] - int((room - needed) * _LEAD))
    left = min(left, max(0, edges[-1] - room)) if not cut[1] else left
    low = next(at for at, edge in enumerate(edges) if edge >= left)
    high = max(at for at, edge in enumerate(edges) if edge <= edges[low] + room)
    before = "…" if cut[0] or low > 0 else ""
    after = "…" if cut[1] or high < len(pieces) else ""
    shift = len(before) - edges[low]
    last = min(marked[1], edges[high])
    return _drawn(
        before + "".join(pieces[low:high]) + after, marked[0] + shift, max(marked[0], last) + shift
    )


def _drawn(line: str, start: int, end: int) -> tuple[str, str]:
    return line, " " * start + "^" * max(1, end - start)


def _pieces(line: str) -> Iterator[str]:
    """Yield what is shown for each code point: tabs as blanks, control characters written out."""
    column = 0
    for character in line:
        piece = " " * (_TAB - column % _TAB) if character == "\t" else visible(character)
        column += cells(piece)
        yield piece


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf") and character != "\xad":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
