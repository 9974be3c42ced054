"""`helpwright check --site` without a knowledge base, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helpwright.cli import program
from tests.gate.test_kinds import Folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path / "public")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(program, ["check", *arguments], prog_name="helpwright")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_a_clean_site_has_no_findings(folder: Folder) -> None:
    result = run("--site", "public")
    assert (result.exit_code, result.output) == (0, "no findings in 3 pages\n")


def test_findings_name_file_line_and_column(folder: Folder) -> None:
    folder.page("x/index.html", '<p><a href="../gone/">Old</a> <a href="../guide">B</a></p>')
    result = run("--site", "public", "--format", "json")
    told = json.loads(result.output)
    assert [(it["path"], it["line"], it["column"]) for it in told] == [
        ("public/x/index.html", 6, 4),
        ("public/x/index.html", 6, 31),
    ]
    assert result.exit_code == 1


def test_warnings_fail_only_where_asked(folder: Folder) -> None:
    folder.page("x/index.html", '<a href="../guide">B</a>')
    assert run("--site", "public").exit_code == 0
    assert run("--site", "public", "--fail-on", "warning").exit_code == 1


def test_the_address_may_be_named(folder: Folder) -> None:
    for name in ("index.html", "guide/index.html"):
        folder.file(
            name, b'<html lang="en"><head><meta charset=utf-8><title>A</title></head></html>'
        )
    folder.file(
        "x/index.html",
        b'<html lang="en"><head><meta charset=utf-8><title>A</title></head>'
        b'<a href="/docs/gone/">A</a><a href="/elsewhere">B</a></html>',
    )
    assert run("--site", "public").exit_code == 0
    told = run("--site", "public", "--base-url", "https://help.example/docs")
    assert (
        "HW703" in told.output and "/docs/gone/" in told.output and "elsewhere" not in told.output
    )


def test_addresses_may_be_left_out(folder: Folder) -> None:
    folder.page("x/index.html", '<a href="myapp:open">A</a> <a href="/api/x">B</a>')
    assert run("--site", "public").exit_code == 1
    assert run("--site", "public", "--ignore", "myapp:*", "--ignore", "/api/*").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--ignore", "x"), "add --site DIR"),
        (("--base-url", "https://x.example"), "add --site DIR"),
        (("--site", "public", "--base-url", "x.example"), "write it in full"),
        (("--site", "public", "--fix"), "need a knowledge base"),
        (("--site", "public", "--since", "main"), "need a knowledge base"),
        (("--site", "nowhere"), "does not exist"),
    ],
)
def test_what_cannot_be_is_refused(folder: Folder, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.output.split())


def test_a_project_of_mkdocs_without_a_knowledge_base_is_no_obstacle(folder: Folder) -> None:
    Path("mkdocs.yml").write_text("site_name: Help\n", "utf-8")
    assert run("--site", "public").output == "no findings in 3 pages\n"


def test_a_knowledge_base_is_proven_too(folder: Folder) -> None:
    Path("kb.yml").write_text("{}\n", "utf-8")
    Path("a.md").write_text(
        "---\nid: a\ntitle: A\nstatus: published\nupdated: 2024-09-18\n---\n"
        "## Symptom\n\nIt fails.\n",
        "utf-8",
    )
    assert "HW707" in run("--site", "public").output
