"""HW605: a product has a newer version than the one that an article was reviewed for."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, Product
from helpwright.model import Article, Status
from helpwright.parse.values import clip
from helpwright.rules._reviews import known_as
from helpwright.scope import Point

RULE = Rule(
    code="HW605",
    name="reviewed-for-older-version",
    severity=Severity.WARNING,
    summary="An article was reviewed for a version of a product, and a newer one is out.",
    why="The newer version may have other menus, other messages or another cause.",
    fix="Go through the article with the newer version, and name that under `reviewed_for`.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each review after which a version came out that the article is about too."""
    for article in kb.articles:
        if article.metadata.status is Status.RETIRED:
            continue
        for review in article.metadata.reviewed_for:
            product = kb.registry.products.get(review.product.text)
            label = product and known_as(product, review.version.text)
            if product is None or label is None:
                continue
            newer = _newest(kb, article, product, product.versions.index(label) + 1)
            if newer:
                reviewed = f"{clip(product.name)} {clip(review.version.text)}"
                message = f"the article was reviewed for {reviewed}, but {clip(newer)} is out"
                help = f"go through it with {clip(newer)}, and write that version here"
                yield kb.diagnose(RULE, article, review.version.span, message, help)


def _newest(kb: KnowledgeBase, article: Article, product: Product, first: int) -> str:
    """Return the newest version from a place on that is out and covered, empty for none."""
    for version in reversed(product.versions[first:]):
        if product.is_released(version, kb.today) and _covers(kb, article, product, version):
            return version
    return ""


def _covers(kb: KnowledgeBase, article: Article, product: Product, version: str) -> bool:
    """Tell whether an article is about a version; of a product that it does not name, of all."""
    scope = kb.scopes[article.path] & kb.universe.product(product.id)
    return not scope or any(
        kb.universe.holds(scope, Point(product.id, version, platform))
        for platform in product.platforms or ("",)
    )
