"""Where Markdown text is verbatim: code and raw HTML, in which Learn's syntax has no meaning."""

from __future__ import annotations

from typing import Any, cast

import pyromark

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
)
"""Those of `helpwright.parse`, so that both see the same code."""
_INLINES = ("Code", "InlineHtml")
_BLOCKS = ("CodeBlock", "HtmlBlock")


def verbatim_ranges(text: str) -> list[tuple[int, int]]:
    """Return the places of code and raw HTML in a text, by characters, sorted and apart."""
    spans: list[tuple[int, int]] = []
    for event, place in pyromark.events_with_range(text, options=_OPTIONS):
        if isinstance(event, str):
            continue
        name, value = next(iter(cast("dict[str, Any]", event).items()))
        if name == "Start":
            kind = value if isinstance(value, str) else next(iter(value))
            if kind not in _BLOCKS:
                continue
        elif name not in _INLINES:
            continue
        spans.append((place["start"], place["end"]))
    return spans if text.isascii() else _by_characters(text, spans)


def _by_characters(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    data = text.encode("utf-8", "surrogatepass")
    ranges: list[tuple[int, int]] = []
    characters = done = 0
    for start, end in spans:
        characters += len(data[done:start].decode("utf-8", "replace"))
        length = len(data[start:end].decode("utf-8", "replace"))
        ranges.append((characters, characters + length))
        characters, done = characters + length, end
    return ranges
