"""The inventories of other sites: lists of the places that links can lead to.

They have the format of Sphinx' `objects.inv`, version 2. A knowledge base keeps those that it links
into in its own folder, so that its links are checked without a network.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from helpwright.inventory.find import look_up
from helpwright.inventory.format import InventoryError, decode, encode
from helpwright.knowledge import Inventory, Registry

__all__ = ["InventoryError", "decode", "encode", "look_up", "read_inventories"]

MAX_FILE = 8 * 1024 * 1024
"""How large an inventory's file may be, in bytes: sixty times that of Python's documentation."""


def read_inventories(registry: Registry, files: Mapping[str, str]) -> dict[str, Inventory]:
    """Return the inventories that kb.yml names, by name; `files` are those of the KB folder.

    One that cannot be used stands there too, with the reason as its `fault`.
    """
    return {
        name: _read(source.file, files.get(source.file))
        for name, source in registry.inventories.items()
    }


def _read(path: str, absolute: str | None) -> Inventory:
    if absolute is None:
        return Inventory(fault=f"the file `{path}` is not there")
    try:
        with Path(absolute).open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Inventory(fault=f"the file `{path}` cannot be read: {reason}")
    if len(data) > MAX_FILE:
        return Inventory(fault=f"the file `{path}` is larger than {MAX_FILE // 1024 // 1024} MB")
    try:
        return decode(data)
    except InventoryError as error:
        return Inventory(fault=f"the file `{path}` is no inventory: {error}")
