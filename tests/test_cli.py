"""The command line as its users meet it: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from helpwright.cli import program
from helpwright.diagnostic import Rule
from helpwright.rules import RULES

GOOD = """\
---
id: {id}
title: Article {id}
status: published
updated: 2024-05-01
---

## Symptom

The lamp is on and the water stays cold.

## Resolution

1. Pull the plug.
2. Wait a minute.
"""
GAP = GOOD.format(id="gap").replace("2. Wait", "4. Wait")
EMPTY = GOOD.format(id="empty").replace("1. Pull the plug.\n2. Wait a minute.\n", "")
KB: Mapping[str, str] = {
    "kb.yml": "title: Kitchen\ncategories:\n  tea:\n    title: Tea\n",
    "tea/good.md": GOOD.format(id="good"),
    "tea/gap.md": GAP,
    "coffee/empty.md": EMPTY,
}
ERROR_LINE = "kb-source/tea/gap.md:15:1: error HW204 step-number-gap: step 4 follows step 1"
WARNING_LINE = (
    "kb-source/coffee/empty.md:12:1: warning HW114 empty-section: "
    'nothing stands under the heading "Resolution"'
)


@pytest.fixture
def project(kb: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a knowledge base of one good article and two with a mistake each."""
    folder = kb(KB, "kb-source").parent
    (folder / "mkdocs.yml").write_text("site_name: Test\nplugins:\n  - helpwright\n")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return folder


def run(*arguments: str) -> Result:
    """Run a command; what is printed to standard error is not in the result's `stdout`."""
    result = CliRunner().invoke(program, arguments, prog_name="helpwright")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def headlines(result: Result) -> list[str]:
    """Return the first line of each finding."""
    return [
        line
        for line in result.stdout.splitlines()
        if ": error HW" in line or ": warning HW" in line
    ]


