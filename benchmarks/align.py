"""Finds on a built page the words and steps of its reference."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher

from benchmarks.page import Leaf, Page

BREAK = "\ufdd1"
"""Stands in front of the words of each leaf, so that they are aligned with whole leaves first."""


@dataclass(frozen=True, slots=True)
class Words:
    """All words of a page in order, and the breaks between leaves, each with its leaf."""

    words: list[str]
    leaf: list[Leaf]

    @classmethod
    def of(cls, leaves: list[Leaf]) -> Words:
        words: list[str] = []
        owner: list[Leaf] = []
        for leaf in leaves:
            words += [BREAK, *leaf.words]
            owner += [leaf] * (len(leaf.words) + 1)
        return cls(words, owner)


def in_order_of(reference: Page, built: Page) -> list[Leaf]:
    """Return the leaves of `built` with its sections in the order of `reference`.

    Sections are matched by heading, the n-th of a name with the n-th; one that the reference does
    not have stays behind the section it follows. The text before the first heading stays first.
    """
    wanted = {key: index for index, key in enumerate(_occurrences(reference.sections), 1)}
    rank = [0]
    for key in _occurrences(built.sections):
        rank.append(wanted.get(key, rank[-1]))
    return sorted(built.leaves, key=lambda leaf: rank[leaf.section])


def _occurrences(names: list[str]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        result.append((name, seen[name]))
        seen[name] += 1
    return result


def align_words(wanted: list[str], shown: list[str]) -> dict[int, int]:
    """Return which word of `wanted` is which word of `shown`, in order on both sides.

    Breaks are aligned like words, but left out of the result.
    """
    first, last = 0, 0
    limit = min(len(wanted), len(shown))
    while first < limit and wanted[first] == shown[first]:
        first += 1
    while last < limit - first and wanted[-1 - last] == shown[-1 - last]:
        last += 1
    pairs = {index: index for index in range(first)}
    middle, other = wanted[first : len(wanted) - last], shown[first : len(shown) - last]
    matcher = SequenceMatcher(None, middle, other, autojunk=False)
    for start, start_other, size in matcher.get_matching_blocks():
        pairs.update((first + start + i, first + start_other + i) for i in range(size))
    pairs.update((len(wanted) - i, len(shown) - i) for i in range(last, 0, -1))
    return {mine: other for mine, other in pairs.items() if wanted[mine] != BREAK}


def match_steps(
    reference: Page, built: Page, wanted: Words, shown: Words, pairs: dict[int, int]
) -> dict[int, int]:
    """Return which step of the page each reference step is.

    A step is the one whose first word on both sides is the same. Steps that begin with a sub-step
    share their first word with it; they are matched from the outside in.
    """
    here = _first_words(reference, wanted, set(pairs))
    there = _first_words(built, shown, set(pairs.values()))
    matches: dict[int, int] = {}
    for word, steps in here.items():
        matches.update(zip(steps, there.get(pairs[word], ()), strict=False))
    return matches


def _first_words(page: Page, words: Words, aligned: set[int]) -> dict[int, list[int]]:
    """Return the steps by the index of their first aligned word, outermost first."""
    first: dict[int, int] = {}
    for index, leaf in enumerate(words.leaf):
        if index not in aligned:
            continue
        step = leaf.step
        while step is not None and step not in first:
            first[step] = index
            step = page.steps[step].parent
    steps = defaultdict(list)
    for step in sorted(first):
        steps[first[step]].append(step)
    return steps
