"""Recipes: what is broken is a finding at its place, and a digest follows what can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.knowledge import KnowledgeBase
from helpwright.recipe import Action, ActionKind, Recipes
from helpwright.recipes import numbers, read_recipes, recipe_digest
from helpwright.source import Source

KB_YML = "products:\n  kettle:\n    name: Kettle\n    versions: ['1.0', '2.0']\n"
ARTICLE = """---
id: dial
title: The dial does not turn
applies_to:
  kettle: all
status: published
updated: 2026-11-30
---

## Symptom

The dial is stuck.

## Resolution

1. Open the lid. {#lid applies_to="<2.0"}
2. Turn the dial:
   1. Press it. {#press}
   2. Turn it. {#turn was="rotate"}
3. Close the lid. {#close applies_to="<2.0"}
"""
RECIPE = """dial.png:
  source: https://demo.example/
  highlights:
    - selector: "#a"
      step: dial#turn
    - selector: "#b"
      step: dial#close
    - selector: "#c"
      number: 4
    - selector: "#d"
"""


def recipes_of(text: str) -> tuple[Recipes, list[str]]:
    """Return recipes and the findings, each with line and column."""
    recipes, found = read_recipes(Source("capture.yml", text.encode()))
    return recipes, [
        f"{it.start.line}:{it.start.column} {it.rule.code} {it.message}" for it in found
    ]


def kb_of(folder: Path, article: str = ARTICLE, recipe: str = RECIPE) -> KnowledgeBase:
    (folder / "kb.yml").write_text(KB_YML)
    (folder / "dial.md").write_text(article)
    (folder / "capture.yml").write_text(recipe)
    return inspect(Config(folder)).kb


def digest_of(kb: KnowledgeBase) -> str:
    recipe = kb.recipes.entries["dial.png"]
    return recipe_digest(recipe, numbers(kb, recipe))


def test_a_recipe_with_a_mistake_is_left_out_and_leaves_the_others_alone() -> None:
    recipes, found = recipes_of(
        "a.png:\n  source: a.html\n  viewport: big\n  actions:\n    - {click: b, wait: c}\n"
        "../b.png: {source: a.html}\n"
        "c.png: {source: a.html, scheme: dark, mask: b}\n"
        "d.png:\n  source: a.html\n  masks: [b]\n  actions:\n    - fill: e\n      with: ' f '\n"
        "e.png: {selector: b}\n"
    )
    assert found == [
        "3:13 HW108 `viewport: big` is not a width and a height",
        "5:7 HW108 an action needs exactly one of `click`, `fill`, `press`, `hover`, `scroll`, "
        "`wait`",
        "6:1 HW108 `../b.png` is not the path of a picture that can be taken",
        "7:39 HW107 `mask` is not a key of the recipe of `c.png`",
        "14:1 HW109 the recipe of `e.png` has no `source`",
    ]
    assert list(recipes.entries) == ["d.png"]
    recipe = recipes.entries["d.png"]
    (action,) = recipe.actions
    assert action == Action(ActionKind.FILL, action.target, "f")
    assert recipe.viewport == (1280, 800)


@pytest.mark.parametrize("key", ["actions", "highlights"])
def test_a_list_has_an_end(key: str) -> None:
    one = {"actions": "{click: a}", "highlights": "{selector: a}"}[key]
    text = f"a.png:\n  source: a.html\n  {key}: [{', '.join([one] * 51)}]\n"
    assert recipes_of(text)[1] == [f"3:3 HW108 `{key}` has more than 50 entries"]


@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda it: it.decode("utf-8", "ignore")))
def test_no_text_stops_the_reader(text: str) -> None:
    recipes, _ = recipes_of(text)
    assert all(key == recipe.path for key, recipe in recipes.entries.items())


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"a.png: {source: [", "HW104", 1),
        (b"# fine\na.png: *alias\n", "HW104", 2),
        (b"- a.png\n", "HW108", 1),
        (b"a.png: \xff\n", "HW101", 1),
        (b"#" * (1024 * 1024 + 1), "HW102", 1),
    ],
)
def test_a_broken_file_is_one_finding(data: bytes, code: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "capture.yml").write_bytes(data)
    inspection = inspect(Config(tmp_path))
    assert [(it.path, it.rule.code, it.start.line) for it in inspection.diagnostics] == [
        ("capture.yml", code, line)
    ]
    assert inspection.kb.recipes.entries == {}


def test_numbers_are_those_that_the_newest_readers_see(tmp_path: Path) -> None:
    kb = kb_of(tmp_path)
    # Readers of 2.0 do not open the lid, so that their first step is the second of all. Only
    # readers of 1.0 close it.
    assert numbers(kb, kb.recipes.entries["dial.png"]) == ("1b", "3", "4", "")


def test_the_digest_follows_the_numbers_and_not_the_labels(tmp_path: Path) -> None:
    before = digest_of(kb_of(tmp_path))
    renamed = ARTICLE.replace("{#turn was", "{#rotate was").replace('was="rotate"', 'was="turn"')
    assert digest_of(kb_of(tmp_path, renamed)) == before
    assert digest_of(kb_of(tmp_path, recipe=RECIPE.replace("dial#turn", "dial#rotate"))) == before
    written_otherwise = "# Ours.\n" + RECIPE.replace('"#d"', "'#d'") + "  scale: 1.0\n"
    assert digest_of(kb_of(tmp_path, recipe=written_otherwise)) == before
    pressed_twice = ARTICLE.replace("   2. Turn it", "   2. Press it again.\n   3. Turn it")
    assert digest_of(kb_of(tmp_path, pressed_twice)) != before


@pytest.mark.parametrize(
    "line",
    [
        "viewport: 1281x800",
        "scale: 2",
        "selector: b",
        "area: page",
        "background: none",
        "scheme: dark",
        "actions: [{click: a}]",
        "masks: [a]",
        "allow: [https://cdn.example]",
        "locale: de",
        "today: 2026-01-31",
    ],
)
def test_the_digest_follows_every_key(line: str, tmp_path: Path) -> None:
    assert digest_of(kb_of(tmp_path)) != digest_of(kb_of(tmp_path, recipe=f"{RECIPE}  {line}\n"))
