"""The first place where two texts differ, and how to tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from helpwright.gate.finding import clip
from helpwright.prove.content import Mark, is_mark, mark_parts

_NAMES = {
    Mark.CODE: "a code block",
    Mark.TABLE: "a table",
    Mark.QUOTE: "a quotation",
    Mark.NOTE: "a note",
    Mark.DETAILS: "a part to unfold",
    Mark.TAB: "a tab",
    Mark.ITEM: "a list item",
    Mark.HEADING: "a heading",
}
_MAX_PIECES = 3
_CONTEXT = 4


@dataclass(frozen=True, slots=True)
class Difference:
    """What a text lacks and what it has in that place, with the tokens `before` it."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    before: tuple[str, ...]

    def told(self) -> str:
        """Return the difference as the end of a sentence."""
        if not self.extra:
            words = [token for token in self.before if not is_mark(token)]
            behind = f" behind `{clip(' '.join(words))}`" if words else ""
            return f"lacks {_list(self.missing)}{behind}"
        if not self.missing:
            return f"has {_list(self.extra)}, which its source does not have"
        return f"has {_list(self.extra)} where its source has {_list(self.missing)}"


def first_difference(wanted: Sequence[str], found: Sequence[str]) -> Difference | None:
    """Return where two lists of words and marks differ, or None where they are equal."""
    start, most = 0, min(len(wanted), len(found))
    while start < most and wanted[start] == found[start]:
        start += 1
    if start == len(wanted) == len(found):
        return None
    end = 0
    while end < most - start and wanted[-1 - end] == found[-1 - end]:
        end += 1
    return Difference(
        tuple(wanted[start : len(wanted) - end]),
        tuple(found[start : len(found) - end]),
        tuple(wanted[max(0, start - _CONTEXT) : start]),
    )


def _list(tokens: Sequence[str]) -> str:
    pieces = list(_pieces(tokens))
    if len(pieces) > _MAX_PIECES:
        return f"{', '.join(pieces[:_MAX_PIECES])} and more"
    return " and ".join(pieces)


def _pieces(tokens: Sequence[str]) -> Iterator[str]:
    words: list[str] = []
    for token in tokens:
        if not is_mark(token):
            words.append(token)
            continue
        if words:
            yield f"`{clip(' '.join(words))}`"
            words = []
        kind, name = mark_parts(token)
        yield f"the picture `{unquote(name)}`" if kind is Mark.PICTURE else _NAMES[kind]
    if words:
        yield f"`{clip(' '.join(words))}`"
