"""Scopes in words, as readers and messages name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpwright.conditions.ranges import parse_range
from helpwright.knowledge import Product, Registry
from helpwright.model import Applicability
from helpwright.scope import Scope, Universe

_RANGES = {">=": "{} and later", ">": "after {}", "<=": "{} and earlier", "<": "before {}"}


def applies_in_words(registry: Registry, applies: Applicability) -> str:
    """Return for what of a product an article is, as readers are told: `App 1.8 and later`.

    What is no range stands as it is written.
    """
    product = registry.products.get(applies.product.text)
    ranges = [_range_in_words(product, version.text) for version in applies.versions]
    words = ", ".join(part for part in ranges if part)
    return f"{product.name if product else applies.product.text} {words}".strip()


def _range_in_words(product: Product | None, text: str) -> str:
    """Return a range in words; nothing where it is for all."""
    found = parse_range(text, product.versions if product else ())
    if found is None:
        return text
    words = " – ".join(found.versions)
    words = _RANGES.get(found.operator, "{}").format(words)
    if found.platforms:
        names = product.platforms if product else {}
        shown = [names.get(platform, platform) for platform in found.platforms]
        listed = " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)
        words = f"{words} for {listed}".strip()
    return words


def in_words(
    registry: Registry, universe: Universe, scope: Scope, products: Sequence[str] = ()
) -> str:
    """Return a scope in words: `1.0 – 1.2, 2.0 for Windows`.

    A product is named where `products`, those that the text is about anyway, are not just it.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for product, version, platform in universe.members(scope):
        found.setdefault(product, {}).setdefault(version, []).append(platform)
    order = [id for id in products if id in found] or list(found)
    order += [id for id in found if id not in order]
    named = len(found) > 1 or list(products) != order
    parts: list[str] = []
    for id in order:
        words = _product(registry.products[id], found[id])
        name = registry.products[id].name if named or not words else ""
        parts.append(f"{name} {words}".strip())
    return ", ".join(parts)


def _product(product: Product, versions: dict[str, list[str]]) -> str:
    """Return versions, parted by platform where these differ: `1.0, and 2.0 for Windows`."""
    by_platforms: dict[tuple[str, ...], list[str]] = {}
    for version, platforms in versions.items():
        by_platforms.setdefault(tuple(platforms), []).append(version)
    parts: list[str] = []
    for shown, labels in by_platforms.items():
        words = ", ".join(_runs(product.versions, labels)) if product.versions else ""
        if len(shown) < len(product.platforms):
            names = " and ".join(product.platforms[platform] for platform in shown)
            words = f"{words} for {names}".strip()
        if words:
            parts.append(words)
    return ", and ".join(parts)


def _runs(versions: Sequence[str], wanted: Iterable[str]) -> list[str]:
    """Return labels with those that follow one another as a range."""
    places = sorted(versions.index(label) for label in wanted)
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    shown: list[str] = []
    for run in runs:
        first, last = versions[run[0]], versions[run[-1]]
        if len(run) > 2:
            shown.append(f"{first} – {last}")
        else:
            shown += [first] if len(run) == 1 else [first, last]
    return shown
