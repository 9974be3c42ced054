"""What a reader sees of an article: runs of text in their steps and containers.

The text of a page is flattened into *leaves*: a paragraph, a heading, a code block, a table cell.
A leaf knows the innermost step and the containers that it stands in. Nothing here knows HTML,
Markdown or Helpwright; `reader.py` makes these values of a page.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
EMPTY_STEP = "\ufdd0"
"""The word of a step without words, so that it can be found again."""

_SYMBOLS = {ord("©"): "(c)", ord("®"): "(r)"}


@dataclass(frozen=True, slots=True)
class Step:
    """An item of an ordered list: the number that a browser shows, and what it is a sub-step of."""

    number: int
    parent: int | None
    depth: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A run of text without block boundaries inside.

    `kind` is `p` for running text, `code`, `summary` or a heading's tag. `step` is the index of
    the innermost step, `path` the containers between it and the text, `places` all containers
    from the top. Leaves of one note, table or bullet list inside a step share their `block`.
    `words` are case-folded; `text` is as shown, with white space collapsed outside code.
    """

    kind: str
    step: int | None
    path: tuple[str, ...]
    places: tuple[str, ...]
    block: int
    section: int
    text: str
    words: tuple[str, ...]

    @property
    def block_kind(self) -> str:
        """What a writer calls the block: its container, else the leaf's own kind."""
        return self.path[0] if self.path else self.kind


@dataclass(frozen=True, slots=True)
class Picture:
    """An image and where it stands; `text` is its alternative text, white space collapsed."""

    step: int | None
    path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """An article: its leaves in document order, its steps, pictures and second-level headings."""

    leaves: list[Leaf] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)


def fold(text: str) -> str:
    """Return `text` so that spellings a reader takes for the same compare equal.

    That includes the symbols that pymdownx.smartsymbols makes of their ASCII spellings.
    """
    return unicodedata.normalize("NFKC", text.translate(_SYMBOLS)).casefold()
