"""Whole sites: a project in a folder, built by the real `mkdocs` command."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

HEAD = "---\nid: {id}\ntitle: {title}\nstatus: {status}\nupdated: 2024-09-18\n{more}---\n"
BODY = "## Symptom\n\nIt fails.\n\n## Resolution\n\n1. Open it.\n2. Close it.\n"


def article(
    id: str, body: str = BODY, *, title: str = "", status: str = "published", more: str = ""
) -> str:
    """Return the source of an article that is free of findings, but for what is asked for."""
    return HEAD.format(id=id, title=title or f"About {id}", status=status, more=more) + body


class Site:
    """A project with a knowledge base and a docs folder."""

    def __init__(self, folder: Path, kb: Mapping[str, str], **settings: object) -> None:
        self.folder = folder
        self.html = folder / "site"
        (folder / "docs").mkdir(parents=True)
        (folder / "docs" / "index.md").write_text("# Home\n\nWelcome.\n")
        self.write({f"kb-source/{path}": text for path, text in kb.items()})
        config: dict[str, object] = {
            "site_name": "Test",
            "site_url": "https://help.example/",
            "theme": {"name": "material", "font": False},
            "plugins": ["search", "helpwright"],
            "markdown_extensions": ["attr_list", "pymdownx.highlight", "pymdownx.superfences"],
        }
        (folder / "mkdocs.yml").write_text(yaml.safe_dump(config | settings))

    def write(self, files: Mapping[str, str]) -> None:
        """Write files of the project, by path from its folder."""
        for path, text in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        """Return a `mkdocs` command line."""
        return [sys.executable, "-m", "mkdocs", *arguments]

    def environment(self) -> dict[str, str]:
        """Return the environment of a build: no notices of the engines, Git as a writer's."""
        quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
        who = {
            f"GIT_{role}_{what}": f"writer{'@example.com' * (what == 'EMAIL')}"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        return os.environ | quiet | who | {"PYTHONWARNINGS": "ignore"}

    def build(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `mkdocs build` and return what it did."""
        return subprocess.run(
            self.command(*(arguments or ("build",))),
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def page(self, path: str) -> str:
        """Return the HTML of a built page, by its address."""
        return (self.html / path / "index.html").read_text(encoding="utf-8")

    def digest(self) -> dict[str, str]:
        """Return a digest of every file of the built site."""
        return {
            file.relative_to(self.html).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(self.html.rglob("*"))
            if file.is_file()
        }
