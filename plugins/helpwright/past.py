"""The knowledge base of a revision, linked together as that of today is."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from helpwright.expand import expand_all, read_library
from helpwright.knowledge import KnowledgeBase, Registry
from helpwright.model import Article
from helpwright.parse import parse_article
from helpwright.resolve import resolve
from helpwright.revision import Revision
from helpwright.source import Source


def past_kb(revision: Revision, registry: Registry, known: KnowledgeBase) -> KnowledgeBase:
    """Return the knowledge base of a revision, as a kb.yml has it: its own or that of today.

    `known` is the one of today: the day, the site around the knowledge base and, where the sources
    are the same, the parsed articles are taken from it. `files` holds digests instead of places.
    """
    same_names = registry.section_names == known.registry.section_names
    articles: list[Article] = []
    library, _ = read_library(revision.fragments, registry)
    texts, _ = expand_all(revision.sources, library)
    for source in texts:
        article = known.by_path.get(source.path) if same_names else None
        if article is None or not _is_same(known.sources[source.path], source):
            article, _ = parse_article(source, registry.section_names)
        articles.append(article)
    sources = {source.path: source for source in texts}
    if revision.registry is not None:
        sources[revision.registry.path] = revision.registry
    return resolve(
        registry,
        articles,
        sources,
        revision.files,
        _pages(known.pages, revision.folder),
        known.site_path,
        revision.active,
        known.today,
        known.inventories,
    )


def _is_same(one: Source, other: Source) -> bool:
    """Tell whether two texts say the same, and their addresses start from the same folders."""
    return one.data == other.data and one.folders == other.folders


def _pages(pages: Mapping[str, str], folder: str | None) -> Mapping[str, str]:
    """Return the site's other pages by their path as seen from where the KB was."""
    if folder in (None, "."):
        return pages
    moved = {posixpath.relpath(path, folder): page for path, page in pages.items()}
    return {**moved, **pages}
