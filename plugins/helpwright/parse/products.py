"""A product of `kb.yml`: its versions from old to new, and what it runs on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from helpwright.faults import WRONG_VALUE
from helpwright.fields import REGISTRY_FIELDS
from helpwright.knowledge import Product, Release
from helpwright.model import Value
from helpwright.parse import yaml_tree
from helpwright.parse.values import ValueReader, clip, is_empty
from helpwright.parse.yaml_tree import Node, Scalar

_FIELDS = REGISTRY_FIELDS["products"].fields
_LONGEST = 100
"""How many characters a name may have: it stands in lists, labels and addresses of pages."""
_NO_PLATFORMS = ("all", "on", "or")
"""Words that conditions are written with."""


@dataclass(frozen=True, slots=True)
class _Version:
    """One entry of `versions`, a label or keys."""

    label: Value
    aliases: tuple[Value, ...] = ()
    released: Value | None = None
    retired: Value | None = None


def read_products(
    reader: ValueReader, entries: Iterable[tuple[Scalar, Node]]
) -> Mapping[str, Product]:
    """Return the products that the entries of `products` describe, by id.

    Of those with the same name the first has it; the others are called as their ids.
    """
    products: dict[str, Product] = {}
    names: set[str] = set()
    for key, node in entries:
        products[key.text] = _product(reader, key, node, names)
    return products


def _product(reader: ValueReader, key: Scalar, node: Node, names: set[str]) -> Product:
    """Return one product, whose name is added to `names`, those of the products before it."""
    found = reader.entries(node, _FIELDS, key.span, f"the product `{key.text}`")
    reader.identifier("products", key)
    name = reader.text("name", found["name"][1]) if "name" in found else None
    if name and not _is_own_name(reader, key.text, name, names, "products"):
        name = None
    written = _versions(reader, key.text, found["versions"][1]) if "versions" in found else ()
    versions, releases = _named_once(reader, key.text, written)
    aliases = reader.texts("aliases", found["aliases"][1]) if "aliases" in found else ()
    return Product(
        id=key.text,
        name=name.text if name else key.text,
        versions=versions,
        aliases=tuple(alias.text for alias in aliases),
        releases=releases,
        platforms=_platforms(reader, key.text, found["platforms"][1])
        if "platforms" in found
        else {},
    )


def _versions(reader: ValueReader, product: str, node: Node) -> Iterator[_Version]:
    if isinstance(node, yaml_tree.Mapping):
        help = "write each version on a line of its own, behind a hyphen and a blank"
        reader.report(WRONG_VALUE, node.span, "`versions` must be a list of versions", help)
        return
    if isinstance(node, Scalar) and node.plain and "," in node.text:
        listed = ", ".join(part for it in node.text.split(",") if (part := it.strip()))
        help = f"write a list: [{clip(listed)}]"
        reader.report(WRONG_VALUE, node.span, "`versions` is one text with commas", help)
        return
    for item in node.items if isinstance(node, yaml_tree.Sequence) else (node,):
        if is_empty(item):
            continue
        if isinstance(item, yaml_tree.Mapping):
            version = _described(reader, product, item)
            if version is not None:
                yield version
            continue
        label = reader.text("versions", item, "an entry of `versions`")
        if label is not None:
            yield _Version(label)


def _described(reader: ValueReader, product: str, node: yaml_tree.Mapping) -> _Version | None:
    """Return a version that is written as keys, None with a finding where it has no label."""
    place = node.entries[0][0].span
    found = reader.entries(node, _FIELDS["versions"].fields, place, f"a version of `{product}`")

    def date(key: str) -> Value | None:
        return reader.date(key, found[key][1]) if key in found else None

    label = reader.text("version", found["version"][1]) if "version" in found else None
    aliases = reader.texts("aliases", found["aliases"][1]) if "aliases" in found else ()
    released, retired = date("released"), date("retired")
    if released and retired and retired.text < released.text:
        message = f"`retired: {retired.text}` is before `released: {released.text}`"
        reader.report(WRONG_VALUE, retired.span, message, "correct one of the two dates")
        retired = None
    return None if label is None else _Version(label, aliases, released, retired)


def _named_once(
    reader: ValueReader, product: str, versions: Iterable[_Version]
) -> tuple[tuple[str, ...], dict[str, Release]]:
    """Return labels and releases; of versions and aliases with the same name the first has it."""
    labels: dict[str, _Version] = {}
    for version in versions:
        if _may_be_called(reader, product, version.label, labels):
            labels[version.label.text] = version
    taken = set(labels)
    releases: dict[str, Release] = {}
    for label, version in labels.items():
        aliases: list[str] = []
        for alias in version.aliases:
            if _may_be_called(reader, product, alias, taken):
                taken.add(alias.text)
                aliases.append(alias.text)
        if aliases or version.released or version.retired:
            releases[label] = Release(
                aliases=tuple(aliases),
                released=version.released.text if version.released else None,
                retired=version.retired.text if version.retired else None,
            )
    return tuple(labels), releases


def _may_be_called(reader: ValueReader, product: str, name: Value, taken: Collection[str]) -> bool:
    """Tell whether a version may have a name; one that may not is a finding."""
    if name.text == "all":
        help = "articles mean every version by `all`: give this one another name"
        reader.report(WRONG_VALUE, name.span, "a version cannot be called `all`", help)
    elif name.text.startswith(("<", ">", "=")):
        message = f"the name of a version cannot begin with `{name.text[0]}`"
        help = "articles mean a range of versions by that: give this one another name"
        reader.report(WRONG_VALUE, name.span, message, help)
    elif name.text in taken:
        message = f"`{clip(name.text)}` stands twice among the versions of `{product}`"
        help = "remove it, or give each version names of its own"
        reader.report(WRONG_VALUE, name.span, message, help)
    else:
        return _can_be_shown(reader, product, name)
    return False


def _can_be_shown(reader: ValueReader, product: str, name: Value) -> bool:
    """Tell whether a name is one short line of visible characters; another one is a finding."""
    where = f"a name in the product `{clip(product)}`"
    unseen = next((char for char in name.text if not char.isprintable()), "")
    if unseen:
        message = f"{where} holds U+{ord(unseen):04X}, which nobody sees"
        help = "write it on one line, with visible characters and plain blanks only"
    elif len(name.text) > _LONGEST:
        message = f"{where} has more than {_LONGEST} characters"
        help = "write a shorter one: it stands in lists and in the addresses of pages"
    else:
        return True
    reader.report(WRONG_VALUE, name.span, message, help)
    return False


def _is_own_name(
    reader: ValueReader, product: str, name: Value, taken: set[str], what: str
) -> bool:
    """Tell whether a name can be shown and nothing else has it; adds it to those that are taken.

    `what` says in the plural what is named. A name that may not be is a finding.
    """
    if not _can_be_shown(reader, product, name):
        return False
    shown = " ".join(name.text.split())
    if shown in taken:
        message = f"two {what} have the name `{clip(shown)}`"
        help = "give each a name of its own: readers cannot tell them apart"
        reader.report(WRONG_VALUE, name.span, message, help)
        return False
    taken.add(shown)
    return True


def _platforms(reader: ValueReader, product: str, node: Node) -> dict[str, str]:
    """Return the names of a product's platforms by id; one whose name may not be has its id."""
    if not isinstance(node, yaml_tree.Mapping):
        help = "write one `id: name` a line, such as `windows: Windows`"
        reader.report(WRONG_VALUE, node.span, "`platforms` must be keys and values", help)
        return {}
    platforms: dict[str, str] = {}
    names: set[str] = set()
    for key, value in node.entries:
        id = reader.identifier("platforms", key)
        name = None if is_empty(value) else reader.text(f"platforms.{key.text}", value)
        if id is not None and id.text in _NO_PLATFORMS:
            message = f"a platform cannot have the id `{id.text}`"
            help = "conditions are written with that word: give the platform another id"
            reader.report(WRONG_VALUE, id.span, message, help)
        elif id is not None and name is not None:
            is_own = _is_own_name(reader, product, name, names, f"platforms of `{product}`")
            platforms[id.text] = name.text if is_own else id.text
    return platforms
