"""Links that have no words: nothing to read aloud, and often nothing to click on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.gate.tokens import iter_tags, read_tag

_REST = rb"[^>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^>\"']*+)*+>"
_CANDIDATE = re.compile(
    rb"<[aA][\t\n\f\r /]" + _REST + rb"[\t\n\f\r ]*+"
    rb"(?:(?:<!--(?:[^-]|-(?!->))*+-->|<(?!/?[aA][\t\n\f\r />])[a-zA-Z/]"
    + _REST
    + rb"|&nbsp;|&#160;|&#8203;"
    rb"|\xc2\xa0|\xe2\x80\x8b)[\t\n\f\r ]*+)*+</[aA][\t\n\f\r />]"
)
find_candidates = _CANDIDATE.findall
"""Returns the links of a page in which no text stands, from `<a` to their end tag."""

_LABELS = ("aria-label", "aria-labelledby", "title")
_WITH_CONTENT = frozenset("iframe object embed video audio canvas math slot input meter".split())


def find_wordless(page: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and address of each link of a page that has no words."""
    for match in _CANDIDATE.finditer(page):
        address = wordless(match[0])
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
