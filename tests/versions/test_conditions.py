"""Conditions mean what a naive reading of the list of labels means, and nonsense means nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.conditions import ConditionReader, in_words, universe_of
from helpwright.diagnostic import Span
from helpwright.knowledge import Condition, FaultKind, Product, Registry, Release
from helpwright.model import Applicability, Value
from helpwright.scope import Point, Universe

LABELS = (
    "2016",
    "2019",
    "9.1",
    "10",
    "2.4.2-p1",
    "2.4.2-p1 - hotfix",
    "v5",
    "5+",
    "Spring 2024",
    "Works on ice",
    "R2 SP1 (LTS)",
    "before or later",
    "1,5",
    "7; 8",
    "r:2",
    "2024–25",
    "Größe 3",
)
"""What versions are called; no label is made of others and what stands between two in a range."""
ALIASES = ("Autumn", "the big one", "12,6", "Zürich - Nord")
PLATFORMS = {"windows": "Windows", "macos": "macOS"}
OPERATORS = {
    ">=": lambda at, place: at >= place,
    ">": lambda at, place: at > place,
    "<=": lambda at, place: at <= place,
    "<": lambda at, place: at < place,
    "=": lambda at, place: at == place,
}
BLANK = st.sampled_from(["", " "])
Meaning = tuple[str, frozenset[Point]]
"""A text, and the points that it means."""


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    """Return one to three products whose versions have names of every kind."""
    products: dict[str, Product] = {}
    for id in ("app", "desk", "add-on")[: draw(st.integers(1, 3))]:
        labels = draw(st.lists(st.sampled_from(LABELS), max_size=8, unique=True))
        names = draw(st.permutations(ALIASES))
        releases = {label: Release((name,)) for label, name in zip(labels, names, strict=False)}
        platforms = draw(st.sampled_from([{}, {}, PLATFORMS]))
        products[id] = Product(id, id, tuple(labels), releases=releases, platforms=platforms)
    return Registry(products=products)


def points(product: Product, versions: Sequence[str], platforms: Sequence[str]) -> frozenset[Point]:
    return frozenset(
        Point(product.id, version, platform)
        for version in versions
        for platform in platforms or tuple(product.platforms) or ("",)
    )


@st.composite
def ranges(draw: st.DrawFn, product: Product) -> Meaning:
    """Return a range of a product's versions as somebody may write it."""
    text, versions = "all", list(product.versions) or [""]
    if product.versions and draw(st.integers(0, 5)):
        places = st.integers(0, len(product.versions) - 1)
        first, last = draw(places), draw(places)
        names = [
            draw(st.sampled_from([label, *_aliases(product, label)]))
            for label in (product.versions[first], product.versions[last])
        ]
        kind = draw(st.sampled_from(["", "-", *OPERATORS]))
        blank = draw(BLANK)
        if kind == "":
            text, versions = names[0], [product.versions[first]]
        elif kind == "-":
            sign = draw(st.sampled_from([" - ", " – ", "  -  "]))
            text, versions = sign.join(names), list(product.versions[first : last + 1])
        else:
            text = f"{kind}{blank}{names[0]}"
            holds = OPERATORS[kind]
            versions = [it for at, it in enumerate(product.versions) if holds(at, first)]
    platforms: list[str] = []
    if product.platforms and draw(st.booleans()):
        platforms = draw(st.lists(st.sampled_from(sorted(PLATFORMS)), min_size=1, unique=True))
        text = f"{'' if text == 'all' and draw(st.booleans()) else f'{text} '}on "
        text += " or ".join(platforms)
    return text, points(product, versions, platforms)


def _aliases(product: Product, label: str) -> Sequence[str]:
    return product.releases[label].aliases if label in product.releases else ()


@st.composite
def conditions(draw: st.DrawFn) -> tuple[Registry, Meaning]:
    """Return a registry and clauses that each name their product."""
    registry = draw(registries())
    clauses: list[str] = []
    meant: frozenset[Point] = frozenset()
    for _ in range(draw(st.integers(1, 3))):
        product = registry.products[draw(st.sampled_from(list(registry.products)))]
        found = draw(st.lists(ranges(product), max_size=3))
        colon = draw(st.sampled_from([":", ": "])) if found else draw(st.sampled_from(["", ":"]))
        separator = draw(st.sampled_from([",", ", "]))
        clauses.append(product.id + colon + separator.join(text for text, _ in found))
        if not found:
            meant |= points(product, product.versions or ("",), ())
        for _, them in found:
            meant |= them
    return registry, (draw(st.sampled_from([";", "; "])).join(clauses), meant)


