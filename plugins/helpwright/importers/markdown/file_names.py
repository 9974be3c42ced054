"""Names of files, as the systems that wrote them mean them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from helpwright.importers.bundle import Bundle

_TEXTS = (".md", ".mdx", ".markdown")
_NOTION = re.compile(r"[ _-]+[0-9a-f]{32}\Z")


def names_of(path: str) -> tuple[str, tuple[str, ...], bool]:
    """Return a file's title and the folders around it as its system names them.

    Notion puts an id behind each name, Azure DevOps writes blanks as hyphens and hyphens as `%2D`.
    The last value tells whether there was anything to mend.
    """
    *folders, name = path.split("/")
    stem = posixpath.splitext(name)[0]
    parts = [*folders, stem]
    mended = [_NOTION.sub("", part) for part in parts]
    if "%2D" in stem or "%3A" in stem or "%3F" in stem:
        mended[-1] = unquote(mended[-1].replace("-", " "))
    return mended[-1], tuple(mended[:-1]), mended != parts


def document_finder(path: str, bundle: Bundle) -> Callable[[str], str]:
    """Return what finds the document that a name in double brackets means.

    It gives the address of the document as a link in the document at `path` has it. The document
    may be anywhere in the bundle; one that is nearer is meant rather than another of its name.
    """
    here = posixpath.dirname(path)

    def find(name: str) -> str:
        wanted = name.strip().lstrip("/").replace("\\", "/")
        paths = _NAMES.of(bundle).get(_key(wanted), [])
        tail = wanted.casefold()
        fitting = [found for found in paths if _stem(found).casefold().endswith(tail)] or paths
        if fitting:
            nearest = min(fitting, key=lambda found: (posixpath.dirname(found) != here, len(found)))
            return quote(posixpath.relpath(nearest, here or "."))
        suffix = "" if posixpath.splitext(wanted)[1] else ".md"
        return quote(wanted + suffix)

    return find


class _Names:
    """The documents of the bundle that was asked for last, by their names."""

    def __init__(self) -> None:
        self._bundle: Bundle | None = None
        self._names: dict[str, list[str]] = {}

    def of(self, bundle: Bundle) -> dict[str, list[str]]:
        if self._bundle is not bundle:
            self._names = {}
            for path in bundle.paths():
                if path.lower().endswith(_TEXTS):
                    self._names.setdefault(_key(_stem(path)), []).append(path)
            self._bundle = bundle
        return self._names


def _stem(path: str) -> str:
    return posixpath.splitext(path)[0]


def _key(name: str) -> str:
    """Return the name of a document as it is compared."""
    base = posixpath.basename(name)
    base = _stem(base) if base.lower().endswith(_TEXTS) else base
    return re.sub(r"[\s_-]+", " ", _NOTION.sub("", base)).strip().casefold()


_NAMES = _Names()
