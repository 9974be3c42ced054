"""A product of `kb.yml`: its versions from old to new, and what it runs on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from helpwright.faults import WRONG_VALUE
from helpwright.fields import REGISTRY_FIELDS
from helpwright.knowledge import Product, Release
from helpwright.model import Value
from helpwright.parse import yaml_tree
from helpwright.parse.values import ValueReader, clip, is_empty
from helpwright.parse.yaml_tree import Node, Scalar

_FIELDS = REGISTRY_FIELDS["products"].fields


@dataclass(frozen=True, slots=True)
class _Version:
    """One entry of `versions`, a label or keys."""

    label: Value
    aliases: tuple[Value, ...] = ()
    released: Value | None = None
    retired: Value | None = None


def read_product(reader: ValueReader, key: Scalar, node: Node) -> Product:
    """Return the product that an entry of `products` describes."""
    found = reader.entries(node, _FIELDS, key.span, f"the product `{key.text}`")
    reader.identifier("products", key)
    name = reader.text("name", found["name"][1]) if "name" in found else None
    written = _versions(reader, key.text, found["versions"][1]) if "versions" in found else ()
    versions, releases = _named_once(reader, key.text, written)
    aliases = reader.texts("aliases", found["aliases"][1]) if "aliases" in found else ()
    return Product(
        id=key.text,
        name=name.text if name else key.text,
        versions=versions,
        aliases=tuple(alias.text for alias in aliases),
        releases=releases,
        platforms=_platforms(reader, found["platforms"][1]) if "platforms" in found else {},
    )


def _versions(reader: ValueReader, product: str, node: Node) -> Iterator[_Version]:
    if isinstance(node, yaml_tree.Mapping):
        help = "write each version on a line of its own, behind a hyphen and a blank"
        reader.report(WRONG_VALUE, node.span, "`versions` must be a list of versions", help)
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
    elif name.text in taken:
        message = f"`{clip(name.text)}` stands twice among the versions of `{product}`"
        help = "remove it, or give each version names of its own"
        reader.report(WRONG_VALUE, name.span, message, help)
    else:
        return True
    return False


def _platforms(reader: ValueReader, node: Node) -> dict[str, str]:
    if not isinstance(node, yaml_tree.Mapping):
        help = "write one `id: name` a line, such as `windows: Windows`"
        reader.report(WRONG_VALUE, node.span, "`platforms` must be keys and values", help)
        return {}
    platforms: dict[str, str] = {}
    for key, value in node.entries:
        id = reader.identifier("platforms", key)
        name = None if is_empty(value) else reader.text(f"platforms.{key.text}", value)
        if id is not None and name is not None:
            platforms[id.text] = name.text
    return platforms
