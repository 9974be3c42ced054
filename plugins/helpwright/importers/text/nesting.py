"""Lists inside lists whose numbers all begin in one column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from helpwright.importers.text.lines import Line
from helpwright.importers.text.markers import Marker, read_marker

_MOST_OPEN = 40
"""How many lists are watched at a time, so that no text takes long."""


@dataclass(slots=True)
class Nesting:
    """Which numbers belong to lists inside lists, by the index of their line.

    `depths` tells how many lists of the same column stand around a number, if any does. A list
    begins anew at the lines of `fresh`. From those of `repeated` on, numbers are 1 again and again.
    """

    depths: dict[int, int] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class _List:
    """A list by the lines of its items; `behind` is the list one of whose items it stands behind.

    `under` is the number of items that list had then.
    """

    items: list[int]
    number: int
    behind: _List | None
    under: int
    depth: int = 0

    @property
    def inside(self) -> bool:
        """Whether the list around goes on later, and so holds this one."""
        return self.behind is not None and len(self.behind.items) > self.under


def find_nesting(lines: Sequence[Line], stops: frozenset[int]) -> Nesting:
    """Find the lists inside lists without indentation.

    A 1 behind a step begins a list of that step if a later number goes on from the step and not
    from the list inside; else it begins another list.
    """
    found = Nesting()
    for run in _runs(lines, stops):
        if sum(number == 1 for _, number in run) >= 2:
            _nest(lines, run, found)
    return found


def _runs(lines: Sequence[Line], stops: frozenset[int]) -> Iterator[list[tuple[int, int]]]:
    """Yield line and number of those numbers that one column and one style have together."""
    open_: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        if index in stops:
            yield from open_.values()
            open_ = {}
            continue
        marker = _number(line)
        if marker is None:
            continue
        for key in [key for key in open_ if key[1] > marker.column + 1]:
            yield open_.pop(key)
        if marker.ordered:
            open_.setdefault((marker.style, marker.column), []).append((index, marker.number))
    yield from open_.values()


def _number(line: Line) -> Marker | None:
    choices = read_marker(line)
    if not choices or choices[0].weak or choices[0].style.split()[0] not in ("number", "bullet"):
        return None
    return choices[0]


def _nest(lines: Sequence[Line], run: list[tuple[int, int]], found: Nesting) -> None:
    lists: list[_List] = []
    stack: list[_List] = []
    for index, number in run:
        if number == 1:
            behind = stack[-1] if stack else None
            stack.append(_List([index], 1, behind, len(behind.items) if behind else 0))
            lists.append(stack[-1])
            del stack[:-_MOST_OPEN]
            continue
        fitting = (at for at in range(len(stack), 0, -1) if stack[at - 1].number + 1 == number)
        count = next(fitting, 0)
        if count:
            del stack[count:]
            stack[-1].items.append(index)
            stack[-1].number = number
        elif stack and stack[-1].number <= number:
            # A number that is missing or stands twice: the list goes on, and that is told.
            stack[-1].items.append(index)
            stack[-1].number = number
        else:
            stack.clear()
    before: _List | None = None
    for list_ in lists:
        if list_.behind is not None:
            list_.depth = list_.behind.depth + list_.inside
        for index in list_.items if list_.depth else ():
            found.depths[index] = list_.depth
        if list_.behind is not None and not list_.inside:
            _begin_anew(lines, list_, before, found)
        before = list_


def _begin_anew(lines: Sequence[Line], list_: _List, before: _List | None, found: Nesting) -> None:
    """Note a list that stands in no other though it could, unless text stands before it."""
    first = list_.items[0]
    alone = len(list_.items) == 1 and before is list_.behind
    if alone and before is not None and len(before.items) == 1:
        if before.behind is None or before.behind.depth != before.depth or before.inside:
            found.repeated.add(first)
    elif before is not None and _is_right_behind(lines, before.items[-1], first):
        found.fresh.add(first)


def _is_right_behind(lines: Sequence[Line], start: int, end: int) -> bool:
    """Tell whether nothing but the first paragraph and pictures of a step stand before a line."""
    return all(
        lines[at].blank or lines[at].picture or not lines[at - 1].blank
        for at in range(start + 1, end)
    )
