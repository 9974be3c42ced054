"""The numbers, letters and bullets at the beginning of lines, and which of them go together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from helpwright.importers.text.lines import Line, at_offset
from helpwright.importers.text.wrap import goes_on, is_full

_BULLETS = "•◦▪▫■□●○‣\u2043∙·➢➤►▶❖✦◆◇\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_BULLET = re.compile(
    rf"(?P<sign>[{_BULLETS}])(?:\s+|(?=[^\W_])|\Z)|(?P<weak>[-*+–—§])(?:\s+(?=\S)|(?=\t))"
    r"|(?P<o>o)(?:\t\s*(?=\S)|\s{2,}(?=\S)|\s(?=[^\Wa-z_]))"
)
_STEP = re.compile(
    r"(?:step|schritt|étape|paso)[ \t\xa0]+(?P<number>\d{1,3})"
    r"(?:[ \t\xa0]?[:.)–—-]{1,3}(?:\s+|\Z)|\s*\Z)",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?P<stem>\d{1,3}(?:\.\d{1,3}){0,3})\.(?P<last>\d{1,3})[.)]?\s+(?=\S)")
_NUMBER = re.compile(r"(?P<open>\(?)(?P<number>\d{1,3})(?P<close>[.)])(?:\s+|\Z)")
_LETTER = re.compile(r"(?P<open>\(?)(?P<letter>[A-Za-z]|[ivxlcIVXLC]{2,6})(?P<close>[.)])\s+(?=\S)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BIGGEST_GAP = 3
_DEEPEST_COLUMN = 120
_MOST_OPEN = 40
"""How many lists are watched at a time, so that no text takes long."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands before the text of a list item.

    `style` tells kinds of markers apart; `number` is 0 for bullets. The item's text begins at the
    offset `end` of the line. `weak` ones may be something else, such as a dash.
    """

    style: str
    number: int
    written: str
    end: int
    column: int
    weak: bool = False
    depth: int = 0
    """How many lists around its own have their numbers in the same column."""

    @property
    def ordered(self) -> bool:
        """Whether it is a number or letter."""
        return not self.style.startswith("bullet")


def read_marker(line: Line) -> tuple[Marker, ...]:
    """Return what the beginning of a line may be, likeliest first."""
    raw, start = line.raw, line.start
    if line.blank:
        return ()
    first = raw[start]
    if first.isdigit() or first == "(":
        return _numbers(line)
    match = _BULLET.match(raw, start)
    if match is not None:
        sign = match["sign"] or match["weak"] or "o"
        weak = match["sign"] is None
        return (_made(line, match, f"bullet {sign}", 0, weak),)
    if first in "sSéÉpP":
        match = _STEP.match(raw, start)
        if match is not None:
            return (_made(line, match, "step", int(match["number"])),)
    dot = raw[start + 1 : start + 7].lstrip("ivxlcIVXLC")[:1]
    return _letters(line) if dot in (".", ")") else ()


def _numbers(line: Line) -> tuple[Marker, ...]:
    match = _NUMBER.match(line.raw, line.start)
    if match is not None:
        if match["open"] and match["close"] != ")":
            return ()
        style = f"number {match['open']}{match['close']}"
        return (_made(line, match, style, int(match["number"])),)
    match = _DOTTED.match(line.raw, line.start)
    if match is not None:
        return (_made(line, match, f"dotted {match['stem']}", int(match["last"])),)
    return _letters(line)


def _letters(line: Line) -> tuple[Marker, ...]:
    match = _LETTER.match(line.raw, line.start)
    if match is None or (match["open"] and match["close"] != ")"):
        return ()
    letter, frame = match["letter"], match["open"] + match["close"]
    case = "upper" if letter.isupper() else "lower"
    found = []
    roman = _roman(letter.lower()) if letter in (letter.lower(), letter.upper()) else 0
    if roman:
        found.append(_made(line, match, f"roman {case} {frame}", roman))
    if len(letter) == 1:
        number = ord(letter.lower()) - ord("a") + 1
        found.append(_made(line, match, f"letter {case} {frame}", number))
    return tuple(found)


def _roman(letters: str) -> int:
    """Return the number of Roman digits; 0 if they are not written as numbers are."""
    total = before = 0
    for sign in reversed(letters):
        value = _ROMAN.get(sign, 0)
        if not value:
            return 0
        total += value if value >= before else -value
        before = max(before, value)
    return total if 0 < total < 100 else 0


def _made(line: Line, match: re.Match[str], style: str, number: int, weak: bool = False) -> Marker:
    written = match[0].strip()
    return Marker(style, number, written, match.end(), min(line.column, _DEEPEST_COLUMN), weak)


Open = dict[tuple[str, int], tuple[int, int]]
"""Line and number of the last item of each list, by the style and column of its markers."""


@dataclass(slots=True)
class Sequences:
    """The markers that count, by the index of their line, and where lists go on.

    `following` maps the index of an item's line to that of the next number of its list.
    """

    markers: dict[int, Marker]
    following: dict[int, int]
    doubtful: list[int]
    """The lines that begin with a number and are no items."""
    fresh: frozenset[int] = frozenset()
    """The lines of items that begin another list though they could go on in one."""

    def inside(self, count: int) -> list[bool]:
        """Tell of each of `count` lines whether it stands between two numbers of one list."""
        changes = [0] * (count + 1)
        for start, end in self.following.items():
            changes[start + 1] += 1
            changes[end] -= 1
        depth, result = 0, []
        for change in changes[:count]:
            depth += change
            result.append(depth > 0)
        return result


def find_sequences(
    lines: Sequence[Line],
    stops: frozenset[int],
    width: int,
    depths: Mapping[int, int],
    fresh: frozenset[int],
) -> Sequences:
    """Find the markers of lines; lists do not go on behind the lines of `stops`.

    `depths` tells of lists inside lists of the same column, `fresh` where another list begins.

    A number counts if it is 1 or goes on from another; a letter only if another goes on from it,
    or it from another. `width` is that of wrapped lines, 0 if lines are not wrapped.
    """
    open_: Open = {}
    seen: dict[str, int] = {}
    candidates: dict[int, Marker] = {}
    found = Sequences({}, {}, [], fresh)
    for index, line in enumerate(lines):
        if index in stops:
            seen.update({style: number for (style, _), (_, number) in open_.items()})
            open_.clear()
            continue
        choices = read_marker(line)
        if not choices:
            continue
        if index in depths:
            choices = tuple(_inner(marker, depths[index]) for marker in choices)
        marker, sure = _choose(choices, open_, lines, index, width)
        if marker is None:
            continue
        key, before = (marker.style, marker.column), _before(open_, marker)
        for other in [other for other in open_ if other[1] > marker.column]:
            del open_[other]
        if not marker.ordered:
            found.markers[index] = marker
            continue
        if before is not None and before[1] < marker.number <= before[1] + _BIGGEST_GAP:
            found.following[before[0]] = index
            found.markers[index] = marker
            if before[0] in candidates:
                found.markers[before[0]] = candidates.pop(before[0])
        elif (
            (sure and _begins(marker))
            or marker.number == seen.get(marker.style, -1) + 1
            or _repeats(before, marker, found)
        ):
            found.markers[index] = marker
        else:
            candidates[index] = marker
        open_.pop(key, None)
        open_[key] = (index, marker.number)
        if len(open_) > _MOST_OPEN:
            del open_[next(iter(open_))]
    found.markers = dict(sorted(found.markers.items()))
    found.doubtful = [index for index, marker in candidates.items() if _is_number(marker)]
    return found


def _inner(marker: Marker, depth: int) -> Marker:
    """Return the marker of a list inside a list, whose style is its own."""
    return replace(marker, style=f"{marker.style} {depth}", depth=depth)


def _before(open_: Open, marker: Marker) -> tuple[int, int] | None:
    """Return line and number of the item that a marker may go on from.

    Where numbers end in one column, those with more digits begin further left.
    """
    found = open_.get((marker.style, marker.column))
    if found is None and marker.number in (10, 100):
        found = open_.get((marker.style, marker.column + 1))
    return found


def _is_number(marker: Marker) -> bool:
    return marker.style.split()[0] in ("number", "step")


def _repeats(before: tuple[int, int] | None, marker: Marker, found: Sequences) -> bool:
    return before is not None and before[1] == marker.number and before[0] in found.markers


def _begins(marker: Marker) -> bool:
    return marker.number in (0, 1) and _is_number(marker)


def _choose(
    choices: tuple[Marker, ...],
    open_: Open,
    lines: Sequence[Line],
    index: int,
    width: int,
) -> tuple[Marker | None, bool]:
    """Return what a line begins with, and whether that is sure; None if it belongs to a sentence.

    A 1 in the middle of a sentence is a step only if another goes on from it.
    """
    for marker in choices:
        before = _before(open_, marker)
        if before is not None and before[1] + 1 == marker.number:
            return marker, True
    marker = next((marker for marker in choices if marker.number <= 1), choices[0])
    if marker.style.startswith("dotted"):
        return _nested(marker, open_), True
    previous = lines[index - 1] if index else None
    if previous is None or previous.blank or not (marker.weak or marker.ordered):
        return marker, True
    sentence = goes_on(previous) and is_full(previous, lines[index], width)
    if sentence and not read_marker(previous) and (marker.weak or marker.number != 1):
        return None, False
    return marker, not sentence


def _nested(marker: Marker, open_: Open) -> Marker | None:
    """Return a number such as 2.1 if it stands under the 2 of a list, else None."""
    stem = marker.style.removeprefix("dotted ")
    head, _, last = stem.rpartition(".")
    parents = (
        number
        for (style, column), (_, number) in open_.items()
        if column <= marker.column
        and (style == f"dotted {head}" if head else style.split()[0] in ("number", "step"))
    )
    if marker.number > 1 and (marker.style, marker.column) not in open_:
        return None
    return marker if int(last) in parents else None


def without(line: Line, marker: Marker) -> Line:
    """Return the line as its text begins behind the marker."""
    return replace(at_offset(line, marker.end), column=line.column + marker.end - line.start)
