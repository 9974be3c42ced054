"""The products of kb.yml: versions as labels or keys, their dates and other names, platforms."""

from __future__ import annotations

import datetime

import pytest

from helpwright.knowledge import Product, Release
from helpwright.parse.registry import parse_registry
from helpwright.rules import RULE_CODES
from helpwright.source import Source
from helpwright.write.registry import Additions, add_to_registry

HEAD = "products:\n  app:\n    name: App\n"
WRITTEN = """\
    versions:
      - 1.0
      - version: 1.10
        aliases: [Spring 2024, "24"]
        released: 2024-03-01
        retired: 2025-06-30
      - version: 2.0
        aliases: Two
      - version: "3.0"
        released:
      - {version: 4.0, released: 2024-09-18}
    platforms:
      windows: Windows
      macos: macOS
      linux:
"""


def read(text: str) -> tuple[Product, list[str]]:
    """Return the product that a kb.yml has, and the findings with their lines and remedies."""
    registry, found = parse_registry(Source("kb.yml", (HEAD + text).encode()), RULE_CODES)
    told = sorted((one.start.line, one.start.column, one.message, one.help) for one in found)
    return registry.products["app"], [
        f"{line}:{column}: {message}" for line, column, message, help in told if help
    ]


def test_a_version_is_a_label_or_has_keys() -> None:
    product, told = read(WRITTEN)
    assert told == []
    assert product == Product(
        "app",
        "App",
        ("1.0", "1.10", "2.0", "3.0", "4.0"),
        releases={
            "1.10": Release(("Spring 2024", "24"), "2024-03-01", "2025-06-30"),
            "2.0": Release(("Two",)),
            "4.0": Release(released="2024-09-18"),
        },
        platforms={"windows": "Windows", "macos": "macOS"},
    )


@pytest.mark.parametrize(
    ("day", "released", "supported"),
    [
        ("2024-02-29", False, False),
        ("2024-03-01", True, True),
        ("2025-06-29", True, True),
        ("2025-06-30", True, False),
    ],
)
def test_a_version_is_out_and_supported_from_day_to_day(
    day: str, released: bool, supported: bool
) -> None:
    product, _ = read(WRITTEN)
    today = datetime.date.fromisoformat(day)
    assert product.is_released("1.10", today) is released
    assert product.is_supported("1.10", today) is supported
    assert product.is_supported("1.0", today)


