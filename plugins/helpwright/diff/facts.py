"""What differs in what an article says about itself: title, summary, errors, status, versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from helpwright.conditions import in_words
from helpwright.diff.difference import Change, Kind
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, Status
from helpwright.scope import Point


def fact_changes(
    past: KnowledgeBase, old: Article, kb: KnowledgeBase, new: Article
) -> Iterator[Change]:
    """Yield what readers notice besides the text of the page."""
    if old.metadata.status is not new.metadata.status:
        yield Change(Kind.STATUS, before=str(old.metadata.status), after=str(new.metadata.status))
    if _folded(old.title) != _folded(new.title):
        yield Change(Kind.TITLE, before=_folded(old.title), after=_folded(new.title))
    was, now = (
        _folded(it.metadata.summary.text) if it.metadata.summary else "" for it in (old, new)
    )
    if was != now:
        yield Change(Kind.SUMMARY, before=was, after=now)
    errors, others = ([_folded(it.text) for it in each.metadata.errors] for each in (old, new))
    for error in dict.fromkeys(errors):
        if error not in others:
            yield Change(Kind.ERROR_REMOVED, before=error)
    for error in dict.fromkeys(others):
        if error not in errors:
            yield Change(Kind.ERROR_ADDED, after=error)
    if _versions(past, old, kb) != _versions(kb, new, past):
        before, after = versions_in_words(past, old), versions_in_words(kb, new)
        yield Change(Kind.VERSIONS, before=before, after=after)


def is_on_site(article: Article) -> bool:
    """Tell whether an article has a page."""
    return article.metadata.status in (Status.PUBLISHED, Status.RETIRED)


def versions_in_words(kb: KnowledgeBase, article: Article) -> str:
    """Return what an article applies to, each product by its name."""
    found: list[str] = []
    scope = kb.scopes[article.path]
    for applies in article.metadata.applies_to:
        id = applies.product.text
        part = scope & kb.universe.product(id)
        product = kb.registry.products.get(id)
        if product is None or not part:
            words = ", ".join(version.text for version in applies.versions) or "all"
        elif part == kb.universe.product(id):
            words = "all versions"
        else:
            words = in_words(kb.registry, kb.universe, part, [id])
        found.append(f"{product.name if product else id} {words}".strip())
    return "; ".join(found)


def _versions(kb: KnowledgeBase, article: Article, other: KnowledgeBase) -> frozenset[object]:
    """Return what an article applies to, of all that both registries know.

    A version that only kb.yml adds, or takes away, is no change of an article that says the same.
    """
    known = set(other.universe.points)
    scope = kb.scopes[article.path]
    points: Iterable[Point] = kb.universe.members(scope)
    found: set[object] = {point for point in points if point in known}
    for applies in article.metadata.applies_to:
        id = applies.product.text
        found.add(id)
        if not kb.universe.product(id) or not other.universe.product(id):
            found.add((id, *sorted(_folded(version.text) for version in applies.versions)))
    return frozenset(found)


def _folded(text: str) -> str:
    return " ".join(text.split())
