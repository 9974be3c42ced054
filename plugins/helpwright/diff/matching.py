"""Which headings and steps of a page are those of another day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpwright.diff.align import bag, equal_pairs, likeness, similar_pairs
from helpwright.diff.mentions import split
from helpwright.diff.outline import Outline, Part, Step
from helpwright.model import Role

_ALIKE = 0.5
_ALONE = 0.34
_ELSEWHERE = 0.7
"""How many of their words must be the same for two steps to be one: with steps beside them that are
the same one, as the only ones between two such, and in different places."""


Numbers = frozenset[tuple[tuple[str, str], tuple[str, str]]]
"""Of steps the heading and the number, as they were and as they are."""


@dataclass(frozen=True)
class Match:
    """Two outlines, and which entries stand for each other, by their indexes."""

    old: Outline
    new: Outline
    parts: Mapping[int, int]
    steps: Mapping[int, int]

    @cached_property
    def numbers(self) -> Numbers:
        """The place that each step had, and the one that it has."""
        return frozenset(
            (_place(self.old, self.old.steps[a]), _place(self.new, self.new.steps[b]))
            for a, b in self.steps.items()
        )


def _place(outline: Outline, step: Step) -> tuple[str, str]:
    return outline.parts[step.part].title, step.number


def match(old: Outline, new: Outline) -> Match:
    """Match the parts of two pages, then the steps in them."""
    parts = _match_parts(old, new)
    return Match(old, new, parts, _match_steps(old, new, parts))


# --- parts -----------------------------------------------------------------------------------


def _match_parts(old: Outline, new: Outline) -> dict[int, int]:
    found: dict[int, int] = {}
    _by_label([it.labels for it in old.parts], [it.labels for it in new.parts], found)

    def key(parts: Sequence[Part], at: int, depth: int = 0) -> Hashable:
        part = parts[at]
        around = key(parts, part.parent, depth + 1) if part.parent >= 0 and depth < 6 else None
        return part.title.casefold(), part.section, part.role is Role.PREAMBLE, around

    _by_key(
        {at: key(old.parts, at) for at in range(len(old.parts))},
        {at: key(new.parts, at) for at in range(len(new.parts))},
        found,
    )
    _by_key(_titles(old), _titles(new), found, once=True)
    _by_key(_kinds(old), _kinds(new), found, once=True)
    bags = [_bags(old), _bags(new)]
    left, right = _left(len(old.parts), found), _left(len(new.parts), found.values())
    left = [at for at in left if old.parts[at].role is not Role.PREAMBLE]
    right = [at for at in right if new.parts[at].role is not Role.PREAMBLE]
    found |= similar_pairs(left, right, lambda a, b: likeness(bags[0][a], bags[1][b]), _ALIKE)
    return found


def _titles(outline: Outline) -> dict[int, Hashable]:
    return {at: part.title.casefold() for at, part in enumerate(outline.parts) if part.title}


def _kinds(outline: Outline) -> dict[int, Hashable]:
    return {
        at: part.section
        for at, part in enumerate(outline.parts)
        if part.role is Role.SECTION and part.section
    }


def _bags(outline: Outline) -> list[Counter[str]]:
    texts: list[list[str]] = [
        [part.title, *(text.words for text in part.texts)] for part in outline.parts
    ]
    for step in outline.steps:
        texts[step.part].append(step.shown.words)
    return [bag(" ".join(words)) for words in texts]


# --- steps -----------------------------------------------------------------------------------


def _match_steps(old: Outline, new: Outline, parts: Mapping[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    _by_label([it.labels for it in old.steps], [it.labels for it in new.steps], found)
    keys = [_keys(old.steps), _keys(new.steps)]
    bags = (
        [bag(step.shown.words) for step in old.steps],
        [bag(step.shown.words) for step in new.steps],
    )

    def alike(a: int, b: int) -> float:
        if not bags[0][a] and not bags[1][b]:
            return float(old.steps[a].shown.pictures == new.steps[b].shown.pictures)
        return likeness(bags[0][a], bags[1][b])

    old_in, new_in = _in_parts(old.steps), _in_parts(new.steps)
    taken = set(found.values())
    for a, b in parts.items():
        was = [at for at in old_in[a] if at not in found]
        now = [at for at in new_in[b] if at not in taken]
        for x, y in equal_pairs([keys[0][at] for at in was], [keys[1][at] for at in now]):
            found[was[x]] = now[y]
            taken.add(now[y])
    _by_key(dict(enumerate(keys[0])), dict(enumerate(keys[1])), found, once=True)
    taken = set(found.values())
    for a, b in parts.items():
        for gap_old, gap_new in _gaps(old_in[a], new_in[b], found, taken):
            least = _ALONE if len(gap_old) == len(gap_new) == 1 else _ALIKE
            pairs = similar_pairs(gap_old, gap_new, alike, least)
            found.update(pairs)
            taken.update(b for _, b in pairs)
    left, right = _left(len(old.steps), found), _left(len(new.steps), found.values())
    found |= similar_pairs(left, right, alike, _ELSEWHERE)
    return found


def _keys(steps: Sequence[Step]) -> list[Hashable]:
    """Return what makes a step the same, whatever the numbers of steps in it are."""
    return [
        (split(step.shown.words)[0], tuple(it.digest for it in step.shown.pictures))
        for step in steps
    ]


def _in_parts(steps: Sequence[Step]) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for at, step in enumerate(steps):
        found[step.part].append(at)
    return found


def _gaps(
    old: Sequence[int], new: Sequence[int], found: Mapping[int, int], taken: Collection[int]
) -> list[tuple[list[int], list[int]]]:
    """Return what is left between two steps that are the same on both sides."""
    places = {at: place for place, at in enumerate(new)}
    gaps: list[tuple[list[int], list[int]]] = []
    at_new = 0
    gap: list[int] = []
    for at in (*old, None):
        if at is not None and at not in found:
            gap.append(at)
            continue
        place = len(new) if at is None else places.get(found[at], -1)
        if place >= at_new:
            right = [it for it in new[at_new:place] if it not in taken]
            if gap and right:
                gaps.append((gap, right))
            gap, at_new = [], place + 1
    return gaps


# --- what both have in common ----------------------------------------------------------------


def _by_label(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]], found: dict[int, int]
) -> None:
    """Match by the labels that writers gave, former ones too."""
    places: dict[str, int] = {}
    for now in (True, False):
        for at, labels in enumerate(new):
            for label in labels[:1] if now else labels[1:]:
                places.setdefault(label, at)
    taken: set[int] = set()
    for at, labels in enumerate(old):
        to = next((places[label] for label in labels if label in places), None)
        if to is not None and to not in taken:
            found[at] = to
            taken.add(to)


def _by_key(
    old: Mapping[int, Hashable],
    new: Mapping[int, Hashable],
    found: dict[int, int],
    *,
    once: bool = False,
) -> None:
    """Match what has the same key, in order; with `once` only keys that one entry has."""
    taken = set(found.values())
    was: defaultdict[Hashable, list[int]] = defaultdict(list)
    now: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at, key in old.items():
        if at not in found:
            was[key].append(at)
    for at, key in new.items():
        if at not in taken:
            now[key].append(at)
    for key, places in was.items():
        others = now.get(key, [])
        if not once or len(places) == len(others) == 1:
            found.update(zip(places, others, strict=False))


def _left(count: int, taken: Iterable[int]) -> list[int]:
    known = set(taken)
    return [at for at in range(count) if at not in known]
