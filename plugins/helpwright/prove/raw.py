"""What raw HTML of a source is to show: its text and pictures, by the published policy.

An element that HTML does not know is a placeholder, and its tag is shown; the content of code is
not shown; everything else shows its text. Tags are told apart as HTML's own tokenizer does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from helpwright.html_policy import DROPPED_WITH_CONTENT, is_allowed_element, is_known_element

_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<[!?][^>]*(?:>|\Z)"
    r"|</(?![a-zA-Z])[^>]*(?:>|\Z)"
    r"|<(?P<close>/?)(?P<tag>[a-zA-Z][^\s/>]*)"
    r"(?P<attributes>(?:[^>\"'=]|=\s*(?:\"[^\"]*\"|'[^']*')?|[\"'])*)(?:>|(?P<open>\Z))",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag whose element the page has; `attributes` only tells what was written."""

    name: str
    closing: bool
    written: str

    def attribute(self, name: str) -> str:
        """Return an attribute's value, or an empty string."""
        for found in _ATTRIBUTE.finditer(self.written):
            if found[1].lower() == name:
                return unescape(found[2] or found[3] or found[4] or "")
        return ""


def shown_parts(raw: str) -> Iterator[str | Tag]:
    """Yield the text that raw HTML shows, and the tags of the elements that it makes."""
    done = 0
    hidden = ""
    for found in _TOKEN.finditer(raw):
        if not hidden and found.start() > done:
            yield unescape(raw[done : found.start()])
        done = found.end()
        tag = (found["tag"] or "").lower()
        if not tag or found["open"] is not None:
            continue
        if hidden:
            hidden = "" if found["close"] and tag == hidden else hidden
        elif not is_known_element(tag):
            yield found[0]
        elif tag in DROPPED_WITH_CONTENT:
            hidden = "" if found["close"] or found[0].endswith("/>") else tag
        elif is_allowed_element(tag):
            yield Tag(tag, bool(found["close"]), found["attributes"])
    if not hidden and done < len(raw):
        yield unescape(raw[done:])