def read(registry: Registry, text: str, products: Sequence[str]) -> tuple[Universe, Condition]:
    universe = universe_of(registry)
    return universe, ConditionReader(registry, universe).condition(text, products)


@given(conditions())
def test_clauses_mean_what_they_name(case: tuple[Registry, Meaning]) -> None:
    registry, (text, meant) = case
    universe, found = read(registry, text, ())
    assert found.settled, (text, found.faults)
    assert set(universe.members(found.scope)) == meant, text


@given(st.data())
def test_a_range_alone_is_about_the_products_that_have_its_versions(
    data: st.DataObject,
) -> None:
    registry = data.draw(registries())
    products = list(registry.products.values())
    product = data.draw(st.sampled_from(products))
    text, meant = data.draw(ranges(product))
    universe, found = read(registry, text, tuple(registry.products))
    assert found.settled, (text, found.faults)
    for other in products:
        own = {point for point in universe.members(found.scope) if point.product == other.id}
        if other == product:
            assert own == {point for point in meant if point.product == product.id}, text
        else:
            alone = read(registry, f"{other.id}: {text}", ())[1]
            assert own == (set(universe.members(alone.scope)) if alone.settled else set())


@given(st.data())
def test_front_matter_means_the_same(data: st.DataObject) -> None:
    registry = data.draw(registries())
    product = registry.products[data.draw(st.sampled_from(list(registry.products)))]
    found = data.draw(st.lists(ranges(product), min_size=1, max_size=3))
    universe = universe_of(registry)
    nowhere = Span(0, 0)
    values = tuple(Value(text, nowhere) for text, _ in found)
    applies = Applicability(Value(product.id, nowhere), values)
    scope = ConditionReader(registry, universe).scope([applies])
    assert set(universe.members(scope)) == frozenset().union(*(meant for _, meant in found))


@given(st.data())
def test_words_name_each_version_once(data: st.DataObject) -> None:
    registry = data.draw(registries())
    universe = universe_of(registry)
    some = st.frozensets(st.sampled_from(universe.points)) if universe.points else st.just(())
    scope = universe.of(data.draw(some))
    words = in_words(registry, universe, scope)
    assert bool(words) == bool(scope)
    for product in registry.products.values():
        for version in product.versions:
            if len(scope & universe.product(product.id)) < 3 and len(registry.products) == 1:
                held = any(point.version == version for point in universe.members(scope))
                assert (version in words) >= held


NONSENSE = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            [*"<>=,;:-–*+^~|&! \t\n\"'{}[]()", "on", "or", "all", "and", "9.1", "8", "app"]
            + [*"₂٣é", "windows", "desk", "to", "later", "\x00", "\u200b", "1.x", ">=", " - "]
        ),
        max_size=14,
    ).map("".join),
)
NINE = Product("app", "App", ("8", "9.1"), platforms=PLATFORMS)
DESK = Product("desk", "Desk", ("9.1", "10"), releases={"10": Release(("ten",))})
BARE = Product("bare", "Bare")


@given(NONSENSE, st.sampled_from([(), ("app",), ("app", "desk"), ("bare",), ("none",)]))
def test_nonsense_is_a_fault_and_settles_nothing(text: str, products: tuple[str, ...]) -> None:
    registry = Registry(products={it.id: it for it in (NINE, DESK, BARE)})
    _, found = read(registry, text, products)
    grave = [fault for fault in found.faults if fault.kind is not FaultKind.EMPTY]
    assert found.settled == (not grave)
    assert found.scope or found.faults
    for fault in found.faults:
        assert fault.message
        assert fault.help
        assert len(fault.message) < 300
    nowhere = Span(0, 0)
    reader = ConditionReader(registry, universe_of(registry))
    for id in registry.products:
        applies = Applicability(Value(id, nowhere), (Value(text, nowhere),))
        for _, condition in reader.applicability(applies):
            assert condition.settled or condition.faults or id == "bare"
        assert reader.scope([applies]) <= reader.universe.product(id)


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        (">=1,5", ["1,5", "9.1 - beta", "Made on ice"]),
        ("1,5, Made on ice", ["1,5", "Made on ice"]),
        ("1,5 - 9.1 - beta", ["1,5", "9.1 - beta"]),
        ("9.1 - beta - Made on ice", ["9.1 - beta", "Made on ice"]),
        ("<Made on ice", ["1,5", "9.1 - beta"]),
        ("app: >=Made on ice; app: 1,5", ["1,5", "Made on ice"]),
    ],
)
def test_a_version_may_be_called_as_ranges_are_written(text: str, versions: list[str]) -> None:
    product = Product("app", "App", ("1,5", "9.1 - beta", "Made on ice"))
    universe, found = read(Registry(products={"app": product}), text, ("app",))
    assert found.settled, found.faults
    assert [point.version for point in universe.members(found.scope)] == versions


