"""The documents of a folder in their original form, each as the HTML that it stands for.

Those of a Zendesk export, several in a file, are known by the file and their number.

Nothing here uses `helpwright`: these are what its imports are held against.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.originals_html import read_main, read_piece
from benchmarks.originals_markdown import body_of, read_text, render_markdown
from benchmarks.originals_text import render_text
from benchmarks.reference import FRONT_MATTER

KINDS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".json": "export",
}


_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Original:
    """One document: its path in the folder (POSIX), what it is, its HTML and its own titles.

    `facts` are the values of its front matter as text.
    """

    path: str
    kind: str
    html: str
    titles: frozenset[str]
    facts: tuple[str, ...] = ()


def find_originals(folder: Path) -> list[str]:
    """Return the paths of all files below `folder` that could be documents.

    An article of a JSON file is known as `file.json#id`; other JSON files hold no document.
    """
    paths = (
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in KINDS and path.is_file()
    )
    return [
        name
        for path in paths
        for name in ([path] if _kind(path) != "export" else _numbered(path, folder))
    ]


def read_original(path: str, folder: Path) -> Original:
    """Return the document at `path` in `folder`."""
    kind = _kind(path)
    if kind == "export":
        article = _numbered(path.partition("#")[0], folder)[path]
        html = read_piece(str(article.get("body") or ""))
        return Original(path, kind, html, frozenset({str(article.get("title"))}))
    text = read_text(folder / path)
    if kind == "html":
        html, titles = read_main(text)
        return Original(path, kind, html, titles)
    if kind == "text":
        first = next((line for line in text.splitlines() if line.strip()), "")
        return Original(path, kind, render_text(text), frozenset({" ".join(first.split())}))
    facts = _front_matter(text)
    html = render_markdown(body_of(text), path, folder)
    titles = frozenset(" ".join(value.split()) for key, value in facts if key == "title")
    return Original(path, kind, html, titles, tuple(value for _, value in facts))


def _kind(path: str) -> str:
    return KINDS[Path(path.partition("#")[0]).suffix.lower()]


def _numbered(path: str, folder: Path) -> dict[str, dict[str, Any]]:
    """Return the articles of a JSON file by their names; none if it is no export."""
    try:
        data = json.loads(read_text(folder / path))
    except ValueError:
        return {}
    articles = data.get("articles") if isinstance(data, dict) else None
    return {f"{path}#{article['id']}": article for article in articles or ()}


def _front_matter(text: str) -> list[tuple[str, str]]:
    """Return the scalars of a text's front matter with their keys; none if it is no YAML."""
    match = FRONT_MATTER.match(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    try:
        data = yaml.load(match[1], yaml.BaseLoader) if match else None
    except yaml.YAMLError:
        return []
    return list(_scalars("", data))


def _scalars(key: str, data: object) -> list[tuple[str, str]]:
    if isinstance(data, dict):
        return [found for name, value in data.items() for found in _scalars(str(name), value)]
    if isinstance(data, list):
        return [found for value in data for found in _scalars(key, value)]
    text = _TAG.sub("", data).strip() if isinstance(data, str) else ""
    return [(key, text)] if text else []
