"""The account of one text while it is read: what is taken from it, and what is added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.text.lines import Line

_LONGEST = 200


@dataclass(slots=True)
class Account:
    """Gathers entries; what is told once for the whole text is told by `close`."""

    entries: list[Entry] = field(default_factory=list)
    markers: list[str] = field(default_factory=list)
    """The numbers and letters of list items, as they stand."""
    words: frozenset[str] = frozenset()
    """All words of the text in lower case."""
    _plain_links: list[str] = field(default_factory=list)
    _plain_pictures: list[str] = field(default_factory=list)

    def tell(self, entry: Entry) -> None:
        """Add an entry."""
        self.entries.append(entry)

    def guess(
        self,
        topic: str,
        reason: str,
        about: str,
        line: int = 0,
        attention: Attention = Attention.LOOK,
        candidates: tuple[str, ...] = (),
    ) -> None:
        """Tell of something that was inferred and took no words."""
        self.tell(
            Entry(
                Outcome.INFERRED,
                topic,
                reason,
                about=clip(about),
                attention=attention,
                line=line,
                candidates=candidates,
            )
        )

    def take(self, entry: Entry, lines: Sequence[Line]) -> None:
        """Add an entry about whole lines that are no longer in the text."""
        text, pictures, links = [], [], []
        for line in lines:
            shown, own_pictures, own_links = shown_parts(line, line.start)
            text.append(shown)
            pictures += own_pictures
            links += own_links
        number = lines[0].number if lines else 0
        self.tell(
            replace(
                entry,
                text=" ".join(" ".join(text).split()),
                pictures=tuple(pictures),
                links=tuple(links),
                line=number,
            )
        )

    def plain(self, line: Line, start: int) -> str:
        """Return a line's characters, in which names and addresses are to stay plain text."""
        for piece in line.pieces:
            if piece.start >= start:
                if piece.picture:
                    self._plain_pictures.append(piece.name)
                else:
                    self._plain_links.append(piece.name)
        text = line.raw[start:]
        self._added(line, start)
        return text

    def _added(self, line: Line, start: int) -> None:
        # A picture's name in the text is words that the original's account does not count.
        names = [
            line.raw[piece.start : piece.end]
            for piece in line.pieces
            if piece.picture and piece.start >= start
        ]
        if names:
            self.tell(
                Entry(
                    Outcome.LEFT,
                    "picture-name-as-text",
                    "the name of a picture stays as text, as it stands in code or a table",
                    about=" ".join(names),
                    added=" ".join(names),
                    attention=Attention.LOOK,
                    line=line.number,
                    pictures=tuple(self._plain_pictures),
                )
            )
            self._plain_pictures.clear()

    def close(self) -> tuple[Entry, ...]:
        """Return all entries."""
        if self.markers:
            self.tell(
                Entry(
                    Outcome.MAPPED,
                    "list-marker",
                    "the numbers and letters of list items are those of steps now",
                    text=" ".join(self.markers),
                )
            )
        if self._plain_links:
            self.tell(
                Entry(
                    Outcome.LEFT,
                    "address-as-text",
                    "web addresses in code and headings stay plain text",
                    links=tuple(self._plain_links),
                )
            )
        return tuple(self.entries)


def shown_parts(line: Line, start: int) -> tuple[str, list[str], list[str]]:
    """Return a line's words without pictures, its pictures, and its links."""
    words: list[str] = []
    pictures: list[str] = []
    links: list[str] = []
    at = start
    for piece in line.pieces:
        if piece.start < start:
            continue
        if piece.picture:
            words += (line.raw[at : piece.start], " ")
            at = piece.end
            pictures.append(piece.name)
        else:
            links.append(piece.name)
    words.append(line.raw[at:])
    return "".join(words), pictures, links


def clip(text: str) -> str:
    """Return a quotation of bounded length in one line."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def texts(lines: Iterable[Line]) -> str:
    """Return the words of lines as one line."""
    return " ".join(line.text for line in lines)