def test_of_many_mistakes_in_one_condition_some_are_told() -> None:
    product = Product("app", "App", ("1.0", "2.0"))
    registry = Registry(products={"app": product})
    text = ", ".join(f"9.{at}" for at in range(500))
    _, found = read(registry, text, ("app",))
    assert not found.settled
    assert 1 < len(found.faults) < 50
    universe, found = read(registry, "<1.0, " * 500 + "2.0", ("app",))
    assert found.settled
    assert list(universe.members(found.scope)) == [Point("app", "2.0")]


@pytest.mark.parametrize(
    "text",
    ["", " ", ";", ",", "<2.0 and", "<", "1.0 -", "app:", "2.0x", "on", "on linux", "none: 1.0"]
    + ["1.0 on", "1.0 on windows or", "1.0 on windows and macos", ">=1.0 <2.0", "1.0;;", "9 on 9"],
)
def test_a_slip_of_the_pen_is_told(text: str) -> None:
    product = Product("app", "App", ("1.0", "2.0"), platforms=PLATFORMS)
    _, found = read(Registry(products={"app": product}), text, ("app",))
    if text == "app:":
        assert found.settled
        assert len(found.scope) == 4
    else:
        assert not found.settled
        assert found.faults


@pytest.mark.parametrize(
    "piece",
    ["x", "<", " - ", " on ", "1.0,", "1.0;", "app:", "on windows or ", "1.0 - ", "a:", "="]
    + ["<1.0, ", "9.{},", ">=9.{};", "p{}: 1.0;", "1.0 on w{};", "{} - {},", "{} to {},"],
)
def test_long_conditions_take_linear_time(piece: str) -> None:
    """100,000 characters, and clauses by the ten thousand of which no two are alike."""
    number = 10_000 if "{" in piece else 100_000 // len(piece)
    text = "".join(piece.replace("{}", str(at)) for at in range(number))
    versions = tuple(f"{at // 10}.{at % 10}" for at in range(200))
    product = Product("app", "App", versions, platforms=PLATFORMS)
    registry = Registry(products={"app": product, "desk": DESK})
    started = time.process_time()
    _, found = read(registry, text, ("app", "desk"))
    assert time.process_time() - started < 10, "a condition does not take linear time"
    assert found.settled or found.faults


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("1.0, 2.0", ["1.0", "2.0"]),
        ("0, 2", ["3.0"]),
        (">=0, 2, 1.0", ["1.0", "3.0"]),
        ("1.0 - 0, 2", ["1.0", "2.0", "3.0"]),
        ("0, 2 – 0, 2 on windows,1.0 on macos", ["1.0", "3.0"]),
        ("app:1.0,0, 2;app:2.0", ["1.0", "2.0", "3.0"]),
    ],
)
def test_a_name_with_a_separator_stands_for_itself_only_alone(
    text: str, versions: list[str]
) -> None:
    releases = {"3.0": Release(("0, 2",))}
    product = Product("app", "App", ("1.0", "2.0", "3.0"), (), releases, PLATFORMS)
    universe, found = read(Registry(products={"app": product}), text, ("app",))
    assert found.settled, found.faults
    assert list(dict.fromkeys(point.version for point in universe.members(found.scope))) == versions


def test_a_version_that_is_called_like_a_platform_is_the_version() -> None:
    product = Product("app", "App", ("1.0", "on windows"), platforms=PLATFORMS)
    registry = Registry(products={"app": product})
    universe, found = read(registry, "on windows", ("app",))
    assert {point.version for point in universe.members(found.scope)} == {"on windows"}
    universe, found = read(registry, "all on windows", ("app",))
    assert {point.platform for point in universe.members(found.scope)} == {"windows"}
    assert len(found.scope) == 2
