"""Every kind of fault in sources is found where it is, and nothing where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from helpwright.cli import program
from tests.zoo.clean_kb import clean_kb
from tests.zoo.planting import Finding, Kind, write_files
from tests.zoo.source_defects import KINDS


def findings(folder: Path) -> list[Finding]:
    """Return what `helpwright check` finds in a knowledge base."""
    arguments = ["check", "--kb", str(folder), "--format", "json", "--fail-on", "never"]
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


def test_the_clean_one_has_no_findings(tmp_path: Path) -> None:
    assert findings(write_files(tmp_path, clean_kb())) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_kind(kind: Kind, tmp_path: Path) -> None:
    files = kind.files(clean_kb())
    found = findings(write_files(tmp_path, files))
    assert sorted(found) == sorted(place.locate(files) for place in kind.places)


def test_kinds_differ() -> None:
    assert len({kind.name for kind in KINDS}) == len({kind.title for kind in KINDS}) == len(KINDS)
    assert len(KINDS) >= 40
    assert all(kind.places for kind in KINDS)
