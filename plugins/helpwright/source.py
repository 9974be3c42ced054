"""A source file in memory, and the way from byte offsets to lines and columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

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

    def locate(self, span: Span) -> Located:
        """Return where a span of this text is written: here, unless the text was put together."""
        return Located(self, span)

    def chain(self, offset: int) -> tuple[Inclusion, ...]:
        """Return the inclusions that brought the text at an offset here, the outermost first."""
        return ()

    def usable(self, place: Span, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Return the edits of a finding at a place if all can be made in the file of that place."""
        return edits

    def lines(self, place: Span, reach: Span) -> tuple[str, int, int]:
        """Return the file that `place` is written in, and the first and last line of `reach`."""
        return self.path, self.position(reach.start).line, self.position(reach.end).line

    def places(self, path: str, span: Span) -> tuple[Span, ...]:
        """Return where a span of a file stands in this text; several times, or not at all."""
        return (span,)

    @property
    def written(self) -> Source:
        """The text as it stands in its file."""
        return self

    @property
    def folders(self) -> tuple[tuple[int, str], ...]:
        """Offsets from which relative addresses start in another folder than the file's own."""
        return ()

    @property
    def inclusions(self) -> tuple[Inclusion, ...]:
        """The lines that include a fragment, those in fragments too."""
        return ()


@dataclass(frozen=True, slots=True, eq=False)
class Inclusion:
    """A line that includes a fragment: the text and the place that it stands at.

    `path` is that of the fragment. The same line that is reached in two ways is two inclusions.
    """

    source: Source
    span: Span
    path: str


class Located(NamedTuple):
    """Where a span is written: the file, the span there, and how it got into the article."""

    source: Source
    span: Span
    chain: tuple[Inclusion, ...] = ()


class Piece(NamedTuple):
    """Where the bytes from `start` on of an expanded text are written.

    They are those of `span` in `source` where that is as long (`verbatim`); else they stand for
    them, as a value does for the name of its variable. `chain` are the inclusions on the way.
    """

    start: int
    source: Source
    span: Span
    verbatim: bool
    chain: tuple[Inclusion, ...]


