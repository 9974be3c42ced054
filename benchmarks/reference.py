"""What CommonMark makes of a Markdown file: the reference that built pages are held against.

The parser is markdown-it-py with GitHub's tables and strikethrough. It is not a parser that
Helpwright uses.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)


def read_markdown(path: Path) -> tuple[str | None, str]:
    """Return the title that a file's front matter gives, if any, and its Markdown."""
    text = path.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
    match = FRONT_MATTER.match(text)
    if match is None:
        return None, text
    try:
        data = yaml.safe_load(match[1])
    except yaml.YAMLError:
        data = None
    title = data.get("title") if isinstance(data, dict) else None
    return (str(title) if title else None), text[match.end() :]


class _Parser(MarkdownIt):
    # CommonMark makes a link of any address; markdown-it leaves `file:` ones as text.
    def validateLink(self, url: str) -> bool:
        return True


def parser() -> MarkdownIt:
    """Return a parser of CommonMark with GitHub's tables and strikethrough."""
    return _Parser("commonmark").enable(["table", "strikethrough"])


def render(markdown: str) -> str:
    """Return the HTML of `markdown` as CommonMark defines it."""
    return str(parser().render(markdown))
