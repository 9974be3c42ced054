"""What a link into an inventory means."""

from __future__ import annotations

import re

from helpwright.knowledge import Inventory, InventoryEntry

PAGE, PLACE = "std:doc", "std:label"
"""The kinds of pages and of places on them, in Sphinx' words."""

_WITH_ROLE = re.compile(r"(?P<role>[A-Za-z]\w*:[\w.-]+):(?P<name>.+)")


def look_up(inventory: Inventory, wanted: str) -> tuple[InventoryEntry, ...]:
    """Return the entries that `wanted` can mean; one if all is well.

    A name may be written with its kind in front (`py:function:open`). Without, pages go before
    labelled places, and these before everything else. Entries with one address are one.
    """
    written = _WITH_ROLE.fullmatch(wanted)
    if written:
        found = [it for it in inventory.named(written["name"]) if it.role == written["role"]]
        if found:
            return _distinct(found)
    found = list(inventory.named(wanted))
    for role in (PAGE, PLACE):
        first = [entry for entry in found if entry.role == role]
        if first:
            return _distinct(first)
    return _distinct(found)


def _distinct(entries: list[InventoryEntry]) -> tuple[InventoryEntry, ...]:
    return tuple({entry.uri: entry for entry in sorted(entries, key=lambda it: it.role)}.values())
