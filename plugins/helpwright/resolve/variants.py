"""What the readers of each version see of an article, without looking at every version."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from helpwright.conditions import in_words
from helpwright.diagnostic import Span
from helpwright.knowledge import (
    Anchor,
    Region,
    Registry,
    Target,
    TargetKind,
    Variant,
)
from helpwright.model import (
    Article,
    Attributes,
    Break,
    Directive,
    Heading,
    Paragraph,
    Phrase,
    Role,
    TableCell,
    Text,
)
from helpwright.parse.directives import CONDITION
from helpwright.parse.inlines import plain_text
from helpwright.resolve.anchors import labels, step_lists, step_number
from helpwright.resolve.raw_addresses import raw_places
from helpwright.resolve.references import NAMED_STEP
from helpwright.resolve.regions import KEY
from helpwright.resolve.tailor import tailor
from helpwright.scope import NOTHING, Point, Ranking, Scope

_UNSEEN = frozenset(("span", "marker", "written", "number", "start", "depth", "tight"))
"""Fields of nodes that readers do not see, or that follow from the rest."""
_FIELDS: dict[type, tuple[str, ...]] = {}
_Memo = dict[int, tuple[object, object]]

Naming = tuple[tuple[str, Scope], ...]
"""What a link reads, each for some readers."""

_BLANKS = re.compile(r"[ \t\n]+")
_ODD = re.compile(r"[^a-z0-9._-]+")
_LONGEST = 100
"""How long what an address ends in may be: it is the name of a folder."""


def find_variants(
    registry: Registry,
    ranking: Ranking,
    article: Article,
    scope: Scope,
    regions: Sequence[Region],
    anchors: Mapping[str, Anchor],
    links: Mapping[Span, Target],
    names: Sequence[Naming] = (),
) -> tuple[Variant, ...]:
    """Return the variants of an article: its own page first, then from the newest to the oldest.

    The points of `scope` are parted by the scopes of `regions` into classes; those that see the
    same are one variant. `links` are where the links of the source lead, `names` what those read
    that take their words from another article.
    """
    products = [applies.product.text for applies in article.metadata.applies_to]
    seen: dict[object, tuple[Scope, Article]] = {}
    memo: _Memo = {}
    parts = [region.scope for region in regions]
    parts += [part for naming in names for _, part in naming]
    for each in _classes(scope, parts):
        hidden = [region.span for region in regions if scope and not region.scope & each]
        tailored = tailor(article, hidden)
        read = tuple(next((it for it, of in naming if of & each), "") for naming in names)
        key = () if each == scope else (_visible(tailored.sections, memo), read)
        merged, shown = seen.get(key, (NOTHING, tailored))
        best = ranking.best(merged | each, products)
        # Of places that look the same, those for the version that stands for the others count.
        stands = best is not None and ranking.universe.holds(each, best)
        seen[key] = merged | each, tailored if stands else shown
    found = [(part, shown, ranking.best(part, products)) for part, shown in seen.values()]
    main = ranking.best(scope, products)
    if len(found) > 1:
        ages = _ages(ranking, products, [point for _, _, point in found], main)
        found.sort(key=lambda entry: ages[entry[2]])
    slugs = _names(ranking, products, [part for part, _, _ in found])
    variants: list[Variant] = []
    for at, (part, shown, point) in enumerate(found):
        slug = slugs[point][-1] if at and point is not None else ""
        several = len(found) > 1
        former = [name for it in ranking.universe.members(part) for name in slugs.get(it, ())]
        variants.append(
            Variant(
                article=shown,
                scope=part,
                point=point,
                slug=slug,
                former=tuple(dict.fromkeys(name for name in former if name != slug)),
                label=in_words(registry, ranking.universe, part, products) if several else "",
                supported=not part or bool(part & ranking.supported),
                anchors=anchors if shown is article else _anchors(shown, anchors),
                links=links,
            )
        )
    return tuple(variants)


def with_links(
    variants: Mapping[str, tuple[Variant, ...]],
    anchors: Mapping[str, Mapping[str, Anchor]],
    ranking: Ranking,
) -> dict[str, tuple[Variant, ...]]:
    """Return variants whose links lead to what their readers see of the other articles.

    `anchors` are those of the sources: of an article with one variant others may see less, too.
    """
    changed = {
        path
        for path, found in variants.items()
        if len(found) > 1 or found[0].anchors is not anchors[path]
    }
    done: dict[str, tuple[Variant, ...]] = {}
    for path, found in variants.items():
        concerned = [(span, to) for span, to in found[0].links.items() if to.path in changed]
        done[path] = tuple(_with_links(variants, ranking, it, concerned) for it in found)
    return done


def _with_links(
    variants: Mapping[str, Sequence[Variant]],
    ranking: Ranking,
    variant: Variant,
    concerned: Iterable[tuple[Span, Target]],
) -> Variant:
    """Return a variant in which some links lead to what its readers see; the others are shared."""
    to: dict[str, Variant] = {variant.article.path: variant}
    links: dict[Span, Target] = {}
    for span, target in concerned:
        if target.path not in to:
            to[target.path] = variant_for(variants[target.path], ranking, variant)
        led = _led(to[target.path], target)
        if led is not target:
            links[span] = led
    return replace(variant, links=ChainMap(links, dict(variant.links))) if links else variant


def find_namings(
    variants: Mapping[str, Sequence[Variant]],
    article: Article,
    scope: Scope,
    regions: Sequence[Region],
    links: Mapping[Span, Target],
) -> list[Naming]:
    """Return what links of an article read to whom, where it is not the same for all its readers.

    Those are links to a step or heading of another article, without words of their own or with the
    step's number in them. Readers of different numbers need different pages.
    """
    found: dict[Naming, None] = {}
    for link in article.nodes.links:
        target = links[link.span]
        if target.anchor is None or target.path == article.path or target.path not in variants:
            continue
        others = variants[target.path]
        if len(others) < 2 or (link.children and not NAMED_STEP.search(plain_text(link.children))):
            continue
        readers = scope
        for region in regions:
            if region.span.start <= link.span.start and link.span.end <= region.span.end:
                readers = region.scope
        read: dict[str, Scope] = {}
        for other in others:
            anchor = other.anchors.get(target.fragment)
            if other.scope & readers:
                name = anchor.name if anchor else ""
                read[name] = read.get(name, NOTHING) | (other.scope & readers)
        if len(read) > 1:
            found[tuple(read.items())] = None
    return list(found)


def in_variant(
    variants: Mapping[str, Sequence[Variant]], ranking: Ranking, reader: Variant, target: Target
) -> Target:
    """Return where a link leads for the readers of a variant.

    Within the article it stays on the page. Of another one it leads to the variant that has the
    point of `reader`; else to one that shares some of its points, the one with the best of those;
    else to the article's own page.
    """
    if target.kind is not TargetKind.ARTICLE:
        return target
    path = target.path
    to = reader if path == reader.article.path else variant_for(variants[path], ranking, reader)
    return _led(to, target)


def _led(to: Variant, target: Target) -> Target:
    """Return a target of the source as it is in a variant of its article."""
    anchor = to.anchors.get(target.fragment) if target.anchor else None
    if to.slug == target.variant and anchor is target.anchor:
        return target
    written = ""
    if anchor and target.anchor and anchor.number != target.anchor.number:
        written = target.anchor.number
    fragment = "" if target.anchor and anchor is None else target.fragment
    return replace(target, variant=to.slug, anchor=anchor, fragment=fragment, written=written)


def variant_for(variants: Sequence[Variant], ranking: Ranking, reader: Variant) -> Variant:
    """Return the variant of an article that the readers of a variant of another are led to."""
    if len(variants) == 1:
        return variants[0]
    if reader.point is not None:
        for variant in variants:
            if ranking.universe.holds(variant.scope, reader.point):
                return variant
    shared = [variant for variant in variants if variant.scope & reader.scope]
    if not shared:
        return variants[0]
    products = [applies.product.text for applies in reader.article.metadata.applies_to]
    wanted = NOTHING
    for variant in shared:
        wanted |= variant.scope & reader.scope
    best = ranking.best(wanted, products)
    assert best is not None
    return next(it for it in shared if ranking.universe.holds(it.scope, best))


def _classes(scope: Scope, parts: Iterable[Scope]) -> list[Scope]:
    """Return the points of a scope in classes that each of `parts` holds or leaves as a whole."""
    classes = [scope]
    for part in dict.fromkeys(parts):
        if all(each <= part or not each & part for each in classes):
            continue
        classes = [half for each in classes for half in (each & part, each - part) if half]
    return classes


def _visible(value: Any, memo: _Memo) -> object:
    """Return what readers see of nodes, to compare: without places, numbers and conditions.

    `memo` keeps what was found for blocks, of which an article's variants share most.
    """
    if isinstance(value, tuple):
        return tuple(_together(value, memo))
    known = memo.get(id(value))
    if known is not None:
        return known[1]
    if isinstance(value, Text):
        return value.value
    if isinstance(value, Break) and not value.hard:
        return " "
    if isinstance(value, Attributes):
        rest = tuple(sorted((name, it) for name, it in value.values.items() if name != KEY))
        return (value.label, value.classes, rest) if value.label or value.classes or rest else None
    if is_dataclass(value):
        inner = (_visible(getattr(value, name), memo) for name in _seen_fields(value))
        is_line = isinstance(value, Paragraph | Heading | TableCell)
        seen = (type(value).__name__, *(_trimmed(it) if is_line else it for it in inner))
        memo[id(value)] = value, seen  # With the node: of one that is gone the id is used again.
        return seen
    return value


def _seen_fields(node: Any) -> tuple[str, ...]:
    """Return the names of a node's fields that readers see."""
    kind = type(node)
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(it.name for it in fields(node) if it.name not in _UNSEEN)
    return _FIELDS[kind]


