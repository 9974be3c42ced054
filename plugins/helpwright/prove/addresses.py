"""Where an address in a page leads: to a file of the site and a place in it, or away."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from helpwright.prove.site import folder_of

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BLANKS = "\t\n\f\r "


class Place(NamedTuple):
    """A file of the site, POSIX and relative, and a fragment as written."""

    file: str
    fragment: str


def base_of(canonical: str, page: str) -> str | None:
    """Return the address of the site's top, given the canonical address of one page.

    None where the two do not fit together.
    """
    if _SCHEME.match(canonical) is None:
        return None
    address = page.removesuffix("index.html") if page.endswith("index.html") else page
    if not unquote(canonical).endswith(f"/{address}"):
        return None
    parts = unquote(urlsplit(canonical).path).removesuffix(address)
    return f"{canonical.partition('://')[0]}://{urlsplit(canonical).netloc}{parts}"


class Addresses:
    """Resolves the addresses of one page.

    `site` is the address of the site's top, where a canonical link told it, else None: then an
    address that begins with `/` cannot be followed, except on an error page, which the engine
    itself writes with such addresses. `base` is what the page's own `<base href>` says.
    """

    def __init__(self, page: str, site: str | None, base: str = "") -> None:
        self._page = page
        self._site = site
        self._top = urlsplit(site).path if site else "/" if page == "404.html" else None
        self._folders = _ancestors(folder_of(page))
        self._elsewhere = False
        place = self.find(base) if base else Place(page, "")
        if place is None:
            self._elsewhere = True
        else:
            self._folders = _ancestors(folder_of(place.file))

    def find(self, address: str) -> Place | None:
        """Return where an address leads, or None where that is not in the site.

        A folder means its `index.html`. What leads above the site's top keeps its `..`.
        """
        address = address.strip(_BLANKS)
        if address.startswith("#"):
            return Place(self._page, address[1:])
        if _SCHEME.match(address):
            if self._site is None or not address.startswith(self._site):
                return None
            address = "/" + address[len(self._site) :]
            return self._join(("",), address[1:])
        if address.startswith("//") or self._elsewhere:
            return None
        if not address or address.startswith("?"):
            return Place(self._page, address.partition("#")[2])
        if address.startswith("/"):
            if self._top is None or not address.startswith(self._top):
                return None
            return self._join(("",), address[len(self._top) :])
        return self._join(self._folders, address)

    def file(self, address: str) -> str | None:
        """Return the file of the site that an address leads to, or None."""
        place = self.find(address)
        return place.file if place else None

    def _join(self, folders: tuple[str, ...], address: str) -> Place:
        path, _, fragment = address.partition("#")
        path = path.partition("?")[0]
        up = 0
        while path.startswith(("../", "./")) or path in ("..", "."):
            up += path.startswith("..")
            path = path.partition("/")[2]
        if "%" in path:
            path = unquote(path)
        if up < len(folders) or (self._site and self._top == "/"):
            path = folders[min(up, len(folders) - 1)] + path  # Nothing is above a host's top.
        else:
            path = "../" * (up - len(folders) + 1) + path
        if "/." in path or "//" in path:
            path = _normal(path)
        if not path or path.endswith("/"):
            path += "index.html"
        return Place(path, fragment)


def _ancestors(folder: str) -> tuple[str, ...]:
    """Return a folder and those around it, the nearest first, each ready to prefix a name."""
    found = [f"{folder}/"] if folder else []
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        found.append(f"{folder}/")
    return (*found, "")


def _normal(path: str) -> str:
    """Resolve `.`, `..` and doubled slashes inside a path, as servers do."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    ending = "/" if path.endswith(("/", "/.", "/..")) and parts else ""
    return "/".join(parts) + ending
