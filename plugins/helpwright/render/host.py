"""What rendering asks of its surroundings: code blocks, inline syntax, addresses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from helpwright.model import Article


class Host(Protocol):
    """The Python-Markdown instance that a page is rendered in."""

    @property
    def syntax(self) -> re.Pattern[str] | None:
        """What counts as inline syntax of the host's extensions, such as `++ctrl+c++`."""

    def inline(self, written: str) -> str:
        """Return the HTML that the host makes of a piece of inline syntax."""

    def code_block(self, info: str, value: str) -> str:
        """Return the HTML of a code block."""


class Addresses(Protocol):
    """How links are written into a page."""

    def link(self, source: str, target: str, fragment: str = "") -> str:
        """Return the address of the page or file `target` for the page `source`.

        Both are paths in the site's sources, such as `kb/hubspot/connect.md`.
        """


@dataclass(frozen=True, slots=True)
class SourceAddresses:
    """Links to source files, for an engine that turns those in HTML into addresses too."""

    def link(self, source: str, target: str, fragment: str = "") -> str:
        """Return the relative path from source file to source file."""
        if source == target and fragment:
            return f"#{quote(fragment)}"
        path = quote(posixpath.relpath(target, posixpath.dirname(source) or "."))
        return f"{path}#{quote(fragment)}" if fragment else path


@dataclass(frozen=True, slots=True)
class SiteAddresses:
    """Links to the addresses of the finished site."""

    directory_urls: bool = True

    def link(self, source: str, target: str, fragment: str = "") -> str:
        """Return the relative address from page to page."""
        if source == target and fragment:
            return f"#{quote(fragment)}"
        here = self.url(source)
        base = here if here.endswith("/") or not here else posixpath.dirname(here)
        there = self.url(target)
        path = posixpath.relpath(there or ".", base or ".")
        if there.endswith("/") or not there:
            path += "/"
        path = quote(path)
        return f"{path}#{quote(fragment)}" if fragment else path

    def url(self, source: str) -> str:
        """Return the address of a source file from the top of the site."""
        if not source.endswith(".md"):
            return source
        stem = source[: -len(".md")]
        if not self.directory_urls:
            return f"{stem}.html"
        folder, _, name = stem.rpartition("/")
        if name == "index":
            return f"{folder}/" if folder else ""
        return f"{stem}/"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the knowledge base's pages and files go in the site's sources."""

    path: str

    def article(self, article: Article, variant: str = "") -> str:
        """Return the path of an article's page: its category's folder and its id.

        Those of other variants than the first stand in a folder of that name, by their slug.
        """
        name = f"{article.id}/{variant}" if variant else article.id
        return self._join(article.category, f"{name}.md")

    def asset(self, path: str) -> str:
        """Return the path of a file of the KB."""
        return self._join(path)

    def category(self, path: str) -> str:
        """Return the path of a category's page; the KB's first page for the empty one."""
        return self._join(path, "index.md")

    def _join(self, *parts: str) -> str:
        return "/".join(part for part in (self.path, *parts) if part)


def info_options(info: str) -> tuple[str, Mapping[str, str]]:
    """Return a code fence's language and those options that cannot add attributes to the page."""
    words = info.strip().split(maxsplit=1)
    language = words[0].strip("{}.") if words else ""
    if not re.fullmatch(r"[\w#+.-]+", language):
        language = ""
    options = dict(re.findall(r'\b(title|hl_lines|linenums)="([^"\n]*)"', info))
    return language, options
