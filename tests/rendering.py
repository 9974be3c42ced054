"""Rendering an article the way MkDocs does, without MkDocs."""

from __future__ import annotations

from pathlib import Path

from markdown import Markdown

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.render.article import render_article
from helpwright.render.extension import HelpwrightExtension, marker
from helpwright.render.host import Layout, SiteAddresses

EXTENSIONS = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "smarty",
    "tables",
    "toc",
    "pymdownx.betterem",
    "pymdownx.caret",
    "pymdownx.critic",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.mark",
    "pymdownx.smartsymbols",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
)
HEAD = "---\nid: a\ntitle: A title\nstatus: published\nupdated: 2024-09-18\n---\n"


def render_file(root: Path, path: str, extensions: tuple[str, ...] = EXTENSIONS) -> str:
    """Return the HTML of one article of the knowledge base in `root`."""
    kb = inspect(Config(root)).kb
    pages = {
        path: lambda host: render_article(
            kb, kb.variants[path][0], host, SiteAddresses(), Layout("kb")
        )
    }
    md = Markdown(extensions=[*extensions, HelpwrightExtension(pages)])
    return md.convert(marker(path))


def render_body(root: Path, body: str, extensions: tuple[str, ...] = EXTENSIONS) -> str:
    """Return the HTML of an article with this Markdown under a standard front matter."""
    root.mkdir(exist_ok=True)
    (root / "a.md").write_text(HEAD + body, encoding="utf-8", newline="")
    return render_file(root, "a.md", extensions)
