"""A source file in memory, and the way from byte offsets to lines and columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from helpwright.diagnostic import Diagnostic, Edit, Position, Related, Rule, Span

_BLOCK = 128
_CONTINUATION = bytes(range(0x80, 0xC0))


def _count(data: bytes) -> int:
    """Return how many characters begin in a piece of UTF-8."""
    return len(data.translate(None, _CONTINUATION))


@dataclass(frozen=True)
class Source:
    """One text file of a knowledge base.

    `path` is POSIX and relative to the KB folder; `data` is the file's bytes, valid UTF-8 without
    a byte order mark.
    """

    path: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """The whole file as text."""
        return self.data.decode("utf-8")

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        find = self.data.find
        at = find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = find(b"\n", at + 1)
        return starts

    @cached_property
    def _characters(self) -> list[int]:
        """How many characters begin before each block of bytes; so long lines cost no more."""
        counts = [0]
        for at in range(0, len(self.data), _BLOCK):
            counts.append(counts[-1] + _count(self.data[at : at + _BLOCK]))
        return counts

    @cached_property
    def _is_ascii(self) -> bool:
        """Whether bytes and characters are the same, as they are in most sources."""
        return self.data.isascii()

    def _character(self, offset: int) -> int:
        """Return how many characters begin before an offset."""
        block = offset // _BLOCK
        return self._characters[block] + _count(self.data[block * _BLOCK : offset])

    def position(self, offset: int) -> Position:
        """Return the line and column of a byte offset; offsets past the end mean the end."""
        offset = max(0, min(offset, len(self.data)))
        line = bisect_right(self._line_starts, offset)
        start = self._line_starts[line - 1]
        if self._is_ascii:
            return Position(line, offset - start + 1)
        return Position(line, self._character(offset) - self._character(start) + 1)

    def offset(self, line: int, column: int) -> int:
        """Return the byte offset of a 1-based line and column (code points)."""
        starts = self._line_starts
        line = max(1, min(line, len(starts)))
        end = starts[line] if line < len(starts) else len(self.data)
        if self._is_ascii:
            return min(starts[line - 1] + max(0, column - 1), end)
        wanted = self._character(starts[line - 1]) + max(0, column - 1)
        block = max(0, bisect_left(self._characters, wanted) - 1)
        missing = wanted - self._characters[block]
        for at in range(block * _BLOCK, end):
            if self.data[at] & 0xC0 != 0x80:
                if not missing:
                    return at
                missing -= 1
        return end

    def line(self, number: int) -> str:
        """Return a line's text without its line ending; empty past the end."""
        starts = self._line_starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.data)
        return self.data[starts[number - 1] : end].decode("utf-8").rstrip("\r\n")

    def slice(self, span: Span) -> str:
        """Return the text of a span."""
        return self.data[span.start : span.end].decode("utf-8", "ignore")

    def diagnose(
        self,
        rule: Rule,
        span: Span,
        message: str,
        help: str = "",
        *,
        label: str = "",
        edits: tuple[Edit, ...] = (),
        related: tuple[Related, ...] = (),
    ) -> Diagnostic:
        """Return a finding at `span` of this file."""
        return Diagnostic(
            rule=rule,
            path=self.path,
            start=self.position(span.start),
            end=self.position(span.end),
            message=message,
            help=help,
            label=label,
            edits=edits,
            related=related,
        )

    def related(self, span: Span, message: str) -> Related:
        """Return `span` of this file as a place that a finding elsewhere is about, too."""
        return Related(self.path, self.position(span.start), self.position(span.end), message)
