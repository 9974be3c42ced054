"""A run of inlines as one text, with the way back from a character to its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from helpwright.model import (
    Break,
    Checkbox,
    FootnoteReference,
    Inline,
    InlineHtml,
    Phrase,
    Style,
    Styled,
    Text,
)
from helpwright.parse.inlines import is_verbatim, plain_text

OPAQUE = "\ufffc"
"""Stands for code, a link or a picture in a text."""


@dataclass(slots=True)
class Flat:
    """A run of inlines as one text; `pieces` tells which part of it came from which node."""

    text: str = ""
    pieces: list[tuple[int, Text]] = field(default_factory=list)

    @classmethod
    def of(cls, children: tuple[Inline, ...]) -> Flat:
        """Return the text of a run of inlines, without markup."""
        flat = cls()
        parts: list[str] = []
        flat._add(children, parts, 0)
        flat.text = "".join(parts)
        return flat

    def _add(self, children: tuple[Inline, ...], parts: list[str], length: int) -> int:
        for child in children:
            if isinstance(child, Text):
                self.pieces.append((length, child))
                parts.append(child.value)
            elif isinstance(child, Styled):
                if child.style is not Style.STRIKETHROUGH and not _is_name(child):
                    length = self._add(child.children, parts, length)
                    continue
                parts.append(OPAQUE)
            elif isinstance(child, Phrase):
                length = self._add(child.children, parts, length)
                continue
            elif isinstance(child, Break):
                parts.append(" ")
            elif isinstance(child, InlineHtml | FootnoteReference | Checkbox):
                continue
            else:
                parts.append(OPAQUE)
            length += len(parts[-1])
        return length

    def place(self, at: int) -> tuple[int, bool]:
        """Return the source offset of a character and whether its text is verbatim."""
        index = bisect_left(self.pieces, at + 1, key=lambda piece: piece[0]) - 1
        start, node = self.pieces[max(index, 0)]
        if not is_verbatim(node) or not 0 <= at - start <= len(node.value):
            return node.span.start, False
        return node.span.start + len(node.value[: at - start].encode()), True


def _is_name(styled: Styled) -> bool:
    """Tell whether styled text is the name of something, such as **Step 2: Install**."""
    return re.match(r"\s*(?:Step|STEP)", plain_text(styled.children)) is not None
