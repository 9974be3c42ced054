"""Whatever an article holds, each reader's variant is what a naive filter leaves of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwright.knowledge import KnowledgeBase, TargetKind, Variant
from helpwright.parse.inlines import plain_text
from helpwright.resolve import reference_text, renumbered
from helpwright.scope import Point
from tests.versions import naive, observed
from tests.versions.worlds import (
    NEWCOMER,
    POOLS,
    Piecework,
    World,
    address,
    articles,
    numbers,
    worlds,
)

SOME = settings(max_examples=25, suppress_health_check=list(HealthCheck))
ODD = re.compile(r"[^a-z0-9._-]+")


def points(kb: KnowledgeBase, variant: Variant) -> frozenset[Point]:
    return frozenset(kb.universe.members(variant.scope))


@SOME
@given(worlds())
def test_each_variant_is_what_a_naive_filter_leaves(world: World) -> None:
    kb = observed.read(world)
    for article in world.articles:
        variants = kb.variants[f"{article.id}.md"]
        scope = naive.scope_of(world, article)
        held = [points(kb, variant) for variant in variants]
        assert sum(map(len, held)) == len(scope)
        assert frozenset().union(*held) == scope
        assert all(held) or not scope
        for variant, them in zip(variants, held, strict=True):
            shown = observed.view(variant.article)
            for point in them or (None,):
                assert shown == naive.see(world, article, point).view, (point, world.sources())
            assert variant.point == naive.best(world, them, list(article.applies_to))
        looks = naive.looks_of(world, article)
        apart = {looks[variant.point] for variant in variants if variant.point is not None}
        assert len(apart) == len(variants) or not scope, "two variants look the same"
        assert set(held) == set(naive.classes(world, article))
        assert naive.best(world, scope, list(article.applies_to)) == variants[0].point


@SOME
@given(worlds(least=2))
def test_links_show_the_reader_s_numbers_and_lead_to_the_reader_s_variants(world: World) -> None:
    kb = observed.read(world)
    by_id = {article.id: article for article in world.articles}
    for article in world.articles:
        for variant in kb.variants[f"{article.id}.md"]:
            seen = naive.see(world, article, variant.point)
            links = variant.article.nodes.links
            assert [link.target for link in links] == [
                address(article, target) for _, target in seen.links
            ]
            for link, (ref, (id, label)) in zip(links, seen.links, strict=True):
                target = variant.links[link.span]
                assert target.kind is TargetKind.ARTICLE
                assert target.path == f"{id}.md"
                to = kb.variants[target.path]
                found = next(it for it in to if it.slug == target.variant)
                if id == article.id:
                    assert found == variant
                    there = seen
                else:
                    wanted = expected(world, by_id[id], variant, points(kb, variant))
                    assert points(kb, found) == wanted, world.sources()
                    there = naive.see(world, by_id[id], found.point)
                if ref.bare:
                    words = reference_text(kb, variant.article, link.span, target)
                else:
                    words = plain_text(renumbered(link.children, target))
                number = there.numbers.get(label)
                if number is not None:
                    assert (target.fragment, target.anchor is not None) == (label, True)
                    if ref.bare:
                        assert re.match(rf"step {re.escape(number)}(?![\w.])", words), words
                    elif label in numbers(article) and id == article.id:
                        assert words == f"step {number}"
                elif label in there.parts:
                    assert (target.fragment, target.anchor is not None) == (label, True)
                else:
                    assert (target.fragment, target.anchor) == ("", None)
                    if ref.bare:
                        assert words == f"About {id}"


def expected(
    world: World, other: Piecework, reader: Variant, scope: frozenset[Point]
) -> frozenset[Point]:
    """Return the points of the variant of another article that a reader must be led to."""
    groups = naive.classes(world, other)
    for group in groups:
        if reader.point in group:
            return group
    shared = frozenset().union(*groups) & scope
    if not shared:
        return groups[0]
    order = [entry.product.text for entry in reader.article.metadata.applies_to]
    point = naive.best(world, shared, order)
    return next(group for group in groups if point in group)


def addresses(kb: KnowledgeBase, path: str) -> Mapping[str, frozenset[Point]]:
    """Return the last parts of the addresses of an article, with the points of the page there."""
    found: dict[str, frozenset[Point]] = {}
    for variant in kb.variants[path]:
        for name in (variant.slug, *variant.former):
            assert name not in found, (path, name)
            found[name] = points(kb, variant)
    return found


@SOME
@given(worlds())
def test_each_version_has_an_address_that_leads_to_its_variant(world: World) -> None:
    kb = observed.read(world)
    for article in world.articles:
        found = addresses(kb, f"{article.id}.md")
        scope = naive.scope_of(world, article)
        assert next(iter(found)) == ""
        if len(kb.variants[f"{article.id}.md"]) == 1:
            assert list(found) == [""]
            continue
        first = next(iter(article.applies_to), None) or min(scope, key=world.points().index).product
        for point in scope:
            name = address_of(point, first)
            homes = {them for them in found.values() for it in them if it[:2] == point[:2]}
            assert any(it[:2] == point[:2] for it in found[name]), (name, world.sources())
            if len(homes) == 1:
                assert point in found[name]
            else:
                assert point in found[f"{name}-{point.platform}"]
        for variant in kb.variants[f"{article.id}.md"][1:]:
            assert variant.point is not None
            assert variant.slug.startswith(address_of(variant.point, first))


def address_of(point: Point, first: str) -> str:
    """Return what the address of a version ends in, as far as it is not on another platform."""
    words = [point.product] * (point.product != first or not point.version) + [point.version]
    return ODD.sub("-", "-".join(filter(None, words)).lower())


@SOME
@given(worlds(), st.data())
def test_a_newer_version_or_article_moves_no_version_s_page(
    world: World, data: st.DataObject
) -> None:
    before = observed.read(world)
    product = world.products[data.draw(st.sampled_from(list(world.products)))]
    newest = replace(product, versions=POOLS[product.id][: len(product.versions) + 1])
    added = data.draw(articles(NEWCOMER, world.products))
    for changed in (
        replace(world, products={**world.products, product.id: newest}),
        World(world.products, (*world.articles, added)),
    ):
        if not product.versions and changed.products != world.products:
            continue  # A product without versions is another one with them.
        after = observed.read(changed)
        for article in world.articles:
            found = addresses(after, f"{article.id}.md")
            for name, them in addresses(before, f"{article.id}.md").items():
                assert name in found, (name, world.sources())
                named = {it for it in them if name and address_of(it, it.product) == name}
                assert {it[:2] for it in named} <= {it[:2] for it in found[name]}


APP = """\
products:
  app:
    name: App
    versions: ["1.0", "1.1", "2.0"]
    platforms:
      windows: Windows
      macos: macOS
  tool:
    name: Tool
    platforms:
      windows: Windows
      macos: macOS
