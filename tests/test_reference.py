"""The generated reference: it is what the program makes now, and its examples work."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import dev
from helpwright.build import inspect
from helpwright.cli import program
from helpwright.config import Config
from helpwright.fields import ARTICLE_FIELDS, LEDGER_FIELDS, REGISTRY_FIELDS
from helpwright.rules import RULES
from tests.repositories import git

SCRIPT = dev.ROOT / "scripts" / "generate_reference.py"
REFERENCE = dev.ROOT / "docs" / "reference"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """What `scripts/generate_reference.py` defines."""
    return runpy.run_path(str(SCRIPT))


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Return the code blocks of a language on a page."""
    return [code for found, code in FENCE.findall(page(name)) if found == language]


def commands() -> list[str]:
    """Return every command line that the page about the command line shows."""
    lines = "".join(blocks("cli.md", "sh")).splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_generated_files_are_up_to_date() -> None:
    result = subprocess.run(
        [sys.executable, SCRIPT, "--check"], capture_output=True, text=True, cwd=dev.ROOT
    )
    hint = "run `python scripts/generate_reference.py`"
    assert (result.stdout, result.returncode) == ("", 0), hint


def test_a_stale_file_is_named_and_written_anew(
    script: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main = script["main"]
    stale = tmp_path / "docs" / "rules.md"
    state = main.__globals__
    state["ROOT"] = tmp_path
    state["generated"] = lambda: iter([(stale, "new")])
    assert (main(["--check"]), stale.exists()) == (1, False)
    assert "docs/rules.md is not what" in capsys.readouterr().out
    assert (main([]), stale.read_text()) == (0, "new")
    assert (main(["--check"]), main(["--chek"])) == (0, 2)


def test_a_part_that_nobody_makes_is_refused(script: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        script["fill"]("{{ nothing here }}")


@pytest.mark.parametrize("name", sorted(program.commands))
def test_every_command_and_option_is_on_the_page(name: str) -> None:
    text = page("cli.md")
    assert f"## helpwright {name}\n\n```text\nhelpwright {name} " in text
    section = text.split(f"## helpwright {name}\n")[1].split("\n## ")[0]
    for option in program.commands[name].params:
        if isinstance(option, click.Option):
            assert f"| `{option.opts[0]}`" in section
            assert option.help


@pytest.mark.parametrize("line", commands())
def test_the_examples_of_the_command_line_work(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    shutil.copytree(dev.ROOT / "kb-source", tmp_path / "kb-source")
    (tmp_path / "site").mkdir()
    (tmp_path / "old-kb").mkdir()
    (tmp_path / "old-kb" / "start.md").write_text("# It does not start\n\nTurn it on.\n")
    shutil.make_archive(str(tmp_path / "export"), "zip", tmp_path / "old-kb")
    if "--since" in line or line.startswith("helpwright diff"):
        git(tmp_path, "init", "--quiet")
        git(tmp_path, "add", "--all")
        git(tmp_path, "commit", "--quiet", "--message", "x")
        git(tmp_path, "tag", "v1.0")
        git(tmp_path, "tag", "v2.0")
    monkeypatch.chdir(tmp_path)
    name, *arguments = shlex.split(line)
    assert name == "helpwright"
    if arguments[0] == "capture":
        # A process has room for one Playwright, and that may be the one of other tests.
        request.getfixturevalue("chromium")
        done = subprocess.run([sys.executable, "-m", *shlex.split(line)], capture_output=True)
        assert done.returncode in (0, 1), done.stderr
        return
    result = CliRunner().invoke(program, arguments, prog_name=name, catch_exceptions=False)
    # Whether these sources are free of mistakes is for other tests to say.
    assert result.exit_code in (0, 1), result.output


def test_every_key_is_on_its_page() -> None:
    for key in ARTICLE_FIELDS:
        assert f"\n| `{key}` | " in page("front-matter.md")
    for key, field in REGISTRY_FIELDS.items():
        inner = [part for table in field.fields.values() for part in table.fields]
        for part in (key, *field.fields, *inner):
            assert f"\n| `{part}` | " in page("kb-yml.md")
    for key in LEDGER_FIELDS:
        assert f"\n| `{key}` | " in page("screenshots-yml.md")


def test_the_examples_of_the_files_have_no_findings(tmp_path: Path) -> None:
    kb_yml = blocks("kb-yml.md", "yaml")[0]
    products = "\n  kettle-pro:\n    name: Kettle Pro\n    versions: [1.0, 1.10]\n"
    example = blocks("front-matter.md", "yaml")[0]
    body = "\n## Symptom\n\nCold.\n\n## Resolution\n\n1. Heat.\n2. Wait.\n"
    other = example.replace("kettle-stays-cold", "kettle-leaks").replace(
        "related: [kettle-leaks]\n", ""
    )
    other = re.sub(r"title: .*", "title: The kettle leaks", re.sub(r"aliases: .*\n", "", other))
    files = {
        "kb.yml": kb_yml.replace("\ncategories:", f"{products}\ncategories:", 1),
        "heating/kettle-stays-cold.md": example + body,
        "heating/kettle-leaks.md": other + body,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert [found.message for found in inspect(Config(tmp_path)).diagnostics] == []


def test_every_rule_is_listed_once_with_its_article() -> None:
    text = page("rules.md")
    for rule in RULES:
        line = f"| {rule.code} | [{rule.name}](../kb/rules/{rule.name}.md) | {rule.severity} | "
        assert text.count(line) == 1
