"""Articles to a knowledge base: ids, anchors, links. Resolving never fails; links may dangle."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from helpwright.conditions import ConditionReader, supported, universe_of
from helpwright.diagnostic import Span
from helpwright.knowledge import (
    Inventory,
    KnowledgeBase,
    Region,
    Registry,
    Target,
    TargetKind,
    Variant,
)
from helpwright.model import Article
from helpwright.resolve.anchors import find_anchors
from helpwright.resolve.links import Places, resolve_image, resolve_link
from helpwright.resolve.references import reference_text, renumbered
from helpwright.resolve.regions import find_regions
from helpwright.resolve.variants import find_namings, find_variants, with_links
from helpwright.scope import Ranking, Scope
from helpwright.source import Source

__all__ = ["reference_text", "renumbered", "resolve"]


def resolve(
    registry: Registry,
    articles: Iterable[Article],
    sources: Mapping[str, Source],
    files: Mapping[str, str],
    pages: Mapping[str, str] | None = None,
    site_path: str = "kb",
    active: frozenset[str] = frozenset(),
    today: datetime.date | None = None,
    inventories: Mapping[str, Inventory] | None = None,
) -> KnowledgeBase:
    """Link articles together.

    `files` maps the KB's files to absolute paths; `pages` the site's other pages, by their path
    relative to the KB folder, to their path in the site's sources; `site_path` is the folder of the
    site that articles go to; links to `active` files are unsafe; `inventories` are the sites that
    links name. Of articles with the same id
    the first in order of path has it.
    """
    ordered = tuple(sorted(articles, key=lambda article: article.path))
    by_id: dict[str, Article] = {}
    for article in ordered:
        by_id.setdefault(article.id, article)
    by_path = {article.path: article for article in ordered}
    anchors = {article.path: find_anchors(article) for article in ordered}
    known = inventories or {}
    places = Places(
        by_id, by_path, anchors, files, pages or {}, active, registry.inventories, known
    )
    links: dict[str, dict[Span, Target]] = {}
    images: dict[str, dict[Span, Target]] = {}
    backlinks: dict[str, dict[str, None]] = {}
    for article in ordered:
        links[article.path] = {
            link.span: resolve_link(article, link.target, places, link.span.start)
            for link in article.nodes.links
        }
        images[article.path] = {
            image.span: resolve_image(article, image.source, places, image.span.start)
            for image in article.nodes.images
        }
        for target in links[article.path].values():
            if target.kind is TargetKind.ARTICLE and target.path != article.path:
                backlinks.setdefault(target.path, {})[article.path] = None
    day = today or datetime.date.today()
    universe = universe_of(registry)
    ranking = Ranking(universe, supported(registry, universe, day))
    reader = ConditionReader(registry, universe)
    scopes: dict[str, Scope] = {}
    regions: dict[str, tuple[Region, ...]] = {}
    variants: dict[str, tuple[Variant, ...]] = {}
    for article in ordered:
        path = article.path
        scopes[path], regions[path] = find_regions(article, sources[path].data, reader)
        variants[path] = find_variants(
            registry, ranking, article, scopes[path], regions[path], anchors[path], links[path]
        )
    several = {path: found for path, found in variants.items() if len(found) > 1}
    for article in ordered if several else ():
        path = article.path
        names = find_namings(several, article, scopes[path], regions[path], links[path])
        if names:
            variants[path] = find_variants(
                registry,
                ranking,
                article,
                scopes[path],
                regions[path],
                anchors[path],
                links[path],
                names,
            )
    return KnowledgeBase(
        registry=registry,
        articles=ordered,
        sources=sources,
        files=files,
        by_id=by_id,
        by_path=by_path,
        anchors=anchors,
        links=links,
        images=images,
        backlinks={path: tuple(sorted(found)) for path, found in backlinks.items()},
        pages=pages or {},
        site_path=site_path,
        active=active,
        today=day,
        universe=universe,
        ranking=ranking,
        scopes=scopes,
        regions=regions,
        variants=with_links(variants, anchors, ranking),
        inventories=known,
    )
