"""Former addresses of a site: what they look like, when two are the same, and which are taken."""

from __future__ import annotations

import re

from helpwright.knowledge import KnowledgeBase

_ADDRESS = re.compile(r"(?:/(?!\.{1,2}(?:/|\Z))(?![^/]*\.html/)[^/\\?#\s\x00-\x1f\x7f]+)+/?")
_MAX_PART = 200
"""File systems hold names of up to 255 bytes."""


def is_site_address(address: str) -> bool:
    """Tell whether a text is an address of the site that a page can be written for."""
    return is_short(address) and _ADDRESS.fullmatch(address) is not None


def is_short(address: str) -> bool:
    """Tell whether every part of an address can be the name of a folder."""
    return all(len(part.encode()) <= _MAX_PART for part in address.split("/"))


def address_key(address: str) -> str:
    """Return an address as it is compared: those of one page count as equal."""
    if not address.startswith("/"):
        return address
    return re.sub(r"(?:/index\.html|\.html)?/?\Z", "", address)


def page_addresses(kb: KnowledgeBase) -> set[str]:
    """Return the addresses of the site's pages, as addresses are compared.

    Those of an article's versions count: each has its page, or leads on to the page that has it.
    """
    base = f"/{kb.site_path}" if kb.site_path else ""
    found = {address_key(f"/{page.removesuffix('.md')}.html") for page in kb.pages.values()}
    for article in kb.articles:
        folder = f"{base}/{article.category}".rstrip("/")
        page = f"{folder}/{article.id}"
        found.add(page)
        for variant in kb.variants[article.path]:
            names = (variant.slug, *variant.former)
            found.update(address_key(f"{page}/{name}/") for name in names if name)
        while len(folder) >= len(base):
            found.add(folder)
            if folder == base:
                break
            folder = folder.rpartition("/")[0]
    return found
