"""Rules at their bounds: dates around today, and articles that would take quadratic time."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.rules import CHECKS

HEAD = "---\nid: a\ntitle: A\nstatus: published\nupdated: 2026-01-31\n---\n\n"
BODY = "## Symptom\n\nIt fails.\n\n## Resolution\n\n"
SIZE = 100_000


def codes(folder: Path) -> list[str]:
    return [found.rule.code for found in inspect(Config(folder)).diagnostics]


@pytest.mark.parametrize(("days", "expected"), [(-1, []), (0, []), (1, []), (2, ["HW602"])])
def test_tomorrow_may_have_begun_elsewhere(
    days: int, expected: list[str], kb: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime.date):
        @classmethod
        def today(cls) -> Clock:
            return cls(2026, 12, 30)

    monkeypatch.setattr(datetime, "date", Clock)
    updated = Clock(2026, 12, 30) + datetime.timedelta(days=days)
    text = HEAD.replace("2026-01-31", updated.isoformat()) + BODY + "Wait.\n"
    assert codes(kb({"a.md": text})) == expected


@pytest.mark.parametrize(
    ("piece", "code"),
    [
        ("### a\n", "HW114"),
        ("###### a\n## b\n", "HW122"),
        ("a <!-- helpwright: allow HW114 x --> ", "HW120"),
        ("### a <!-- helpwright: allow HW113 x -->\n\n", "HW114"),
        ("<b>", "HW121"),
        ("</b>", "HW121"),
        ("é<b></i>", "HW121"),
        ("<div>\n\n", "HW121"),
        ("<a b> ", "HW121"),
        ("<server> ", "HW116"),
        ("<form onclick=x> ", "HW115"),
        ("\\<server> ", "HW117"),
        ("x\n- a\n\n", "HW117"),
        ("a {#b c}\n\n", "HW118"),
        ("a{applies_to=1} ", "HW118"),
        ('a applies_to="1"} ', "HW118"),
        ('| a |\n| - |\n| b | {applies_to="1"}\n\n', "HW118"),
        ("- a\n{applies_to=1}\n\n", "HW118"),
        ("{applies_to=1}\n\n", "HW118"),
        ("[<b>]{applies_to=1} ", "HW121"),
    ],
)
def test_one_mistake_over_and_over_is_checked_in_time(
    piece: str, code: str, kb: Callable[..., Path]
) -> None:
    text = HEAD + BODY + piece * (SIZE // len(piece)) + "\n"
    folder = kb({"a.md": text})
    started = time.process_time()
    found = codes(folder)
    assert time.process_time() - started < 10, "the check does not take linear time"
    assert code in found


OLD, NEW = '{applies_to="<2.0"}', '{applies_to="2.0"}'
STEPS = f"1. Wait. {OLD}\n2. Go on. {{#go}}\n3. Stop. {{#stop applies_to=2.0}}\n\n"


@pytest.mark.parametrize(
    ("head", "piece", "code"),
    [
        ("1. Wait. {#a applies_to=1.0}\n" * 200, "1. Go. {#a applies_to=2.0}\n", "HW304"),
        (STEPS, f"[See [it](#stop)]{OLD} ", "HW508"),
        (STEPS, f"[See [steps 2 and 3](#go)]{NEW} ", "HW510"),
        (STEPS, f"[See step 2]{NEW} ", "HW510"),
        (STEPS, f"[See [it]{OLD}]{NEW} ", "HW504"),
        (STEPS, f"[See App 1.0]{NEW} ", "HW509"),
        (STEPS, "[See]{applies_to=9} ", "HW502"),
    ],
    ids=["HW304", "HW508", "HW510-link", "HW510-words", "HW504", "HW509", "HW502"],
)
def test_one_condition_over_and_over_is_checked_in_time(
    head: str, piece: str, code: str, kb: Callable[..., Path]
) -> None:
    registry = 'products:\n  app:\n    name: App\n    versions: ["1.0", "2.0"]\n'
    text = HEAD.replace("\n---\n", "\napplies_to:\n  app: all\n---\n")
    text += BODY + head + piece * 12_000 + "\n"
    base = inspect(Config(kb({"kb.yml": registry, "a.md": text}))).kb
    run = next(run for rule, run in CHECKS if rule.code == code)
    started = time.process_time()
    found = list(run(base))
    assert time.process_time() - started < 4, "the rule does not take linear time"
    assert found


def test_a_label_is_told_however_many_others_have_it_too(kb: Callable[..., Path]) -> None:
    registry = 'products:\n  app:\n    name: App\n    versions: ["1.0", "2.0"]\n'
    text = HEAD.replace("\n---\n", "\napplies_to:\n  app: all\n---\n") + BODY
    text += "1. Wait. {#a applies_to=1.0}\n" * 200 + "1. Go. {#a applies_to=2.0}\n" * 200
    assert codes(kb({"kb.yml": registry, "a.md": text})).count("HW304") == 2 * 199
