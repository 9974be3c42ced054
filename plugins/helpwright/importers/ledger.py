"""The loss ledger: what became of every word, picture and link that an import did not just copy.

The account of a document balances: what its reader counted in the original, and what the import
added, is in the article's text or in an entry. `Entry` is the only way to take a word away.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

_WORD = re.compile(r"[^\W_]+")


class Outcome(StrEnum):
    """What the import did with a part of a document."""

    MAPPED = "mapped"
    """It became structure or front matter, as the original says."""
    INFERRED = "inferred"
    """It became structure or front matter by a rule that can be wrong."""
    REPAIRED = "repaired"
    """It was damaged or ambiguous, and was mended."""
    KEPT_RAW = "kept-raw"
    """It has no form in our articles and stays as it was, as HTML."""
    DROPPED = "dropped"
    """It is not in the article."""
    LEFT = "left"
    """It stays as it is, and a person must decide about it."""


class Attention(IntEnum):
    """How much a person is needed, most first."""

    LOST = 1
    """Something that a reader needs may be missing or wrong."""
    DECIDE = 2
    """There are several possibilities, or none that is sure."""
    LOOK = 3
    """Probably right; worth a glance."""
    NONE = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to a document.

    `topic` groups entries of one kind in the report (kebab-case, such as `front-matter-key`);
    `reason` is one sentence for a support writer, in lower case without a full stop. `text` holds
    the visible words that are no longer in the article's text, as they stood; `added` those that
    the import put there. `pictures` and `links` name, as the original does, those that are no
    longer there; the `added_…` numbers count new ones. `about` quotes what the entry is about
    where no words were taken. `place` is the heading above, `line` the line of the original, 0
    where it is not known. `candidates` lists what could be meant, best first.
    """

    outcome: Outcome
    topic: str
    reason: str
    text: str = ""
    about: str = ""
    added: str = ""
    pictures: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    added_pictures: int = 0
    added_links: int = 0
    attention: Attention = Attention.NONE
    place: str = ""
    line: int = 0
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How much a text shows: its words with their numbers, its pictures and its links.

    Words are runs of letters and digits (Unicode, NFC). The description of a picture is no word,
    nor is an address.
    """

    words: Counter[str] = field(default_factory=Counter)
    pictures: int = 0
    links: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.words + other.words, self.pictures + other.pictures, self.links + other.links
        )


def count_words(*texts: str) -> Counter[str]:
    """Return the words of texts with their numbers."""
    words: Counter[str] = Counter()
    for text in texts:
        normal = text if text.isascii() else unicodedata.normalize("NFC", text)
        words.update(_WORD.findall(normal))
    return words


@dataclass(frozen=True, slots=True)
class Balance:
    """What does not add up in one account; empty and 0 where all does.

    `missing` words are neither in the article nor in an entry; `surplus` ones are in it though no
    entry added them. Positive numbers of pictures and links are missing, negative ones surplus.
    """

    missing: Counter[str]
    surplus: Counter[str]
    pictures: int
    links: int

    @property
    def even(self) -> bool:
        """Whether everything adds up."""
        return not (self.missing or self.surplus or self.pictures or self.links)


def balance(original: Tally, article: Tally, entries: Iterable[Entry]) -> Balance:
    """Hold an article against its original: all that is in neither it nor an entry."""
    wanted, found = Counter(original.words), Counter(article.words)
    pictures, links = original.pictures - article.pictures, original.links - article.links
    for entry in entries:
        found.update(count_words(entry.text))
        wanted.update(count_words(entry.added))
        pictures += entry.added_pictures - len(entry.pictures)
        links += entry.added_links - len(entry.links)
    return Balance(wanted - found, found - wanted, pictures, links)
