"""Which entries of a list stand for which of another: equal ones in order, then similar ones.

All of it takes bounded time: what is too long to be compared in full is taken as replaced.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher

_MAX_PRODUCT = 1_000_000
"""Up to this product of lengths, lists are compared entry by entry."""
_MAX_SIMILAR = 2_500
"""Up to this product, each entry of a gap is held against each other one."""

Pair = tuple[int, int]


def equal_pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Return indexes of equal entries that keep their order, as many as can be found."""
    start, end = 0, min(len(old), len(new))
    while start < end and old[start] == new[start]:
        start += 1
    last = 0
    while last < end - start and old[-1 - last] == new[-1 - last]:
        last += 1
    pairs = [(at, at) for at in range(start)]
    inner_old, inner_new = old[start : len(old) - last], new[start : len(new) - last]
    if len(inner_old) * len(inner_new) <= _MAX_PRODUCT:
        matcher = SequenceMatcher(None, inner_old, inner_new, autojunk=False)
        for a, b, size in matcher.get_matching_blocks():
            pairs += ((start + a + at, start + b + at) for at in range(size))
    else:
        pairs += ((start + a, start + b) for a, b in _unique_pairs(inner_old, inner_new))
    return pairs + [(len(old) - at, len(new) - at) for at in range(last, 0, -1)]


def _unique_pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Return what stands once on both sides, as far as it keeps its order."""
    once = {entry for entry, count in Counter(old).items() if count == 1}
    once &= {entry for entry, count in Counter(new).items() if count == 1}
    places = {entry: at for at, entry in enumerate(new) if entry in once}
    pairs = [(at, places[entry]) for at, entry in enumerate(old) if entry in once]
    kept = in_order([b for _, b in pairs])
    return [pair for pair, keep in zip(pairs, kept, strict=True) if keep]


def in_order(values: Sequence[int]) -> list[bool]:
    """Tell of each number whether it is in the longest sequence that rises."""
    ends: list[int] = []
    ends_at: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        length = bisect_left(ends, value)
        if length == len(ends):
            ends.append(value)
            ends_at.append(at)
        else:
            ends[length] = value
            ends_at[length] = at
        before.append(ends_at[length - 1] if length else -1)
    kept = [False] * len(values)
    at = ends_at[-1] if ends_at else -1
    while at >= 0:
        kept[at] = True
        at = before[at]
    return kept


def similar_pairs(
    old: Sequence[int],
    new: Sequence[int],
    likeness: Callable[[int, int], float],
    least: float,
) -> list[Pair]:
    """Return pairs of entries that are alike, the most alike first; each entry is in one.

    `likeness` says of two entries how alike they are, from 0 to 1.
    """
    if len(old) * len(new) > _MAX_SIMILAR:
        return []
    found = [
        (-score, abs(at_old - at_new), a, b)
        for at_old, a in enumerate(old)
        for at_new, b in enumerate(new)
        if (score := likeness(a, b)) >= least
    ]
    pairs: list[Pair] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, _, a, b in sorted(found):
        if a not in taken_old and b not in taken_new:
            taken_old.add(a)
            taken_new.add(b)
            pairs.append((a, b))
    return pairs


def bag(text: str) -> Counter[str]:
    """Return the words of a text with their number, in lower case."""
    return Counter(text.lower().split())


def likeness(old: Counter[str], new: Counter[str]) -> float:
    """Return how many of the words of two texts are the same, from 0 to 1 (Dice's coefficient)."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 1.0
