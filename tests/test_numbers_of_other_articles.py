"""Numbers and names that a page takes from another article are those that its readers see there."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.inlines import plain_text
from helpwright.resolve import reference_text, renumbered

KB = """\
products:
  mail:
    name: Harbor Mail
    versions: ["1.0", "1.1", "2.0"]
"""
HEAD = """\
---
id: {id}
title: About {id}
applies_to:
  mail: {versions}
status: published
updated: 2024-09-18
---

## Resolution

"""
OTHER = """\
1. One.
2. Two. {applies_to="<2.0"}
3. Three. {#three}
4. Four.
"""


def kb_of(folder: Path, body: str, versions: str = "all") -> KnowledgeBase:
    (folder / "kb.yml").write_text(KB, encoding="utf-8")
    main = HEAD.format(id="main", versions=versions) + body
    (folder / "main.md").write_text(main, encoding="utf-8")
    other = HEAD.format(id="other", versions="all") + OTHER
    (folder / "other.md").write_text(other, encoding="utf-8")
    return inspect(Config(folder)).kb


def read(kb: KnowledgeBase) -> dict[str, list[str]]:
    """Return what the links of each page of the main article read."""
    found: dict[str, list[str]] = {}
    for variant in kb.variants["main.md"]:
        words = found.setdefault(variant.label, [])
        for link in variant.article.nodes.links:
            target = variant.links[link.span]
            if link.children and not link.autolink:
                words.append(plain_text(renumbered(link.children, target)))
            else:
                words.append(reference_text(kb, variant.article, link.span, target))
    return found


@pytest.mark.parametrize(
    ("link", "new", "old"),
    [
        (
            "[](kb:other#three)",
            "step 2 of “Resolution” (About other)",
            "step 3 of “Resolution” (About other)",
        ),
        ("[step 3](kb:other#three)", "step 2", "step 3"),
        ("[the **step 3**](kb:other#three)", "the step 2", "the step 3"),
    ],
)
def test_readers_of_other_numbers_have_pages_of_their_own(
    tmp_path: Path, link: str, new: str, old: str
) -> None:
    kb = kb_of(tmp_path, f"Repeat {link}.\n")
    assert read(kb) == {"2.0": [new], "1.0, 1.1": [old]}
    leads = [next(iter(it.links.values())).variant for it in kb.variants["main.md"]]
    assert leads == ["", "1.1"]


@pytest.mark.parametrize(
    "body",
    [
        "See <kb:other>.\n",
        "See [that step](kb:other#three).\n",
        "See [](kb:other#resolution).\n",
        'See [](kb:other#three). {applies_to="2.0"}\n\nElse wait. {applies_to="<=2.0"}\n',
    ],
)
def test_links_that_read_the_same_for_all_part_nobody(tmp_path: Path, body: str) -> None:
    kb = kb_of(tmp_path, body)
    parted = {variant.label for variant in kb.variants["main.md"]}
    assert parted in ({""}, {"2.0", "1.0, 1.1"}) and (len(parted) == 1) == ("Else" not in body)


def test_only_the_versions_of_the_article_count(tmp_path: Path) -> None:
    kb = kb_of(tmp_path, "Repeat [](kb:other#three).\n", '"<2.0"')
    assert read(kb) == {"": ["step 3 of “Resolution” (About other)"]}


def test_an_article_of_an_unknown_product_shows_its_conditions(tmp_path: Path) -> None:
    kb = kb_of(tmp_path, 'Old. {applies_to="mail: <2.0"}\n')
    text = (tmp_path / "main.md").read_text(encoding="utf-8").replace("  mail: all", "  nope: all")
    (tmp_path / "main.md").write_text(text, encoding="utf-8")
    kb = inspect(Config(tmp_path)).kb
    assert [region.condition.settled for region in kb.regions["main.md"]] == [False]
    assert len(kb.variants["main.md"]) == 1
