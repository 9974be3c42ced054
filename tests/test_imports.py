"""The package's shape: imports go one way, MkDocs stays behind one door, modules stay small."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# A module, or a package with all that is in it, may import from the lines above its own, and a
# package also from itself. Names on one line may not import each other.
LAYERS = """
    diagnostic
    faults site_faults
    active source
    model scope
    recipe
    knowledge
    fields
    config
    git
    read
    revision
    inventory
    parse
    conditions expand
    write
    ledger recipes
    html_policy
    resolve
    related redirects
    coverage derive pictures
    rules render
    alike past screenshots visible
    since
    diff
    gate
    prove
    settle
    report
    build
    capture compile explain external fix nav new schema swap
    move
    importers
    __init__
    cli plugin
    __main__
"""
RANKS = {
    name: rank for rank, line in enumerate(LAYERS.strip().splitlines()) for name in line.split()
}
# MkDocs, and what cannot be imported without it or in its place.
MKDOCS = {"mkdocs", "material", "properdocs", "zensical"}
WITHOUT_MKDOCS = f"""
import importlib, sys
for name in {sorted(MKDOCS)}:
    sys.modules[name] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def modules(package: Path) -> Iterator[tuple[str, Path]]:
    """Yield the dotted name, without the package's own, and the path of every module."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if parts[-1] == "__init__" and len(parts) > 1:
            parts = parts[:-1]
        yield ".".join(parts), path


def imported(module: str, path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and absolute name of everything that a module imports, wherever in it."""
    package = ["helpwright", *module.split(".")]
    if path.name == "__init__.py":
        package = ["helpwright"] if module == "__init__" else package
    else:
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = base + (node.module.split(".") if node.module else [])
            yield from ((node.lineno, ".".join([*base, alias.name])) for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("import_module", "__import__")
        ):
            name = node.args[0] if node.args else None
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield node.lineno, name.value


def group(name: str, package: Path) -> str:
    """Return the entry of LAYERS that a dotted name inside the package belongs to.

    What is no module is a name of the package's own `__init__`; a module that LAYERS does not
    know is its own entry.
    """
    first = name.partition(".")[0]
    is_module = (package / first).is_dir() or (package / f"{first}.py").is_file()
    return first if first in RANKS or is_module else "__init__"


def unplaced(package: Path) -> list[str]:
    """Return a sentence for each module that LAYERS does not know."""
    return [
        f"{path.relative_to(package)}: `{module}` has no place yet. Add `{module.split('.')[0]}` to"
        " LAYERS in tests/test_imports.py, below all that it imports and above all that import it."
        for module, path in modules(package)
        if module.split(".")[0] not in RANKS
    ]


def backward_imports(package: Path) -> list[str]:
    """Return a sentence for each import that goes against LAYERS."""
    found = []
    for module, path in modules(package):
        here = group(module, package)
        for line, name in imported(module, path):
            first, _, rest = name.partition(".")
            there = group(rest, package)
            if first != "helpwright" or here == there or not {here, there} <= RANKS.keys():
                continue
            if RANKS[there] >= RANKS[here]:
                place = f"{path.relative_to(package)}:{line}"
                found.append(f"{place}: `{here}` may not import `{there}` ({name})")
    return found


def mkdocs_imports(package: Path) -> list[str]:
    """Return a sentence for each import of MkDocs outside the plugin."""
    return [
        f"{path.relative_to(package)}:{line}: only `plugin` may import {name}"
        for module, path in modules(package)
        if group(module, package) != "plugin"
        for line, name in imported(module, path)
        if name.partition(".")[0] in MKDOCS
    ]


@pytest.fixture(scope="module")
def package(project_root: Path) -> Path:
    return project_root / "plugins" / "helpwright"


@pytest.mark.parametrize("check", [unplaced, backward_imports, mkdocs_imports])
def test_the_package_keeps_its_shape(check: Callable[[Path], list[str]], package: Path) -> None:
    faults = check(package)
    assert not faults, "\n" + "\n".join(faults)


def test_the_core_works_without_mkdocs(package: Path) -> None:
    core = [
        "helpwright" if module == "__init__" else f"helpwright.{module}"
        for module, _ in modules(package)
        if group(module, package) not in ("plugin", "__main__")
    ]
    assert "helpwright.cli" in core
    result = subprocess.run(
        [sys.executable, "-c", WITHOUT_MKDOCS, *core], capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr


def test_modules_are_small(package: Path) -> None:
    sizes = {}
    for module, path in modules(package):
        lines = path.read_text(encoding="utf-8").splitlines()
        if size := sum(1 for line in lines if line.strip()):
            sizes[module] = size
    largest = sorted(sizes.items(), key=lambda item: -item[1])[:10]
    assert statistics.median(sizes.values()) <= 150, largest
    assert max(sizes.values()) <= 500, largest


@pytest.mark.parametrize(
    ("path", "code", "check", "fault"),
    [
        ("model.py", "from helpwright.read import read", backward_imports, "`read`"),
        ("model.py", "from helpwright import read", backward_imports, "`read`"),
        ("model.py", "def f():\n    import helpwright.read", backward_imports, "model.py:2"),
        ("rules/gap.py", "from helpwright.render import page", backward_imports, "`render`"),
        ("rules/gap.py", "from ..render import page", backward_imports, "`render`"),
        ("rules/__init__.py", "from ..render import page", backward_imports, "`render`"),
        ("render/page.py", "from .. import rules", backward_imports, "`rules`"),
        ("prove.py", "from helpwright import API", backward_imports, "`__init__`"),
        ("__init__.py", "from .cli import main", backward_imports, "`cli`"),
        ("novel/deep.py", "", unplaced, "Add `novel` to LAYERS"),
        ("render/page.py", "import mkdocs.plugins", mkdocs_imports, "mkdocs.plugins"),
        ("cli.py", "import_module('mkdocs')", mkdocs_imports, "only `plugin`"),
    ],
)
def test_a_fault_is_found(
    path: str, code: str, check: Callable[[Path], list[str]], fault: str, tmp_path: Path
) -> None:
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(code)
    faults = check(tmp_path)
    assert len(faults) == 1
    assert fault in faults[0]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("read.py", "from helpwright.model import Article"),
        ("rules/gap.py", "from helpwright.rules.order import after\nfrom .order import before"),
        ("rules/__init__.py", "from . import gap\nfrom ..parse import parse"),
        ("prove.py", "from helpwright import render, rules"),
        ("cli.py", "from helpwright import __version__"),
        ("plugin.py", "from mkdocs.plugins import BasePlugin"),
        ("plugin/files.py", "from mkdocs.structure.files import File"),
        ("model.py", "from dataclasses import dataclass"),
    ],
)
def test_a_near_miss_is_none(path: str, code: str, tmp_path: Path) -> None:
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(code)
    assert [*unplaced(tmp_path), *backward_imports(tmp_path), *mkdocs_imports(tmp_path)] == []
