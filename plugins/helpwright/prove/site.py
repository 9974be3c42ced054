"""A built site: its folder, and which of its files a page of the sources becomes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from helpwright.render.host import Layout, SiteAddresses


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
