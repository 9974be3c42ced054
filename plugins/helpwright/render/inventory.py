"""The inventory of a site: what other sites can link to, by names that stay."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import quote

from helpwright.inventory.find import PAGE, PLACE
from helpwright.knowledge import Anchor, AnchorKind, Inventory, InventoryEntry, KnowledgeBase
from helpwright.model import Article, SectionKind
from helpwright.render.host import Layout, SiteAddresses

FILE = "objects.inv"
"""The name that Sphinx, intersphinx and mkdocstrings look for, below the address of a site."""

_KINDS = frozenset(map(str, SectionKind))


def inventory_file(layout: Layout) -> str:
    """Return the path of the inventory in the site: beside the knowledge base's first page."""
    return posixpath.join(layout.path, FILE)


def make_inventory(
    kb: KnowledgeBase, layout: Layout, *, directory_urls: bool = True, drafts: bool = False
) -> Inventory:
    """Return the inventory of the pages that a knowledge base puts on its site.

    Each article is a page (`std:doc`) and a place (`std:label`) by its id. Places are also, as
    `id#label`, its labelled headings and steps, their former labels, and its sections of a known
    kind (`id#resolution`). A place that only the readers of some versions see leads to the newest
    page that has it. Addresses begin at the folder of the inventory. The version is the newest
    `updated` of the articles, so that the same articles make the same file.
    """
    entries: list[InventoryEntry] = []
    days = [""]
    for article in kb.published(drafts=drafts):
        if kb.by_id[article.id] is not article:
            continue  # Another one has its id, which is a finding.
        entries += _entries(kb, layout, SiteAddresses(directory_urls), article)
        days += [article.metadata.updated.text] if article.metadata.updated else []
    entries.sort(key=lambda entry: (entry.name, entry.role))
    return Inventory(kb.registry.title, max(days), tuple(entries))


def _entries(
    kb: KnowledgeBase, layout: Layout, addresses: SiteAddresses, article: Article
) -> Iterator[InventoryEntry]:
    page = _uri(layout, addresses, article, "")
    for role in (PAGE, PLACE):
        yield InventoryEntry(article.id, role, page, article.title)
    done: set[str] = set()
    for variant in kb.variants[article.path]:
        for fragment, anchor in variant.anchors.items():
            if fragment not in done and _stays(fragment, anchor):
                done.add(fragment)
                uri = f"{_uri(layout, addresses, article, variant.slug)}#{quote(anchor.fragment)}"
                title = f"{_name(anchor)} ({article.title})"
                yield InventoryEntry(f"{article.id}#{fragment}", PLACE, uri, title)


def _uri(layout: Layout, addresses: SiteAddresses, article: Article, slug: str) -> str:
    """Return the address of a page from the folder of the inventory on."""
    url = addresses.url(layout.article(article, slug))
    return quote(url.removeprefix(f"{layout.path}/") if layout.path else url)


def _stays(fragment: str, anchor: Anchor) -> bool:
    """Tell whether a fragment is meant to stay: a label, former or not, or a kind of section."""
    if anchor.labelled or fragment in anchor.former:
        return True
    return anchor.kind is AnchorKind.SECTION and fragment in _KINDS


def _name(anchor: Anchor) -> str:
    if anchor.kind is AnchorKind.STEP and anchor.place:
        return f"{anchor.name} of “{anchor.place}”"
    return anchor.name
