"""What a page says of versions: the selector's facts and links, the notice, the page's head."""

from __future__ import annotations

import datetime
import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.build import inspect
from helpwright.compile import compile_site
from helpwright.config import Config
from helpwright.knowledge import KnowledgeBase, Product, Release
from helpwright.render.html import APART, HtmlWriter
from helpwright.render.versions import write_version_notice, write_versions
from helpwright.scope import Point, Universe
from tests.sites import Site, article

TODAY = datetime.date(2025, 1, 1)
APP = Product(
    "app",
    "Example App",
    ("1.0", "1.2", "2.0", "3.0"),
    releases={"1.0": Release(retired="2024-06-30"), "3.0": Release(released="2026-01-01")},
)
DESK = Product("desk", "Desk & Co", ("5", "6"), platforms={"windows": "Windows", "macos": "macOS"})
ADDON = Product("addon", "Add-on")
Holders = Mapping[str, Sequence[Point]]


def a(*versions: str) -> list[Point]:
    return [Point("app", version) for version in versions]


def d(*versions: str) -> list[Point]:
    return [Point("desk", *version.split("/")) for version in versions]


class Case:
    """An article whose variants hold these points, by their slugs."""

    def __init__(self, root: Path, holders: Holders, applies_to: str = "app: all") -> None:
        more = f"applies_to:\n  {applies_to}\n"
        (root / "a.md").write_text(article("a", more=more))
        kb = inspect(Config(root)).kb
        products = (APP, DESK, ADDON)
        points = tuple(
            Point(product.id, version, platform)
            for product in products
            for version in product.versions or ("",)
            for platform in product.platforms or ("",)
        )
        universe = Universe(points)
        registry = replace(kb.registry, products={product.id: product for product in products})
        self.kb: KnowledgeBase = replace(kb, registry=registry, today=TODAY, universe=universe)
        self.variants = tuple(
            replace(
                kb.variants["a.md"][0],
                scope=universe.of(held),
                slug=slug,
                label=f"the label of {slug or 'the first'}",
                supported=any(
                    registry.products[point.product].is_supported(point.version, TODAY)
                    for point in held
                ),
            )
            for slug, held in holders.items()
        )

    def node(self, write: Callable[..., None], slug: str = "") -> LexborNode | None:
        """Return the element that is written for the page of a variant."""
        html = HtmlWriter()
        variant = next(it for it in self.variants if it.slug == slug)
        write(html, self.kb, self.variants, variant, lambda other: f"to/{other}")
        pieces = html.finish("hw-article").pieces
        assert len(pieces) < 2
        text = "".join(piece.html for piece in pieces if not isinstance(piece, str))
        return LexborHTMLParser(f"<main>{text}</main>").css_first("main > *")

    def facts(self, slug: str = "") -> dict[str, Any]:
        node = self.node(write_versions, slug)
        assert node is not None
        facts = json.loads(node.attributes["data-hw-versions"] or "")
        assert isinstance(facts, dict)
        return facts


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "kb"
    folder.mkdir()
    return folder


def test_each_variant_has_a_link_and_the_current_one_is_named(root: Path) -> None:
    case = Case(root, {"": a("2.0", "3.0"), "1.2": a("1.0", "1.2")})
    node = case.node(write_versions, "1.2")
    assert node is not None
    assert node.tag == "nav"
    assert node.attributes["aria-label"] == "Versions of this article"
    assert node.attributes["data-hw-chrome"] == "versions"
    assert "data-search-exclude" in node.attributes
    assert [link.attributes for link in node.css("li > a")] == [
        {"href": "to/", "data-hw-variant": ""},
        {"href": "to/1.2", "data-hw-variant": "1.2", "aria-current": "page"},
    ]
    assert [link.text() for link in node.css("li > a")] == [
        "the label of the first",
        "the label of 1.2",
    ]


def test_facts_name_every_version_from_the_newest_and_the_variant_that_has_it(root: Path) -> None:
    case = Case(root, {"": a("2.0", "3.0"), "1.0": a("1.0")})
    assert case.facts("1.0") == {
        "page": "1.0",
        "products": [
            {
                "id": "app",
                "name": "Example App",
                "versions": [
                    {"id": "3.0", "name": "3.0", "slug": "", "upcoming": True},
                    {"id": "2.0", "name": "2.0", "slug": ""},
                    {"id": "1.2", "name": "1.2"},
                    {"id": "1.0", "name": "1.0", "slug": "1.0", "retired": True},
                ],
            }
        ],
    }


