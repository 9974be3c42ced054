"""What an inventory holds: as a table, and as JSON."""

from __future__ import annotations

import json

from helpwright.knowledge import Inventory
from helpwright.report.escape import visible

_WIDEST = 60
"""How wide a column is made for a few long names."""


def inventory_text(inventory: Inventory, base: str = "") -> str:
    """Return a line for each name: its kind, the name, its address and its words.

    `base` is put before addresses of the site itself.
    """
    rows = [
        tuple(map(visible, (it.role, it.name, _address(it.uri, base), it.title)))
        for it in inventory.entries
    ]
    widths = [min(_WIDEST, max((len(row[at]) for row in rows), default=0)) for at in range(3)]
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in rows
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)


def inventory_json(inventory: Inventory, base: str = "") -> str:
    """Return the same for scripts: `project`, `version`, and under `entries` each name."""
    entries = [
        {"role": it.role, "name": it.name, "url": _address(it.uri, base), "title": it.title}
        for it in inventory.entries
    ]
    found = {"project": inventory.project, "version": inventory.version, "entries": entries}
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _address(uri: str, base: str) -> str:
    return uri if uri.lower().startswith(("https://", "http://")) else base + uri
