"""What an import adds to `kb.yml`: products, categories and redirects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, unquote

from helpwright.html_policy import is_safe_url
from helpwright.importers.draft import Draft
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.links import Atlas, address_key
from helpwright.importers.places import Place, category_names, category_title, safe_name
from helpwright.importers.products import ProductPlan
from helpwright.importers.redirects import Redirect
from helpwright.importers.target import Target
from helpwright.rules._site_addresses import is_site_address
from helpwright.write.registry import Additions


def plan_additions(
    drafts: Sequence[Draft],
    places: Mapping[str, Place],
    products: ProductPlan,
    atlas: Atlas,
    redirects: Iterable[Redirect],
    target: Target,
) -> tuple[Additions, list[tuple[str, Entry]]]:
    """Return what `kb.yml` needs for the imported articles, and what it cannot hold."""
    known = target.registry
    categories = {
        path: title
        for path, title in sorted(_categories(drafts, places).items())
        if path not in known.categories
    }
    wanted, entries = _redirects(drafts, places, atlas, redirects)
    new = {source: leads for source, leads in wanted.items() if source not in known.redirects}
    return Additions(products=products.products, categories=categories, redirects=new), entries


def _categories(drafts: Sequence[Draft], places: Mapping[str, Place]) -> dict[str, str]:
    """Return the title of each folder that articles go to, and of those around it."""
    found: dict[str, str] = {}
    for draft in drafts:
        path = ""
        wanted = places[draft.origin].category
        for name in category_names(draft):
            path = f"{path}/{safe_name(name)}" if path else safe_name(name)
            if wanted == path or wanted.startswith(f"{path}/"):
                found.setdefault(path, category_title(name))
    return found


def _leads_on(url: str, key: str) -> bool:
    """Tell whether a redirect may lead to an address, and away from its own."""
    usable = url.startswith(("https://", "http://", "/")) and is_safe_url(url)
    return usable and address_key(url) != key


def _redirects(
    drafts: Sequence[Draft],
    places: Mapping[str, Place],
    atlas: Atlas,
    redirects: Iterable[Redirect],
) -> tuple[dict[str, str], list[tuple[str, Entry]]]:
    """Return where former addresses lead: to an article's id, or to another site."""
    own = {address_key(alias) for draft in drafts for alias in draft.facts.aliases}
    found: dict[str, str] = {}
    pages: set[str] = set()
    entries: list[tuple[str, Entry]] = []
    for redirect in redirects:
        key = address_key(redirect.source)
        if key in own or key in pages:
            continue
        # A former address is written as browsers send it: `%20` for a blank.
        source = quote(unquote(redirect.source), safe="/-._~!$&'()*+,;=:@")
        leads = atlas.find_address(redirect.target)
        if not source.startswith("/") or not is_site_address(source):
            entries.append(_left(redirect, "the former address is none that a site can have"))
        elif leads.origin in places:
            found[source] = places[leads.origin].id
            pages.add(key)
        elif _leads_on(leads.url, key):
            found[source] = leads.url
            pages.add(key)
        else:
            entries.append(_left(redirect, "the redirect leads nowhere, or back to itself"))
    return found, entries


def _left(redirect: Redirect, reason: str) -> tuple[str, Entry]:
    about = f"{redirect.source} → {redirect.target}"
    entry = Entry(Outcome.DROPPED, "redirect", reason, about=about, attention=Attention.DECIDE)
    return redirect.source, entry
