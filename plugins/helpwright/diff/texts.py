"""What has become of headings, and of the texts under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from helpwright.diff.align import bag, equal_pairs, in_order, likeness, similar_pairs
from helpwright.diff.difference import Change, Kind
from helpwright.diff.matching import Match
from helpwright.diff.mentions import split
from helpwright.diff.outline import Outline, Part
from helpwright.diff.shown import Shown

_ALIKE = 0.4
_LONGEST = 300
"""How much of the text of a part that is new or gone is told, in characters."""


def part_changes(match: Match) -> Iterator[Change]:
    """Yield the parts that were added, removed, renamed and moved, in the order of the page.

    A part inside one that is new or gone itself goes with it.
    """
    old, new = match.old, match.new
    back = {b: a for a, b in match.parts.items()}
    for at, part in enumerate(old.parts):
        if at not in match.parts and (part.parent < 0 or part.parent in match.parts):
            yield Change(Kind.PART_REMOVED, part.title, part.section, before=_told(old, at))
    moved = _moved(match)
    for at, part in enumerate(new.parts):
        if at not in back:
            if part.parent < 0 or part.parent in back:
                yield Change(Kind.PART_ADDED, part.title, part.section, after=_told(new, at))
            continue
        was = old.parts[back[at]]
        if was.title != part.title:
            yield Change(
                Kind.PART_RENAMED, part.title, part.section, before=was.title, after=part.title
            )
        if at in moved:
            around = new.parts[part.parent].title if part.parent >= 0 else ""
            yield Change(Kind.PART_MOVED, part.title, part.section, after=around)


def _told(outline: Outline, at: int) -> str:
    """Return the beginning of what stands in a part."""
    part = outline.parts[at]
    words = [text.words for text in part.texts]
    words += (step.shown.words for step in outline.steps if step.part == at)
    text = " ".join(words)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def _moved(match: Match) -> set[int]:
    """Return the parts that stand in another one, or behind or before others than they did."""
    lists: defaultdict[int, list[int]] = defaultdict(list)
    moved: set[int] = set()
    for a, b in sorted(match.parts.items()):
        was, now = match.old.parts[a], match.new.parts[b]
        if (match.parts.get(was.parent, -2) if was.parent >= 0 else -1) == now.parent:
            lists[now.parent].append(b)
        elif now.parent < 0 or now.parent in match.parts.values():
            moved.add(b)
    for places in lists.values():
        kept = in_order(places)
        moved.update(b for b, keep in zip(places, kept, strict=True) if not keep)
    return moved


@dataclass(frozen=True, slots=True)
class Texts:
    """What has become of the texts of a page: pairs that may differ, and what else has changed."""

    pairs: tuple[tuple[Shown, Shown, Part], ...]
    changes: tuple[Change, ...]


def text_changes(match: Match) -> Texts:
    """Return the texts of parts that are there in both, matched, and those that are in one."""
    pairs: list[tuple[Shown, Shown, Part]] = []
    removed: list[tuple[Part, Shown]] = []
    added: list[tuple[Part, Shown]] = []
    for a, b in sorted(match.parts.items(), key=lambda pair: pair[1]):
        was, now = match.old.parts[a], match.new.parts[b]
        pairs.append((was.heading, now.heading, now))
        found = dict(_match(was.texts, now.texts))
        pairs += ((was.texts[x], now.texts[y], now) for x, y in sorted(found.items()))
        removed += ((now, text) for at, text in enumerate(was.texts) if at not in found)
        taken = set(found.values())
        added += ((now, text) for at, text in enumerate(now.texts) if at not in taken)
    changes: list[Change] = []
    places: defaultdict[Shown, list[Part]] = defaultdict(list)
    for part, text in removed:
        places[text].append(part)
    for part, text in added:
        if places.get(text):
            before = places[text].pop(0)
            elsewhere = "" if before is part else before.title
            changes.append(_of(part, Kind.TEXT_MOVED, elsewhere, text.words))
        else:
            changes.append(_of(part, Kind.TEXT_ADDED, "", _words(text)))
    for text, parts in places.items():
        changes += (_of(part, Kind.TEXT_REMOVED, _words(text), "") for part in parts)
    return Texts(tuple(pairs), tuple(changes))


def _of(part: Part, kind: Kind, before: str, after: str) -> Change:
    return Change(kind, part.title, part.section, before=before, after=after)


def _words(text: Shown) -> str:
    """Return what a text says; of one without words the pictures in it."""
    return text.words or ", ".join(picture.path for picture in text.pictures)


def _key(text: Shown) -> Hashable:
    """Return what makes a text the same: its words, or without any its pictures."""
    return split(text.words)[0] or tuple(picture.digest for picture in text.pictures)


def _match(old: tuple[Shown, ...], new: tuple[Shown, ...]) -> list[tuple[int, int]]:
    found = equal_pairs(*([_key(it) for it in texts] for texts in (old, new)))
    bags = [[bag(it.words) for it in texts] for texts in (old, new)]

    def alike(a: int, b: int) -> float:
        if not bags[0][a] and not bags[1][b]:
            return float(bool(old[a].pictures) == bool(new[b].pictures))
        return likeness(bags[0][a], bags[1][b])

    at_old = at_new = 0
    for a, b in [*found, (len(old), len(new))]:
        gap_old, gap_new = range(at_old, a), range(at_new, b)
        least = 0.2 if len(gap_old) == len(gap_new) == 1 else _ALIKE
        found += similar_pairs(gap_old, gap_new, alike, least)
        at_old, at_new = a + 1, b + 1
    return found
