"""Every kind of fault of a built site is found at its element, and nothing where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from helpwright.cli import program
from tests.zoo.clean_site import clean_site
from tests.zoo.planting import Finding, Kind, write_files
from tests.zoo.site_defects import KINDS


def findings(folder: Path) -> list[Finding]:
    """Return what `helpwright check --site` finds in a folder that is no knowledge base."""
    arguments = ["check", "--site", str(folder), "--format", "json", "--fail-on", "never"]
    result = CliRunner().invoke(program, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return [
        Finding(
            it["code"],
            Path(it["path"]).resolve().relative_to(folder).as_posix(),
            it["line"],
            it["column"],
        )
        for it in json.loads(result.stdout)
    ]


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder without a project."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)


def test_the_clean_one_has_no_findings(tmp_path: Path) -> None:
    assert findings(write_files(tmp_path / "site", clean_site())) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_kind(kind: Kind, tmp_path: Path) -> None:
    files = kind.files(clean_site())
    found = findings(write_files(tmp_path / "site", files))
    assert sorted(found) == sorted(place.locate(files) for place in kind.places)


def test_kinds_differ() -> None:
    assert len({kind.name for kind in KINDS}) == len({kind.title for kind in KINDS}) == len(KINDS)
    assert len(KINDS) >= 40
    assert all(kind.places for kind in KINDS)
