"""Links and pictures of articles with where they lead, those of raw HTML included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from helpwright.diagnostic import Span
from helpwright.knowledge import KnowledgeBase, Target
from helpwright.model import Article
from helpwright.resolve.links import Places, places_of, resolve_image, resolve_link
from helpwright.rules._tags import find_tags


class Address(NamedTuple):
    """One link or picture: its article, its place, the address as written, where that leads."""

    article: Article
    span: Span
    written: str
    target: Target


def links(kb: KnowledgeBase) -> Iterator[Address]:
    """Yield the links of all articles, by article; an article's raw HTML comes last."""
    places = places_of(kb)
    for article in kb.articles:
        targets = kb.links[article.path]
        for link in article.nodes.links:
            yield Address(article, link.span, link.target, targets[link.span])
        yield from _raw(kb, article, places, "a", "href", resolve_link)


def pictures(kb: KnowledgeBase) -> Iterator[Address]:
    """Yield the pictures of all articles, by article; an article's raw HTML comes last."""
    places = places_of(kb)
    for article in kb.articles:
        targets = kb.images[article.path]
        for image in article.nodes.images:
            yield Address(article, image.span, image.source, targets[image.span])
        yield from _raw(kb, article, places, "img", "src", resolve_image)


def _raw(
    kb: KnowledgeBase,
    article: Article,
    places: Places,
    element: str,
    attribute: str,
    resolve: Callable[[Article, str, Places, int], Target],
) -> Iterator[Address]:
    for node in article.nodes.html:
        if "=" not in node.raw:
            continue
        for tag in find_tags(kb.sources[article.path].data, node):
            if tag.name == element and not tag.closing:
                written = [it.value for it in tag.attributes if it.name == attribute]
                if written and written[0]:
                    target = resolve(article, written[0], places, tag.span.start)
                    yield Address(article, tag.span, written[0], target)
