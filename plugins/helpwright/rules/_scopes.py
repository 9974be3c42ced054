"""For which versions a place in an article is."""

from __future__ import annotations

from bisect import bisect_right

from helpwright.knowledge import KnowledgeBase, Region
from helpwright.scope import Scope


class Holds:
    """Which versions hold where in an article; made once for an article, asked by bisection.

    `around` has each part with a condition, with the versions whose readers see what is around it.
    """

    def __init__(self, kb: KnowledgeBase, path: str) -> None:
        self.around: list[tuple[Region, Scope]] = []
        self._starts = [0]
        self._scopes: list[tuple[Scope, bool]] = [(kb.scopes[path], True)]
        opened: list[tuple[int, tuple[Scope, bool]]] = []
        # Parts do not overlap: each ends before the part that it stands in does.
        for region in sorted(
            kb.regions.get(path, ()), key=lambda it: (it.span.start, -it.span.end)
        ):
            self._close(opened, region.span.start)
            scope, settled = self._scopes[-1]
            self.around.append((region, scope))
            opened.append((region.span.end, (scope, settled)))
            self._add(region.span.start, (region.scope, settled and region.condition.settled))
        self._close(opened, None)

    def at(self, place: int) -> Scope:
        """Return the versions whose readers see an offset of the source."""
        return self._at(place)[0]

    def settled_at(self, place: int) -> Scope | None:
        """Return the same, or None where a condition around the offset cannot be told."""
        scope, settled = self._at(place)
        return scope if settled else None

    def _at(self, place: int) -> tuple[Scope, bool]:
        return self._scopes[bisect_right(self._starts, place) - 1]

    def _add(self, start: int, holds: tuple[Scope, bool]) -> None:
        self._starts.append(start)
        self._scopes.append(holds)

    def _close(self, opened: list[tuple[int, tuple[Scope, bool]]], place: int | None) -> None:
        """Go back to what holds around the parts that have ended before a place."""
        while opened and (place is None or opened[-1][0] <= place):
            self._add(*opened.pop())
