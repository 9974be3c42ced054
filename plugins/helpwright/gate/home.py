"""Where a site will be: the address of its top, as far as its own files tell it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from urllib.parse import unquote

from helpwright.gate.addresses import base_of
from helpwright.gate.elements import canonical_of
from helpwright.gate.files import Files, Unreadable
from helpwright.gate.tokens import find_tags, read_tag

_TELLING = 20
"""How many pages are asked, the nearest to the site's top first."""
_LOCATION = re.compile(rb"<loc>([^<]+)</loc>")
_SAMPLE = 2_000


def find_site(files: Files, pages: Sequence[str]) -> str | None:
    """Return the address of the site's top, as most canonical links or the sitemap tell it."""
    told: Counter[str] = Counter()
    for page, tags in _first(files, pages):
        for text in tags:
            if b"canonical" in text.lower():
                address = canonical_of(*read_tag(text)[:2])
                base = base_of(address, page) if address else None
                if base is not None:
                    told[base] += 1
    if told:
        return told.most_common(1)[0][0]
    return _from_sitemap(files)


def _from_sitemap(files: Files) -> str | None:
    """Return the address that all entries of the sitemap begin with, if it is that of a page."""
    try:
        data = files.read("sitemap.xml") if "sitemap.xml" in files.names else b""
    except Unreadable:
        return None  # It is read again, and reported, with the other files.
    entries = [
        unescape(entry.decode("utf-8", "replace")).strip() for entry in _LOCATION.findall(data)
    ]
    shortest = min(entries, key=len, default="")
    if shortest.endswith("/") and all(entry.startswith(shortest) for entry in entries):
        return base_of(shortest, "index.html")
    return None


def find_top(files: Files, pages: Sequence[str]) -> str | None:
    """Return what addresses from the host's top begin with, where the site's address is unknown.

    That is taken for known if more than half of such addresses then lead to files of the site.
    """
    named: set[str] = set()
    for _, tags in _first(files, pages):
        for text in tags:
            attributes = read_tag(text)[1]
            for name in ("href", "src"):
                address = attributes.get(name, "").strip()
                if address.startswith("/") and not address.startswith("//"):
                    named.add(unquote(address.partition("#")[0].partition("?")[0]))
        if len(named) > _SAMPLE:
            break
    if not named:
        return None
    folders = Counter(address[1:].partition("/")[0] for address in named if "/" in address[1:])
    tops = ["/", *(f"/{folder}/" for folder, _ in folders.most_common(1))]
    shares = {top: _share(files, named, top) for top in tops}
    best = max(tops, key=lambda top: shares[top])
    return best if shares[best] * 2 > len(named) else None


def _share(files: Files, named: set[str], top: str) -> int:
    return sum(
        files.existing(address.removeprefix(top)) is not None
        for address in named
        if address.startswith(top)
    )


def _first(files: Files, pages: Sequence[str]) -> Iterator[tuple[str, list[bytes]]]:
    nearest = sorted(pages, key=lambda page: (page.count("/"), page))
    for page in nearest[:_TELLING]:
        try:
            yield page, [tag for tag in find_tags(files.read(page)) if tag]
        except Unreadable:
            continue  # It is read again, and reported, when its turn comes.
