"""The page about the zoo says what the zoo holds, and the comparison counts right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import dev
from benchmarks import zoo, zoo_tools
from tests.zoo import plain_defects, site_defects, source_defects
from tests.zoo.clean_site import clean_site
from tests.zoo.planting import Kind, write_files

PAGE = (dev.ROOT / "docs" / "defect-zoo.md").read_text(encoding="utf-8")
HALVES = {"site": site_defects.GROUPS, "sources": source_defects.GROUPS}
TOOLS = {
    "site": ["Helpwright", "lychee", "linkinator"],
    "sources": ["Helpwright", "MkDocs", "lychee", "linkinator"],
}


def table(block: str) -> list[list[str]]:
    """Return the cells of the table in a block of the page, row by row, without the rule."""
    lines = PAGE.split(f"<!-- {block} -->")[1].split(f"<!-- end of {block} -->")[0].strip()
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines.split("\n")]
    return [rows[0], *rows[2:]]


def sums(rows: list[list[str]]) -> list[str]:
    """Return "found of tried" for each column of marks."""
    columns = zip(*(row[2:] for row in rows), strict=True)
    return [f"{it.count('yes')} of {len(it) - it.count('–')}" for it in columns]


@pytest.mark.parametrize("half", HALVES)
def test_the_page_names_every_kind(half: str) -> None:
    head, *rows = table(f"kinds of the {half}")
    assert head == ["fault", "finding", *TOOLS[half]]
    shown: dict[str, list[list[str]]] = {}
    for row in rows:
        if row[0].startswith("**"):
            shown[row[0].strip("*")] = []
            assert [cell.strip("*") for cell in row[1:2]] == [""]
        else:
            shown[next(reversed(shown))].append(row)
    assert list(shown) == list(HALVES[half])
    for group, kinds in HALVES[half].items():
        assert [row[0] for row in shown[group]] == [kind.title for kind in kinds]
        codes = [sorted({place.code for place in kind.places}) for kind in kinds]
        assert [sorted(row[1].split(", ")) for row in shown[group]] == codes
        assert {row[2] for row in shown[group]} == {"yes"}
        assert {mark for row in shown[group] for mark in row[2:]} <= {"yes", "no", "–"}


@pytest.mark.parametrize("half", HALVES)
def test_the_sums_of_the_page_are_those_of_its_rows(half: str) -> None:
    rows = table(f"kinds of the {half}")[1:]
    group: list[list[str]] = []
    for row in reversed(rows):
        if row[0].startswith("**"):
            assert [cell.strip("*") for cell in row[2:]] == sums(group)
            group = []
        else:
            group.append(row)
    head, found, clean = table(f"sums of the {half}")
    assert head[1:] == TOOLS[half]
    assert found[1:] == sums([row for row in rows if not row[0].startswith("**")])
    assert clean[1] == "0"


def test_plain_sources_have_the_kinds_that_can_be_written() -> None:
    names = {kind.name for kind in source_defects.KINDS}
    assert plain_defects.PLANTS.keys() <= names
    clean = plain_defects.clean_plain()
    assert all(plain_defects.planted(name) != clean for name in plain_defects.PLANTS)
    marks = {row[0]: row[3] for row in table("kinds of the sources")[1:] if row[1]}
    impossible = {it.title for it in source_defects.KINDS if it.name not in plain_defects.PLANTS}
    assert {title for title, mark in marks.items() if mark == "–"} == impossible


def test_lychee_finds_what_the_page_says(tmp_path: Path) -> None:
    clean = zoo_tools.lychee(write_files(tmp_path / "clean", clean_site()))
    assert str(len(clean)) == table("sums of the site")[2][2]
    marks = {row[0]: row[3] for row in table("kinds of the site")[1:] if row[1]}
    for kind in site_defects.LINKS[:3]:
        found = zoo_tools.lychee(write_files(tmp_path / kind.name, kind.files(clean_site())))
        assert zoo.mark(bool(found - clean)) == marks[kind.title]


def report_nothing(folder: Path) -> frozenset[str]:
    return frozenset()


def report_always(folder: Path) -> frozenset[str]:
    return frozenset({"This is wrong."})


def report_all_files(folder: Path) -> frozenset[str]:
    return frozenset(str(file.read_bytes()) for file in folder.rglob("*") if file.is_file())


@pytest.fixture
def kinds() -> Iterator[dict[str, tuple[Kind, ...]]]:
    """Two kinds of sources: one that plain MkDocs can have, and one that it cannot."""
    by_name = {kind.name: kind for kind in source_defects.KINDS}
    yield {"A": (by_name["unknown-file"],), "B": (by_name["unknown-id"],)}


def test_what_is_reported_on_the_clean_one_does_not_count(
    kinds: dict[str, tuple[Kind, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zoo_tools, "mkdocs", report_all_files)
    peers = {"nothing": report_nothing, "always": report_always}
    made = zoo.of_sources(peers, kinds)
    assert [row.marks for row in made.rows] == [
        {"Helpwright": "yes", "MkDocs": "yes", "nothing": "no", "always": "no"},
        {"Helpwright": "yes", "MkDocs": "–", "nothing": "–", "always": "–"},
    ]
    assert list(zoo.summary(made, ["Helpwright", "MkDocs", "always"]))[2:3] == [
        "| found | 2 of 2 | 1 of 1 | 0 of 1 |"
    ]


def test_other_findings_than_those_expected_do_not_count(
    kinds: dict[str, tuple[Kind, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zoo_tools, "mkdocs", report_nothing)
    monkeypatch.setattr(zoo_tools, "helpwright", lambda *_: frozenset({"kb.yml:1:1 HW301"}))
    assert {row.marks["Helpwright"] for row in zoo.of_sources({}, kinds).rows} == {"no"}


def test_a_page_gets_new_tables() -> None:
    page = "A\n<!-- x -->\nold\n<!-- end of x -->\nB\n"
    filled = zoo.fill(page, "x", ["new"])
    assert filled == "A\n<!-- x -->\n\nnew\n\n<!-- end of x -->\nB\n"
    assert zoo.fill(filled, "x", ["new"]) == filled
