"""What a page says, in a form in which a source and a finished page can be held together.

Every word belongs to an *owner*: the step that it stands in, else the part of the article (the
nearest heading). An owner's words stand in reading order, and between them the *marks* of what is
not a word: a picture, a code block, a table, a step that begins here. Two pages say the same when
their owners, words, marks and step numbers are equal.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from urllib.parse import quote

TOP = ""
"""The owner of what stands before the first heading: the title and the preamble."""

FOOTNOTES = "\0footnotes"
"""The owner of the footnotes."""

_SIGN = "\0"


class Mark(StrEnum):
    """What is no word but has a place among them; steps and pictures are marked with a name."""

    STEPS = "steps"
    STEP = "step"
    PICTURE = "picture"
    CODE = "code"
    TABLE = "table"
    QUOTE = "quote"
    NOTE = "note"
    DETAILS = "details"
    TAB = "tab"
    ITEM = "item"
    HEADING = "heading"


def mark(kind: Mark, name: str = "") -> str:
    """Return a mark as it stands among words."""
    return f" {_SIGN}{kind}:{quote(name)} " if name else f" {_SIGN}{kind} "


def is_mark(token: str) -> bool:
    """Tell a mark from a word."""
    return token.startswith(_SIGN)


def mark_parts(token: str) -> tuple[Mark, str]:
    """Return the kind and the name, still percent-encoded, of a mark."""
    kind, _, name = token[1:].partition(":")
    return Mark(kind), name


class Content:
    """Collects text and marks under their owners.

    `write` appends to the current owner. `parents` maps a step to the owner that it stands in,
    `numbers` to the number that it shows; both are in reading order.
    """

    def __init__(self) -> None:
        self.parents: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        self._pieces: dict[str, list[str]] = {TOP: []}
        self._open = [TOP]
        self.write: Callable[[str], None] = self._pieces[TOP].append

    @property
    def owner(self) -> str:
        """The innermost open step, else the part."""
        return self._open[-1]

    @property
    def place(self) -> int:
        """How many pieces of text the current owner has so far."""
        return len(self._pieces[self._open[-1]])

    def text_since(self, owner: str, place: int) -> str:
        """Return what was written to an owner after a `place`, blanks as they were."""
        return "".join(self._pieces[owner][place:])

    def begin_part(self, name: str) -> None:
        """Go on under a heading; inside a step, which cannot hold one, the heading is marked."""
        if len(self._open) > 1:
            self.write(mark(Mark.HEADING, name))
        self._open[0] = self._open[-1] = name
        self._select()

    def begin_step(self, name: str, number: str) -> None:
        """Go inside a step."""
        self.write(mark(Mark.STEP, name))
        self.parents[name] = self.owner
        self.numbers[name] = number
        self._open.append(name)
        self._select()

    def end_step(self) -> None:
        """Go back to what the innermost step stands in."""
        self._open.pop()
        self._select()

    def tokens(self) -> dict[str, list[str]]:
        """Return every owner's words and marks."""
        return {owner: "".join(pieces).split() for owner, pieces in self._pieces.items()}

    def _select(self) -> None:
        self.write = self._pieces.setdefault(self._open[-1], []).append
