"""What a page says of versions: which it is for, and where the article for others is."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic
from helpwright.faults import BROKEN_LINK_ON_PAGE, WORDS_WRONG_ON_PAGE
from helpwright.knowledge import KnowledgeBase, Variant
from helpwright.prove.addresses import Addresses
from helpwright.prove.content import TOP
from helpwright.prove.finding import clip
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
    """Yield what is wrong with the links to the variants of an article.

    Each variant must have one, named after its versions, and that of the page's own one must be
    marked as such.
    """
    article, variants = variant.article, kb.variants[variant.article.path]
    if len(variants) < 2:
        return
    links: dict[str, tuple[str, bool]] = {}
    for label, address, is_current in shown.versions:
        links[" ".join(label.split())] = (addresses.file(address) or address, is_current)
    for other in variants:
        file = site.file(site.layout.article(article, other.slug))
        found, is_current = links.get(other.label, ("", False))
        if not found:
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