def _together(values: Iterable[Any], memo: _Memo) -> Iterator[object]:
    """Yield what is seen of nodes that stand together, whatever only carries conditions taken off.

    Texts side by side are one, with one blank where several would be.
    """
    text = ""
    for value in values:
        if isinstance(value, Phrase) or (isinstance(value, Directive) and value.name == CONDITION):
            inner = value.children if isinstance(value, Phrase) else value.blocks
            found: Iterable[object] = _together(inner, memo)
        else:
            found = (_visible(value, memo),)
        for it in found:
            if isinstance(it, str):
                text += it
                continue
            if text:
                yield _BLANKS.sub(" ", text)
            text = ""
            yield it
    if text:
        yield _BLANKS.sub(" ", text)


def _trimmed(found: object) -> object:
    """Return what a line holds without the blanks at its edges, which nobody sees."""
    if not isinstance(found, tuple) or not found:
        return found
    if isinstance(found[0], str):
        found = (found[0].lstrip(), *found[1:])
    if isinstance(found[-1], str):
        found = (*found[:-1], found[-1].rstrip())
    return tuple(it for it in found if it != "")


def _ages(
    ranking: Ranking, products: Sequence[str], points: Sequence[Point | None], main: Point | None
) -> dict[Point | None, tuple[bool, int, int, int]]:
    """Rank variants by their points: the main one first, then by product, the newest first."""
    places = {point: ranking.universe.place(point) for point in points if point is not None}
    versions: dict[tuple[str, str], int] = {}
    for point, place in places.items():
        of = point.product, point.version
        versions[of] = min(place, versions.get(of, place))
    ages: dict[Point | None, tuple[bool, int, int, int]] = {None: (main is not None, 0, 0, 0)}
    for point, place in places.items():
        order = products.index(point.product) if point.product in products else len(products)
        ages[point] = point != main, order, -versions[point.product, point.version], place
    return ages