def start(*arguments: str, cwd: Path, **more: str) -> subprocess.Popen[bytes]:
    """Start the command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "helpwright", *arguments],
        cwd=cwd,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


# --- check ------------------------------------------------------------------------------------


def test_check_shows_every_finding_and_fails(project: Path) -> None:
    result = run("check")
    assert headlines(result) == [WARNING_LINE, ERROR_LINE]
    assert "\n15 | 4. Wait a minute.\n   | ^^ expected 2\n" in result.stdout
    assert result.stdout.endswith("\n1 error, 1 warning in 2 files (1 can be mended with --fix)\n")
    assert (result.exit_code, result.stderr) == (1, "")


def test_check_of_a_clean_knowledge_base_says_so(project: Path) -> None:
    (project / "kb-source/tea/gap.md").unlink()
    (project / "kb-source/coffee/empty.md").unlink()
    result = run("check")
    assert (result.stdout, result.exit_code) == ("no findings in 1 article\n", 0)


@pytest.mark.parametrize(
    ("paths", "found", "code"),
    [
        (["kb-source"], [WARNING_LINE, ERROR_LINE], 1),
        (["kb-source/tea"], [ERROR_LINE], 1),
        (["kb-source/tea/"], [ERROR_LINE], 1),
        (["kb-source/coffee"], [WARNING_LINE], 0),
        (["kb-source/tea/good.md"], [], 0),
        (["kb-source/tea/good.md", "kb-source/coffee/empty.md"], [WARNING_LINE], 0),
        (["kb-source/../kb-source/tea/gap.md"], [ERROR_LINE], 1),
        (["kb-source/kb.yml"], [], 0),
    ],
)
def test_paths_limit_what_is_shown_and_counted(
    paths: list[str], found: list[str], code: int, project: Path
) -> None:
    result = run("check", *paths)
    assert (headlines(result), result.exit_code) == (found, code)


def test_links_are_followed_beyond_the_paths(project: Path) -> None:
    linking = GOOD.format(id="linking").replace(
        "The lamp", "See [it](../coffee/empty.md). The lamp"
    )
    (project / "kb-source/tea/good.md").write_text(linking)
    assert run("check", "kb-source/tea/good.md").stdout == "no findings in 1 article\n"


@pytest.mark.parametrize(
    ("fail_on", "path", "code"),
    [
        ("error", "kb-source", 1),
        ("error", "kb-source/coffee", 0),
        ("warning", "kb-source/coffee", 1),
        ("warning", "kb-source/tea/good.md", 0),
        ("never", "kb-source", 0),
    ],
)
def test_fail_on_decides_the_exit_code(fail_on: str, path: str, code: int, project: Path) -> None:
    assert run("check", path, "--fail-on", fail_on).exit_code == code


def test_fail_on_of_mkdocs_yml_holds_where_the_option_is_absent(project: Path) -> None:
    (project / "mkdocs.yml").write_text("plugins:\n  - helpwright:\n      fail_on: warning\n")
    assert run("check", "kb-source/coffee").exit_code == 1
    assert run("check", "kb-source/coffee", "--fail-on", "error").exit_code == 0


def test_formats_are_written_to_standard_output(project: Path) -> None:
    entries = json.loads(run("check", "--format", "json").stdout)
    assert [(entry["path"], entry["line"]) for entry in entries] == [
        ("kb-source/coffee/empty.md", 12),
        ("kb-source/tea/gap.md", 15),
    ]
    log = json.loads(run("check", "--format", "sarif").stdout)
    assert len(log["runs"][0]["results"]) == 2
    suites = ElementTree.fromstring(run("check", "--format", "junit").stdout)
    assert (suites.get("tests"), suites.get("failures")) == ("3", "1")
    commands = run("check", "--format", "github").stdout.splitlines()
    assert commands[1].startswith("::error file=kb-source/tea/gap.md,line=15,")


def test_paths_of_annotations_start_at_the_checkout(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.parent))
    command = run("check", "--format", "github", "kb-source/tea").stdout
    assert command.startswith(f"::error file={project.name}/kb-source/tea/gap.md,")


def test_a_report_in_a_file_leaves_one_line_for_the_log(project: Path) -> None:
    result = run("check", "--format", "json", "--output", "report.json")
    assert (result.stdout, result.exit_code) == ("", 1)
    assert result.stderr == (
        "1 error, 1 warning in 2 files (1 can be mended with --fix); the report is in report.json\n"
    )
    assert len(json.loads((project / "report.json").read_text())) == 2


def test_fix_mends_and_says_what_it_did(project: Path) -> None:
    result = run("check", "--fix")
    assert result.stderr == (
        "mended kb-source/tea/gap.md:15:1: HW204 step-number-gap: step 4 follows step 1\n"
        "mended 1 finding in 1 file\n\n"
    )
    assert headlines(result) == [WARNING_LINE]
    assert result.exit_code == 0
    assert (project / "kb-source/tea/gap.md").read_text() == GAP.replace("4.", "2.")
    assert run("check", "--fix").stderr == ""


@pytest.mark.parametrize(
    ("path", "mended"),
    [
        ("kb-source/tea/gap.md", ["tea/gap.md"]),
        ("kb-source/tea", ["tea/gap.md"]),
        ("kb-source/coffee", ["coffee/gap.md"]),
        ("kb-source", ["coffee/gap.md", "tea/gap.md"]),
    ],
)
def test_fix_touches_the_given_paths_only(path: str, mended: list[str], project: Path) -> None:
    other = project / "kb-source/coffee/gap.md"
    other.write_text(GAP.replace("gap", "other-gap"))
    run("check", "--fix", path)
    sources = project / "kb-source"
    changed = [
        name
        for name in ("coffee/gap.md", "tea/gap.md")
        if "\n2. Wait" in (sources / name).read_text()
    ]
    assert changed == mended


def test_a_report_stays_whole_while_mending(project: Path) -> None:
    entries = json.loads(run("check", "--fix", "--format", "json").stdout)
    assert [entry["code"] for entry in entries] == ["HW114"]


def test_a_built_site_is_proven_too(project: Path) -> None:
    (project / "site").mkdir()
    result = run("check", "--site", "site")
    pages = [line for line in headlines(result) if " HW707 missing-page: " in line]
    assert pages and all(line.startswith("site/kb/") for line in pages)
    assert headlines(result)[:2] == [WARNING_LINE, ERROR_LINE]
    assert result.exit_code == 1


def test_severities_of_kb_yml_hold_for_the_site(project: Path) -> None:
    (project / "site").mkdir()
    kb_yml = project / "kb-source/kb.yml"
    kb_yml.write_text(f"{KB['kb.yml']}rules:\n  missing-page: warning\n  HW204: off\n")
    result = run("check", "--site", "site")
    assert " warning HW707 missing-page: " in result.stdout
    assert ": error " not in result.stdout
    assert result.exit_code == 0


def test_the_knowledge_base_can_be_elsewhere(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    whole = f"{project.as_posix()}/{ERROR_LINE}"
    for folder in (project, project / "kb-source"):
        assert headlines(run("check", "--kb", str(folder)))[1] == whole
    assert "no knowledge base found" in run("check").stderr


def test_a_knowledge_base_inside_another_project_is_its_own(project: Path) -> None:
    other = project / "tests" / "kb"
    other.mkdir(parents=True)
    (other / "kb.yml").write_text("title: Other\n")
    (other / "gap.md").write_text(GAP)
    assert headlines(run("check", "--kb", "tests/kb")) == [
        ERROR_LINE.replace("kb-source/tea", "tests/kb")
    ]


def test_the_current_folder_may_be_inside_the_knowledge_base(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "kb-source" / "tea")
    result = run("check", ".")
    assert headlines(result) == [f"{project.as_posix()}/{ERROR_LINE}"]


# --- what a user can do wrong -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "nowhere.md"], "nowhere.md does not exist"),
        (["check", "no\x1b[31mred.md"], r"no\x1b[31mred.md does not exist"),
        (["check", "mkdocs.yml"], "mkdocs.yml is not in the knowledge base kb-source: name files"),
        (["check", "--kb", "nowhere"], "'nowhere' does not exist"),
        (
            ["check", "--kb", "kb-source/tea"],
            "kb-source/tea is not a knowledge base: it has no kb.yml",
        ),
        (["check", "--format", "xml"], "'xml' is not one of"),
        (
            ["check", "--output", "no/report.txt"],
            "the report cannot be written: no/report.txt: no such",
        ),
        (["check", "--site", "nowhere"], "'nowhere' does not exist"),
        (
            ["check", "--site", ".", "kb-source/tea"],
            "--site proves the whole site: leave the PATHs",
        ),
        (["check", "--fail-on", "info"], "'info' is not one of"),
        (["chek"], "No such command 'chek'"),
        (["explain", "HW999"], "no rule is called `HW999`: `helpwright explain` lists them all"),
        (["explain", "step-numbr-gap"], "did you mean HW204 step-number-gap?"),
        (["explain", "zzz"], "`helpwright explain` lists them all"),
        (["new"], "Missing argument 'TITLE...'"),
        (["schema", "articles"], "'articles' is not one of"),
        (["compile"], "Missing option '--out'"),
    ],
)
def test_a_mistake_is_told_in_words(arguments: list[str], words: str, project: Path) -> None:
    result = run(*arguments)
    assert words in result.stderr
    assert (result.stdout, result.exit_code) == ("", 2)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("a: [", "mkdocs.yml cannot be read"),
        ("plugins: {helpwright: {fail_on: sometimes}}", "`fail_on` cannot be `sometimes`"),
        ("plugins: {helpwright: {kb_dir: nope}}", "the folder nope is missing"),
    ],
)
def test_unusable_settings_are_told_in_words(settings: str, words: str, project: Path) -> None:
    (project / "mkdocs.yml").write_text(settings)
    for command in (["check"], ["new", "Cold"], ["compile", "--out", "out"]):
        result = run(*command)
        assert words in result.stderr
        assert result.exit_code == 2


def test_a_mistake_of_the_program_is_not_taken_for_a_finding(project: Path) -> None:
    broken = (
        "import helpwright.build, helpwright.cli\n"
        "helpwright.build.inspect = lambda *given: 1 / 0\n"
        "helpwright.cli.main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", broken, "check"], cwd=project, capture_output=True, text=True
    )
    assert result.returncode == 2
    assert "ZeroDivisionError" in result.stderr


# --- the other commands -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["HW204", "hw204", "204", "step-number-gap", "Step_Number_Gap"])
def test_explain_finds_a_rule_by_code_and_name(name: str) -> None:
    result = run("explain", name)
    assert result.stdout.startswith("HW204 step-number-gap (error)\n\n")
    assert "`helpwright check --fix` does it" in result.stdout
    # A comment in a line of its own above a step would end the list.
    assert "write at the end of the line" in result.stdout
    assert "<!-- helpwright: allow HW204 the reason -->" in result.stdout
    assert result.exit_code == 0


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_explained_within_the_width_of_a_terminal(rule: Rule) -> None:
    words = run("explain", rule.name).stdout
    for part in (rule.summary, rule.why, rule.fix):
        assert " ".join(part.split()) in " ".join(words.split())
    assert max(map(len, words.splitlines())) <= 88


def test_what_cannot_be_allowed_is_not_offered() -> None:
    assert "allow" not in run("explain", "missing-page").stdout


def test_explain_lists_all_rules_in_order() -> None:
    lines = run("explain").stdout.splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("HW")]
    assert listed == [rule.code for rule in RULES]


def test_compile_writes_pages_unless_the_check_fails(project: Path) -> None:
    failed = run("compile", "--out", "out")
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert ERROR_LINE in failed.stderr
    assert failed.stderr.endswith("Nothing was written.\n")
    assert not (project / "out").exists()

    (project / "kb-source/tea/gap.md").unlink()
    done = run("compile", "--out", "out")
    assert done.exit_code == 0
    assert WARNING_LINE in done.stderr
    assert done.stdout.startswith("Wrote ")
    pages = [
        path for path in (project / "out").rglob("*.md") if "Wait a minute" in path.read_text()
    ]
    assert [path.stem for path in pages] == ["good"]

    (project / "kb-source/tea/good.md").unlink()
    assert ", and removed 2 old ones." in run("compile", "--out", "out").stdout


def test_version_and_help_are_quick_to_say(project: Path) -> None:
    assert run("--version").stdout.startswith("helpwright ")
    for command in ("check", "compile", "explain", "new", "schema"):
        assert command in run("--help").stdout
        assert run(command, "-h").stdout.startswith(f"Usage: helpwright {command} ")


# --- as a process -----------------------------------------------------------------------------


def test_the_module_runs_as_the_command_does(project: Path) -> None:
    process = start("check", cwd=project)
    output, errors = process.communicate()
    assert output.decode() == run("check").stdout
    assert (errors, process.returncode) == (b"", 1)


def test_importing_the_command_line_imports_no_mkdocs() -> None:
    code = "import sys, helpwright.cli; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert {"helpwright.cli", "click"} <= set(loaded)
    assert {"mkdocs", "material", "jinja2"}.isdisjoint(loaded)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGPIPE to imitate")
def test_a_reader_that_goes_away_is_no_reason_to_complain(project: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [sys.executable, "-m", "helpwright", "check"],
        cwd=project,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writer)
    assert (process.stderr, process.returncode) == ("", 141)


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to a single process")
def test_an_interruption_ends_with_its_own_code(project: Path) -> None:
    # Shells have the programs that they start in the background ignore SIGINT, and tests run there
    # inherit that.
    interrupted = (
        "import os, signal, helpwright.build, helpwright.cli\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"helpwright.build.inspect = lambda *given: os.kill(os.getpid(), {signal.SIGINT})\n"
        "helpwright.cli.main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", interrupted, "check"], cwd=project, capture_output=True, text=True
    )
    assert result.returncode == 130
    assert "Traceback" not in result.stderr


def test_a_terminal_without_the_characters_gets_their_numbers(project: Path) -> None:
    (project / "kb-source/tea/gap.md").write_text(GAP.replace("Wait", "Wäit 漢"), encoding="utf-8")
    process = start("check", cwd=project, PYTHONIOENCODING="latin-1")
    output, errors = process.communicate()
    assert errors == b""
    assert r"4. Wäit \u6f22 a minute." in output.decode("latin-1")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(("more", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_is_for_terminals(more: dict[str, str], colored: bool, project: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "helpwright", "check"],
        cwd=project,
        env={**environment, "TERM": "xterm", **more},
        stdout=theirs,
    )
    os.close(theirs)
    output = b""
    try:
        while chunk := os.read(ours, 4096):
            output += chunk
    except OSError:
        pass  # Linux reports the end of a pseudo-terminal as an error.
    os.close(ours)
    assert process.wait() == 1
    assert (b"\x1b[1;31merror\x1b[0m" in output) is colored
    assert b"HW204" in output
