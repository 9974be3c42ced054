"""What a page says of versions: which ones it is for, and where the others are.

The page states facts, as links and as JSON; `assets/helpwright.js` makes a selector of them that
remembers what a reader chose. Without the script the links lead to the same pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from helpwright.knowledge import KnowledgeBase, Product, Variant
from helpwright.render.html import HtmlWriter
from helpwright.render.lists import NOT_SEARCHED
from helpwright.scope import Point

Href = Callable[[str], str]
"""The address of the variant with a slug, from the page that is being written."""

_VARIANT = "data-hw-variant"
"""Marks a link to another variant with its slug: to follow it is to choose its versions."""


def write_versions(
    html: HtmlWriter,
    kb: KnowledgeBase,
    variants: Sequence[Variant],
    variant: Variant,
    href: Href,
) -> None:
    """Append the links to an article's variants, with the facts for the script.

    Of an article with one variant there are only the facts, in a hidden element: the script then
    takes the version that an address names, and tells a reader for whose version there is nothing.
    Nothing is written where readers have nothing to choose from.
    """
    products = _products(kb, variants)
    several = len(variants) > 1
    if not several and all(len(product["versions"]) < 2 for product in products):
        return
    facts = {"page": variant.slug, "products": products}
    attributes = {
        "class": "hw-versions",
        "data-hw-chrome": "versions",
        **NOT_SEARCHED,
        "data-hw-versions": json.dumps(facts, ensure_ascii=False, separators=(",", ":")),
    }
    if not several:
        with html.inside("div", attributes | {"hidden": ""}):
            return
    with html.inside("nav", {"aria-label": "Versions of this article", **attributes}):
        with html.inside("p", {"class": "hw-label"}):
            html.text("Your version")
        with html.inside("ul"):
            for other in variants:
                link = {"href": href(other.slug), _VARIANT: other.slug}
                if other.slug == variant.slug:
                    link["aria-current"] = "page"
                with html.inside("li"), html.inside("a", link):
                    html.text(other.label)


def write_version_notice(
    html: HtmlWriter,
    kb: KnowledgeBase,
    variants: Sequence[Variant],
    variant: Variant,
    href: Href,
) -> None:
    """Append what a reader must know who came to a variant that is not the article's own page.

    On that one there is only a notice where none of its versions is out yet.
    """
    first = variants[0]
    if variant.slug == first.slug and not is_upcoming(kb, variant):
        return
    kind = "note" if variant.supported else "warning"
    attributes = {"class": f"admonition {kind} hw-version-notice", "data-hw-chrome": "notice"}
    with html.inside("div", attributes | NOT_SEARCHED):
        if variant.slug == first.slug:
            with html.inside("p", {"class": "admonition-title"}):
                html.text(_why_unsupported(kb, variant))
            return
        with html.inside("p", {"class": "admonition-title"}):
            html.text(f"You are reading this article for {variant.label}. ")
            with html.inside("a", {"href": href(first.slug), _VARIANT: first.slug}):
                html.text(f"Read it for {first.label}")
        if not variant.supported:
            with html.inside("p"):
                html.text(_why_unsupported(kb, variant))


def is_upcoming(kb: KnowledgeBase, variant: Variant) -> bool:
    """Tell whether a variant is only for versions that are not out yet."""
    return bool(variant.scope) and not any(
        kb.registry.products[point.product].is_released(point.version, kb.today)
        for point in kb.universe.members(variant.scope)
    )


def _why_unsupported(kb: KnowledgeBase, variant: Variant) -> str:
    """Say what is the matter with versions none of which is supported."""
    versions = {(point.product, point.version) for point in kb.universe.members(variant.scope)}
    one = len(versions) == 1
    released = {
        kb.registry.products[product].is_released(version, kb.today)
        for product, version in versions
        if product in kb.registry.products
    }
    if released == {False}:
        return "This version is not out yet." if one else "These versions are not out yet."
    if released == {True, False}:
        return "None of these versions is supported."
    words = "This version is" if one else "These versions are"
    return f"{words} no longer supported."


def _products(kb: KnowledgeBase, variants: Sequence[Variant]) -> list[dict[str, Any]]:
    """Return what there is to choose from: the products of an article, as the JSON has them."""
    holders = {
        point: variant.slug for variant in variants for point in kb.universe.members(variant.scope)
    }
    named = [entry.product.text for entry in variants[0].article.metadata.applies_to]
    concerned = dict.fromkeys(point.product for point in holders)
    ids = [id for id in dict.fromkeys((*named, *concerned)) if id in concerned]
    found: list[dict[str, Any]] = []
    for product in (kb.registry.products[id] for id in ids if id in kb.registry.products):
        entry: dict[str, Any] = {"id": product.id, "name": product.name}
        if product.platforms:
            entry["platforms"] = list(product.platforms)
        found.append(entry | {"versions": list(_versions(kb, product, holders))})
    return found


def _versions(
    kb: KnowledgeBase, product: Product, holders: dict[Point, str]
) -> Iterator[dict[str, Any]]:
    """Yield the versions of a product from the newest, each with the slug of its variant.

    One that no variant has goes without a slug: another article may have made it the reader's.
    Platforms are told apart only where the article does so.
    """
    for version in reversed(product.versions or ("",)):
        slugs = {
            platform: holders.get(Point(product.id, version, platform))
            for platform in product.platforms or ("",)
        }
        alike = len(set(slugs.values())) == 1
        for platform, slug in list(slugs.items())[: 1 if alike else None]:
            name, id = version, version
            if platform and not alike:
                system = product.platforms[platform]
                name, id = f"{version} for {system}" if version else system, f"{version}/{platform}"
            entry: dict[str, Any] = {"id": id, "name": name}
            if version in product.releases and product.releases[version].aliases:
                entry["aliases"] = list(product.releases[version].aliases)
            if slug is not None:
                entry["slug"] = slug
            if not product.is_released(version, kb.today):
                entry["upcoming"] = True
            elif not product.is_supported(version, kb.today):
                entry["retired"] = True
            yield entry
