"""What the rules of the life cycle say on a certain day."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.rules import check

KB = """\
products:
  app:
    name: App
    versions:
      - "1.0"
      - version: "2.0"
        released: 2024-03-01
      - version: "2.1"
        released: 2024-09-18
"""
ARTICLE = """\
---
id: start
title: It does not start
applies_to:
  app: ">=2.0"
status: published
updated: 2024-06-30
changes:
  2024-06-30: The menu of 2.0.
  2024-03-01: First published.
review_by: 2024-08-31
reviewed_for:
  app: "2.0"
---

## Symptom

It does not start.

## Resolution

Install it again.
"""


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        ("2024-02-28", ["HW602", "HW603", "HW603"]),
        ("2024-02-29", ["HW602", "HW603"]),
        ("2024-06-28", ["HW602", "HW603"]),
        ("2024-06-29", []),
        ("2024-08-31", []),
        ("2024-09-01", ["HW604"]),
        ("2024-09-17", ["HW604"]),
        ("2024-09-18", ["HW604", "HW605"]),
    ],
)
def test_the_day_decides(today: str, codes: list[str], tmp_path: Path) -> None:
    (tmp_path / "kb.yml").write_text(KB)
    (tmp_path / "start.md").write_text(ARTICLE)
    kb = replace(inspect(Config(tmp_path)).kb, today=datetime.date.fromisoformat(today))
    assert sorted(found.rule.code for found in check(kb)) == codes
