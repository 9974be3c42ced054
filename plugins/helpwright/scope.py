"""Whom a part of an article is for: an exact algebra over the versions of all products.

Versions are labels whose order the registry gives, so whatever a condition says, in the end it
means a set of *points*: a version of a product on one of its platforms. There are finitely many,
and a set of them is an integer with one bit each. Union, intersection, difference and emptiness
are those of integers: exact, and quick whatever was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Point(NamedTuple):
    """A version of a product on a platform, by their ids.

    `version` is empty for a product without versions, `platform` for one without platforms.
    """

    product: str
    version: str = ""
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of points, one bit each: the lowest stands for the first of its `Universe`.

    Only scopes of the same universe may be combined.
    """

    bits: int = 0

    def __or__(self, other: Scope) -> Scope:
        """Return what is in either."""
        return Scope(self.bits | other.bits)

    def __and__(self, other: Scope) -> Scope:
        """Return what is in both."""
        return Scope(self.bits & other.bits)

    def __sub__(self, other: Scope) -> Scope:
        """Return what is in this one alone."""
        return Scope(self.bits & ~other.bits)

    def __le__(self, other: Scope) -> bool:
        """Tell whether all of this one is in the other."""
        return not self.bits & ~other.bits

    def __bool__(self) -> bool:
        """Tell whether there is anything in it."""
        return self.bits != 0

    def __len__(self) -> int:
        """Return how many points there are in it."""
        return self.bits.bit_count()


NOTHING = Scope()
"""The scope without a point."""


@dataclass(frozen=True, slots=True)
class Universe:
    """All points that there are, in order: products as registered, versions oldest to newest."""

    points: tuple[Point, ...] = ()
    _places: dict[Point, int] = field(init=False, repr=False, compare=False)
    _products: dict[str, Scope] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Give each point its number, and gather those of each product."""
        places = {point: at for at, point in enumerate(self.points)}
        products: dict[str, int] = {}
        for at, point in enumerate(self.points):
            products[point.product] = products.get(point.product, 0) | 1 << at
        object.__setattr__(self, "_places", places)
        scopes = {id: Scope(bits) for id, bits in products.items()}
        object.__setattr__(self, "_products", scopes)

    @property
    def all(self) -> Scope:
        """The scope of every point."""
        return Scope((1 << len(self.points)) - 1)

    def of(self, points: Iterable[Point]) -> Scope:
        """Return the scope of some points; raises KeyError for one that there is not."""
        bits = 0
        for point in points:
            bits |= 1 << self._places[point]
        return Scope(bits)

    @property
    def products(self) -> Iterable[str]:
        """The ids of the products, in order."""
        return self._products

    def product(self, id: str) -> Scope:
        """Return the scope of all of a product; nothing for one that there is not."""
        return self._products.get(id, NOTHING)

    def place(self, point: Point) -> int:
        """Return a point's number; raises KeyError for one that there is not."""
        return self._places[point]

    def holds(self, scope: Scope, point: Point) -> bool:
        """Tell whether a point is in a scope; one that there is not is in none."""
        place = self._places.get(point)
        return place is not None and bool(scope.bits >> place & 1)

    def members(self, scope: Scope) -> Iterator[Point]:
        """Yield the points of a scope, in order."""
        bits = scope.bits
        while bits:
            lowest = bits & -bits
            yield self.points[lowest.bit_length() - 1]
            bits ^= lowest


@dataclass(frozen=True, slots=True)
class Ranking:
    """Which version stands for several; `supported` are those that are out and not retired."""

    universe: Universe = Universe()
    supported: Scope = NOTHING

    def best(self, scope: Scope, products: Iterable[str] = ()) -> Point | None:
        """Return the newest supported version in a scope on its first platform, or None.

        Without a supported one it is the newest. `products` come first, in their order.
        """
        order = dict.fromkeys((*products, *self.universe.products))
        for some in (scope & self.supported, scope):
            for product in order if some else ():
                found = some & self.universe.product(product)
                if found:
                    members = list(self.universe.members(found))
                    newest = members[-1].version
                    return next(point for point in members if point.version == newest)
        return None
