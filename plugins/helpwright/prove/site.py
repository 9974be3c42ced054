"""A built site: its folder, and which of its files a page of the sources becomes."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from pathlib import Path

from helpwright.render.host import Layout, SiteAddresses

PAGE_ENDINGS = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Site:
    """A site folder as an engine left it.

    `layout` tells where in the site the knowledge base is, `directory_urls` whether a page `a.md`
    became `a/index.html` (else `a.html`), `drafts` whether unfinished articles belong to it, and
    `redirect_pages` whether each former address has a page that leads on (else only those have one
    of which places have moved).
    """

    root: Path
    layout: Layout
    directory_urls: bool
    drafts: bool = False
    redirect_pages: bool = True

    def file(self, source: str) -> str:
        """Return the file, POSIX and relative to the site, that a page of the sources becomes."""
        url = SiteAddresses(self.directory_urls).url(source)
        return f"{url}index.html" if url.endswith("/") or not url else url


def list_files(root: Path) -> set[str]:
    """Return the files below a folder, POSIX and relative; raises OSError if it is unreadable."""

    def fail(error: OSError) -> None:
        raise error

    found: set[str] = set()
    top = os.fspath(root)
    for folder, _, names in os.walk(top, onerror=fail):
        inside = os.path.relpath(folder, top).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        found.update([prefix + name for name in names])
    return found


def folder_of(page: str) -> str:
    """Return the folder that a page's relative addresses start from; empty at the top."""
    return posixpath.dirname(page)