def test_products_stand_in_the_order_of_the_article(root: Path) -> None:
    case = Case(
        root,
        {"": [*a("2.0"), *d("6/windows", "6/macos")], "1.2": [*a("1.2"), Point("addon")]},
        "desk: all\n  app: all",
    )
    products = case.facts()["products"]
    assert [product["id"] for product in products] == ["desk", "app", "addon"]
    assert products[2]["versions"] == [{"id": "", "name": "", "slug": "1.2"}]


def test_platforms_are_told_apart_only_where_the_article_does(root: Path) -> None:
    case = Case(
        root, {"": d("5/windows", "5/macos", "6/windows"), "6-macos": d("6/macos")}, "desk: all"
    )
    product = case.facts()["products"][0]
    assert product["platforms"] == ["windows", "macos"]
    assert product["versions"] == [
        {"id": "6/windows", "name": "6 for Windows", "slug": ""},
        {"id": "6/macos", "name": "6 for macOS", "slug": "6-macos"},
        {"id": "5", "name": "5", "slug": ""},
    ]


def test_one_variant_leaves_hidden_facts_where_there_is_a_choice(root: Path) -> None:
    case = Case(root, {"": a("2.0")})
    node = case.node(write_versions)
    assert node is not None
    assert node.tag == "div"
    assert "hidden" in node.attributes
    assert not node.text(strip=True)
    versions = case.facts()["products"][0]["versions"]
    assert [version["id"] for version in versions if "slug" in version] == ["2.0"]


@pytest.mark.parametrize("holders", [{"": []}, {"": [Point("addon")]}])
def test_nothing_is_written_where_there_is_nothing_to_choose(root: Path, holders: Holders) -> None:
    assert Case(root, holders).node(write_versions) is None


def test_the_own_page_has_no_notice(root: Path) -> None:
    assert Case(root, {"": a("2.0"), "1.2": a("1.2")}).node(write_version_notice) is None


@pytest.mark.parametrize(
    ("held", "kind", "words"),
    [
        (a("1.2"), "note", ""),
        (a("1.0", "1.2"), "note", ""),
        (a("1.0"), "warning", "This version is no longer supported."),
        (a("3.0"), "warning", "This version is not out yet."),
        (a("1.0", "3.0"), "warning", "None of these versions is supported."),
    ],
)
def test_the_notice_says_what_is_read_and_leads_to_the_own_page(
    root: Path, held: list[Point], kind: str, words: str
) -> None:
    case = Case(root, {"": a("2.0"), "x": held})
    node = case.node(write_version_notice, "x")
    assert node is not None
    assert kind in (node.attributes["class"] or "").split()
    assert node.attributes["data-hw-chrome"] == "notice"
    texts = [part.text() for part in node.css("p")]
    title = "You are reading this article for the label of x. Read it for the label of the first"
    assert texts == ([title, words] if words else [title])
    link = node.css_first("a")
    assert link is not None
    assert link.attributes == {"href": "to/", "data-hw-variant": ""}


def test_several_versions_that_are_over_are_told_of_in_the_plural(root: Path) -> None:
    case = Case(root, {"": a("2.0"), "x": a("1.0", "1.2")})
    releases = {version: Release(retired="2024-06-30") for version in ("1.0", "1.2")}
    products = {**case.kb.registry.products, "app": replace(APP, releases=releases)}
    case.kb = replace(case.kb, registry=replace(case.kb.registry, products=products))
    case.variants = (case.variants[0], replace(case.variants[1], supported=False))
    node = case.node(write_version_notice, "x")
    assert node is not None
    assert "These versions are no longer supported." in node.text()


def test_names_cannot_become_markup(root: Path) -> None:
    case = Case(root, {"": d("6/windows", "6/macos"), "5": d("5/windows", "5/macos")}, "desk: all")
    nasty = '"><script>alert(1)</script>'
    products = {**case.kb.registry.products, "desk": replace(DESK, name=nasty)}
    case.kb = replace(case.kb, registry=replace(case.kb.registry, products=products))
    case.variants = tuple(replace(variant, label=nasty) for variant in case.variants)
    node = case.node(write_versions, "5")
    assert node is not None
    assert not node.css("script")
    assert case.facts("5")["products"][0]["name"] == nasty
    assert node.css("a")[0].text() == nasty


def test_search_and_feeds_take_neither_for_words_of_the_article() -> None:
    assert {"versions", "notice"} <= APART


