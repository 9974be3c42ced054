"""A source file in memory, and the way from byte offsets to lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from helpwright.diagnostic import Diagnostic, Edit, Position, Rule, Span


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

    def position(self, offset: int) -> Position:
        """Return the line and column of a byte offset; offsets past the end mean the end."""
        offset = max(0, min(offset, len(self.data)))
        line = bisect_right(self._line_starts, offset)
        before = self.data[self._line_starts[line - 1] : offset]
        return Position(line, len(before.decode("utf-8", "ignore")) + 1)

    def offset(self, line: int, column: int) -> int:
        """Return the byte offset of a 1-based line and column (code points)."""
        starts = self._line_starts
        line = max(1, min(line, len(starts)))
        end = starts[line] if line < len(starts) else len(self.data)
        row = self.data[starts[line - 1] : end].decode("utf-8", "ignore")
        return starts[line - 1] + len(row[: max(0, column - 1)].encode())

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
        )
