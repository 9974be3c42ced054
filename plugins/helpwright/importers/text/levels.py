"""The levels of headings: sections, the solutions in them, and what stands below those."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpwright.importers.text.headings import WEAK, Found, Look
from helpwright.importers.text.names import is_bare_resolution, is_solution
from helpwright.model import SectionKind


@dataclass(slots=True)
class Levels:
    """Gives headings their levels, in the order of the text."""

    names: bool
    """Whether some heading names a section."""
    looks: frozenset[Look]
    """How headings that name sections stand out."""
    strong: bool
    """Whether some headings stand out more than others."""
    shallowest: int = 0
    """The smallest depth of numbers such as 2.1."""
    kind: SectionKind | None = None
    within: bool = False
    bare: bool = False
    solution: bool = False

    def level(self, heading: Found, text: str) -> int:
        """Return the level of the next heading."""
        resolution = self.kind is SectionKind.RESOLUTION
        if heading.reason is Look.SOLUTION or (heading.kind and is_solution(text)):
            if resolution and self.bare:
                self.solution = True
                return 3
            if heading.kind is not None:
                self._enter(heading.kind, bare=False)
            return 2
        if heading.kind is not None:
            self._enter(heading.kind, bare=is_bare_resolution(text))
            return 2
        if heading.depth:
            return min(2 + heading.depth - self.shallowest, 6)
        if not self.names:
            weak = heading.look in WEAK or (
                heading.look is Look.SINGLE and Look.DOUBLE in self.looks
            )
            return 3 if self.strong and weak else 2
        if heading.free or not self.within:
            self.kind, self.within, self.solution = None, False, False
            return 2
        if heading.look in self.looks and heading.look not in WEAK:
            self.kind, self.within, self.solution = None, True, False
            return 2
        return 4 if self.solution else 3

    def _enter(self, kind: SectionKind, *, bare: bool) -> None:
        self.kind, self.within, self.bare, self.solution = kind, True, bare, False


def make_levels(found: Mapping[int, Found]) -> Levels:
    """Return levels for the headings of a text."""
    named = [heading for heading in found.values() if heading.kind is not None]
    looks = {heading.look for heading in (named or found.values())}
    strong = bool(looks - {*WEAK, Look.SINGLE}) or (
        Look.SINGLE in looks and Look.DOUBLE not in looks
    )
    depths = [heading.depth for heading in found.values() if heading.depth]
    return Levels(bool(named), frozenset(looks), strong, min(depths, default=0))