@pytest.mark.parametrize(
    ("text", "told", "versions"),
    [
        ("versions: [1, 2, 1]", ["4:22: `1` stands twice among the versions of `app`"], "1 2"),
        (
            "versions: [{version: 1, aliases: [2, one, one]}, {version: 2, aliases: [one, 1]}]",
            [
                "4:39: `2` stands twice among the versions of `app`",
                "4:47: `one` stands twice among the versions of `app`",
                "4:77: `one` stands twice among the versions of `app`",
                "4:82: `1` stands twice among the versions of `app`",
            ],
            "1 2",
        ),
        ("versions: [all, 1]", ["4:16: a version cannot be called `all`"], "1"),
        (
            "versions: [{version: 1, aliases: all}]",
            ["4:38: a version cannot be called `all`"],
            "1",
        ),
        ("versions: {version: 1}", ["4:15: `versions` must be a list of versions"], ""),
        (
            "versions: [[1], 2]",
            ["4:16: an entry of `versions` must be one text, not a list"],
            "2",
        ),
        ("versions: [{aliases: one}, 2]", ["4:17: a version of `app` has no `version`"], "2"),
        (
            "versions: [{version: 1, relased: 2024-03-01}]",
            ["4:29: `relased` is not a key of a version of `app`"],
            "1",
        ),
        (
            "versions: [{version: 1, released: 2024-02-30}]",
            ["4:39: `released: 2024-02-30` is not a date"],
            "1",
        ),
        (
            "versions: [{version: 1, released: 2024-03-01, retired: 2024-02-29}]",
            ["4:60: `retired: 2024-02-29` is before `released: 2024-03-01`"],
            "1",
        ),
        ("versions: r1, r2", ["4:15: `versions` is one text with commas"], ""),
        ('versions: "r1, r2"', [], "r1,\xa0r2"),
        (
            "versions: ['<2', '>=1', {version: '=3'}, 1<2, {version: 2, aliases: ['>1']}]",
            [
                "4:16: the name of a version cannot begin with `<`",
                "4:22: the name of a version cannot begin with `>`",
                "4:39: the name of a version cannot begin with `=`",
                "4:74: the name of a version cannot begin with `>`",
            ],
            "1<2 2",
        ),
        (
            rf'versions: ["a\nb", "a\u200Bb", {{version: 1, aliases: ["\x7F1", {"a" * 101}]}}]',
            [
                "4:16: a name in the product `app` holds U+000A, which nobody sees",
                "4:24: a name in the product `app` holds U+200B, which nobody sees",
                "4:59: a name in the product `app` holds U+007F, which nobody sees",
                "4:68: a name in the product `app` has more than 100 characters",
            ],
            "1",
        ),
        (
            f"versions: [{'a' * 101}, {'a' * 100}]",
            ["4:16: a name in the product `app` has more than 100 characters"],
            "a" * 100,
        ),
    ],
)
def test_what_is_wrong_with_versions(text: str, told: list[str], versions: str) -> None:
    product, found = read(f"    {text}\n")
    assert found == told
    assert product.versions == tuple(it.replace("\xa0", " ") for it in versions.split(" ") if it)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("platforms: {Mac OS: macOS, linux: Linux}", ["4:17: `platforms: Mac OS` is not an id"]),
        ("platforms: [linux]", ["4:16: `platforms` must be keys and values"]),
        ("platforms: {linux: [Linux]}", ["4:24: `platforms.linux` must be one text, not a list"]),
    ],
)
def test_what_is_wrong_with_platforms(text: str, told: list[str]) -> None:
    product, found = read(f"    {text}\n")
    assert found == told
    assert product.platforms in ({}, {"linux": "Linux"})


@pytest.mark.parametrize("id", ["all", "on", "or"])
def test_no_platform_is_a_word_of_conditions(id: str) -> None:
    product, found = read(f"    platforms: {{{id}: One, linux: Linux}}\n")
    assert found == [f"4:17: a platform cannot have the id `{id}`"]
    assert product.platforms == {"linux": "Linux"}


def test_a_platform_whose_name_may_not_be_is_called_as_its_id() -> None:
    names = f'a: Same, b: Same, c: "So\\u00ADft", d: {"d" * 101}, e: {"e" * 100}'
    product, found = read(f"    platforms: {{{names}}}\n")
    assert found == [
        "4:29: two platforms of `app` have the name `Same`",
        "4:38: a name in the product `app` holds U+00AD, which nobody sees",
        "4:55: a name in the product `app` has more than 100 characters",
    ]
    assert product.platforms == {"a": "Same", "b": "b", "c": "c", "d": "d", "e": "e" * 100}


def test_a_product_whose_name_may_not_be_is_called_as_its_id() -> None:
    more = {"app2": "App", "tab": r'"A\tB"', "long": "a" * 101, "last": "a" * 100}
    text = HEAD + "".join(f"  {id}:\n    name: {name}\n" for id, name in more.items())
    registry, found = parse_registry(Source("kb.yml", text.encode()), RULE_CODES)
    assert [(one.start.line, one.message) for one in found if one.help] == [
        (5, "two products have the name `App`"),
        (7, "a name in the product `tab` holds U+0009, which nobody sees"),
        (9, "a name in the product `long` has more than 100 characters"),
    ]
    names = {id: product.name for id, product in registry.products.items()}
    assert names == {"app": "App", "app2": "app2", "tab": "tab", "long": "long", "last": "a" * 100}


def test_a_version_that_is_there_under_another_name_is_not_added() -> None:
    text = HEAD + WRITTEN
    there = Product("app", "App", ("Spring 2024", "1.12", "Two"))
    assert add_to_registry(text, Additions(products=(there,))) == text.replace(
        "      - version: 2.0\n", '      - "1.12"\n      - version: 2.0\n'
    )
