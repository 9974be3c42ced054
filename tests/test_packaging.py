"""The built wheel: what it holds, and that it works in an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

MKDOCS_YML = """\
site_name: Elsewhere
theme:
  name: material
  font: false
plugins:
  - search
  - helpwright
"""
ARTICLE = """\
---
id: kettle-stays-cold
title: The kettle stays cold
summary: The lamp is on and the water stays cold.
status: published
updated: 2024-05-01
---

## Symptom

The lamp is on and the water stays cold.

## Cause

The kettle has no current.

## Resolution

1. Pull the plug.
2. Wait a minute:

   - the lamp goes out.

3. Put the plug back.
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command outside the project's own environment and return what it prints."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    result = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


@pytest.fixture(scope="module")
def wheel(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
    run(*build, project_root, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a new environment that holds the wheel.

    Its dependencies are lent by this environment through a path file, so no network is needed; a
    path file inside a lent folder is not followed, so the project's own source is out of reach.
    """
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index"]
    run(*pip, "--no-deps", wheel, cwd=folder)
    site_packages = run(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
    )
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(site_packages.strip(), "lent.pth").write_text("\n".join(sorted(lent)))
    return scripts


def test_the_wheel_holds_the_package_and_its_data(wheel: Path, project_root: Path) -> None:
    package = project_root / "plugins" / "helpwright"
    expected = {
        f"helpwright/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        (licence,) = (name for name in archive.namelist() if name.endswith("/LICENSE"))
    assert names == expected
    assert {"helpwright/__init__.py", "helpwright/py.typed"} <= names
    assert ".dist-info/" in licence


def test_the_wheel_registers_plugin_command_and_extension(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/entry_points.txt"))
        entry_points = ConfigParser()
        entry_points.read_string(archive.read(name).decode())
    assert {section: dict(entry_points[section]) for section in entry_points.sections()} == {
        "console_scripts": {"helpwright": "helpwright.cli:main"},
        "markdown.extensions": {"helpwright": "helpwright.render.extension:HelpwrightExtension"},
        "mkdocs.plugins": {"helpwright": "helpwright.plugin:HelpwrightPlugin"},
    }


def test_the_installed_command_runs_elsewhere(
    elsewhere: Path, project_root: Path, tmp_path: Path
) -> None:
    settings = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    shown = run(elsewhere / "helpwright", "--version", cwd=tmp_path)
    assert settings["project"]["version"] in shown
    place = run(
        elsewhere / "python", "-c", "import helpwright; print(helpwright.__file__)", cwd=tmp_path
    )
    assert Path(place.strip()).is_relative_to(elsewhere.parent)
    assert not Path(place.strip()).is_relative_to(project_root)


def test_the_installed_plugin_builds_a_site_elsewhere(elsewhere: Path, tmp_path: Path) -> None:
    for path, text in {
        "mkdocs.yml": MKDOCS_YML,
        "docs/index.md": "# Welcome\n",
        "kb-source/kb.yml": "title: Kitchen\n",
        "kb-source/kitchen/kettle-stays-cold.md": ARTICLE,
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    output = run(elsewhere / "python", "-m", "mkdocs", "build", cwd=tmp_path)
    pages = {
        path: html
        for path in (tmp_path / "site").rglob("*.html")
        if "Put the plug back." in (html := path.read_text(encoding="utf-8"))
    }
    assert any(path.parent.name == "kettle-stays-cold" for path in pages), output
