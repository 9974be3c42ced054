"""The ledger of pictures: what is written is read again, and what is broken is a finding."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.diagnostic import Span
from helpwright.ledger import Entry, Ledger, read_ledger, write_ledger
from helpwright.model import Value
from helpwright.source import Source

DIGEST = "1a3cb54a9c1ac0c6fbf1b4b0a1f1b6c8e0a5b2c7d6e9f8a7b6c5d4e3f2a1b0c9"
NOWHERE = Span(0, 0)


def ledger_of(text: str) -> tuple[Ledger, list[str]]:
    """Return a ledger and its findings, each with line and column."""
    ledger, found = read_ledger(Source("screenshots.yml", text.encode()))
    return ledger, [
        f"{it.start.line}:{it.start.column} {it.rule.code} {it.message}" for it in found
    ]


def said(entry: Entry) -> tuple[str | None, ...]:
    """Return what an entry says, without places."""
    values = (entry.product, entry.version, entry.taken, entry.recipe)
    return entry.path, entry.sha256, *(value.text if value else None for value in values)


def value(text: str | None) -> Value | None:
    return None if text is None else Value(text, NOWHERE)


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1
).filter(lambda it: it == it.strip() and it.strip("\ufeff"))
names = texts.filter(lambda it: not set(it) & set("/\\") and it not in (".", ".."))
entries = st.builds(
    lambda folder, name, digest, product, version, taken, recipe: Entry(
        "/".join([*folder, name]),
        digest,
        value(product),
        value(version),
        Value(taken.isoformat(), NOWHERE),
        value(recipe),
        NOWHERE,
    ),
    st.lists(names, max_size=2),
    names,
    st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    st.none() | st.sampled_from(["kettle", "a-1", "12"]),
    st.none() | texts,
    st.dates(min_value=datetime.date(1000, 1, 1)),
    st.none() | st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
)


@given(st.lists(entries, max_size=4, unique_by=lambda it: it.path))
def test_what_is_written_is_read_again(written: list[Entry]) -> None:
    text = write_ledger(written)
    ledger, found = ledger_of(text)
    assert found == []
    assert [said(it) for it in ledger.entries.values()] == sorted(map(said, written))
    assert write_ledger(reversed(list(ledger.entries.values()))) == text


@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda it: it.decode("utf-8", "ignore")))
def test_no_text_stops_the_reader(text: str) -> None:
    ledger, _ = ledger_of(text)
    assert all(key == entry.path for key, entry in ledger.entries.items())


def test_a_broken_value_leaves_the_others_alone() -> None:
    ledger, found = ledger_of(
        f"a.png:\n  sha256: {DIGEST}\n  taken: 2024-02-30\n  product: kettle\n"
        "../b.png: {}\n"
        f"c.png:\n  sha256: none\n  taken: 2024-05-01\n  note: x\n"
        f"d.png:\n  sha256: {DIGEST.upper()}\n  version: 1.10\n"
    )
    assert found == [
        "3:10 HW108 `taken: 2024-02-30` is not a date",
        "5:1 HW108 `../b.png` is not the path of a picture of the knowledge base",
        "9:3 HW107 `note` is not a key of the picture `c.png`",
        "7:11 HW108 `sha256: none` is not a SHA-256, which has 64 digits from 0 to f",
        "10:1 HW109 the picture `d.png` has no `taken`",
    ]
    assert [said(it) for it in ledger.entries.values()] == [
        ("a.png", DIGEST, "kettle", None, "", None),
        ("c.png", "", None, None, "2024-05-01", None),
        ("d.png", DIGEST, None, "1.10", "", None),
    ]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"a.png: {sha256: [", "HW104", 1),
        (b"# fine\na.png: *alias\n", "HW104", 2),
        (b"- a.png\n", "HW108", 1),
        (b"a.png: \xff\n", "HW101", 1),
        (b"#" * (1024 * 1024 + 1), "HW102", 1),
    ],
)
def test_a_broken_ledger_is_one_finding(data: bytes, code: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "screenshots.yml").write_bytes(data)
    inspection = inspect(Config(tmp_path))
    assert [(it.path, it.rule.code, it.start.line) for it in inspection.diagnostics] == [
        ("screenshots.yml", code, line)
    ]
    assert inspection.kb.ledger.entries == {}


def test_the_ledger_is_read_with_the_knowledge_base(tmp_path: Path) -> None:
    (tmp_path / "screenshots.yml").write_text(f"a.png: {{sha256: {DIGEST}, taken: 2024-05-01}}")
    ledger = inspect(Config(tmp_path)).kb.ledger
    assert ledger.source is not None
    assert ledger.source.slice(ledger.entries["a.png"].span) == "a.png"
    assert not ledger.unread
