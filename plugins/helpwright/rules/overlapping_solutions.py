"""HW507: of two solutions for different versions, some readers see both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from helpwright.conditions import ConditionReader, in_words, universe_of
from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase, Region
from helpwright.model import Article, Section, SectionKind, Status
from helpwright.parse.inlines import plain_text
from helpwright.parse.values import clip
from helpwright.scope import NOTHING, Scope

RULE = Rule(
    code="HW507",
    name="overlapping-solutions",
    severity=Severity.WARNING,
    summary="Two solutions, each of which has versions of its own, are both for one version.",
    why="Readers of that version see steps twice, and half of them are those of another version.",
    fix="End one condition before the version, or begin the other after it.",
)

_KINDS = (SectionKind.RESOLUTION, SectionKind.CAUSE)
_MOST_COMPARED = 100
"""How many siblings with different versions those behind them are compared with."""
_COMING = "\0"
"""The label of a version that is still to come, which no condition can name."""


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each solution or cause that shares supported versions with one before it.

    Each of the two has versions that the other has not: one that lies within the other adds
    something for some versions, and that is no fault.
    """
    later = _Later(kb)
    for article in kb.articles:
        regions = kb.regions[article.path]
        if len(regions) < 2 or article.metadata.status is Status.RETIRED:
            continue
        settled = {region.span: region for region in regions if region.condition.settled}
        for siblings in _families(article):
            yield from _overlaps(kb, later, article, siblings, settled)


class _Later:
    """Tells which conditions hold for versions that are still to come: `>=2.0`, but not `<=2.0`."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._reader: ConditionReader | None = None
        self._coming = NOTHING

    def contains(self, article: Article, outer: Region, inner: Region) -> bool:
        """Tell whether a part is for all that another one is for, and will be."""
        if not inner.scope <= outer.scope:
            return False
        if self._reader is None:
            self._begin()
        return self._scope(article, inner) <= self._scope(article, outer)

    def _begin(self) -> None:
        registry = self._kb.registry
        products = {
            id: replace(product, versions=(*product.versions, _COMING))
            for id, product in registry.products.items()
        }
        registry = replace(registry, products=products)
        universe = universe_of(registry)
        self._reader = ConditionReader(registry, universe)
        self._coming = universe.of(it for it in universe.points if it.version == _COMING)

    def _scope(self, article: Article, region: Region) -> Scope:
        assert self._reader is not None
        products = [applies.product.text for applies in article.metadata.applies_to]
        return self._reader.condition(region.condition.text, products).scope & self._coming


def _families(article: Article) -> Iterator[Sequence[Section]]:
    """Yield the sections of a kind, and the parts of each, that stand side by side."""
    for kind in _KINDS:
        sections = [section for section in article.sections if section.kind is kind]
        yield sections
        for section in sections:
            yield [it for it in section.parts if it.heading and it.heading.level == 3]


def _overlaps(
    kb: KnowledgeBase,
    later: _Later,
    article: Article,
    siblings: Sequence[Section],
    regions: Mapping[Span, Region],
) -> Iterator[Diagnostic]:
    supported = kb.ranking.supported
    before: dict[Scope, tuple[Section, Region]] = {}
    union = NOTHING
    for section in siblings:
        region = regions.get(section.span)
        if region is None or region.scope in before:
            continue
        # Most conditions have nothing in common with those before.
        for first, other in before.values() if region.scope & union & supported else ():
            if (
                other.scope & region.scope & supported
                and not later.contains(article, other, region)
                and not later.contains(article, region, other)
            ):
                yield _finding(kb, article, (first, other), (section, region))
                break
        if len(before) < _MOST_COMPARED:
            before[region.scope] = section, region
            union |= region.scope


def _finding(
    kb: KnowledgeBase,
    article: Article,
    first: tuple[Section, Region],
    second: tuple[Section, Region],
) -> Diagnostic:
    names = [f"`{_title(section)}`" for section, _ in (first, second)]
    both = first[1].scope & second[1].scope
    shared = both & kb.ranking.supported
    words = in_words(kb.registry, kb.universe, shared)
    message = f"{names[0]} and {names[1]} are both for {words}"
    only = [first[1].scope - both, second[1].scope - both]
    if _in_order(only[1], both, only[0]):
        names.reverse()
        only.reverse()
    versions = [point.version for point in kb.universe.members(both)]
    others = {point.version for point in kb.universe.members(only[0] | only[1])}
    if _in_order(only[0], both, only[1]) and others.isdisjoint(versions):
        ends = f"end {names[0]} before {versions[0]}, or begin {names[1]} after {versions[-1]}"
    else:
        products = [applies.product.text for applies in article.metadata.applies_to]
        alone = in_words(kb.registry, kb.universe, shared, products)
        ends = f"take {alone} out of one of the conditions"
    help = f"if each version has one of them, {ends}"
    there = f"the condition of `{_title(first[0])}`"
    related = kb.sources[article.path].related(first[1].place, there)
    return kb.diagnose(RULE, article, second[1].place, message, help, related=(related,))


def _in_order(older: Scope, both: Scope, newer: Scope) -> bool:
    """Tell whether all points of a scope come before those of the next, and those before others."""
    return (not older or older.bits.bit_length() < (both.bits & -both.bits).bit_length()) and (
        not newer or both.bits.bit_length() < (newer.bits & -newer.bits).bit_length()
    )


def _title(section: Section) -> str:
    assert section.heading is not None
    return clip(plain_text(section.heading.children).strip())
