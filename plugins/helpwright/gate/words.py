"""Links that have no words: nothing to read aloud, and often nothing to click on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.gate.tokens import iter_tags, read_tag

# Whatever a page holds, a match takes all that was looked at, so that nothing is looked at twice.
_REST = rb"[^>\"']*+(?:(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))[^>\"']*+)*+(?:>|\Z)"
_LINK = re.compile(
    rb"(<[aA][\t\n\f\r /]" + _REST + rb"[\t\n\f\r ]*+"
    rb"(?:(?:<!--(?:[^-]|-(?!->))*+(?:-->|\Z)|<(?!/?[aA][\t\n\f\r />])[a-zA-Z/]"
    + _REST
    + rb"|&nbsp;|&#160;|&#8203;|\xc2\xa0|\xe2\x80\x8b)[\t\n\f\r ]*+)*+)(</[aA][\t\n\f\r />])?+"
)


def find_candidates(page: bytes) -> Iterator[bytes]:
    """Yield the links of a page in which no text stands, from `<a` up to their end tag."""
    for link, end in _LINK.findall(page):
        if end:
            yield link


_LABELS = ("aria-label", "aria-labelledby", "title")
_WITH_CONTENT = frozenset("iframe object embed video audio canvas math slot input meter".split())


def find_wordless(page: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and address of each link of a page that has no words."""
    for match in _LINK.finditer(page):
        address = wordless(match[1]) if match[2] else None
        if address is not None:
            yield match.start(), match.end(), address


def wordless(link: bytes) -> str | None:
    """Return the address of a link without text if nothing else gives it words, or None.

    Left alone are links that readers cannot meet and those that name themselves, as the numbers of
    lines in code do.
    """
    tags = [read_tag(tag.text)[:2] for tag in iter_tags(link)]
    if not tags:
        return None
    _, own = tags[0]
    address = own.get("href", "")
    if not address or own.get("aria-hidden", "").lower() == "true" or "hidden" in own:
        return None
    if address.startswith("#") and address[1:] in (own.get("id"), own.get("name")):
        return None
    for tag, attributes in tags:
        if any(attributes.get(name, "").strip() for name in _LABELS):
            return None
        # A picture without `alt` is another finding.
        if tag in ("img", "image") and attributes.get("alt", "?").strip():
            return None
        if tag in _WITH_CONTENT or "-" in tag:
            return None
    return address