def _names(
    ranking: Ranking, products: Sequence[str], parts: Sequence[Scope]
) -> Mapping[Point, Sequence[str]]:
    """Return what the addresses of each point end in, each variant's own ones apart.

    The last of them is the version; with its platform, where readers on another one have another
    variant; with its product, where that is not the article's first. The address without the
    platform belongs to the first one.
    """
    if len(parts) < 2:
        return {}
    homes: dict[tuple[str, str], set[int]] = {}
    points = sorted(
        ((point, at) for at, part in enumerate(parts) for point in ranking.universe.members(part)),
        key=lambda entry: ranking.universe.place(entry[0]),
    )
    for point, at in points:
        homes.setdefault((point.product, point.version), set()).add(at)
    first = products[0] if products else points[0][0].product
    names: dict[Point, Sequence[str]] = {}
    split: set[tuple[str, str]] = set()
    taken = {"index": ("", "", -1)}  # The address of the article's own page.

    def take(words: Sequence[str], owner: tuple[str, str, int]) -> str:
        wanted = _ODD.sub("-", "-".join(words).lower()).lstrip("-.")
        wanted = wanted[:_LONGEST].rstrip("-.") or "version"
        name, count = wanted, 1
        while taken.setdefault(name, owner) != owner:
            count += 1
            name = f"{wanted[: _LONGEST - len(f'-{count}')]}-{count}"
        return name

    for point, at in points:
        product, version, platform = point
        words = [version] if version else []
        if product != first or not words:
            words.insert(0, product)
        owner = (product, version, at)
        if len(homes[product, version]) == 1:
            names[point] = (take(words, owner),)
            continue
        bare = () if (product, version) in split else (take(words, (product, version, -1)),)
        split.add((product, version))
        names[point] = (*bare, take([*words, platform], owner))
    return names


