"""Pages of ours that are for some versions of an article: what an import makes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from helpwright.build import inspect
from helpwright.compile import Engine, compile_site
from helpwright.config import Config
from helpwright.importers.edition import read_products
from helpwright.importers.html import read_page
from helpwright.importers.ledger import Attention, Entry
from helpwright.importers.run import Result, import_kb
from helpwright.importers.tally import shown_text
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, Step
from tests.sites import Site, article

REGISTRY = """\
title: Help
products:
  office:
    name: Example Office Suite
    versions:
      - version: "1.0"
        retired: 2001-01-01
      - "1.1"
      - "1.2"
      - "1.3"
      - "2.0"
      - version: "3.0"
        released: 2999-01-01
    platforms:
      windows: Windows
      macos: macOS
  viewer:
    name: The Viewer
    versions: [Spring, Autumn]
categories:
  start:
    title: Getting started
redirects:
  /kb/start/elsewhere/: https://example.org/elsewhere
  /kb/before/: menus
"""
ALL = "applies_to:\n  office: all\n"
MENUS = """\
## Symptom

It fails. Read [how the keys differ](keys.md#tips).

## Resolution

1. Open the old menu. {applies_to="<2.0"}
2. Choose Save.
3. Confirm. {applies_to=">=2.0"}
4. Close it. {#close}

See [](#close).
"""
KEYS = """\
## Symptom

Keys do nothing.

## Resolution

1. Press the key.

   /// applies_to | 2.0 on windows
   On this system press it twice.
   ///

2. Release it.

### Tips {#tips}

See [the menus](menus.md#close).
"""
PLACES = """\
## Symptom

It fails. [In spring only.]{applies_to="viewer: Spring"}

## Resolution

1. Open it.
2. Close it.
"""
KB = {
    "kb.yml": REGISTRY,
    "start/menus.md": article(
        "menus",
        MENUS,
        title="The menus",
        more=ALL
        + "aliases: [old-menus]\nchanges:\n  2024-09-18: The *menu* of 2.0.\n"
        + "  2024-03-01: 'First: published.'\n",
    ),
    "start/keys.md": article("keys", KEYS, title="The keys", more=ALL),
    "start/places.md": article(
        "places",
        PLACES,
        title="The places",
        more="applies_to:\n  office: '>=1.2'\n  viewer: all\n",
    ),
    "start/range.md": article(
        "range",
        title="A range",
        more="applies_to:\n  office: ['1.0', '>1.1']\n",
    ),
    "start/plain.md": article(
        "plain", title="One for all", more="applies_to:\n  office: '>=1.2'\n"
    ),
}
CLOSE = "Close it."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the built site of an office suite whose menus and keys differ by version."""
    site = Site(tmp_path_factory.mktemp("own") / "site", KB)
    done = site.build()
    assert done.returncode == 0, done.stderr
    return site


Imported = Mapping[str, tuple[Result, KnowledgeBase]]


@pytest.fixture(scope="module")
def imported(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """Return what importing the pages did, built and compiled in several ways, and the articles."""
    folder = tmp_path_factory.mktemp("imported")
    config = Config(site.folder / "kb-source")
    compile_site(config, folder / "compiled")
    compile_site(config, folder / "files", directory_urls=False)
    compile_site(config, folder / "zensical", engine=Engine.ZENSICAL)
    sources = {name: folder / name for name in ("compiled", "files", "zensical")}
    found: dict[str, tuple[Result, KnowledgeBase]] = {}
    for name, source in {"built": site.html / "kb", **sources}.items():
        result = import_kb(source, folder / f"kb-{name}")
        found[name] = (result, inspect(Config(folder / f"kb-{name}")).kb)
    return found


ways = pytest.mark.parametrize("way", ("built", "compiled", "files", "zensical"))


def entries(result: Result, id: str, topic: str) -> list[Entry]:
    """Return the entries of one topic in the account of an article."""
    return [
        entry
        for one in result.articles
        if one.planned.place.id == id
        for entry in one.planned.entries
        if entry.topic == topic
    ]


def steps(one: Article) -> tuple[Step, ...]:
    """Return the steps of an article with one procedure."""
    (found,) = one.nodes.step_lists
    return found.steps


def leads_to(kb: KnowledgeBase, id: str) -> list[tuple[str, str]]:
    """Return the articles and fragments that the links of an article lead to."""
    return [
        (kb.by_path[target.path].id if target.path else target.url, target.fragment)
        for target in kb.links[kb.by_id[id].path].values()
    ]


def applies_to(kb: KnowledgeBase, id: str) -> dict[str, list[str]]:
    """Return what an article says that it applies to."""
    return {
        entry.product.text: [version.text for version in entry.versions]
        for entry in kb.by_id[id].metadata.applies_to
    }


@ways
def test_each_page_is_an_article_beside_the_others(way: str, imported: Imported) -> None:
    result, kb = imported[way]
    assert not result.failures
    assert not result.entries
    assert all(one.planned.balance.even for one in result.articles)
    assert {one.id: one.title for one in kb.articles} == {
        "keys": "The keys",
        "keys-2.0-macos": "The keys (1.0 – 1.3, 3.0, and 2.0 for macOS)",
        "menus": "The menus",
        "menus-1.3": "The menus (1.0 – 1.3)",
        "places": "The places",
        "places-viewer-spring": "The places (The Viewer Spring)",
        "plain": "One for all",
        "range": "A range",
    }
    assert len({one.category for one in kb.articles}) == 1


@ways
def test_each_applies_to_the_versions_of_its_page(way: str, imported: Imported) -> None:
    _, kb = imported[way]
    assert {one.id: applies_to(kb, one.id) for one in kb.articles} == {
        "keys": {"office": ["2.0 on windows"]},
        "keys-2.0-macos": {"office": ["1.0 - 1.3", "2.0 on macos", "3.0"]},
        "menus": {"office": ["2.0", "3.0"]},
        "menus-1.3": {"office": ["1.0 - 1.3"]},
        "places": {"office": ["1.2 - 3.0"], "viewer": ["Autumn"]},
        "places-viewer-spring": {"viewer": ["Spring"]},
        "plain": {"office": [">=1.2"]},
        "range": {"office": ["1.0", ">1.1"]},
    }
    office = kb.registry.products["office"]
    assert office.versions == ("1.0", "1.1", "1.2", "1.3", "2.0", "3.0")
    assert office.platforms == {"windows": "Windows", "macos": "macOS"}
    assert kb.registry.products["viewer"].versions == ("Spring", "Autumn")


@ways
def test_each_says_what_it_is_a_version_of(way: str, imported: Imported) -> None:
    result, _ = imported[way]
    (own,) = entries(result, "menus", "version-of-article")
    (further,) = entries(result, "menus-1.3", "version-of-article")
    assert own.attention is Attention.NONE
    assert further.attention is Attention.LOOK
    assert further.about == "menus: 1.0 – 1.3"
    assert 'the guide "Versions"' in further.reason
    (support,) = entries(result, "menus", "version-support")
    assert support.about == (
        "Example Office Suite 1.0 is retired; Example Office Suite 3.0 is upcoming"
    )
    assert not entries(result, "menus-1.3", "version-support")
    assert not entries(result, "plain", "version-of-article")


@ways
def test_steps_links_and_fragments_are_those_of_the_page(way: str, imported: Imported) -> None:
    _, kb = imported[way]
    new, old, keys = (kb.by_id[id] for id in ("menus", "menus-1.3", "keys-2.0-macos"))
    assert [shown_text(step.blocks) for step in steps(new)] == ["Choose Save.", "Confirm.", CLOSE]
    assert [shown_text(step.blocks) for step in steps(old)] == [
        "Open the old menu.",
        "Choose Save.",
        CLOSE,
    ]
    assert leads_to(kb, "menus") == [("keys", "tips"), ("menus", "close")]
    assert leads_to(kb, "menus-1.3") == [("keys-2.0-macos", "tips"), ("menus-1.3", "close")]
    assert leads_to(kb, "keys") == [("menus", "close")]
    assert leads_to(kb, keys.id) == [("menus", "close")]


@ways
def test_nothing_that_the_site_adds_is_text(way: str, imported: Imported) -> None:
    _, kb = imported[way]
    for one in kb.articles:
        text = shown_text(one.blocks)
        assert not any(words in text for words in ("Your version", "You are reading", "History"))


@ways
def test_the_history_is_front_matter_again(way: str, imported: Imported) -> None:
    _, kb = imported[way]
    for id in ("menus", "menus-1.3"):
        changes = kb.by_id[id].metadata.changes
        assert [(it.date.text, it.text.text) for it in changes] == [
            ("2024-09-18", "The *menu* of 2.0."),
            ("2024-03-01", "First: published."),
        ]
    assert kb.by_id["keys"].metadata.changes == ()


@ways
def test_pages_that_lead_on_are_redirects(way: str, imported: Imported) -> None:
    result, kb = imported[way]
    ending = ".html" if way == "files" else ""
    wanted = {
        "/kb/before": "menus",
        "/kb/start/elsewhere": "https://example.org/elsewhere",
        f"/kb/start/old-menus{ending}": "menus",
        **{f"/kb/start/old-menus/{it}{ending}": "menus" for it in ("2.0", "3.0")},
        **{f"/kb/start/old-menus/1.{it}{ending}": "menus-1.3" for it in range(4)},
        **{f"/kb/start/menus/{it}{ending}": "menus" for it in ("2.0", "3.0")},
        **{f"/kb/start/menus/1.{it}{ending}": "menus-1.3" for it in range(3)},
        **{f"/kb/start/keys/1.{it}{ending}": "keys-2.0-macos" for it in range(4)},
        f"/kb/start/keys/3.0{ending}": "keys-2.0-macos",
        **{f"/kb/start/keys/{it}{ending}": "keys" for it in ("2.0", "2.0-windows")},
        **{f"/kb/start/places/{it}{ending}": "places" for it in ("1.2", "1.3", "2.0", "3.0")},
        f"/kb/start/places/viewer-autumn{ending}": "places",
    }
    assert kb.registry.redirects == wanted
    assert not [path for path, _ in result.others if not path.endswith(("index.html", "index.md"))]


def test_each_keeps_its_own_address(imported: Imported) -> None:
    _, kb = imported["built"]
    for id, address in {"menus": "menus/", "menus-1.3": "menus/1.3/"}.items():
        (alias,) = kb.by_id[id].metadata.aliases
        assert alias.text == f"/kb/start/{address}"


def test_importing_again_changes_nothing(site: Site, imported: Imported) -> None:
    first, _ = imported["built"]
    again = import_kb(site.html / "kb", first.root)
    assert {one.status for one in again.articles} == {"unchanged"}
    assert again.registry == "unchanged"


def test_a_product_that_is_there_keeps_its_id(site: Site, tmp_path: Path) -> None:
    registry = (
        "products:\n  suite:\n    name: Example Office Suite\n    versions: ['1.3', '4.0']\n"
        "  viewer:\n    name: Another One\n"
    )
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb/kb.yml").write_text(registry)
    result = import_kb(site.html / "kb", tmp_path / "kb")
    kb = inspect(Config(tmp_path / "kb")).kb
    assert all(one.planned.balance.even for one in result.articles)
    assert applies_to(kb, "menus-1.3") == {"suite": ["1.0 - 1.3"]}
    assert applies_to(kb, "places-viewer-spring") == {"viewer-2": ["Spring"]}
    versions = ("1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0")
    assert kb.registry.products["suite"].versions == versions


def test_a_page_without_neighbours_is_told_by_its_address(site: Site) -> None:
    draft = read_page("saved.html", site.page("kb/start/menus/1.3"))
    assert draft.facts.id == "menus-1.3"
    assert draft.facts.title == "The menus (1.0 – 1.3)"
    assert draft.facts.url == "https://help.example/kb/start/menus/1.3/"


def test_pages_that_lead_on_count_from_the_files_where_no_page_tells(tmp_path: Path) -> None:
    page = (
        '<!doctype html><head><link rel="canonical" href="{0}">'
        "<script>location.replace(document.querySelector('link').href + location.hash)</script>"
        '<meta http-equiv="refresh" content="0; url={0}"></head>'
        '<body><p>This article has moved: <a href="{0}">There</a></p></body>'
    )
    files = {
        "a/x/index.html": "<h1>X</h1><main><p>Some text.</p></main>",
        "a/y/index.html": "<h1>Y</h1><main><p>See <a href='../../old/'>X</a>.</p></main>",
        "old/index.html": page.format("../a/x/"),
        "out/index.html": page.format("../../../b/"),
    }
    for path, text in files.items():
        (tmp_path / "from" / path).parent.mkdir(parents=True)
        (tmp_path / "from" / path).write_text(text)
    result = import_kb(tmp_path / "from", tmp_path / "kb")
    kb = inspect(Config(tmp_path / "kb")).kb
    assert set(kb.by_id) == {"x", "y"}
    assert kb.registry.redirects == {"/old": "x"}
    assert leads_to(kb, "y") == [("x", "")]
    ((_, entry),) = result.entries
    assert entry.attention is Attention.DECIDE


VERSIONS = [
    {"id": "2/mac", "name": "2 for Mac", "slug": ""},
    {"id": "2/win", "name": "2 for Windows", "slug": "2-win"},
    {"id": "1/mac", "name": "1/mac", "slug": ""},
    {"id": "0", "name": "0"},
]
TOLD = {
    "page": "",
    "products": [
        {"id": "app", "name": "App", "platforms": ["mac", "win"], "versions": VERSIONS},
        {"id": "tool", "name": "Tool", "versions": [{"id": "", "name": "", "slug": ""}]},
    ],
}


def test_what_a_page_tells_is_read() -> None:
    found = read_products(json.dumps(TOLD))
    assert found is not None
    slug, (app, tool) = found
    assert slug == ""
    assert (app.versions, app.here) == (("0", "1/mac", "2"), ("1/mac", "2 on mac"))
    assert app.platforms == {"mac": "Mac", "win": "Windows"}
    assert (tool.versions, tool.here) == ((), ("all",))


@pytest.mark.parametrize(
    "written",
    (
        "",
        "{",
        "[]",
        "[" * 50_000,
        "null",
        json.dumps({**TOLD, "page": 1}),
        json.dumps({**TOLD, "products": {}}),
        json.dumps({**TOLD, "products": {"x": 1}}),
        json.dumps({**TOLD, "products": ["x"]}),
        json.dumps({**TOLD, "products": [None]}),
        json.dumps({**TOLD, "products": [[]]}),
        json.dumps({**TOLD, "products": [{"id": "a", "name": "A", "versions": [None]}]}),
        json.dumps({**TOLD, "products": [{"id": "A b", "name": "A", "versions": VERSIONS}]}),
        json.dumps({**TOLD, "products": [{"id": "a", "name": "A", "versions": "1"}]}),
        json.dumps({**TOLD, "products": [{"id": "a", "name": "A", "versions": ["1"]}]}),
        json.dumps({**TOLD, "products": [TOLD["products"][1]]}),
    ),
)
def test_what_cannot_be_read_tells_nothing(written: str) -> None:
    assert read_products(written) is None
