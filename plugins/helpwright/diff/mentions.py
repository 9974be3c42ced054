"""Numbers of steps in a text: where only they follow a renumbering, the text says the same."""

from __future__ import annotations

import re
from collections.abc import Collection

from helpwright.resolve.references import STEP_NUMBER, STEP_RANGE

_FIRST = re.compile(rf"\b[Ss]teps?\s{{1,3}}(?P<number>{STEP_NUMBER})")
_SLOT = "\0"


def split(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the numbers of the steps that it names, and these numbers."""
    pieces: list[str] = []
    numbers: list[str] = []
    done = 0
    for first in _FIRST.finditer(text):
        if first.start() < done:
            continue
        found: re.Match[str] | None = first
        while found is not None and found["number"]:
            pieces += (text[done : found.start("number")], _SLOT)
            numbers.append(found["number"].lower())
            done = found.end("number")
            found = STEP_RANGE.match(text, done)
    return "".join((*pieces, text[done:])), tuple(numbers)


def say_the_same(old: str, new: str, followed: Collection[tuple[str, str]]) -> bool:
    """Tell whether two texts differ at most in numbers of steps that follow a renumbering.

    `followed` holds the numbers of each step in both texts' articles.
    """
    if old == new:
        return True
    was, numbers = split(old)
    now, others = split(new)
    if was != now or len(numbers) != len(others):
        return False
    pairs = zip(numbers, others, strict=True)
    return all(pair[0] == pair[1] or pair in followed for pair in pairs)
