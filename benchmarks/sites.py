"""Temporary MkDocs projects: one folder of Markdown, built as stock pages and as articles."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reference import read_markdown

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif"})

STOCK_CONFIG = """\
site_name: Measured site
site_url: https://kb.example/
use_directory_urls: true
theme:
  name: material
  font: false
  features: [navigation.prune]
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc:
      permalink: true
  - pymdownx.betterem
  - pymdownx.caret
  - pymdownx.critic
  - pymdownx.details
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.smartsymbols
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.tasklist:
      custom_checkbox: true
  - pymdownx.tilde
"""

HELPWRIGHT_CONFIG = STOCK_CONFIG + "plugins: [search, {helpwright: {fail_on: %s}}]\n"
HOME = "# Home\n\nThe first page of a site that was made to be measured.\n"


class BuildError(Exception):
    """`mkdocs build` ended with an error; the message is its output."""


@dataclass(frozen=True, slots=True)
class Document:
    """One Markdown file of the folder under test.

    `path` is POSIX and relative to that folder; `id` is unique in it and names the built page.
    """

    path: str
    id: str
    title: str
    markdown: str

    @property
    def folder(self) -> str:
        """The folder of the file, empty at the top."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Run:
    """One finished command: wall-clock and processor seconds, exit code and output."""

    wall: float
    cpu: float
    code: int
    output: str


def read_folder(folder: Path) -> list[Document]:
    """Return every Markdown file below `folder`, in order of path."""
    documents = []
    taken: set[str] = set()
    for path in sorted(folder.rglob("*.md")):
        relative = path.relative_to(folder).as_posix()
        title, markdown = read_markdown(path)
        name = unique(slug(path.stem), taken)
        documents.append(Document(relative, name, title or path.stem, markdown))
    return documents


def slug(text: str) -> str:
    """Return `text` in lower-case kebab-case ASCII; `page` where nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "page"


def unique(name: str, taken: set[str]) -> str:
    """Return `name`, with a number behind it where it is taken already, and take it."""
    # A page called index or readme would stand for its folder.
    base = f"{name}-page" if name in {"index", "readme"} else name
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def write_stock(project: Path, folder: Path, documents: Iterable[Document]) -> None:
    """Write a project that builds the bodies as ordinary pages, with Material's settings."""
    _write_home(project, STOCK_CONFIG)
    for document in documents:
        front = f"---\ntitle: {json.dumps(document.title)}\n---\n"
        _write(project / "docs" / document.folder / f"{document.id}.md", front, document)
    copy_pictures(folder, project / "docs")


def write_helpwright(project: Path, folder: Path, documents: Iterable[Document]) -> None:
    """Write a project that builds the same bodies as articles of a knowledge base."""
    _write_home(project, HELPWRIGHT_CONFIG % "never")
    source = project / "kb-source"
    source.mkdir()
    (source / "kb.yml").write_text("title: Measured articles\n", encoding="utf-8")
    for document in documents:
        front = (
            f"---\nid: {document.id}\ntitle: {json.dumps(document.title, ensure_ascii=False)}\n"
            "status: published\nupdated: 2024-01-01\n---\n"
        )
        _write(source / document.folder / f"{document.id}.md", front, document)
    copy_pictures(folder, source)


def write_equal(stock: Path, helpwright: Path, kb: Path) -> None:
    """Write two projects over the knowledge base `kb`: its articles as pages and as articles.

    The pages have the same places, pictures and Markdown as the articles, with only the title of
    their front matter.
    """
    _write_home(helpwright, HELPWRIGHT_CONFIG % "error")
    shutil.copytree(kb, helpwright / "kb-source")
    _write_home(stock, STOCK_CONFIG)
    copy_pictures(kb, stock / "docs")
    for path in sorted(kb.rglob("*.md")):
        title, markdown = read_markdown(path)
        page = stock / "docs" / path.relative_to(kb)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"---\ntitle: {json.dumps(title)}\n---\n{markdown}", encoding="utf-8")


def _write_home(project: Path, config: str) -> None:
    (project / "docs").mkdir(parents=True)
    (project / "docs" / "index.md").write_text(HOME, encoding="utf-8")
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")


def copy_pictures(folder: Path, target: Path) -> None:
    """Copy every picture below `folder` to the same place below `target`."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in PICTURES:
            copy = target / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def _write(path: Path, front: str, document: Document) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(front + document.markdown, encoding="utf-8")


def build(project: Path) -> Run:
    """Run `mkdocs build` over a project into its `site` folder; raises `BuildError`."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean"]
    done = run([*command, "-f", str(project / "mkdocs.yml"), "-d", str(project / "site")])
    if done.code:
        raise BuildError(f"mkdocs build of {project.name} ended with {done.code}:\n{done.output}")
    return done


def run(command: list[str], cwd: Path | None = None) -> Run:
    """Run a command to its end; `cpu` counts it and every process it waited for."""
    environment = {**os.environ, "PYTHONHASHSEED": "0", "NO_MKDOCS_2_WARNING": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.run(
        command, capture_output=True, text=True, env=environment, check=False, cwd=cwd
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Run(wall, cpu, process.returncode, process.stdout + process.stderr)


def built_pages(project: Path) -> dict[str, Path]:
    """Return the built pages of a project by the name of their own folder."""
    return {path.parent.name: path for path in sorted((project / "site").rglob("index.html"))}
