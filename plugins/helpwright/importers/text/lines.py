"""A text as lines that know their place, their indentation and what in them is no word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from helpwright.importers.ledger import Tally, count_words
from helpwright.importers.text.tokens import Piece, find_pieces

_ENDS = re.compile(r"\r\n?|[\x0b\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_TAB = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its characters, and where what counts of them begins.

    `start` is the offset of the first character that is neither indentation nor the sign of a
    quotation, `column` how far that is indented.
    """

    number: int
    raw: str
    start: int
    column: int
    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """The line without its indentation and the blanks at its end."""
        return self.raw[self.start :].rstrip()

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the line."""
        return self.start >= len(self.raw)

    @property
    def picture(self) -> bool:
        """Whether the line is a picture and nothing else."""
        return len(self.pieces) == 1 and self.pieces[0].alone


def split_lines(text: str) -> list[str]:
    """Return the lines of a text; a form feed begins the line that stands behind it."""
    if not text.isascii() or "\r" in text or "\x0b" in text:
        text = _ENDS.sub("\n", text)
    text = _CONTROL.sub(" ", text)
    return text.replace("\f", "\n\f").split("\n")


def make_lines(raws: Iterable[str]) -> list[Line]:
    """Return lines with their places."""
    lines = []
    for number, raw in enumerate(raws, 1):
        text = raw.replace("\f", " ") if "\f" in raw else raw
        lines.append(at_offset(Line(number, text, 0, 0, find_pieces(text)), 0))
    return lines


def at_offset(line: Line, offset: int) -> Line:
    """Return a line that begins behind some of its characters, such as the sign of a quotation."""
    raw = line.raw
    if not raw[offset:].strip():
        return Line(line.number, raw, len(raw), 0, line.pieces)
    column = at = 0
    for at in range(offset, len(raw)):
        sign = raw[at]
        if sign == "\t":
            column += _TAB - column % _TAB
        elif sign.isspace():
            column += 1
        else:
            break
    return Line(line.number, raw, at, column, line.pieces)


def blank_line(number: int) -> Line:
    """Return an empty line to stand between others."""
    return Line(number, "", 0, 0)


def dedent(lines: Sequence[Line]) -> list[Line]:
    """Return lines without the indentation that all of them have."""
    least = min((line.column for line in lines if not line.blank), default=0)
    if not least:
        return list(lines)
    return [line if line.blank else replace(line, column=line.column - least) for line in lines]


def tally_lines(raws: Iterable[str]) -> Tally:
    """Count what a text shows, from its lines as they stand."""
    shown: list[str] = []
    pictures = links = 0
    for raw in raws:
        pieces = find_pieces(raw.replace("\f", " "))
        at = 0
        for piece in pieces:
            if piece.picture:
                pictures += 1
                shown += (raw[at : piece.start], " ")
                at = piece.end
            else:
                links += 1
        shown += (raw[at:], "\n")
    return Tally(count_words("".join(shown)), pictures, links)