def _anchors(article: Article, anchors: Mapping[str, Anchor]) -> dict[str, Anchor]:
    """Return the anchors that a tailored article still has, with the numbers and names in it.

    A label that stands twice in the source belongs to the first place that is left, and so does
    the name of a kind of section: of two causes for different versions, each is `#cause` to its
    readers. What the whole source calls it leads there too.
    """
    reserved = {*labels(article), *raw_places(article)}
    by_span = {anchor.span: anchor for anchor in anchors.values()}
    found: dict[str, Anchor] = {}

    def put(anchor: Anchor, attributes: Attributes | None) -> None:
        label = attributes.label if attributes else None
        if label and label not in found:
            anchor = replace(anchor, fragment=label, labelled=True)
        found[anchor.fragment] = anchor

    def number(blocks: Sequence[Any], outer: str, place: str) -> None:
        for steps in step_lists(tuple(blocks)):
            for step in steps.steps:
                shown = step_number(outer, step.number, steps.depth)
                anchor = by_span[step.span]
                named = replace(anchor, name=f"step {shown}", number=shown, place=place)
                put(named, step.attributes)
                number(step.blocks, shown, place)

    for section in article.parts():
        place = ""
        if section.heading is not None:
            anchor = by_span[section.heading.span]
            place = plain_text(section.heading.children).strip()
            kind = str(section.kind)
            first = section.role is Role.SECTION and section.kind and kind not in found
            if first and not anchor.labelled and kind not in {*reserved, anchor.fragment}:
                anchor = replace(anchor, fragment=kind, former=(*anchor.former, anchor.fragment))
            put(replace(anchor, name=place, place=place), section.heading.attributes)
        number(section.blocks, "", place)
    for anchor in list(found.values()):
        for former in anchor.former:
            found.setdefault(former, anchor)
    return found
