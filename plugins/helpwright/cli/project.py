"""The knowledge base that a command works on, and the paths that it shows."""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from helpwright.cli.errors import Unable
from helpwright.config import DEFAULT_KB_DIR, Config, NoKnowledgeBase, find_config

kb_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--kb",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The knowledge base: the folder of kb.yml, or a project that has one. "
    "Without it, the project that the current folder is in.",
)


def load_config(kb: Path | None) -> Config:
    """Return the configuration for the option `--kb`.

    Raises ConfigError or Unable where there is no knowledge base.
    """
    config = find_config(kb if kb is not None else Path.cwd())
    if kb is not None:
        config = _of_folder(config, kb.resolve())
    if not config.kb_dir.is_dir():
        folder = shown(config.kb_dir)
        raise Unable(f"the folder {folder} is missing: make it, or set `kb_dir` in mkdocs.yml")
    return config


def find_kb(kb: Path | None) -> Config | None:
    """Return the configuration for the option `--kb`, or None where there is no knowledge base.

    Raises as `load_config` does where one is named, or one that a project has cannot be used.
    """
    try:
        config = find_config(Path.cwd() if kb is None else kb)
    except NoKnowledgeBase:
        if kb is None:
            return None
        raise
    # An ordinary project of MkDocs has none; one that says where it is must have it there.
    is_usual = config.kb_dir.name == DEFAULT_KB_DIR
    if kb is None and is_usual and not config.kb_dir.is_dir():
        return None
    return load_config(kb)


def _of_folder(config: Config, folder: Path) -> Config:
    """Return the configuration of a folder that was named, given that of the project around it."""
    kb_dir = config.kb_dir.resolve()
    if kb_dir == folder or (kb_dir.is_relative_to(folder) and not (folder / "kb.yml").is_file()):
        return config
    if (folder / "kb.yml").is_file():
        return Config(folder)
    raise Unable(
        f"{shown(folder)} is not a knowledge base: it has no kb.yml. "
        f"The knowledge base of this project is {shown(kb_dir)}"
    )


def in_kb(path: Path, config: Config) -> str:
    """Return a PATH of the command line as the knowledge base names it; raises Unable."""
    folder = config.kb_dir.resolve()
    if not path.exists():
        raise Unable(f"{path} does not exist")
    for form in (normal(path), path.resolve()):
        if form.is_relative_to(folder):
            return form.relative_to(folder).as_posix()
    raise Unable(
        f"{path} is not in the knowledge base {shown(folder)}: name files and folders inside it, "
        "or another knowledge base with --kb"
    )


def shown(path: Path) -> str:
    """Return a path as it is shown: from the current folder where it is inside, else whole."""
    from helpwright.report.escape import visible

    return visible(relative(path, Path.cwd()))


def relative(path: Path, base: Path) -> str:
    """Return a path relative to a folder where it is inside, else whole; POSIX."""
    path = normal(path)
    return (path.relative_to(base) if path.is_relative_to(base) else path).as_posix()


def normal(path: Path) -> Path:
    """Return a path from the root, without `..`, links left as they are."""
    return Path(os.path.normpath(path.absolute()))


def version() -> str:
    """Return the version that is installed."""
    try:
        return importlib.metadata.version("helpwright")
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"
