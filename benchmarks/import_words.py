"""The words of an original, and what an account of losses takes of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from benchmarks.page import fold

_WORD = re.compile(r"[^\W_]+")


def sequence(text: str) -> list[str]:
    """Return the words of a text in order: runs of letters and digits, case-folded."""
    return _WORD.findall(fold(text))


def count(texts: Iterable[str]) -> Counter[str]:
    """Return the words of texts with their numbers."""
    return Counter(word for text in texts for word in sequence(text))


class Account:
    """The words of the texts of an original, and those that entries took out of it.

    `taken` are words of entries whose text stands in the original in one piece,
    `taken_in_pieces` those of other entries, such as ones about front matter.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.words = count(texts)
        self.taken: Counter[str] = Counter()
        self.taken_in_pieces: Counter[str] = Counter()
        self._whole = self._joined(word for text in texts for word in sequence(text))

    def take(self, text: str) -> None:
        """Book the text of an entry."""
        words = sequence(text)
        whole = bool(words) and self._joined(words) in self._whole
        (self.taken if whole else self.taken_in_pieces).update(words)

    def place_of(self, word: str) -> str:
        """Return the text that `word` stands in first, shortened around it."""
        for text in self.texts:
            if word in sequence(text):
                at = max(0, fold(text).find(word) - 40)
                return " ".join(text[at : at + 90].split())
        return ""

    @staticmethod
    def _joined(words: Iterable[str]) -> str:
        return f" {' '.join(words)} "
