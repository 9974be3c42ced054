"""What a condition that cannot be read was most likely meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from helpwright.knowledge import Product
from helpwright.parse.values import clip

_LONGEST = 200
"""Longer texts are not looked into."""
_MOST_WORDS = 8
"""How many words the name of a product may have that stands in the place of its id."""
_SIGNS = re.compile(r"[\W_]+")
_ON = re.compile(r"(?:(?P<range>.*\S)\s+)?on\s+(?P<names>\S.*)", re.IGNORECASE)
_PARTS = re.compile(r"\s*,\s*|\s+(?:and|or|&)\s+")
_BETWEEN = r"\s*(?:,|;|&+|\band\b|\s)\s*"
_FROM = r"(?P<above>>=?)\s*(?P<first>[^\s<>=](?:.*?[^\s,;&])??)"
_UNTIL = r"(?P<below><=?)\s*(?P<last>[^\s<>=](?:.*?[^\s,;&])??)"
_BOUNDS = tuple(
    re.compile(pattern) for pattern in (_FROM + _BETWEEN + _UNTIL, _UNTIL + _BETWEEN + _FROM)
)


def fold(name: str) -> str:
    """Return a name without what differs between an id, a name and a slip of the pen."""
    return _SIGNS.sub("", name.casefold())


def spellings(products: Iterable[Product]) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of products by everything that they are called, folded."""
    found: dict[str, dict[str, None]] = {}
    for product in products:
        for name in (product.id, product.name, *product.aliases):
            if fold(name):
                found.setdefault(fold(name), {})[product.id] = None
    return {name: tuple(ids) for name, ids in found.items()}


def with_ids(ids: Sequence[str], ranges: str) -> str:
    """Return the help that shows the ids of products in front of `ranges`, which may be empty."""
    behind = f": {ranges}" if ranges else ""
    return f"write the product's id: {' or '.join(f'`{clip(id + behind)}`' for id in ids)}"


def named_in_front(
    text: str, spelt: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, ...], str] | None:
    """Part `Flow Desk 1.9` into the ids that the name may mean and what stands behind it."""
    words = text.split() if len(text) <= _LONGEST else []
    for number in range(min(len(words), _MOST_WORDS), 0, -1):
        ids = spelt.get(fold(" ".join(words[:number])))
        if ids:
            return ids, " ".join(words[number:])
    return None


def known_version(text: str, labels: Mapping[str, str]) -> str:
    """Return the name of a version that differs from a text in case or blanks only, or nothing."""
    plain = " ".join(text.casefold().split())
    return next((it for it in labels if " ".join(it.casefold().split()) == plain), "")


def known_platform(text: str, products: Iterable[Product]) -> str:
    """Return the id of a platform whose id or name a text is, but for case and signs."""
    plain = fold(text)
    for product in products:
        for id, name in product.platforms.items():
            if plain and plain in (fold(id), fold(name)):
                return id
    return ""


def with_platforms(text: str, products: Sequence[Product], before: str = "") -> str:
    """Return `1.9 on windows` for `1.9 windows`, or nothing.

    `before` is what stands in front of the text behind a comma, such as `on macos`.
    """
    if len(text) > _LONGEST or len(before) > _LONGEST:
        return ""
    alone = known_platform(text, products)
    if alone:
        return f"{before} or {alone}" if before and _ON.fullmatch(before) else f"on {alone}"
    on = _ON.fullmatch(text)
    if on:
        ids = [known_platform(name, products) for name in _PARTS.split(on["names"])]
        meant = f"{on['range'] or ''} on {' or '.join(ids)}".strip()
        return meant if all(ids) and meant != text else ""
    words = text.split()
    for number in range(1, min(len(words), _MOST_WORDS)):
        names = _PARTS.split(" ".join(words[number:]))
        ids = [known_platform(name, products) for name in names]
        if all(ids):
            kept = words[: number - (words[number - 1] == "for")]
            return " ".join([*kept, "on", " or ".join(ids)])
    return ""


def between_bounds(text: str, product: Product, labels: Mapping[str, str]) -> str:
    """Return `1.9 - 1.10` for `>=1.9, <2.0` where the product has both versions, or nothing."""
    for pattern in _BOUNDS if len(text) <= _LONGEST else ():
        found = pattern.fullmatch(text)
        if found and found["first"] in labels and found["last"] in labels:
            first = product.versions.index(labels[found["first"]]) + (found["above"] == ">")
            last = product.versions.index(labels[found["last"]]) - (found["below"] == "<")
            if 0 <= first <= last:
                ends = product.versions[first], product.versions[last]
                return ends[0] if first == last else " - ".join(ends)
    return ""