"""
HEAD = "---\nid: {}\ntitle: About {}\nstatus: published\nupdated: 2024-09-18\n{}---\n\n"


def of(*bodies: str, applies_to: str = "app: all") -> KnowledgeBase:
    """Return a knowledge base of articles `a0`, `a1` … that all apply to the same."""
    files = {"kb.yml": APP}
    for at, body in enumerate(bodies):
        head = HEAD.format(f"a{at}", f"a{at}", f"applies_to:\n  {applies_to}\n")
        files[f"a{at}.md"] = head + body
    return observed.inspect_files(files).kb


def words_of_links(kb: KnowledgeBase, variant: Variant) -> list[str]:
    """Return what the links of a variant read."""
    return [
        plain_text(renumbered(link.children, variant.links[link.span]))
        or reference_text(kb, variant.article, link.span, variant.links[link.span])
        for link in variant.article.nodes.links
    ]


def test_links_follow_the_numbers_of_an_article_with_one_variant_too() -> None:
    steps = '1. a {applies_to="<2.0"}\n2. b {#b}\n\nSee [step 2](#b), [](#b).\n'
    kb = of(f"## Resolution\n\n{steps}", "## Cause\n\n[](kb:a0#b)\n", applies_to='app: "2.0"')
    variant, *others = kb.variants["a0.md"]
    assert not others
    assert words_of_links(kb, variant) == ["step 1", "step 1"]
    assert words_of_links(kb, kb.variants["a1.md"][0]) == ["step 1 of “Resolution” (About a0)"]


def test_a_version_s_address_works_where_platforms_differ() -> None:
    kb = of('## Cause\n\na\n\nb {applies_to="2.0 on macos; 1.1 on windows"}\n')
    windows, macos = kb.variants["a0.md"]
    assert (windows.slug, windows.former) == ("", ("1.0", "1.1-macos", "2.0", "2.0-windows"))
    assert (macos.slug, macos.former) == ("2.0-macos", ("1.1", "1.1-windows"))


def test_versions_of_odd_names_have_addresses_of_their_own() -> None:
    labels = ("R 1", "R-1", "r_1", "index", "\u6625", "\u590f", "2.0")
    listed = ", ".join(f'"{label}"' for label in labels)
    registry = f"products:\n  app:\n    name: App\n    versions: [{listed}]\n"
    head = HEAD.format("a0", "a0", "applies_to:\n  app: all\n")
    body = '## Cause\n\na\n\nb {applies_to="<2.0"}\n'
    kb = observed.inspect_files({"kb.yml": registry, "a0.md": head + body}).kb
    own, old = kb.variants["a0.md"]
    assert (own.slug, own.former) == ("", ("2.0",))
    assert (old.slug, old.former) == ("version-2", ("r-1", "r-1-2", "r_1", "index-2", "version"))


def test_addresses_of_versions_of_long_names_are_cut() -> None:
    same, wide = "r" * 100, "w" * 99
    listed = f"{same.upper()}, {same}, '2.0'"
    registry = f"products:\n  app:\n    name: App\n    versions: [{listed}]\n"
    registry += f"    platforms:\n      {wide}: Windows\n      macos: macOS\n"
    head = HEAD.format("a0", "a0", "applies_to:\n  app: all\n")
    body = f'## Cause\n\na\n\nb {{applies_to="<2.0 on macos; 2.0 on {wide}"}}\n'
    kb = observed.inspect_files({"kb.yml": registry, "a0.md": head + body}).kb
    names = [name for it in kb.variants["a0.md"] for name in (it.slug, *it.former) if name]
    assert len(set(names)) == len(names)
    assert {f"{same[:98]}-2", same, f"2.0-{wide[:96]}"} <= set(names)
    assert max(map(len, names)) == 100


def test_a_product_without_versions_may_be_meant_on_one_platform() -> None:
    kb = of("## Cause\n\na\n", applies_to="tool: on macos")
    assert list(kb.universe.members(kb.scopes["a0.md"])) == [Point("tool", "", "macos")]


def test_strong_words_of_which_nothing_is_left_take_their_step_along() -> None:
    both = '**[x]{applies_to="<2.0"} [y]{applies_to="<1.1"}**'
    kb = of(f"## Resolution\n\n1. a\n2. {both}\n3. c\n")
    (steps,) = kb.variants["a0.md"][0].article.nodes.step_lists
    assert [step.number for step in steps.steps] == [1, 2]


def test_steps_that_look_the_same_are_those_of_the_version_that_stands_for_the_others() -> None:
    steps = '1. a {applies_to="<2.0"}\n2. a {applies_to=">=2.0"}\n3. [](#resolution-step-2)\n'
    kb = of(f"## Resolution\n\n{steps}")
    (variant,) = kb.variants["a0.md"]
    assert set(variant.anchors) == {"resolution", "resolution-step-2", "resolution-step-3"}
    assert words_of_links(kb, variant) == ["step 1"]


@pytest.mark.parametrize(
    "body",
    [
        'same {applies_to="<2.0"}\n\n/// applies_to | >=2.0\nsame\n///',
        'c [x y]{applies_to="<2.0"} [x]{applies_to=">=2.0"} [y]{applies_to=">=2.0"}',
        '[x]{applies_to="<2.0"} [x\n]{applies_to=">=2.0"}',
        "/// applies_to | <2.0\n1. a\n///\n\n/// applies_to | >=2.0\n1. a\n///",
    ],
)
def test_what_looks_the_same_is_one_variant(body: str) -> None:
    assert len(of(f"## Cause\n\n{body}\n").variants["a0.md"]) == 1


def test_a_footnote_is_not_part_of_what_stands_around_it() -> None:
    note = '[^1]: note\n\n    more {applies_to=">=2.0"}\n\n'
    kb = of(f'## Cause {{applies_to="<2.0"}}\n\nx\n\n{note}## Resolution\n\n1. c[^1]\n')
    assert [len(region.scope) for region in kb.regions["a0.md"]] == [4, 2]


def test_the_steps_of_a_footnote_end_no_list_that_goes_on() -> None:
    first = '1. a {applies_to="<2.0"}\n2. b[^1]\n\n[^1]: x\n\n    1. q\n    2. r\n    3. s\n\n'
    kb = of(f"## Resolution\n\n{first}Then:\n\n3. c {{#c}}\n")
    assert kb.variants["a0.md"][0].anchors["c"].number == "2"
