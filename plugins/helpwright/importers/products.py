"""The products that documents list, as products of the registry with versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from helpwright.importers.draft import Draft
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.product_editions import tell_editions
from helpwright.importers.product_families import gather, name_key, spaced
from helpwright.importers.product_lists import list_products
from helpwright.importers.product_names import Naming, read_names
from helpwright.importers.product_versions import Versions, insert_versions, plain_version
from helpwright.knowledge import Product, Registry
from helpwright.new import make_id
from helpwright.parse.sections import section_names


@dataclass(frozen=True, slots=True)
class ProductPlan:
    """The products that an import adds or extends, and what each document applies to.

    `applies_to` holds product ids with versions as front matter writes them, `entries` what was
    concluded for a document; both by origin.
    """

    products: tuple[Product, ...]
    applies_to: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    entries: Mapping[str, tuple[Entry, ...]]


@dataclass(slots=True)
class _Use:
    """One product as one document names it."""

    key: str
    naming: Naming
    versions: tuple[Versions, ...]


@dataclass(slots=True)
class _Family:
    """All that is said of one product."""

    product: Product
    uses: list[_Use] = field(default_factory=list)


def plan_products(drafts: Sequence[Draft], registry: Registry) -> ProductPlan:
    """Work out the registry's products from what documents list.

    The order of the drafts does not count. Products that are there are found by id, name and
    aliases; they get versions and aliases, and keep all that they have. Planning again with the
    planned products changes nothing.
    """
    names = registry.section_names or section_names({})
    told = tell_editions(drafts, registry)
    listed = {
        draft.origin: list_products(draft, names)
        for draft in drafts
        if draft.origin not in told.applies_to
    }
    before, registry = registry, told.registry
    catalog = _Catalog(registry, Counter(
        naming.name for one in listed.values() for naming in one.namings
    ))  # fmt: skip
    uses = {
        origin: [use for naming in one.namings for use in catalog.uses(naming)]
        for origin, one in listed.items()
    }
    families = _families(catalog, [use for some in uses.values() for use in some], registry)
    seen: set[str] = set()
    entries: dict[str, tuple[Entry, ...]] = {}
    for origin in sorted(listed):
        more = (*listed[origin].entries, *_tell(uses[origin], families, seen, before))
        if more:
            entries[origin] = more
    products = dict(registry.products)
    products |= {family.product.id: family.product for family in families.values()}
    return ProductPlan(
        products=tuple(
            product
            for id, product in sorted(products.items())
            if before.products.get(id) != product
        ),
        applies_to={
            origin: _applies_to(some, families) for origin, some in uses.items() if some
        } | dict(told.applies_to),
        entries=entries,
    )  # fmt: skip


class _Catalog:
    """Finds the family of each naming: one of the registry's products, or a new one.

    The key of a product that is there is its id behind a `=`, which no other key has.
    """

    def __init__(self, registry: Registry, names: Counter[str]) -> None:
        self.registry = registry
        self._exact: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._by_key: dict[str, str] = {}
        products = sorted(registry.products.values(), key=lambda product: product.id)
        spellings: list[tuple[str, str]] = []
        for product in products:
            self._exact.setdefault(spaced(product.name), product.id)
            spellings.append((product.name, product.id))
        # An id that is made of the name may have lost what tells it from another (C and C#).
        self._ids = {
            product.id: product.id
            for product in products
            if not product.id.startswith(make_id(product.name) or "product")
        }
        for product in products:
            for alias in product.aliases:
                self._aliases.setdefault(spaced(alias), product.id)
                spellings += ((naming.name, product.id) for naming in read_names(alias))
        for name, id in spellings:
            if name:
                self._by_key.setdefault(name_key(name), id)
        self._family = gather(names, [name for name, _ in spellings if name])

    def uses(self, naming: Naming) -> list[_Use]:
        """Return what a naming stands for: a product, or one for each of its versions."""
        written = spaced(naming.text)
        exact = self._exact.get(written) or self._ids.get(naming.text.casefold())
        if exact:
            return [_Use(f"={exact}", naming, ())]
        if written in self._aliases:
            id = self._aliases[written]
            known = {plain_version(version) for version in self.registry.products[id].versions}
            named = {version for one in naming.versions for version in one.named()}
            same = self._by_key.get(name_key(naming.name)) == id
            return [_Use(f"={id}", naming, naming.versions if same or named <= known else ())]
        single = [spaced(f"{naming.name} {one.first}") for one in naming.versions]
        if single and all(
            one.operator == "=" and name in self._exact
            for one, name in zip(naming.versions, single, strict=True)
        ):
            return [_Use(f"={self._exact[name]}", naming, ()) for name in single]
        family = self._family[name_key(naming.name)]
        id = self._by_key.get(family) or self._ids.get(naming.name.casefold(), "")
        return [_Use(f"={id}" if id else family, naming, naming.versions)]


def _families(catalog: _Catalog, uses: Iterable[_Use], registry: Registry) -> dict[str, _Family]:
    """Return the products that are used, with all versions and aliases, by their keys."""
    gathered: dict[str, list[_Use]] = {}
    for use in uses:
        gathered.setdefault(use.key, []).append(use)
    taken = set(registry.products)
    families: dict[str, _Family] = {}
    for key in sorted(gathered):
        some = gathered[key]
        if key.startswith("="):
            product = registry.products[key[1:]]
        else:
            name = _usual_name(key, some)
            product = Product(_new_id(name, taken), name)
            taken.add(product.id)
        named = {version for use in some for one in use.versions for version in one.named()}
        versions = insert_versions(product.versions, named)
        product = replace(product, versions=versions)
        aliases = {*product.aliases, *_aliases(product, some)}
        added = sorted(aliases.difference(product.aliases), key=lambda text: (text.lower(), text))
        product = replace(product, aliases=(*product.aliases, *added))
        families[key] = _Family(product, some)
    return families


def _usual_name(key: str, uses: Iterable[_Use]) -> str:
    """Return the spelling that stands most often; the first in the alphabet of equals."""
    counts = Counter(use.naming.name for use in uses if name_key(use.naming.name) == key)
    return min(counts, key=lambda name: (-counts[name], name))


def _new_id(name: str, taken: set[str]) -> str:
    made = make_id(name) or "product"
    id, number = made, 2
    while id in taken:
        id, number = f"{made}-{number}", number + 1
    return id


def _aliases(product: Product, uses: Iterable[_Use]) -> set[str]:
    """Return the spellings that are neither the product's name nor that and versions."""
    plain = {
        product.id,
        product.name,
        *(f"{product.name} {version}" for version in product.versions),
    }
    return {
        use.naming.text
        for use in uses
        if len(use.naming.versions) <= 1
        and use.naming.text not in plain
        and use.naming.text not in _ranges(product, use.versions)
    }


