"""The inventories that `kb.yml` names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from urllib.parse import urlsplit

from helpwright.faults import WRONG_VALUE
from helpwright.fields import REGISTRY_FIELDS
from helpwright.knowledge import InventorySource
from helpwright.parse.values import ValueReader, clip
from helpwright.parse.yaml_tree import Node, Scalar


def read_inventory_sources(
    reader: ValueReader, entries: Iterable[tuple[Scalar, Node]]
) -> dict[str, InventorySource]:
    """Return the usable entries of `inventories` by name; the others are findings."""
    found: dict[str, InventorySource] = {}
    for key, node in entries:
        name = reader.identifier("inventories", key)
        fields = REGISTRY_FIELDS["inventories"].fields
        values = reader.entries(node, fields, key.span, f"the inventory `{clip(key.text)}`")
        url = _url(reader, values["url"][1]) if "url" in values else None
        file: str | None = f"inventories/{key.text}.inv"
        if "file" in values:
            file = _file(reader, values["file"][1])
        if name is not None and url is not None and file is not None:
            found[name.text] = InventorySource(url, file, key.span)
    return found


def _url(reader: ValueReader, node: Node) -> str | None:
    """Return the address of a folder of the web, with a slash at its end."""
    value = reader.text("url", node)
    if value is None:
        return None
    try:
        parts = urlsplit(value.text)
        usable = parts.scheme in ("https", "http") and parts.hostname and not parts.username
    except ValueError:
        usable = False
    if not usable or any(it.isspace() for it in value.text) or parts.query or parts.fragment:
        message = f"`url: {clip(value.text)}` is not the address of a site"
        reader.report(WRONG_VALUE, value.span, message, "write it as https://example.com/docs/")
        return None
    return value.text.removesuffix("objects.inv").rstrip("/") + "/"


def _file(reader: ValueReader, node: Node) -> str | None:
    """Return the path of a file in the KB folder."""
    value = reader.text("file", node)
    if value is None:
        return None
    path = posixpath.normpath(value.text)
    if value.text.startswith("/") or "\\" in path or path.split("/")[0] in ("..", "."):
        message = f"`file: {clip(value.text)}` is not in the folder of kb.yml"
        help = "name a file of that folder, such as `inventories/python.inv`"
        reader.report(WRONG_VALUE, value.span, message, help)
        return None
    return path
