"""Sections on the level where they count, and groups of sections that must stay together.

A page shows kinds of sections in a fixed order, whatever the order in the source. That suits one
problem with its causes and resolutions, and tears apart "Cause, Resolution, Cause, Resolution".
Where the headings carry numbers, readers (and the pairs that are written into the headings) still
know what belongs together, and the sections stay as they are. Where only the order says it, each
group goes under its first heading: parts inside a section are never moved.
"""

from __future__ import annotations

from itertools import combinations, pairwise

from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.pairing import number_keys
from helpwright.importers.sections_outline import DEEPEST, SECTION, Outline, Part
from helpwright.model import SectionKind

_ORDER = {kind: rank for rank, kind in enumerate(SectionKind)}
_STORY = (SectionKind.SYMPTOM, SectionKind.CAUSE, SectionKind.RESOLUTION)
_ORDERED = frozenset((*_STORY, SectionKind.DIAGNOSIS, SectionKind.VERIFICATION))


def raise_sections(outline: Outline) -> tuple[Entry, ...]:
    """Make sections of headings one level too deep, where the article lacks that section.

    So "Resolution" under "Cause" becomes a section of its own. What stands under several
    headings, one for each scenario, stays there, unless numbers say what it belongs to.
    """
    there = outline.kinds()
    holders: set[int] = set()
    parents: dict[int, int] = {}
    parent = -1
    for at, part in enumerate(outline.parts):
        if part.level <= SECTION:
            parent = at
        elif part.level == SECTION + 1 and parent >= 0 and _is_told(part):
            upper = outline.parts[parent].kind
            if part.kind is not upper:
                holders.add(parent)
            alternative = part.reading is not None and part.reading.alternative
            if part.kind not in there and not alternative and _may_hold(upper, part.kind):
                parents.setdefault(parent, at)
    if not parents or (len(holders) > 1 and not _all_numbered(outline, parents)):
        return ()
    raised: list[str] = []
    for parent, at in parents.items():
        end = outline.end(parent)
        raised += (part.title for part in outline.parts[at:end] if part.level == SECTION + 1)
        outline.move(at, end, -1)
    entry = Entry(
        Outcome.REPAIRED,
        "heading-levels",
        "headings that open sections stood one level too deep, and were moved up",
        about="; ".join(title[:80] for title in raised[:8]),
    )
    return (entry,)


def _is_told(part: Part) -> bool:
    """Whether a heading is the name of a part of the story."""
    return part.reading is not None and part.reading.kind in _STORY and part.reading.sure


def _may_hold(upper: SectionKind | None, inner: SectionKind | None) -> bool:
    """Whether a section of kind `inner` may have been meant behind one of kind `upper`."""
    if upper is None or inner is None:
        return upper is None
    return upper in _ORDERED and _ORDER[upper] < _ORDER[inner]


def _all_numbered(outline: Outline, parents: dict[int, int]) -> bool:
    """Whether all are resolutions under causes, and both have numbers."""
    return all(
        outline.parts[parent].kind is SectionKind.CAUSE
        and all(
            number_keys(part.title)
            for part in (outline.parts[parent], *outline.parts[at : outline.end(parent)])
            if part.level <= SECTION or part.kind is SectionKind.RESOLUTION
        )
        for parent, at in parents.items()
    )


def keep_groups(outline: Outline) -> tuple[Entry, ...]:
    """Keep groups of sections together that the order of publication would tear apart."""
    sections = outline.sections()
    kinds = [outline.parts[at].kind for at in sections]
    repeated = _repeated(kinds)
    if not repeated:
        return ()
    opener = next(kind for kind in kinds if kind in repeated)
    starts = [
        place
        for place, kind in enumerate(kinds)
        if kind is opener and (place == 0 or kinds[place - 1] is not opener)
    ]
    freely = len(starts) > 1 and all(place and kinds[place - 1] is None for place in starts[1:])
    if freely:
        starts = [place - 1 if place and kinds[place - 1] is None else place for place in starts]
    elif all(
        number_keys(outline.parts[at].title)
        for at, kind in zip(sections, kinds, strict=True)
        if kind in repeated
    ):
        return (
            Entry(
                Outcome.INFERRED,
                "section-order",
                "the page shows the kinds of sections one after the other; the numbers in the "
                "headings say what belongs together",
                about=_titles(outline, [sections[place] for place in starts]),
                attention=Attention.LOOK,
            ),
        )
    last = max(place for place, kind in enumerate(kinds) if kind in _ORDERED)
    groups = list(zip(starts, [*starts[1:], last + 1], strict=True))
    if any(not _fits(outline, sections, kinds, group, opener) for group in groups):
        return (
            Entry(
                Outcome.LEFT,
                "section-order",
                "several problems with sections of their own stand in one article, and the page "
                "shows the kinds of sections one after the other: split the article",
                about=_titles(outline, [sections[place] for place in starts]),
                attention=Attention.DECIDE,
            ),
        )
    ends = [*sections, len(outline.parts)]
    for start, end in groups:
        outline.move(ends[start + 1], ends[end], 1)
    return (
        Entry(
            Outcome.REPAIRED,
            "section-order",
            "several problems with sections of their own stand in one article; the sections of "
            "each were put under its first heading, so that they stay together",
            about=_titles(outline, [sections[start] for start, _ in groups]),
            attention=Attention.LOOK,
        ),
    )


def _repeated(kinds: list[SectionKind | None]) -> set[SectionKind]:
    """Return the kinds that alternate with another one: cause, resolution, cause, resolution."""
    found: set[SectionKind] = set()
    for pair in combinations(_STORY, 2):
        told = [kind for kind in kinds if kind in pair]
        if sum(kind is not other for kind, other in pairwise(told)) >= 3:
            found |= set(pair)
    return found


def _fits(
    outline: Outline,
    sections: list[int],
    kinds: list[SectionKind | None],
    group: tuple[int, int],
    opener: SectionKind,
) -> bool:
    """Whether the sections of a group can go under its first one."""
    start, end = group
    after = sections[end] if end < len(sections) else len(outline.parts)
    inside = outline.parts[sections[start] + 1 : after]
    twice = kinds[start] is opener and kinds[start + 1 : end].count(opener)
    return not twice and all(part.level < DEEPEST for part in inside)


def _titles(outline: Outline, places: list[int]) -> str:
    return "; ".join(outline.parts[at].title[:80] for at in places[:8])
