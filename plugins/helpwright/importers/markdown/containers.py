"""Containers that marks open and close, rewritten as fences."""

from __future__ import annotations

import re
from bisect import bisect_right

from helpwright.importers.markdown.code_ranges import code_ranges
from helpwright.importers.markdown.fences import Container, Fences
from helpwright.importers.markdown.marks import PRESENT, Mark, find_marks

_LINE_START = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_LIST_SIGN = re.compile(r"[-*+]|\d{1,9}[.)]")
_MOST_LOOKED_AT = 64
"""How many open marks a closing one is held against."""
_MOST_NESTED = 12
_MOST_PAIRS = 1000
_MOST_OUTDENTED = 6
_COMPONENT = re.compile(r"<[A-Z][A-Za-z]+")


def rewrite_containers(text: str, fences: Fences) -> str:
    """Return a text with the marks that open and close containers as fences; code is left alone.

    A mark without its partner stays as it is.
    """
    if not PRESENT.search(text):
        return text
    for _ in range(_MOST_OUTDENTED):
        outdented = _outdent(text)
        if outdented == text:
            break
        text = outdented
    return _replace(text, _pairs(text), fences)


def _pairs(text: str) -> list[tuple[Mark, Mark]]:
    """Return the marks that belong together, in the order of their ends."""
    code = code_ranges(text.encode("utf-8", "replace"))
    offset = Offsets(text)
    waiting: list[Mark] = []
    pairs: list[tuple[Mark, Mark]] = []
    for mark in find_marks(text):
        if code.cover(offset.of(mark.start)):
            continue
        if mark.kind:
            waiting.append(mark)
            continue
        at = _partner(waiting, mark)
        if at >= 0:
            if at < _MOST_NESTED and len(pairs) < _MOST_PAIRS:
                pairs.append((waiting[at], mark))
            del waiting[at:]
    return pairs


def _partner(waiting: list[Mark], closing: Mark) -> int:
    """Return which open mark a mark closes; -1 if none."""
    places = range(len(waiting) - 1, max(-1, len(waiting) - 1 - _MOST_LOOKED_AT), -1)
    exact = next((at for at in places if waiting[at].key == closing.key), -1)
    if exact >= 0 or not closing.key.startswith("colons "):
        return exact
    fewer = (
        at
        for at in places
        if waiting[at].key.startswith("colons ") and len(waiting[at].key) <= len(closing.key)
    )
    return next(fewer, -1)


def _outdent(text: str) -> str:
    """Return a text in which the contents of components stand under their tags.

    MDX knows no indented code, so writers indent there what is no code.
    """
    if not _COMPONENT.search(text):
        return text
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    done = -1
    for opened, closing in sorted(_pairs(text), key=lambda pair: pair[0].start):
        if not opened.key.startswith("component ") or opened.start < done:
            continue
        first = bisect_right(starts, opened.start) - 1
        last = bisect_right(starts, closing.start) - 1
        base = _indent(lines[first])
        inner = [line for line in lines[first + 1 : last] if line.strip()]
        excess = min(map(_indent, inner), default=base) - base
        if excess > 0:
            done = closing.end
            for at in range(first + 1, last):
                lines[at] = lines[at][excess:]
            lines[last] = lines[last][min(excess, max(_indent(lines[last]) - base, 0)) :]
    return "\n".join(lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class Offsets:
    """Where characters of a text are in its UTF-8 bytes, asked for in ascending order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain = text.isascii()
        self._at = self._bytes = 0

    def of(self, at: int) -> int:
        """Return the offset in bytes of the character at `at`."""
        if self._plain:
            return at
        self._bytes += len(self._text[self._at : at].encode("utf-8", "replace"))
        self._at = at
        return self._bytes


def _replace(text: str, pairs: list[tuple[Mark, Mark]], fences: Fences) -> str:
    """Put fences in the place of pairs of marks, each in a line of its own."""
    places: list[tuple[Mark, str]] = []
    for opened, closing in sorted(pairs, key=lambda pair: pair[0].start):
        if opened.kind.startswith("code "):
            places += ((opened, f"```{opened.kind[5:]}"), (closing, "```"))
            continue
        container = Container(opened.kind, opened.title, opened.raw)
        first, second = fences.pair(container, closing.raw)
        places += ((opened, first), (closing, second))
    pieces: list[str] = []
    done = 0
    for mark, fence in sorted(places, key=lambda place: place[0].start):
        line = text.rfind("\n", 0, mark.start) + 1
        match = _LINE_START.match(text, line, mark.start)
        start = match[0] if match is not None else ""
        indent = _LIST_SIGN.sub(lambda sign: " " * len(sign[0]), start)
        pieces.append(text[done : mark.start])
        if text[max(done, line + len(start)) : mark.start].strip():
            pieces.append(f"\n{indent}")
        pieces.append(fence)
        done = mark.end
        end = text.find("\n", done)
        rest = text[done : end if end >= 0 else len(text)]
        if rest.strip():
            pieces.append(f"\n{indent}")
            done += len(rest) - len(rest.lstrip())
    pieces.append(text[done:])
    return "".join(pieces)
