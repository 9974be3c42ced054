"""Which edits fit beside each other, and the text that they make."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from helpwright.diagnostic import Diagnostic, Edit, Rule, Span


def choose(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return those findings of one file whose edits touch none of a finding before them."""
    taken: list[Span] = []
    chosen: list[Diagnostic] = []
    for found in diagnostics:
        spans = [edit.span for edit in found.edits]
        if _fit_together(spans) and not any(_meets(span, taken) for span in spans):
            chosen.append(found)
            for span in spans:
                insort(taken, span)
    return chosen


def _fit_together(spans: Sequence[Span]) -> bool:
    """Tell whether the edits of one finding are apart; it may insert twice at one place."""
    ordered = sorted(spans)
    return all(
        before.end <= after.start and (before.start < after.start or before == after)
        for before, after in pairwise(ordered)
    )


def _meets(span: Span, taken: list[Span]) -> bool:
    """Tell whether a span overlaps one of the sorted spans, or begins where one begins."""
    at = bisect_left(taken, (span.start, 0))
    if at < len(taken) and (taken[at].start == span.start or taken[at].start < span.end):
        return True
    return at > 0 and taken[at - 1].end > span.start


class Piece(NamedTuple):
    """One edit with the rule that it serves, and its place in the old and in the new bytes."""

    rule: Rule
    old: Span
    new: Span


class Change(NamedTuple):
    """A file's new bytes and what was put where."""

    data: bytes
    pieces: tuple[Piece, ...]


def make_change(data: bytes, chosen: Iterable[Diagnostic]) -> Change:
    """Apply the edits of findings that fit beside each other."""
    edits: list[tuple[Edit, Rule]] = [
        (edit, found.rule) for found in chosen for edit in found.edits
    ]
    edits.sort(key=lambda entry: entry[0].span)
    parts: list[bytes] = []
    pieces: list[Piece] = []
    done = length = 0
    for edit, rule in edits:
        text = edit.text.encode()
        parts += (data[done : edit.span.start], text)
        start = length + edit.span.start - done
        length = start + len(text)
        pieces.append(Piece(rule, edit.span, Span(start, length)))
        done = edit.span.end
    parts.append(data[done:])
    return Change(b"".join(parts), tuple(pieces))
