"""Which articles a page names at its end: by what they have in common, the nearest first."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from helpwright.build import inspect
from helpwright.config import Config, ConfigError, find_config, related_limit
from helpwright.knowledge import KnowledgeBase
from helpwright.related import MAX_SHARING, Relations
from tests.prove.folder import SiteFolder

KB = """\
products:
  mail:
    name: Harbor Mail
    versions: ["1.0", "2.0"]
  phone:
    name: Harbor Phone
"""
ARTICLE = """\
---
id: {id}
title: About {id}
{more}status: {status}
updated: 2024-09-18
---

## Resolution

1. One.
2. Two. {text}
"""


def article(id: str, text: str = "", *more: str, status: str = "published") -> str:
    front = "".join(f"{line}\n" for line in more)
    return ARTICLE.format(id=id, text=text, more=front, status=status)


def read(folder: Path, files: dict[str, str]) -> KnowledgeBase:
    for path, text in {"kb.yml": KB, **files}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return inspect(Config(folder)).kb


def neighbours(kb: KnowledgeBase, id: str, limit: int = 6) -> tuple[list[str], list[str]]:
    found = Relations(kb, limit).of(kb.variants[kb.by_id[id].path][0])
    return [it.id for it in found.related], [it.id for it in found.linking]


def test_what_articles_share_decides_their_order(tmp_path: Path) -> None:
    shared = "errors: [Code 7]", "tags: [start, login]", "applies_to: {mail: all}"
    kb = read(
        tmp_path,
        {
            "main.md": article("main", "<kb:link>", *shared),
            "link.md": article("link"),
            "backlink.md": article("backlink", "<kb:main>"),
            "error.md": article("error", "", "errors: ['code  7']"),
            "tag.md": article("tag", "", "tags: [Start]"),
            "tags.md": article("tags", "", "tags: [start, login]", "applies_to: {mail: all}"),
            "product.md": article("product", "", "applies_to: {mail: all}"),
        },
    )
    assert neighbours(kb, "main") == (["tags", "link", "backlink", "error", "tag"], [])


def test_pinned_articles_come_first_and_all_of_them(tmp_path: Path) -> None:
    files = {f"{id}.md": article(id, "<kb:main>") for id in "abcdefgh"}
    files["main.md"] = article("main", "", "related: [h, main, none, g, f, h]")
    kb = read(tmp_path, files)
    assert neighbours(kb, "main", 4) == (["h", "g", "f", "a"], ["b", "c", "d", "e"])
    assert neighbours(kb, "main", 2) == (["h", "g", "f"], ["a", "b", "c", "d", "e"])


def test_an_article_that_pins_another_links_to_it(tmp_path: Path) -> None:
    kb = read(tmp_path, {"a.md": article("a", "", "related: [b]"), "b.md": article("b")})
    assert neighbours(kb, "b") == (["a"], [])


@pytest.mark.parametrize("status", ["draft", "review", "retired"])
def test_only_published_articles_are_named(tmp_path: Path, status: str) -> None:
    files = {
        "main.md": article("main", "<kb:other>", "related: [other]", "tags: [t]"),
        "other.md": article("other", "<kb:main>", "tags: [t]", status=status),
    }
    assert neighbours(read(tmp_path, files), "main") == ([], [])


def test_articles_of_other_versions_are_not_named(tmp_path: Path) -> None:
    kb = read(
        tmp_path,
        {
            "main.md": article("main", "Three. {applies_to='mail: 1.0'}", "applies_to: {mail: all}")
            + '3. Three. {applies_to="mail: 1.0"}\n',
            "old.md": article("old", "<kb:main>", "applies_to: {mail: '1.0'}"),
            "new.md": article("new", "<kb:main>", "applies_to: {mail: '2.0'}"),
            "phone.md": article("phone", "<kb:main>", "applies_to: {phone: all}"),
        },
    )
    found = {
        variant.label: [it.id for it in Relations(kb).of(variant).related]
        for variant in kb.variants["main.md"]
    }
    assert found == {"2.0": ["new", "phone"], "1.0": ["old", "phone"]}


def test_a_link_that_these_readers_do_not_see_relates_nothing(tmp_path: Path) -> None:
    link = '3. See <kb:{}>. {{applies_to="mail: 1.0"}}\n'
    kb = read(
        tmp_path,
        {
            "a.md": article("a", "", "applies_to: {mail: all}") + link.format("b"),
            "b.md": article("b", "", "applies_to: {mail: all}") + "3. Old. {applies_to='1.0'}\n",
        },
    )
    found = {
        (path, variant.label): [it.id for it in Relations(kb).of(variant).related]
        for path in ("a.md", "b.md")
        for variant in kb.variants[path]
    }
    assert found == {
        ("a.md", "2.0"): [],
        ("a.md", "1.0"): ["b"],
        ("b.md", "2.0"): [],
        ("b.md", "1.0"): ["a"],
    }


def test_a_category_that_fits_into_the_list_relates_its_articles(tmp_path: Path) -> None:
    kb = read(tmp_path, {f"mail/{id}.md": article(id) for id in "abcd"})
    assert neighbours(kb, "b", 3) == (["a", "c", "d"], [])
    assert neighbours(kb, "b", 2) == ([], [])


def test_a_tag_that_very_many_share_relates_nothing_but_orders(tmp_path: Path) -> None:
    files = {f"{at:02}.md": article(f"a{at:02}", "", "tags: [app]") for at in range(MAX_SHARING)}
    files["main.md"] = article("main", "<kb:one> <kb:a05>", "tags: [app]")
    files["one.md"] = article("one")
    assert neighbours(read(tmp_path, files), "main") == (["a05", "one"], [])


def test_an_article_and_a_site_can_go_without(tmp_path: Path) -> None:
    files = {"a.md": article("a", "<kb:b>", "related: false"), "b.md": article("b", "<kb:a>")}
    kb = read(tmp_path, files)
    assert neighbours(kb, "a") == ([], [])
    assert neighbours(kb, "b") == (["a"], [])
    assert neighbours(kb, "b", 0) == ([], [])


@pytest.mark.parametrize(("written", "limit"), [("false", 0), ("0", 0), ("1", 1), ("20", 20)])
def test_the_site_says_how_many(tmp_path: Path, written: str, limit: int) -> None:
    settings = f"plugins:\n  - helpwright:\n      related: {written}\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert find_config(tmp_path).related == limit


@pytest.mark.parametrize("value", [True, -1, 21, "6", None, 1.5])
def test_other_numbers_are_refused(value: object) -> None:
    with pytest.raises(ConfigError, match="use false, or a number from 1 to 20"):
        related_limit(value)


def test_the_page_lists_them_and_folds_the_rest_up(tmp_path: Path) -> None:
    files = {f"{id}.md": article(id, "<kb:main>") for id in "abcdefgh"}
    site = SiteFolder(tmp_path, {**files, "main.md": article("main", "", "summary: All of it.")})
    assert site.told() == []
    parser = LexborHTMLParser(site.file("kb/main").read_text("utf-8"))
    (nav,) = parser.css("nav.hw-related")
    assert nav.attributes["aria-label"] == "Related articles"
    assert "data-search-exclude" in nav.attributes
    assert nav.attributes["data-hw-chrome"] == "related"
    links = [(a.text(), a.attributes["href"]) for a in nav.css(".hw-related > ul a")]
    assert links == [(f"About {id}", f"../{id}/") for id in "abcdef"]
    (folded,) = nav.css("details")
    assert [a.text() for a in folded.css("a")] == ["About g", "About h"]
    (other,) = LexborHTMLParser(site.file("kb/a").read_text("utf-8")).css("nav.hw-related")
    assert "All of it." in other.text(deep=True)
    assert not other.css("details")


def test_a_link_in_the_list_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, {"a.md": article("a", "<kb:b>"), "b.md": article("b")})
    site.replace("kb/b", '<li><a href="../a/">', '<li><a href="../gone/">')
    assert [line.split(":")[0] for line in site.told()] == ["HW703 kb/b/index.html"]
