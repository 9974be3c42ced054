"""What a broken link or picture was most likely meant to be."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable
from functools import cached_property

from helpwright.knowledge import KnowledgeBase

MAX_COMPARISONS = 20_000
"""How many words one rule compares by likeness in one run: about a fifth of a second's worth."""

_LONG = 30
_PARTS = re.compile(r"[^\W_]+")


class _Words:
    """Known words, prepared for finding the one that another word is like."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = tuple(known)
        self._parts = [frozenset(_PARTS.findall(word.casefold())) for word in self.known]
        self._letters = {_letters(word): word for word in reversed(self.known)}

    def like(self, word: str, cutoff: float) -> str:
        """Return the known word most like `word`, or an empty string.

        Words that are equal but for marks and capitals count first, then short ones with common
        letters and long ones with common parts; `cutoff` is how much they must share, 0 to 1.
        """
        same = self._letters.get(_letters(word), "")
        if same or len(word) > _LONG:
            return same or self._sharing_parts(word, cutoff)
        close = [other for other in self.known if abs(len(other) - len(word)) <= _LONG // 3]
        return next(iter(difflib.get_close_matches(word, close, n=1, cutoff=cutoff)), "")

    def _sharing_parts(self, word: str, cutoff: float) -> str:
        parts = frozenset(_PARTS.findall(word.casefold()))
        best, most = "", cutoff
        for other, others in zip(self.known, self._parts, strict=True):
            common = len(parts & others)
            share = common / ((len(parts) + len(others) - common) or 1)
            if share > most:
                best, most = other, share
        return best


def _letters(word: str) -> str:
    return "".join(_PARTS.findall(word.casefold()))


class Near:
    """Looks for files, ids and fragments; the indexes are made when they are first needed."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._left = MAX_COMPARISONS
        self._words: dict[str, _Words] = {}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._kb.files:
            found.setdefault(posixpath.basename(path).casefold(), []).append(path)
        return found

    @cached_property
    def _by_folder(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._kb.files:
            folder, name = posixpath.split(path)
            found.setdefault(folder, []).append(name)
        return found

    @cached_property
    def _by_folded_path(self) -> dict[str, str]:
        return {path.casefold(): path for path in reversed(list(self._kb.files))}

    def other_case(self, path: str) -> str:
        """Return the file whose path differs from `path` in case only, or an empty string."""
        found = self._by_folded_path.get(path.casefold(), "")
        return found if found != path else ""

    def file(self, path: str, folder: str) -> str:
        """Return the file that `path` was meant to be as seen from `folder`, or nothing.

        It is one in other case, the only one of the same name, or one of a similar name beside it.
        """
        found = self.other_case(path)
        if not found:
            same = self._by_name.get(posixpath.basename(path).casefold(), [])
            found = same[0] if len(same) == 1 and same[0] != path else ""
        if not found:
            beside, wanted = posixpath.split(path)
            name = self._like(wanted, f"in {beside}", self._by_folder.get(beside, ()), 0.85)
            found = posixpath.join(beside, name) if name else ""
        return posixpath.relpath(found, folder or ".") if found else ""

    def id(self, wanted: str) -> str:
        """Return the article id most like `wanted`, or an empty string."""
        return self._like(wanted, "ids", self._kb.by_id, 0.7)

    def fragment(self, wanted: str, path: str) -> str:
        """Return the fragment of an article most like `wanted`, or an empty string."""
        return self._like(wanted, f"of {path}", self._kb.anchors[path], 0.6)

    def in_inventory(self, inventory: str, wanted: str) -> str:
        """Return the name in an inventory most like `wanted`, or an empty string.

        Of a page that is known, its places count; of very many names, those with the same first
        letter.
        """
        names = self._kb.inventories[inventory].names
        key = f"inventory {inventory}"
        page, sign, _ = wanted.partition("#")
        known = [name for name in names if name.startswith(page + sign)] if sign else []
        if known:
            return self._like(wanted, f"{key} {page}", known, 0.6)
        known = list(names)
        if len(known) > MAX_COMPARISONS // 4:
            first = wanted[:1].casefold()
            known = [name for name in known if name[:1].casefold() == first]
            key += f" {first}"
        return self._like(wanted, key, known, 0.6)

    def _like(self, wanted: str, key: str, known: Iterable[str], cutoff: float) -> str:
        if self._left <= 0:
            return ""
        if key not in self._words:
            self._words[key] = _Words(known)
        words = self._words[key]
        self._left -= len(words.known)
        return words.like(wanted[:200], cutoff)
