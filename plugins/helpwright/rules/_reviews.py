"""What an article was reviewed for."""

from __future__ import annotations

from helpwright.knowledge import Product


def known_as(product: Product, name: str) -> str | None:
    """Return the label of the version that a product has by a name, its label or an alias."""
    if name in product.versions:
        return name
    for label, release in product.releases.items():
        if name in release.aliases:
            return label
    return None
