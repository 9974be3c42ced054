"""Scopes are sets of points: every operation is held against Python's own sets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpwright.scope import NOTHING, Point, Ranking, Scope, Universe

PRODUCTS = ("app", "desk", "addon")


@st.composite
def universes(draw: st.DrawFn) -> Universe:
    """Return the points of up to three products, as a registry orders them."""
    points: list[Point] = []
    for product in PRODUCTS[: draw(st.integers(0, 3))]:
        versions = [str(at) for at in range(draw(st.integers(0, 70)))] or [""]
        platforms = draw(st.sampled_from([("",), ("win",), ("win", "mac")]))
        points += [Point(product, version, it) for version in versions for it in platforms]
    return Universe(tuple(points))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Universe, tuple[frozenset[Point], ...]]:
    """Return a universe and three sets of its points."""
    universe = draw(universes())
    some = st.frozensets(st.sampled_from(universe.points)) if universe.points else st.just(())
    return universe, tuple(frozenset(draw(some)) for _ in range(3))


def back(universe: Universe, scope: Scope) -> frozenset[Point]:
    return frozenset(universe.members(scope))


@given(cases())
def test_operations_are_those_of_sets(case: tuple[Universe, tuple[frozenset[Point], ...]]) -> None:
    universe, (one, two, _) = case
    a, b = universe.of(one), universe.of(two)
    assert back(universe, a) == one
    assert back(universe, a | b) == one | two
    assert back(universe, a & b) == one & two
    assert back(universe, a - b) == one - two
    assert back(universe, universe.all - a) == set(universe.points) - one
    assert (a <= b) == (one <= two)
    assert (a == b) == (one == two)
    assert bool(a) == bool(one)
    assert len(a) == len(one)
    assert [universe.holds(a, point) for point in universe.points] == [
        point in one for point in universe.points
    ]
    assert not universe.holds(universe.all, Point("none"))


@given(cases())
def test_the_laws_of_sets_hold(case: tuple[Universe, tuple[frozenset[Point], ...]]) -> None:
    universe, sets = case
    a, b, c = map(universe.of, sets)
    whole = universe.all
    assert a | b == b | a
    assert a & b == b & a
    assert (a | b) | c == a | (b | c)
    assert (a & b) & c == a & (b & c)
    assert a & (b | c) == (a & b) | (a & c)
    assert a | (b & c) == (a | b) & (a | c)
    assert whole - (a | b) == (whole - a) & (whole - b)
    assert whole - (a & b) == (whole - a) | (whole - b)
    assert (a - b) | (a & b) == a
    assert not (a - b) & b
    assert a | NOTHING == a
    assert not a & NOTHING
    assert a & whole == a
    assert a <= whole
    assert a <= a | b
    assert len(a | b) == len(a) + len(b) - len(a & b)


@given(cases())
def test_members_and_products_come_in_order(
    case: tuple[Universe, tuple[frozenset[Point], ...]],
) -> None:
    universe, (one, _, _) = case
    members = list(universe.members(universe.of(sorted(one, reverse=True))))
    assert members == [point for point in universe.points if point in one]
    assert [universe.place(point) for point in universe.points] == list(range(len(universe.points)))
    assert list(universe.products) == list(dict.fromkeys(p.product for p in universe.points))
    parts = [universe.product(id) for id in universe.products]
    assert sum(map(len, parts)) == len(universe.points)
    for id in universe.products:
        assert back(universe, universe.product(id)) == {
            point for point in universe.points if point.product == id
        }
    assert not universe.product("none")


@given(cases(), st.permutations(PRODUCTS), st.integers(0, 3))
def test_the_best_point_is_that_of_a_naive_search(
    case: tuple[Universe, tuple[frozenset[Point], ...]], order: list[str], named: int
) -> None:
    universe, (one, supported, _) = case
    first = order[:named]
    order = first + [id for id in PRODUCTS if id not in first]
    best = None
    for pool in (one & supported, one):
        for product in order:
            if best is not None:
                break
            found = [point for point in universe.points if point in pool]
            found = [point for point in found if point.product == product]
            newest = [point.version for point in found][-1:]
            best = next((point for point in found if [point.version] == newest), None)
    ranking = Ranking(universe, universe.of(supported))
    assert ranking.best(universe.of(one), first) == best
