"""Lists of products to products of the registry: names, versions, ranges, spellings."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.conditions.ranges import parse_range
from helpwright.fields import IDENTIFIER_PATTERN
from helpwright.importers.draft import Draft, Facts
from helpwright.importers.ledger import Attention, Entry, Outcome, balance
from helpwright.importers.product_names import read_names
from helpwright.importers.product_versions import insert_versions, plain_version
from helpwright.importers.products import ProductPlan, plan_products
from helpwright.importers.tally import tally_blocks
from helpwright.knowledge import Product, Registry
from helpwright.parse.blocks import BlockReader

NONE = Registry()


def make(*products: str, origin: str = "a.md", text: str = "") -> Draft:
    blocks = BlockReader(text.encode(), 0).read()
    return Draft(origin, blocks, Facts(title="Pots", products=products), tally_blocks(blocks))


def plan(*lists: tuple[str, ...], registry: Registry = NONE) -> ProductPlan:
    """Plan a document for each list of products."""
    drafts = [make(*products, origin=f"{at}.md") for at, products in enumerate(lists)]
    return plan_products(drafts, registry)


def registry_of(planned: ProductPlan, registry: Registry = NONE) -> Registry:
    products = {**registry.products, **{product.id: product for product in planned.products}}
    return Registry(products=products)


def entries(planned: ProductPlan, origin: str = "0.md") -> dict[str, Entry]:
    return {entry.topic: entry for entry in planned.entries.get(origin, ())}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Kettle", [("Kettle", [])]),
        ("Kettle 1.2", [("Kettle", ["1.2"])]),
        ("Kettle v2", [("Kettle", ["2"])]),
        ("Kettle® Pro™ 2016", [("Kettle Pro", ["2016"])]),
        ("2016 Kettle Pro", [("Kettle Pro", ["2016"])]),
        ("Kettle 2013 Standard Edition", [("Kettle", ["2013"])]),
        ("Kettle Standard Edition", [("Kettle", [])]),
        ("Kettle 2010 Service Pack 3", [("Kettle", ["2010 SP3"])]),
        ("Kettle 2010 Service Pack 2 (SP2) Update Rollup 1", [("Kettle", ["2010 SP2 UR1"])]),
        ("Kettle 2012 R2 Datacenter", [("Kettle", ["2012 R2"])]),
        ("Kettle 2016 for Boats", [("Kettle for Boats", ["2016"])]),
        ("Kettle 2010 Junior", [("Kettle Junior", ["2010"])]),
        ("Kettle (all versions)", [("Kettle", [])]),
        ("All versions of the Kettle", [("Kettle", [])]),
        ("Kettle 1.2 or later", [("Kettle", [">=1.2"])]),
        ("Kettle 1.2+", [("Kettle", [">=1.2"])]),
        ("Kettle 2013 and later versions", [("Kettle", [">=2013"])]),
        ("Kettle 2.1 oder höher", [("Kettle", [">=2.1"])]),
        ("Kettle from version 2.1", [("Kettle", [">=2.1"])]),
        ("Kettle 2013 and earlier", [("Kettle", ["<=2013"])]),
        ("Kettle before 2.0", [("Kettle", ["<2.0"])]),
        ("Kettle 1.2 - 1.4", [("Kettle", ["1.2 - 1.4"])]),
        ("Kettle 2010–2016", [("Kettle", ["2010 - 2016"])]),
        ("Kettle 2010 to 2016", [("Kettle", ["2010 - 2016"])]),
        ("Kettle 2010, 2013, and 2016", [("Kettle", ["2010", "2013", "2016"])]),
        ("Kettle 2010/2013", [("Kettle", ["2010", "2013"])]),
        ("Kettle 2013, Pot for Home", [("Kettle", ["2013"]), ("Pot for Home", [])]),
        ("Kettle 2013 and Pot 2", [("Kettle", ["2013"]), ("Pot", ["2"])]),
        ("Kettle 10, version 1809", [("Kettle", ["10 1809"])]),
        ("Kettle 10 build 19045.1", [("Kettle", ["10 19045.1"])]),
        # Numbers that belong to names.
        ("Microsoft 365 Apps for enterprise", [("Microsoft 365 Apps for enterprise", [])]),
        ("Kettle for Microsoft 365", [("Kettle for Microsoft 365", [])]),
        ("8x8 Work for Kettles", [("8x8 Work for Kettles", [])]),
        ("Pot 2.0 Tools", [("Pot 2.0 Tools", [])]),
        ("Stove 9300 Switch", [("Stove 9300 Switch", [])]),
        ("Home and Garden", [("Home and Garden", [])]),
        ("Kettle (Red, Blue)", [("Kettle", [])]),
        ("Kettle via Plan A", [("Kettle", [])]),
        ("version 3", [("", ["3"])]),
        ("", []),
    ],
)
def test_names_are_taken_apart(text: str, read: list[tuple[str, list[str]]]) -> None:
    found = [
        (naming.name, [one.written() for one in naming.versions]) for naming in read_names(text)
    ]
    assert found == read


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("2010  Service Pack 03", "2010 SP3"),
        ("2010 SP 3", "2010 SP3"),
        ("2019 Cumulative Update 12", "2019 CU12"),
        ("v1.10", "1.10"),
        ("2016 rtm", "2016 RTM"),
        ("Vista", "Vista"),
    ],
)
def test_versions_have_one_spelling(written: str, plain: str) -> None:
    assert plain_version(written) == plain


def test_versions_run_from_oldest_to_newest() -> None:
    ordered = (
        "1.2", "1.9", "1.10", "2003 SP2", "2008 Beta", "2008", "2008 SP1", "2008 SP2",
        "2008 SP2 UR1", "2008 SP10", "2008 R2", "2008 R2 SP1", "2012", "2019", "2019 CU2",
        "2019 CU12",
    )  # fmt: skip
    shuffled = list(ordered)
    random.Random(7).shuffle(shuffled)
    assert insert_versions((), shuffled) == ordered


def test_new_versions_find_their_place_among_those_that_are_there() -> None:
    known = ("Ancient", "1.0", "3.0", "Next")
    assert insert_versions(known, ["2.0", "4.0", "1.0"]) == (
        "Ancient", "1.0", "2.0", "3.0", "Next", "4.0",
    )  # fmt: skip
    assert insert_versions(("2.0", "1.0"), ["1.5"]) == ("1.5", "2.0", "1.0")
    assert insert_versions(("2010 Service Pack 3",), ["2010 SP3"]) == ("2010 Service Pack 3",)


def test_spellings_become_one_product_with_aliases() -> None:
    planned = plan(
        ("Kettle Server 2016 Standard Edition", "kettle server 2013"),
        ("Kettle Server 2016", "Kettle-Server 2013", "2010 Kettle Server", "Kettle Online"),
        ("Microsoft Kettle Server", "Kettle Server 2010"),
    )
    server = next(product for product in planned.products if product.id == "kettle-server")
    assert server == Product(
        "kettle-server",
        "Kettle Server",
        ("2010", "2013", "2016"),
        (
            "2010 Kettle Server", "kettle server 2013", "Kettle Server 2016 Standard Edition",
            "Kettle-Server 2013", "Microsoft Kettle Server",
        ),
    )  # fmt: skip
    assert [product.id for product in planned.products] == ["kettle-online", "kettle-server"]
    assert planned.applies_to == {
        "0.md": (("kettle-server", ("2013", "2016")),),
        "1.md": (("kettle-server", ("2010", "2013", "2016")), ("kettle-online", ("all",))),
        "2.md": (("kettle-server", ("all",)),),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kettle Online", "Kettle Server 2016"),
        ("Kettle Server 2012 R2", "Kettle 8.1"),
        ("Kettle for Home", "Kettle"),
        ("Kettle 365", "Kettle"),
        ("Kettle Pod", "Kettle Pot"),
        ("Kettle Home 10", "Kettle Hom 11"),
        ("Apple Kettle", "Google Kettle"),
    ],
)
def test_other_products_stay_apart(one: str, other: str) -> None:
    assert len(plan((one, other)).products) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kettle & Pot", "Kettle and Pot"),
        ("KettlePro", "Kettle Pro 2"),
        ("Kettle for Mac for Home", "Kettle for Home for Mac"),
        ("Kettle iOS", "Kettle for iOS"),
        ("Kettle on iOS", "Kettle for iOS"),
        ("Microsoft Kettle", "Kettle 3"),
        ("Microsoft Office Kettle 2007", "Kettle"),
        ("Microsoft Office Kettle 2007", "Office Kettle"),
        ("KETTLE", "Kettle"),
    ],
)
def test_spellings_of_one_product_meet(one: str, other: str) -> None:
    (product,) = plan((one, other), (other,), (other,)).products
    assert one in product.aliases
    assert other not in product.aliases


def test_a_slip_of_one_letter_is_seen_beside_a_usual_name() -> None:
    lists = [("Kettle Online",)] * 5
    (product,) = plan(*lists, ("ettle Online",)).products
    assert product.aliases == ("ettle Online",)
    assert len(plan(("Kettle Online",), ("ettle Online",)).products) == 2


def test_ranges_are_written_as_front_matter_has_them() -> None:
    planned = plan(("Kettle 2010-2013", "Kettle 2016 and later", "Kettle 2019", "Kettle 2007"))
    assert planned.products[0].versions == ("2007", "2010", "2013", "2016", "2019")
    assert planned.applies_to["0.md"] == (("kettle", ("2007", "2010 - 2013", ">=2016")),)


def test_what_names_no_product_is_left_out_and_told() -> None:
    planned = plan(("ITPro", "Kettle", "version 3", "x" * 300, "None"))
    assert planned.applies_to == {"0.md": (("kettle", ("all",)),)}
    dropped = [entry for entry in planned.entries["0.md"] if entry.outcome is Outcome.DROPPED]
    assert [(entry.about[:9], entry.attention) for entry in dropped] == [
        ("ITPro", Attention.NONE), ("version 3", Attention.DECIDE),
        ("xxxxxxxxx", Attention.DECIDE), ("None", Attention.NONE),
    ]  # fmt: skip
    assert plan(("Admin",)).applies_to == {}


def test_a_list_in_brackets_is_one_product_though_it_was_parted() -> None:
    planned = plan(("Kettle (Red", "Blue", "Green)", "Pot (Big", "Lid"), ("Oven)",))
    assert [product.name for product in planned.products] == [
        "Kettle", "Lid", "Oven", "Pot Big",
    ]  # fmt: skip
    assert planned.products[0].aliases == ("Kettle (Red, Blue, Green)",)


def test_a_rule_is_looked_at_once() -> None:
    planned = plan(("Kettle 2016 Enterprise",), ("Kettle 2016 Enterprise",), ("Kettle 2016",))
    first, second = entries(planned)["product-name"], entries(planned, "1.md")["product-name"]
    assert (first.attention, second.attention) == (Attention.LOOK, Attention.NONE)
    assert first.about == "Kettle 2016 Enterprise → Kettle: 2016"
    assert "2.md" not in planned.entries
    again = plan(("Kettle 2016 Enterprise",), registry=registry_of(planned))
    assert entries(again)["product-name"].attention is Attention.NONE


def test_products_that_are_there_are_found_and_extended() -> None:
    known = Registry(
        products={
            "ks": Product("ks", "Kettle Server", ("2010", "2016 Service Pack 1"), ("The Server",)),
            "pot10": Product("pot10", "Pot 10"),
            "teapot": Product("teapot", "Microsoft Teapot"),
        }
    )
    planned = plan(
        ("kettle-server 2013", "Kettle Server 2016 SP1"),
        ("the server", "ks", "Pot 10", "Teapot"),
        registry=known,
    )
    assert planned.products == (
        Product(
            "ks", "Kettle Server", ("2010", "2013", "2016 Service Pack 1"),
            ("The Server", "Kettle Server 2016 SP1", "kettle-server 2013", "the server"),
        ),
        Product("pot10", "Pot 10"),
        Product("teapot", "Microsoft Teapot", (), ("Teapot",)),
    )[::2]  # fmt: skip
    assert planned.applies_to == {
        "0.md": (("ks", ("2013", "2016 Service Pack 1")),),
        "1.md": (("ks", ("all",)), ("pot10", ("all",)), ("teapot", ("all",))),
    }


def test_ids_are_made_of_names_and_stay_apart() -> None:
    known = Registry(products={"c": Product("c", "Sea")})
    planned = plan(("C#", "C++", "鍋", "やかん"), registry=known)
    ids = [product.id for product in planned.products]
    assert sorted(ids) == ["c-2", "c-3", "product", "product-2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Symptom\n\n## Applies to\n\n- Kettle 2016\n- Pot\n\n## Cause\n", ["kettle", "pot"]),
        ("**Applies to:** Kettle 2016, Pot\n\n## Symptom\n", ["kettle", "pot"]),
        ("## Betroffene Produkte\n\n- Kettle\n", ["kettle"]),
        ("## Environment\n\nKettle 2016; Pot 3\n", ["kettle", "pot"]),
        ("## Prerequisites\n\n- Kettle\n", []),
        ("## Applies to\n\n- Kettle\n\nYou must have a stove.\n", []),
        ("## Environment\n\n- The kettle is hot.\n- You have water\n", []),
        ("## Applies to\n\n- Kettle\n  - Lid\n", []),
        ("## Cause\n\n- Kettle\n", []),
    ],
)
def test_a_list_in_the_text_counts_where_the_facts_have_none(text: str, found: list[str]) -> None:
    draft = make(text=text)
    planned = plan_products([draft], NONE)
    assert [id for id, _ in planned.applies_to.get("a.md", ())] == found
    assert ("products-from-text" in entries(planned, "a.md")) is bool(found)
    account = balance(draft.tally, tally_blocks(draft.blocks), planned.entries.get("a.md", ()))
    assert account.even
    stove = plan_products([make("Stove", text=text)], NONE)
    assert [id for id, _ in stove.applies_to["a.md"]] == ["stove"]


WORDS = st.sampled_from(
    "Kettle Pot Server Online for Mac iOS Microsoft Office Pro Enterprise Edition and 365 2010 "
    "2013 2016 1.2 1.10 v2 SP1 R2 or later - to , ; (all versions) (SP2) + before Kettl 鍋 & / "
    "ITPro".split()
)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join) | st.text(max_size=12)
LISTS = st.lists(st.lists(NAMES, max_size=4).map(tuple), max_size=6)


@given(LISTS, LISTS, st.randoms(use_true_random=False))
def test_plans_hold_their_promises(
    lists: list[tuple[str, ...]], more: list[tuple[str, ...]], order: random.Random
) -> None:
    drafts = [make(*products, origin=f"{at}.md") for at, products in enumerate(lists)]
    planned = plan_products(drafts, NONE)
    registry = registry_of(planned)
    shuffled = list(drafts)
    order.shuffle(shuffled)
    assert plan_products(shuffled, NONE) == planned
    again = plan_products(drafts, registry)
    assert again.products == ()
    assert again.applies_to == planned.applies_to
    # A later import extends what is there.
    added = [make(*products, origin=f"more/{at}.md") for at, products in enumerate(more)]
    later = plan_products(added, registry)
    for product in later.products:
        before = registry.products.get(product.id)
        if before is not None:
            assert product.name == before.name
            assert [one for one in product.versions if one in before.versions] == [*before.versions]
            assert product.aliases[: len(before.aliases)] == before.aliases
    whole = registry_of(later, registry)
    assert plan_products(drafts, whole).applies_to.keys() == planned.applies_to.keys()
    for product in whole.products.values():
        assert re.fullmatch(IDENTIFIER_PATTERN, product.id)
        assert product.name.strip()
    for applies_to in (*planned.applies_to.values(), *later.applies_to.values()):
        assert len({id for id, _ in applies_to}) == len(applies_to)
        for id, versions in applies_to:
            known = whole.products[id].versions
            assert versions
            for version in versions:
                parsed = parse_range(version, known)
                assert parsed is not None, version
                assert set(parsed.versions) <= set(known)


@pytest.mark.parametrize(
    "text", ["Kettle " * 50_000, "1.2, " * 50_000, "(" * 100_000, "a-" * 100_000, "1." * 100_000]
)
def test_long_values_take_bounded_time(text: str) -> None:
    assert len(plan((text,)).products) <= 1


def test_thousands_of_products_take_linear_time() -> None:
    planned = plan(*((f"Kettle {'abcdefghij'[at % 10]}{at}x",) for at in range(5_000)))
    assert len(planned.products) == 5_000
