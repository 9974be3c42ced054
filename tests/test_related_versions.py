"""What a page for some versions names as related is for these versions."""

from __future__ import annotations

from pathlib import Path

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.render.lists import related_articles

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
applies_to:
  {applies_to}
status: published
updated: 2024-09-18
related: [old, new, phone]
---

## Resolution

1. One. {{applies_to="mail: 1.0"}}
2. Two.
"""


def test_articles_about_other_versions_are_not_related(tmp_path: Path) -> None:
    (tmp_path / "kb.yml").write_text(KB, encoding="utf-8")
    applies = {
        "main": "mail: all",
        "old": 'mail: "1.0"',
        "new": 'mail: "2.0"',
        "phone": "phone: all",
    }
    for id, applies_to in applies.items():
        text = ARTICLE.format(id=id, applies_to=applies_to)
        (tmp_path / f"{id}.md").write_text(text, encoding="utf-8")
    kb = inspect(Config(tmp_path)).kb
    related = {
        variant.label: [article.id for article in related_articles(kb, variant)]
        for variant in kb.variants["main.md"]
    }
    assert related == {"2.0": ["new", "phone"], "1.0": ["old", "phone"]}
