"""A text as it was and as it is, word by word."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from helpwright.diff.align import equal_pairs


class Op(StrEnum):
    """What has become of a run of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Run(NamedTuple):
    """Words that stand together and share their fate."""

    op: Op
    text: str


def word_diff(before: str, after: str) -> tuple[Run, ...]:
    """Return the words of two texts as runs: those in both, only in the old and only in the new.

    A single same word between two changes is part of them, so that the result can be read.
    """
    old, new = before.split(), after.split()
    pairs = equal_pairs(old, new)
    runs: list[tuple[list[str], list[str], list[str]]] = [([], [], [])]
    at_old = at_new = 0
    for a, b in [*pairs, (len(old), len(new))]:
        removed, added = old[at_old:a], new[at_new:b]
        if removed or added:
            same = runs[-1][0]
            if len(same) == 1 and len(runs) > 1 and len(removed) + len(added) > 1:
                word = same.pop()
                runs.pop()
                runs[-1][1].extend((word, *removed))
                runs[-1][2].extend((word, *added))
            else:
                runs[-1][1].extend(removed)
                runs[-1][2].extend(added)
            runs.append(([], [], []))
        if a < len(old):
            runs[-1][0].append(old[a])
        at_old, at_new = a + 1, b + 1
    found: list[Run] = []
    for same, removed, added in runs:
        parts = ((Op.SAME, same), (Op.REMOVED, removed), (Op.ADDED, added))
        found += (Run(op, " ".join(words)) for op, words in parts if words)
    return tuple(found)
