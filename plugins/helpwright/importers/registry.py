"""What an import adds to `kb.yml`: products, categories and redirects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from helpwright.html_policy import is_safe_url
from helpwright.importers.draft import Draft
from helpwright.importers.links import Atlas, address_key
from helpwright.importers.places import Place, category_names, category_title, safe_name
from helpwright.importers.products import ProductPlan
from helpwright.importers.redirects import Redirect
from helpwright.importers.target import Target
from helpwright.write.registry import Additions


def plan_additions(
    drafts: Sequence[Draft],
    places: Mapping[str, Place],
    products: ProductPlan,
    atlas: Atlas,
    redirects: Iterable[Redirect],
    target: Target,
) -> Additions:
    """Return the entries that `kb.yml` needs for the imported articles."""
    known = target.registry
    categories = {
        path: title
        for path, title in sorted(_categories(drafts, places).items())
        if path not in known.categories
    }
    return Additions(
        products=products.products,
        categories=categories,
        redirects={
            source: leads
            for source, leads in _redirects(drafts, places, atlas, redirects).items()
            if source not in known.redirects
        },
    )


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
) -> dict[str, str]:
    """Return where former addresses lead: to an article's id, or to another site."""
    own = {address_key(alias) for draft in drafts for alias in draft.facts.aliases}
    found: dict[str, str] = {}
    for redirect in redirects:
        key = address_key(redirect.source)
        if not redirect.source.startswith("/") or key in own or redirect.source in found:
            continue
        leads = atlas.find_address(redirect.target)
        if leads.origin in places:
            found[redirect.source] = places[leads.origin].id
        elif _leads_on(leads.url, key):
            found[redirect.source] = leads.url
    return found
