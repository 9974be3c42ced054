"""The lists of dependencies agree: what is declared, pinned, explained and imported."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions, packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

# What a part of the project imports must be declared for that part.
IMPORTERS = {
    "plugins": ("dependencies", "capture"),
    "benchmarks": ("dependencies", "test"),
    "tests": ("dependencies", "test"),
}
OWN = {"helpwright", "benchmarks", "dev", "tests"}


@pytest.fixture(scope="module")
def declared(project_root: Path) -> dict[str, list[str]]:
    """The requirements of pyproject.toml as written: `dependencies`, and each extra's."""
    text = (project_root / "pyproject.toml").read_text(encoding="utf-8")
    project: dict[str, Any] = tomllib.loads(text)["project"]
    return {"dependencies": project["dependencies"], **project["optional-dependencies"]}


@pytest.fixture(scope="module")
def requirements(declared: dict[str, list[str]]) -> list[Requirement]:
    return [Requirement(line) for lines in declared.values() for line in lines]


@pytest.fixture(scope="module")
def pins(project_root: Path) -> dict[str, str]:
    """The versions of constraints.txt that hold on this system, by normalized name."""
    lines = (project_root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = {}
    for requirement in (Requirement(line) for line in lines if not line.startswith("#")):
        assert requirement.url is None
        (pin,) = requirement.specifier
        assert pin.operator == "==", requirement
        if requirement.marker is None or requirement.marker.evaluate():
            found[canonicalize_name(requirement.name)] = pin.version
    return found


def test_constraints_pin_every_requirement_within_its_range(
    requirements: list[Requirement], pins: dict[str, str]
) -> None:
    for requirement in requirements:
        pin = pins[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(pin), f"{requirement} leaves out {pin}"


def test_pins_run_on_the_oldest_python(project_root: Path, pins: dict[str, str]) -> None:
    text = (project_root / "pyproject.toml").read_text(encoding="utf-8")
    (oldest,) = SpecifierSet(tomllib.loads(text)["project"]["requires-python"])
    checked = 0
    for package in distributions():
        name = canonicalize_name(package.name)
        if package.version == pins.get(name):
            needs = SpecifierSet(package.metadata["Requires-Python"] or "")
            assert needs.contains(f"{oldest.version}.0"), f"{name} needs Python {needs}"
            checked += 1
    assert checked > len(pins) // 2


def test_every_requirement_has_both_bounds(requirements: list[Requirement]) -> None:
    for requirement in requirements:
        operators = {specifier.operator for specifier in requirement.specifier}
        assert {">=", "<"} <= operators, requirement


@pytest.mark.parametrize("version", ["8.2.2", "8.3.0", "8.3.3"])
def test_click_releases_that_break_mkdocs_serve_are_refused(
    version: str, requirements: list[Requirement]
) -> None:
    (click,) = (r for r in requirements if r.name == "click")
    assert not click.specifier.contains(version)


def test_the_documentation_gives_each_requirement_with_its_range(
    declared: dict[str, list[str]], project_root: Path
) -> None:
    page = (project_root / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| \S", page, re.MULTILINE)
    written = [name + bounds for name, bounds in rows]
    assert sorted(written) == sorted(line for lines in declared.values() for line in lines)


def imported(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the top-level name of each import below a folder, and the file that has it."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            yield from ((name.partition(".")[0], path) for name in names)


@pytest.mark.parametrize("folder", IMPORTERS)
def test_what_is_imported_is_declared(
    folder: str, declared: dict[str, list[str]], project_root: Path
) -> None:
    allowed = {
        canonicalize_name(Requirement(line).name)
        for part in IMPORTERS[folder]
        for line in declared[part]
    }
    providers = packages_distributions()
    undeclared = {
        f"{path.relative_to(project_root)} imports {name}"
        for name, path in imported(project_root / folder)
        if name not in sys.stdlib_module_names | OWN
        and not allowed & {canonicalize_name(d) for d in providers.get(name, [])}
    }
    assert not undeclared, "\n".join(sorted(undeclared))
