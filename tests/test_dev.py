"""The bootstrap script: what it refuses, in words, and when it makes the environment anew."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import dev


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project whose environment is not there yet."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "p"\n')
    (tmp_path / "constraints.txt").write_text("")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "stamp")
    return tmp_path


@pytest.fixture
def installed(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `prepare` would do, without doing it: each environment made, each pip run."""
    done: list[str] = []

    def make_environment() -> None:
        done.append("venv")
        dev.VENV.mkdir(exist_ok=True)

    monkeypatch.setattr(dev, "make_environment", make_environment)
    monkeypatch.setattr(dev, "pip", lambda *arguments: done.append(arguments[-1]))
    return done


def test_an_old_python_can_read_the_script() -> None:
    source = Path(dev.__file__).read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 6))
    # Python 3.6 does not know this one, and would die of it before it could say anything.
    assert "from __future__ import annotations" not in source


def test_an_old_python_is_refused_in_words(project_root: Path) -> None:
    pretend = "import sys, runpy; sys.version_info = (3, 8, 1); runpy.run_path('dev.py')"
    result = subprocess.run(
        [sys.executable, "-c", pretend], cwd=project_root, capture_output=True, text=True
    )
    assert result.returncode == 1
    assert "needs Python 3.11 or newer, and this is Python 3.8" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_environment_is_made_once(installed: list[str]) -> None:
    dev.prepare("")
    dev.prepare("")
    assert installed == ["venv", "hatchling", "."]


def test_the_test_extra_is_added_to_the_environment_that_stands(installed: list[str]) -> None:
    dev.prepare("")
    dev.prepare("test")
    dev.prepare("")
    dev.prepare("test")
    assert installed == ["venv", "hatchling", ".", ".[test]"]


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_requirement_makes_it_anew(
    project: Path, installed: list[str], name: str
) -> None:
    dev.prepare("test")
    (project / name).write_text("# changed\n")
    dev.prepare("")
    assert installed == ["venv", "hatchling", ".[test]", "venv", "hatchling", "."]


def test_an_interrupted_set_up_is_not_taken_for_a_finished_one(
    installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: str) -> None:
        raise SystemExit("no network")

    with monkeypatch.context() as broken, pytest.raises(SystemExit):
        broken.setattr(dev, "pip", fail)
        dev.prepare("")
    dev.prepare("")
    assert installed == ["venv", "venv", "hatchling", "."]


def test_a_python_without_venv_is_told_what_to_install(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        dev.prepare("")


def test_a_pip_that_fails_shows_its_last_lines_and_what_to_try(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip = project / "pip"
    pip.write_text(f"#!{sys.executable}\nimport sys\nprint('\\n'.join(map(str, range(90))))\n1/0\n")
    pip.chmod(0o755)
    monkeypatch.setattr(dev, "PYTHON", pip)
    with pytest.raises(SystemExit) as refused:
        dev.pip(".")
    message = str(refused.value)
    assert "ZeroDivisionError" in message
    assert "\n80\n" not in message.partition("ZeroDivisionError")[2]
    assert "HTTPS_PROXY" in message


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 2), (["nonsense"], 2), (["--help"], 0), (["help"], 0)]
)
def test_help(
    arguments: list[str], code: int, installed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(arguments) == code
    shown = capsys.readouterr()
    assert "dev.py site" in (shown.err if code else shown.out)
    assert installed == []


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["check", "--fix"], ["helpwright", "check", "--fix"]),
        (["serve", "-a", "localhost:9000"], ["mkdocs", "serve", "-a", "localhost:9000"]),
        (["site"], ["mkdocs", "build"]),
    ],
)
def test_commands_pass_their_arguments_on(
    command: list[str],
    expected: list[str],
    installed: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[list[str]] = []

    def call(program: list[str], **_: object) -> int:
        calls.append([Path(program[0]).name, *program[1:]])
        return 0

    monkeypatch.setattr(dev.subprocess, "call", call)
    monkeypatch.setattr(dev.signal, "signal", lambda *_: None)
    assert dev.main(command) == 0
    assert calls == [expected]


def test_one_failed_check_fails_the_run_after_all_have_run(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def run(tool: str, *arguments: str) -> int:
        ran.append(tool)
        return 1 if tool == "mypy" else 0

    monkeypatch.setattr(dev, "run", run)
    assert dev.main(["test"]) == 1
    assert ran == ["ruff", "ruff", "mypy", "pytest"]
    assert capsys.readouterr().err.strip() == "Failed: mypy"
