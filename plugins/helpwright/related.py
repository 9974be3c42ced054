"""Which articles the readers of a page may want next, and which send their readers to it.

What two articles have in common is looked up in indexes, so that the cost follows the number of
articles and not that of their pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpwright.config import MAX_RELATED
from helpwright.knowledge import KnowledgeBase, TargetKind, Variant
from helpwright.model import Article, Status
from helpwright.resolve.variants import variant_for

LINK, BACKLINK = 6, 5
"""What a link from the page to an article counts, and one from the article to the page."""

ERROR, TAG, CATEGORY, PRODUCT = 4, 3, 1, 1
"""What each error message, tag and product that two articles share counts, and their category.

A product says little in a knowledge base about few of them, so it only orders what something else
has found.
"""

MAX_SHARING = 40
"""How many articles may share an error message or a tag for it to find any of them: what more of
them share is a label of the whole knowledge base, and would relate everything to everything."""

_Properties = Mapping[tuple[str, str], int]
"""What an article can have in common with others, and what that counts, by kind and value."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The articles around a page: `related` ones, the nearest first; `linking` ones by title.

    An article that is related is not named again among those that link to the page.
    """

    related: tuple[Article, ...] = ()
    linking: tuple[Article, ...] = ()


class Relations:
    """Finds the neighbours of pages; the indexes are made once for all of them."""

    def __init__(self, kb: KnowledgeBase, limit: int = MAX_RELATED) -> None:
        """Prepare for lists of at most `limit` related articles; with 0, for none at all."""
        self._kb = kb
        self._limit = limit
        self._published = {
            article.path: article
            for article in kb.articles
            if article.metadata.status is Status.PUBLISHED
        }
        self._properties = {path: _properties(it) for path, it in self._published.items()}
        self._sharing: dict[tuple[str, str], list[str]] = {}
        for path, properties in self._properties.items():
            for key in properties:
                self._sharing.setdefault(key, []).append(path)
        self._pinning: dict[str, list[str]] = {}
        for path, article in self._published.items():
            for pinned in self._pinned(article):
                self._pinning.setdefault(pinned, []).append(path)
        self._targets: dict[tuple[str, str], frozenset[str]] = {}

    def of(self, variant: Variant) -> Neighbours:
        """Return the neighbours of the page of an article's variant.

        Related are the articles that the writer pinned, all of them and in this order, and then
        the nearest others until the limit is reached. Only published ones are named, and none that
        is about a product of the page, but about none of the page's versions of it.
        """
        article = variant.article
        if not self._limit or not article.metadata.lists_related:
            return Neighbours()
        pinned = self._visible(variant, self._pinned(article))
        linking = self._visible(variant, self._linking(variant))
        scores = self._scores(variant, linking)
        ranked = sorted(
            self._visible(variant, scores.keys() - {*pinned}),
            key=lambda path: (-scores[path], *self._place(path)),
        )
        related = [*pinned, *ranked[: max(0, self._limit - len(pinned))]]
        rest = sorted({*linking}.difference(related), key=self._place)
        return Neighbours(
            tuple(self._published[path] for path in related),
            tuple(self._published[path] for path in rest),
        )

    def _scores(self, variant: Variant, linking: Iterable[str]) -> dict[str, int]:
        """Return what is counted for each article that a link or something shared has found."""
        links = self._leads_to(variant)
        backlinks = frozenset(linking)
        own = _properties(variant.article)
        found = {*links, *backlinks}
        for key in own:
            sharing = self._sharing.get(key, ())
            # Of a category that fits into the list as a whole, chance leaves nothing out.
            most = {"product": 0, "category": self._limit + 1}.get(key[0], MAX_SHARING)
            if len(sharing) <= most:
                found.update(sharing)
        scores: dict[str, int] = {}
        for path in found:
            properties = self._properties.get(path, {})
            shared = sum(weight for key, weight in own.items() if key in properties)
            scores[path] = LINK * (path in links) + BACKLINK * (path in backlinks) + shared
        return scores

    def _linking(self, variant: Variant) -> list[str]:
        """Return the articles that send these readers to the page's article."""
        path = variant.article.path
        found = dict.fromkeys(self._pinning.get(path, ()))
        for other in self._kb.backlinks.get(path, ()):
            seen = variant_for(self._kb.variants[other], self._kb.ranking, variant)
            if path in self._leads_to(seen):
                found[other] = None
        return list(found)

    def _leads_to(self, variant: Variant) -> frozenset[str]:
        """Return the articles that links lead to in what the readers of a variant see."""
        key = variant.article.path, variant.slug
        if key not in self._targets:
            targets = (variant.links[link.span] for link in variant.article.nodes.links)
            self._targets[key] = frozenset(
                target.path for target in targets if target.kind is TargetKind.ARTICLE
            )
        return self._targets[key]

    def _pinned(self, article: Article) -> list[str]:
        """Return the articles that the front matter names, each once."""
        by_id = self._kb.by_id
        named = (value.text for value in article.metadata.related)
        return list(dict.fromkeys(by_id[id].path for id in named if id in by_id))

    def _visible(self, variant: Variant, paths: Iterable[str]) -> list[str]:
        """Return those of some articles that the readers of a page can use."""
        return [
            path
            for path in paths
            if path != variant.article.path
            and path in self._published
            and is_for_readers(self._kb, variant, self._published[path])
        ]

    def _place(self, path: str) -> tuple[str, str]:
        """Return what articles stand in order by where nothing else tells."""
        return self._published[path].title.casefold(), path


def is_for_readers(kb: KnowledgeBase, variant: Variant, other: Article) -> bool:
    """Tell whether an article is for the readers of a page, or about other products than it."""
    scope = kb.scopes[other.path]
    if variant.scope & scope:
        return True
    products = map(kb.universe.product, kb.universe.products)
    whole = kb.scopes[variant.article.path]
    return not any(whole & product and scope & product for product in products)


def _properties(article: Article) -> _Properties:
    """Return what an article can have in common with others."""
    metadata = article.metadata
    found = {("error", _folded(error.text)): ERROR for error in metadata.errors}
    found |= {("tag", _folded(tag.text)): TAG for tag in metadata.tags}
    found |= {("product", applies.product.text): PRODUCT for applies in metadata.applies_to}
    return found | ({("category", article.category): CATEGORY} if article.category else {})


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
