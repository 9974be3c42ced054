"""The pages of ours that only lead on: former addresses, and addresses of versions."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, unquote, urljoin, urlsplit

from helpwright.importers.bundle import Bundle, Unreadable
from helpwright.importers.redirect_rules import Rule

_OURS = b"<script>location.replace(document.querySelector('link').href"
_LEADS = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"<>]{1,2000})">')
_START = 64 * 1024
_CANONICAL = re.compile(
    r"<link\b(?=[^<>]{0,2000}\brel\s*=\s*[\"']?canonical\b)[^<>]{0,2000}?"
    r"\bhref\s*=\s*[\"']?(https?://[^\"'\s<>]{1,2000})",
    re.IGNORECASE,
)


def is_moved(path: str, start: bytes) -> bool:
    """Tell by its name and its beginning whether a file is a page of ours that only leads on."""
    return path.lower().endswith(".html") and _OURS in start[:8192]


def moved_rules(path: str, text: str, bundle: Bundle) -> Iterator[Rule]:
    """Yield the redirect that a page stands for.

    Its addresses are those of the site where a page near it says its own, and else count from the
    top of the bundle.
    """
    found = _LEADS.search(text)
    if found is None:
        raise Unreadable("it leads nowhere")
    target = unescape(found[1])
    top = _top(path, bundle)
    here = top + quote(_address(path))
    climbs = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
    if top == "/" and climbs.startswith("..") and not urlsplit(target).scheme:
        target = ""  # It leads out of all that is there, and nothing says to where.
    yield Rule(here, urljoin(here, target) if target else "", 0)


def _address(path: str) -> str:
    """Return the address of a page, from the top of the bundle."""
    return path.removesuffix("index.html") if posixpath.basename(path) == "index.html" else path


def _top(path: str, bundle: Bundle) -> str:
    """Return the path that the bundle's top has on the site, with a slash at its end.

    The pages of the folders around tell, which are nearly always there.
    """
    folder = posixpath.dirname(path)
    files = frozenset(bundle.paths())
    while folder:
        folder = posixpath.dirname(folder)
        page = posixpath.join(folder, "index.html")
        if page not in files:
            continue
        canonical = _CANONICAL.search(bundle.data(page)[:_START].decode("utf-8", "replace"))
        if canonical is None:
            continue
        url = unquote(urlsplit(unescape(canonical[1])).path).removesuffix("index.html")
        own = f"/{_address(page)}"
        if url.endswith(own):
            return quote(url.removesuffix(own)) + "/"
    return "/"
