"""What a page says of versions: which it is for, and where the article for others is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from helpwright.diagnostic import Diagnostic
from helpwright.faults import BROKEN_LINK_ON_PAGE, WORDS_WRONG_ON_PAGE
from helpwright.gate.addresses import Addresses
from helpwright.gate.finding import clip
from helpwright.knowledge import KnowledgeBase, Variant
from helpwright.prove.content import TOP
from helpwright.prove.names import Names
from helpwright.prove.page import Shown
from helpwright.prove.site import Site


def compare_versions(
    names: Names,
    kb: KnowledgeBase,
    variant: Variant,
    shown: Shown,
    site: Site,
    addresses: Addresses,
) -> Iterator[Diagnostic]:
    """Yield what is wrong with the links to the variants of an article, and with the selector.

    Each variant must have a link, named after its versions, and that of the page's own one must be
    marked as such.
    """
    article, variants = variant.article, kb.variants[variant.article.path]
    if len(variants) > 1 or shown.selector:
        yield from _selector(names, kb, variant, shown.selector)
    if len(variants) < 2:
        return
    links = {slug: (label, address, own) for slug, label, address, own in shown.versions}
    for other in variants:
        file = site.file(site.layout.article(article, other.slug))
        label, address, is_current = links.get(other.slug, ("", "", False))
        found = addresses.file(address) or address
        if " ".join(label.split()) != " ".join(other.label.split()):
            message = f"the page does not link to the article for `{clip(other.label)}`"
            yield names.finding(BROKEN_LINK_ON_PAGE, TOP, message)
        elif found != file:
            message = (
                f"the link for `{clip(other.label)}` leads to `{clip(found)}`, not to `{file}`"
            )
            yield names.finding(BROKEN_LINK_ON_PAGE, TOP, message)
        elif is_current != (other.slug == variant.slug):
            message = f"the page does not say that it is the article for `{clip(variant.label)}`"
            yield names.finding(WORDS_WRONG_ON_PAGE, TOP, message)


def _selector(
    names: Names, kb: KnowledgeBase, variant: Variant, written: str
) -> Iterator[Diagnostic]:
    """Yield where the selector would lead readers to another page than that of their version."""
    try:
        facts = json.loads(written)
        page = facts["page"]
        told = {product["id"]: _slugs(product["versions"]) for product in facts["products"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        message = "the page does not tell which versions its article has pages for"
        yield names.finding(BROKEN_LINK_ON_PAGE, TOP, message)
        return
    if page != variant.slug:
        message = f"the page takes itself for `{clip(str(page))}`, not for `{variant.slug}`"
        yield names.finding(BROKEN_LINK_ON_PAGE, TOP, message)
    holders = {
        point: other.slug
        for other in kb.variants[variant.article.path]
        for point in kb.universe.members(other.scope)
    }
    concerned = {point.product for point in holders} | told.keys()
    for point in kb.universe.points:
        if point.product not in concerned:
            continue
        product, version, platform = point
        known = told.get(product, {})
        found = known.get(version, set()) | known.get(f"{version}/{platform}", set())
        if holders.get(point) not in (found or {None}):
            words = " ".join(part for part in (product, version, platform) if part)
            message = f"the selector leads readers of `{clip(words)}` to another page than theirs"
            yield names.finding(BROKEN_LINK_ON_PAGE, TOP, message)
            return


def _slugs(versions: list[Mapping[str, object]]) -> Mapping[object, set[object]]:
    """Return the slugs of the variants that a page names for each version; None for no variant."""
    found: dict[object, set[object]] = {}
    for entry in versions:
        found.setdefault(entry["id"], set()).add(entry.get("slug"))
    return found
