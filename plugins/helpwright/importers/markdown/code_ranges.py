"""Where code stands in a Markdown text, which no rewriting may touch."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import pyromark

from helpwright.parse.directives import hide_fences

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_GFM | pyromark.Options.ENABLE_FOOTNOTES
)


@dataclass(frozen=True, slots=True)
class Ranges:
    """Parts of a text, in UTF-8 bytes, that do not overlap, in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def cover(self, offset: int) -> bool:
        """Tell whether a byte is in one of the parts."""
        at = bisect_right(self.starts, offset) - 1
        return at >= 0 and offset < self.ends[at]


def code_ranges(data: bytes, *, html: bool = False) -> Ranges:
    """Return where blocks of code, code spans and comments are; `html` adds all raw HTML."""
    text = hide_fences(data, 0)[0].decode("utf-8", "replace")
    found: list[tuple[int, int]] = []
    for event, place in pyromark.events_with_range(text, options=_OPTIONS):
        if isinstance(event, str):
            continue
        name, value = next(iter(event.items()))
        start, end = place["start"], place["end"]
        if name == "Code":
            found.append((start, end))
        elif name == "Start":
            if isinstance(value, dict):
                if "CodeBlock" in value:
                    found.append((start, end))
            elif value == "HtmlBlock" and (html or data.startswith(b"<!--", start)):
                found.append((start, end))
        elif name == "InlineHtml" and (html or str(value).startswith("<!--")):
            found.append((start, end))
    return _merged(found)


def _merged(found: Iterable[tuple[int, int]]) -> Ranges:
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(found):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return Ranges(tuple(starts), tuple(ends))
