"""HW501: an article applies to a product that kb.yml does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip, nearest

RULE = Rule(
    code="HW501",
    name="unknown-product",
    severity=Severity.ERROR,
    summary="An article applies to a product that kb.yml does not have.",
    why="The page cannot say which product it is about, and lists by product leave it out.",
    fix="Correct the product's id, or add the product to kb.yml.",
)

_MOST_NAMES = 5


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each product of a front matter that is not in the registry."""
    if kb.registry.unread:
        return
    products = kb.registry.products
    for article in kb.articles:
        for applies in article.metadata.applies_to:
            product = applies.product
            if product.text in products:
                continue
            message = f"`{clip(product.text)}` is not a product of kb.yml"
            near = nearest(product.text[:80], products)
            help = f"did you mean `{near}`?" if near else _help(products)
            yield kb.diagnose(RULE, article, product.span, message, help)


def _help(products: Iterable[str]) -> str:
    names = [f"`{clip(name)}`" for name in islice(products, _MOST_NAMES + 1)]
    if not names:
        return "add it under `products` in kb.yml"
    more = ", …" if len(names) > _MOST_NAMES else ""
    return f"write {', '.join(names[:_MOST_NAMES])}{more}, or add it under `products` in kb.yml"
