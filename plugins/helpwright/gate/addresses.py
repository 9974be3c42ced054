"""Where an address in a page leads: to a file of the site and a place in it, or away."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
BLANKS = "\t\n\f\r "
_DOTS = re.compile(r"(?:\.\.?/)*+(?:\.\.?\Z)?")
_UP = re.compile(r"\.\.")
_DROPPED = str.maketrans("", "", "\t\n\r")


class Place(NamedTuple):
    """A file of the site, POSIX and relative, and a fragment as written."""

    file: str
    fragment: str


class Target(NamedTuple):
    """What an address names in the site: a path from its top, decoded, and a fragment as written.

    A folder's path ends in `/`; that of the top is empty. `climbs` tells that the address has more
    `../` than there are folders; the path then keeps those, unless the site is the top of its host.
    """

    path: str
    fragment: str
    climbs: bool = False

    @property
    def file(self) -> str:
        """The file that is named; a folder means its `index.html`."""
        return f"{self.path}index.html" if not self.path or self.path[-1] == "/" else self.path


def base_of(canonical: str, page: str) -> str | None:
    """Return the address of the site's top, given the canonical address of one page.

    None where the two do not fit together.
    """
    if SCHEME.match(canonical) is None:
        return None
    try:
        parts = urlsplit(canonical)
    except ValueError:
        return None
    path = unquote(parts.path)
    forms = [page]
    if page == "index.html" or page.endswith("/index.html"):
        forms = [page, page[:-10], page[:-11] if page.endswith("/index.html") else ""]
    elif page.endswith(".html"):
        forms = [page, page[:-5]]
    for form in forms:
        if path.endswith(f"/{form}"):
            top = path[: len(path) - len(form)]
            return f"{parts.scheme.lower()}://{parts.netloc.lower()}{top}"
    return None


def folder_of(page: str) -> str:
    """Return the folder that a page's relative addresses start from; empty at the top."""
    return page.rpartition("/")[0]


class Addresses:
    """Resolves the addresses of one page.

    `site` is the address of the site's top, where it is known. Else `top` is what addresses from
    the host's top begin with, where that is known; else an address that begins with `/` cannot be
    followed, except on an error page, which the engine itself writes with such addresses. `base`
    is what the page's own `<base href>` says.
    """

    def __init__(self, page: str, site: str | None, base: str = "", top: str | None = None) -> None:
        self._page = page
        self._site = site
        self._host = site.partition("://")[2].partition("/")[0] if site else None
        if site:
            self._top: str | None = unquote(urlsplit(site).path)
        else:
            self._top = "/" if page == "404.html" and top is None else top
        self._folders = _ancestors(folder_of(page))
        self._elsewhere = False
        self._self = page
        found = self.target(base) if base else None
        if found is not None:
            folder = folder_of(found.path) if found.path else ""
            self._folders = _ancestors(folder)
            self._self = found.path
        elif base:
            self._elsewhere = True

    def target(self, address: str) -> Target | None:
        """Return what an address names in the site, or None where it leads elsewhere."""
        address = address.strip(BLANKS)
        if "\n" in address or "\t" in address or "\r" in address:
            address = address.translate(_DROPPED)
        if address.startswith("#"):
            return None if self._elsewhere else Target(self._self, address[1:])
        scheme = SCHEME.match(address)
        if scheme or address.startswith("//"):
            return self._absolute(address, scheme[0] if scheme else "")
        if self._elsewhere:
            return None
        if not address or address.startswith("?"):
            return Target(self._self, address.partition("#")[2])
        path, _, fragment = address.partition("#")
        path = path.partition("?")[0]
        if "\\" in path:
            path = path.replace("\\", "/")
        if "%" in path:
            path = unquote(path)
        if path.startswith("/"):
            return self._from_top(path, fragment)
        return self._join(self._folders, path, fragment)

    def find(self, address: str) -> Place | None:
        """Return where an address leads, or None where that is not in the site.

        A folder means its `index.html`. What leads above the site's top keeps its `..`.
        """
        found = self.target(address)
        return Place(found.file, found.fragment) if found else None

    def file(self, address: str) -> str | None:
        """Return the file of the site that an address leads to, or None."""
        found = self.target(address)
        return found.file if found else None

    def _absolute(self, address: str, scheme: str) -> Target | None:
        if self._host is None or scheme.lower() not in ("", "http:", "https:"):
            return None
        rest = address[len(scheme) :].replace("\\", "/")
        if not rest.startswith("//"):
            return None
        before, _, fragment = rest[2:].partition("#")
        host, _, path = before.partition("?")[0].partition("/")
        if host.lower() != self._host:
            return None
        return self._from_top("/" + unquote(path), fragment)

    def _from_top(self, path: str, fragment: str) -> Target | None:
        path = "/" + _normal(path[1:]) if "/." in path or "//" in path else path
        if self._top is None:
            return None
        if path + "/" == self._top:
            path += "/"
        if not path.startswith(self._top):
            return None
        return Target(path[len(self._top) :], fragment)

    def _join(self, folders: tuple[str, ...], path: str, fragment: str) -> Target:
        up = 0
        if path.startswith("."):
            dots = _DOTS.match(path)
            if dots is not None:
                up = len(_UP.findall(dots[0]))
                path = path[dots.end() :]
        climbs = up >= len(folders)
        if not climbs:
            path = folders[up] + path
        elif not (self._site and self._top == "/"):  # Nothing is above a host's top.
            path = "../" * (up - len(folders) + 1) + path
        if "/." in path or "//" in path:
            path = _normal(path)
            climbs = climbs or path.startswith("../") or path == ".."
        return Target(path, fragment, climbs)


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