def _ranges(product: Product, versions: Iterable[Versions]) -> set[str]:
    return {f"{product.name} {one.written()}" for one in versions if one.operator != "="}


def _applies_to(
    uses: Iterable[_Use], families: Mapping[str, _Family]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[Versions]] = {}
    whole: set[str] = set()
    for use in uses:
        found.setdefault(use.key, []).extend(use.versions)
        if not use.versions:
            whole.add(use.key)
    return tuple(
        (
            families[key].product.id,
            ("all",) if key in whole else _written(families[key].product, versions),
        )
        for key, versions in found.items()
    )


def _written(product: Product, named: Iterable[Versions]) -> tuple[str, ...]:
    """Return versions and ranges as front matter has them, oldest first, nothing said twice."""
    spelling = {plain_version(version).casefold(): version for version in product.versions}
    place = {version: at for at, version in enumerate(product.versions)}
    ranges = {
        replace(
            one,
            first=spelling[one.first.casefold()],
            last=spelling[one.last.casefold()] if one.last else "",
        )
        for one in named
    }
    wide = [one for one in ranges if one.operator != "="]
    kept = [
        one
        for one in ranges
        if one.operator != "=" or not any(_covers(wider, one.first, place) for wider in wide)
    ]
    kept.sort(key=lambda one: (place[one.first], one.operator, place.get(one.last, 0)))
    return tuple(one.written() for one in kept)


def _covers(wide: Versions, version: str, place: Mapping[str, int]) -> bool:
    at, first = place[version], place[wide.first]
    return {
        ">=": at >= first,
        ">": at > first,
        "<=": at <= first,
        "<": at < first,
        "-": first <= at <= place.get(wide.last, -1),
    }[wide.operator]


def _tell(
    uses: Iterable[_Use], families: Mapping[str, _Family], seen: set[str], registry: Registry
) -> tuple[Entry, ...]:
    """Return an entry for the spellings of a document that are read by a rule.

    A person should look at each spelling once: `seen` holds those of earlier documents.
    """
    told: list[str] = []
    look = False
    for use in uses:
        product = families[use.key].product
        versions = ", ".join(_written(product, use.versions)) or "all versions"
        text = use.naming.text
        if text in (product.name, f"{product.name} {versions}"):
            continue
        told.append(f"{text[:80]} → {product.name}: {versions}")
        before = registry.products.get(product.id)
        known = before is not None and text in before.aliases
        by_rule = not use.naming.exact or _letters(use.naming.name) != _letters(product.name)
        if by_rule and not known and text not in seen:
            look = True
        seen.add(text)
    if not told:
        return ()
    entry = Entry(
        Outcome.INFERRED,
        "product-name",
        "names in the list of products are other spellings of products, or hold their versions",
        about="; ".join(dict.fromkeys(told))[:600],
        attention=Attention.LOOK if look else Attention.NONE,
    )
    return (entry,)


def _letters(name: str) -> str:
    return spaced(name).replace(" ", "")
