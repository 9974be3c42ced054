"""Which resolution is for which cause, where numbers or nesting say so."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Entry, Outcome
from helpwright.importers.sections_names import base_kind
from helpwright.importers.sections_outline import SECTION, Outline, Part
from helpwright.model import Attributes, SectionKind
from helpwright.parse.inlines import plain_text
from helpwright.resolve.anchors import slug

_NUMBERED = re.compile(
    r"(?P<word>[^\W\d_]{2,30}?)s?[ #]*(?:(?P<number>\d{1,2})(?![\w.]*\w)"
    r"|(?<=[ #])(?P<letter>[A-Z])(?=\s*(?:$|[:.,)(–—-])))"
)
_SEVERAL = re.compile(r"\b\d{1,2}\s*(?:,|/|&|-|–|and|or|to|und|et|ou|y|o|e|en|i)\s*\d{1,2}\b")
_CASES = {
    word: case
    for case, words in {
        "scenario": "scenario szenario scénario escenario cenário scenariu シナリオ",
        "case": "case fall cas caso geval przypadek",
        "situation": "situation situatie situación situação sytuacja",
        "error": "error fehler erreur errore erro fout błąd エラー",
        "condition": "condition bedingung",
    }.items()
    for word in words.split()
}

Key = tuple[str, str]
"""What a heading counts, and its number: `("cause", "1")`."""


def number_keys(title: str) -> frozenset[Key]:
    """Return the numbers that a heading names something by: itself, a cause, a scenario.

    Nothing where it names several of one thing, since nobody can tell what they stand for.
    """
    if _SEVERAL.search(title.lower()):
        return frozenset()
    found: set[Key] = set()
    for match in _NUMBERED.finditer(title[:200]):
        role = _role(match["word"].lower())
        if role:
            found.add((role, match["number"] or match["letter"]))
    return frozenset(found)


def _role(word: str) -> str:
    if word in _CASES or f"{word}s" in _CASES:
        return _CASES.get(word) or _CASES[f"{word}s"]
    kind = base_kind(word) or base_kind(f"{word}s")
    return str(kind) if kind else ""


def nested_pairs(outline: Outline) -> list[tuple[Part, Part]]:
    """Return pairs of a cause and a resolution that stands under it, or under the same heading.

    The same heading counts where it has one cause, and is no section that all causes share.
    """
    pairs: list[tuple[Part, Part]] = []
    above: list[Part] = []
    for at, part in enumerate(outline.parts):
        while above and above[-1].level >= part.level:
            above.pop()
        if part.kind is SectionKind.RESOLUTION and part.level > SECTION and above:
            inside = any(upper.kind is SectionKind.RESOLUTION for upper in above)
            upper = above[-1]
            if inside:
                cause = None
            elif upper.kind is SectionKind.CAUSE:
                cause = upper
            else:
                cause = _sister(outline, at, upper)
            if cause is not None:
                pairs.append((cause, part))
        above.append(part)
    return pairs


def _sister(outline: Outline, at: int, upper: Part) -> Part | None:
    """Return the one cause on the level of the part at `at`, under the same heading."""
    start = next(place for place in range(at, -1, -1) if outline.parts[place] is upper)
    level = outline.parts[at].level
    inside = outline.parts[start + 1 : outline.end(start)]
    causes = [part for part in inside if part.level == level and part.kind is SectionKind.CAUSE]
    return causes[0] if len(causes) == 1 else None


def numbered_pairs(outline: Outline) -> list[tuple[Part, Part]]:
    """Return pairs of a cause and a resolution whose headings share a number.

    "Resolution for cause 2" and "Workaround (error 2)" say what they are for. "Resolution 2" is
    for "Cause 2" where the resolutions have the numbers of the causes, and no others.
    """
    causes: list[tuple[Part, frozenset[Key]]] = []
    resolutions: list[tuple[Part, frozenset[Key]]] = []
    section: Part | None = None
    for part in outline.parts:
        if part.level <= SECTION:
            section = part
        keys = number_keys(part.title)
        if section is None or not keys or part.level > SECTION + 1:
            continue
        if section.kind is SectionKind.CAUSE:
            causes.append((part, keys))
        elif section.kind is SectionKind.RESOLUTION:
            own = part.reading is not None and part.reading.alternative
            resolutions.append((part, keys - _owns(keys) if own else keys))
    pairs: list[tuple[Part, Part]] = []
    taken: set[int] = set()
    for part, keys in resolutions:
        wanted = keys - _owns(keys)
        shared = [cause for cause, named in causes if wanted & named]
        if len(shared) == 1:
            pairs.append((shared[0], part))
            taken.add(id(part))
    numbers = {number for _, keys in causes for role, number in keys if role == SectionKind.CAUSE}
    rest = [(part, keys) for part, keys in resolutions if id(part) not in taken and _only(keys)]
    theirs = {number for _, keys in rest for _, number in keys}
    if len(numbers) > 1 and theirs == numbers:
        for part, keys in rest:
            wanted = frozenset((str(SectionKind.CAUSE), number) for _, number in keys)
            shared = [cause for cause, named in causes if wanted & named]
            if len(shared) == 1:
                pairs.append((shared[0], part))
    return pairs


def _owns(keys: frozenset[Key]) -> frozenset[Key]:
    return frozenset(key for key in keys if key[0] == SectionKind.RESOLUTION)


def _only(keys: frozenset[Key]) -> bool:
    """Whether a resolution names nothing but its own number."""
    return len(keys) == 1 and keys == _owns(keys)


def write_pairs(
    outline: Outline, nested: list[tuple[Part, Part]], numbered: list[tuple[Part, Part]]
) -> tuple[Entry, ...]:
    """Label the causes, and say on each resolution which one it resolves."""
    pairs: dict[int, tuple[Part, Part]] = {}
    for cause, resolution in (*nested, *numbered):
        pairs.setdefault(id(resolution), (cause, resolution))
    told: list[str] = []
    fragments = _fragments(outline)
    for cause, resolution in pairs.values():
        attributes = resolution.heading.attributes or Attributes(NOWHERE)
        if "resolves" in attributes.values:
            continue
        own = cause.heading.attributes or Attributes(NOWHERE)
        label = own.label or fragments[id(cause)]
        if own.label is None:
            cause.heading = replace(cause.heading, attributes=replace(own, label=label))
        values = {**attributes.values, "resolves": label}
        resolution.heading = replace(
            resolution.heading, attributes=replace(attributes, values=values)
        )
        told.append(f"{resolution.title[:80]} → {cause.title[:80]}")
    if not told:
        return ()
    how = "numbers and nesting"
    if not (nested and numbered):
        how = "places" if nested else "numbers"
    entry = Entry(
        Outcome.INFERRED,
        "cause-and-resolution",
        f"the {how} of the headings say which resolution is for which cause",
        about="; ".join(told[:8]),
    )
    return (entry,)


def _fragments(outline: Outline) -> dict[int, str]:
    """Return the fragments that code hosts give the headings, by the identity of the part.

    A label like these takes no address from another heading of the original.
    """
    counts: Counter[str] = Counter()
    taken: set[str] = set()
    found: dict[int, str] = {}
    for part in outline.parts:
        if part.heading.attributes and part.heading.attributes.label:
            taken.add(part.heading.attributes.label)
    for part in outline.parts:
        words = slug(plain_text(part.heading.children))
        fragment = f"{words}-{counts[words]}" if counts[words] else words
        counts[words] += 1
        while fragment in taken:
            fragment = f"{words}-{counts[words]}"
            counts[words] += 1
        taken.add(fragment)
        found[id(part)] = fragment
    return found