VERSIONS = 'title: Test\nproducts:\n  app:\n    name: App\n    versions: ["1.0", "1.2", "2.0"]\n'
STEPS = '## Symptom\n\nIt fails.\n\n## Resolution\n\n1. Open it.\n2. Close it. {applies_to="2.0"}\n'
VARIANTS = {
    "kb.yml": VERSIONS,
    "a.md": article("a", STEPS, more="applies_to:\n  app: all\n"),
    "old.md": article("old", status="retired"),
}


def built(folder: Path, **settings: object) -> Site:
    site = Site(folder, VARIANTS, **settings)
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    return site


def canonical(html: str) -> list[str | None]:
    links = LexborHTMLParser(html).css("head link[rel=canonical]")
    return [link.attributes["href"] for link in links]


def test_the_script_comes_with_the_style_sheet(tmp_path: Path, project_root: Path) -> None:
    site = built(tmp_path)
    assert '<script src="../../assets/helpwright.js">' in site.page("kb/a")
    source = project_root / "plugins/helpwright/assets/helpwright.js"
    assert (site.html / "assets/helpwright.js").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("directories", [True, False])
def test_search_engines_are_told_the_page_of_the_article(tmp_path: Path, directories: bool) -> None:
    site = built(tmp_path, use_directory_urls=directories)
    own = "https://help.example/kb/a/" if directories else "https://help.example/kb/a.html"
    name = "{}/index.html" if directories else "{}.html"
    for page in ("kb/a", "kb/a/1.2"):
        assert canonical((site.html / name.format(page)).read_text()) == [own]
    plain = (site.html / "sitemap.xml").read_bytes()
    assert gzip.decompress((site.html / "sitemap.xml.gz").read_bytes()) == plain
    places = LexborHTMLParser(plain.decode()).css("loc")
    listed = {place.text().removeprefix("https://help.example/") for place in places}
    assert listed == (
        {"", "kb/", "kb/a/"} if directories else {"index.html", "kb/index.html", "kb/a.html"}
    )
    assert (site.html / name.format("kb/old")).exists()


def test_a_site_without_an_address_names_the_page_from_where_it_is(tmp_path: Path) -> None:
    site = built(tmp_path, site_url="")
    assert canonical(site.page("kb/a")) == []
    assert canonical(site.page("kb/a/1.2")) == ["../"]


def test_compiled_pages_come_with_the_script_too(tmp_path: Path) -> None:
    Site(tmp_path, VARIANTS)
    out = tmp_path / "docs"
    assert "assets/helpwright.js" in compile_site(Config(tmp_path / "kb-source"), out).written
    assert (out / "assets/helpwright.js").exists()
    page = (out / "kb/a/1.2.md").read_text()
    assert '<a href="../" data-hw-variant="">' in page


RELEASES = """title: Test
products:
  app:
    name: App
    versions:
      - "1.0"
      - version: "2.0"
        aliases: ["Spring"]
      - version: "3.0"
        released: 2999-01-01
"""


def test_the_address_of_a_version_tells_its_page_that_it_was_asked_for(tmp_path: Path) -> None:
    site = built(tmp_path)
    page = site.page("kb/a/2.0")
    assert "+ 'for=2.0' + location.hash" in page
    assert canonical(page) == ["../"]
    assert 'content="0; url=../"' in page


def test_what_is_not_out_yet_is_not_to_be_found(tmp_path: Path) -> None:
    steps = STEPS.replace('"2.0"', '">=3.0"')
    kb = {
        "kb.yml": RELEASES,
        "a.md": article("a", steps, more="applies_to:\n  app: all\n"),
        "b.md": article("b", more='applies_to:\n  app: "3.0"\n'),
    }
    site = Site(tmp_path, kb)
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    noindex = '<meta name="robots" content="noindex">'
    listed = (site.html / "search/search_index.json").read_text()
    assert noindex not in site.page("kb/a")
    assert '"kb/a/"' in listed
    for page in ("kb/a/3.0", "kb/b"):
        assert noindex in site.page(page)
        assert f'"{page}/' not in listed
        assert "This version is not out yet." in site.page(page)


def test_other_names_of_a_version_are_told(root: Path) -> None:
    case = Case(root, {"": a("2.0"), "1.2": a("1.2")})
    app = replace(APP, releases={"2.0": Release(aliases=("Spring 2026",))})
    products = {**case.kb.registry.products, "app": app}
    case.kb = replace(case.kb, registry=replace(case.kb.registry, products=products))
    told = {it["id"]: it.get("aliases") for it in case.facts()["products"][0]["versions"]}
    assert told == {"3.0": None, "2.0": ["Spring 2026"], "1.2": None, "1.0": None}