@dataclass(frozen=True, eq=False)
class ExpandedSource(Source):
    """An article's text with its fragments and variables put in, and where each byte is written.

    Offsets are those of the expanded text; findings are reported where the text is written.
    `pieces` cover the text in order. `followed` are all inclusions, also those of
    fragments without a text.
    """

    origin: Source
    pieces: tuple[Piece, ...]
    followed: tuple[Inclusion, ...]

    @property
    def written(self) -> Source:
        """The article as it stands in its file."""
        return self.origin

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _end(self, index: int) -> int:
        return self.pieces[index + 1].start if index + 1 < len(self.pieces) else len(self.data)

    def chain(self, offset: int) -> tuple[Inclusion, ...]:
        """Return the inclusions that brought the text at an offset here, the outermost first."""
        return self.pieces[self._index(offset)].chain

    @property
    def inclusions(self) -> tuple[Inclusion, ...]:
        """The lines that include a fragment, those in fragments too."""
        return self.followed

    @cached_property
    def _folders(self) -> tuple[tuple[int, str], ...]:
        found: list[tuple[int, str]] = []
        last = self.path.rpartition("/")[0]
        for piece in self.pieces:
            folder = piece.source.path.rpartition("/")[0]
            if folder != last:
                found.append((piece.start, folder))
                last = folder
        return tuple(found)

    @property
    def folders(self) -> tuple[tuple[int, str], ...]:
        """Offsets from which relative addresses start in another folder, in order."""
        return self._folders

    def locate(self, span: Span) -> Located:
        """Return where a span is written.

        One that reaches over the border of a fragment is located in the text that includes it, with
        the line of the inclusion in place of what is inside.
        """
        if not self.pieces:
            return Located(self.origin, span)
        first = self._index(span.start)
        last = self._index(max(span.start, span.end - 1))
        chain = self.pieces[first].chain
        if any(piece.chain != chain for piece in self.pieces[first : last + 1]):
            # Blanks and the ends of lines around a fragment are not what a finding is about.
            start, end = span
            while end > start and self.data[end - 1] in b" \t\r\n":
                end -= 1
            while start < end and self.data[start] in b" \t\r\n":
                start += 1
            span = Span(start, end)
            first = self._index(span.start)
            last = self._index(max(span.start, span.end - 1))
        chain = self.pieces[first].chain
        for piece in self.pieces[first + 1 : last + 1]:
            chain = _common(chain, piece.chain)
        start, source = self._written(first, span.start, len(chain), False)
        end, _ = self._written(last, span.end, len(chain), True)
        return Located(source, Span(start, max(start, end)), chain)

    def lines(self, place: Span, reach: Span) -> tuple[str, int, int]:
        """Return the file that `place` is written in, and the first and last line of `reach`.

        Where it reaches into a fragment, it ends with the line that includes it, and where it
        reaches out of one, with the last line of that.
        """
        at = self.locate(place)
        first = self.locate(Span(reach.start, reach.start))
        start = first.span.start if first.source is at.source else at.span.start
        index = self._index(reach.end)
        chain = self.pieces[index].chain if self.pieces else ()
        if _common(at.chain, chain) == at.chain:
            end, _ = self._written(index, reach.end, len(at.chain), True)
        else:
            end = len(at.source.data)
        return at.source.path, at.source.position(start).line, at.source.position(end).line

    def places(self, path: str, span: Span) -> tuple[Span, ...]:
        """Return where a span of a file stands in this text; several times, or not at all."""
        found: list[Span] = []
        for index, piece in enumerate(self.pieces):
            start = max(span.start, piece.span.start)
            end = min(span.end, piece.span.end)
            if piece.source.path == path and piece.verbatim and start <= end:
                shift = piece.start - piece.span.start
                found.append(Span(start + shift, min(end + shift, self._end(index))))
        return tuple(found)

    def _written(self, index: int, offset: int, depth: int, is_end: bool) -> tuple[int, Source]:
        """Return where an offset of a piece is written, in the text of so many inclusions."""
        piece = self.pieces[index]
        if len(piece.chain) > depth:
            inclusion = piece.chain[depth]
            return inclusion.span.end if is_end else inclusion.span.start, inclusion.source
        if piece.verbatim:
            within = offset - piece.start
            return min(piece.span.start + within, piece.span.end), piece.source
        at_end = is_end and offset > piece.start
        return piece.span.end if at_end else piece.span.start, piece.source

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
        """Return a finding where the span is written; in a fragment, it names the inclusions."""
        place = self.locate(span)
        return place.source.diagnose(
            rule,
            place.span,
            message,
            help,
            label=label,
            edits=self._edits(edits, place),
            related=(*related, *included_by(place.chain)),
        )

    def related(self, span: Span, message: str) -> Related:
        """Return where a span is written as a place that a finding elsewhere is about, too."""
        place = self.locate(span)
        return place.source.related(place.span, message)

    def usable(self, place: Span, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Return the edits of a finding at a place if all can be made in the file of that place."""
        return edits if self._edits(edits, self.locate(place)) else ()

    def _edits(self, edits: tuple[Edit, ...], place: Located) -> tuple[Edit, ...]:
        """Return edits of the file that a finding is in; none where one is not of its words."""
        found = [self._edit(edit, place) for edit in edits]
        return tuple(edit for edit in found if edit) if all(found) else ()

    def _edit(self, edit: Edit, place: Located) -> Edit | None:
        start, end = edit.span
        first = self._index(start)
        for index in (first, first - 1) if start == end else (first,):
            if index < 0:
                continue
            piece = self.pieces[index]
            fits = piece.start <= start and end <= self._end(index)
            if piece.verbatim and fits and piece.chain == place.chain:
                if piece.chain and "\n" in edit.text:
                    return None
                shift = piece.span.start - piece.start
                return Edit(Span(start + shift, end + shift), edit.text)
        return None


def _common(one: tuple[Inclusion, ...], other: tuple[Inclusion, ...]) -> tuple[Inclusion, ...]:
    same = 0
    while same < min(len(one), len(other)) and one[same] is other[same]:
        same += 1
    return one[:same]


def included_by(chain: Iterable[Inclusion]) -> tuple[Related, ...]:
    """Return the lines that include a fragment, the outermost first, as places to look at."""
    return tuple(it.source.related(it.span, f"`{it.path}` is included here") for it in chain)
