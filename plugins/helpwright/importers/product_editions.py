"""The products that our own pages tell of, with their ids and all their versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from helpwright.importers.draft import Draft
from helpwright.importers.edition import EditionProduct
from helpwright.importers.product_families import spaced
from helpwright.knowledge import Product, Registry
from helpwright.write.registry import join_versions


@dataclass(frozen=True, slots=True)
class Told:
    """The registry with what pages tell, and what each of them applies to, by origin."""

    registry: Registry
    applies_to: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]


def tell_editions(drafts: Iterable[Draft], registry: Registry) -> Told:
    """Return the registry with the products of pages that are for some versions of an article.

    A product that is there by its name keeps its id and all that it has. The order of the drafts
    does not count.
    """
    products = dict(registry.products)
    applies_to: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    for draft in sorted(drafts, key=lambda draft: draft.origin):
        if draft.facts.edition is None:
            continue
        found: dict[str, tuple[str, ...]] = {}
        for told in draft.facts.edition.products:
            id = _id(told, products)
            known = products.get(id, Product(id, told.name))
            products[id] = replace(
                known,
                versions=tuple(join_versions(known.versions, told.versions)),
                platforms={**told.platforms, **known.platforms},
            )
            if told.here:
                found.setdefault(id, told.here)
        applies_to[draft.origin] = tuple(found.items())
    return Told(replace(registry, products=products), applies_to)


def _id(told: EditionProduct, products: Mapping[str, Product]) -> str:
    """Return the id that a product has: that of its name, or else its own unless it is taken."""
    name = spaced(told.name)
    for product in products.values():
        if name in (spaced(product.name), *map(spaced, product.aliases)):
            return product.id
    id, number = told.id, 2
    while id in products:
        id, number = f"{told.id}-{number}", number + 1
    return id
