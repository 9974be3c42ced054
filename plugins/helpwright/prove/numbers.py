"""The numbers that a browser shows on the items of ordered lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpwright.resolve.anchors import letters, roman

_INTEGER = re.compile(r"[ \t\n\f\r]*([+-]?\d+)")


def integer(value: str | None) -> int | None:
    """Return what HTML reads as an integer in an attribute, or None."""
    match = _INTEGER.match(value or "")
    return int(match[1]) if match and len(match[1]) < 12 else None


def marker(kind: str, number: int) -> str:
    """Return the number of an item of `<ol type=kind>` as it is shown, without the dot."""
    if kind in ("a", "A"):
        shown = letters(number)
    elif kind in ("i", "I"):
        shown = roman(number)
    else:
        return str(number)
    return shown.upper() if kind.isupper() else shown


@dataclass(slots=True)
class Numbering:
    """The state of one list while its items go by; an unordered one has no numbers."""

    ordered: bool
    kind: str = "1"
    following: int = 1
    by: int = 1
    has_steps: bool = False

    def take(self, value: str | None) -> str:
        """Return the number of the next item, which may carry a `value` of its own."""
        if not self.ordered:
            return "•"
        given = integer(value)
        number = self.following if given is None else given
        self.following = number + self.by
        return marker(self.kind, number)


def step_number(outer: str, depth: int, shown: str) -> str:
    """Return how a step is referred to, given its marker: `6`, its sub-step `6b`, then `6b.ii`."""
    if depth == 1:
        return shown
    return f"{outer}{shown}" if depth == 2 else f"{outer}.{shown}"
