"""A small knowledge base without a finding: the files in `kb/`, its pictures and its ledger."""

from __future__ import annotations

import hashlib
import zlib
from functools import cache
from pathlib import Path

from tests.zoo.pictures import picture
from tests.zoo.planting import read_files

PICTURES = {
    "repair/valve-leaks/valve.png": picture(320, 200, seed=1),
    "setup/battery.png": picture(200, 120, seed=5),
    "setup/head.png": picture(300, 200, seed=2),
    "setup/hose.png": picture(400, 240, seed=3),
    "setup/lever.png": picture(24, 24, seed=4),
}
# What another site offers, in the format of Sphinx' `objects.inv`: a page and a place of it.
NAMES = """spare-parts std:doc -1 parts/ Spare parts
spare-parts#valves std:label -1 parts/#valves Valves
"""
INVENTORY = (
    b"# Sphinx inventory version 2\n# Project: Shop\n# Version: 1\n"
    b"# The remainder of this file is compressed using zlib.\n" + zlib.compress(NAMES.encode())
)
ICONS = ("setup/lever.png",)
SHOWN_VERSIONS = {"repair/valve-leaks/valve.png": "1.1"}


def digest(data: bytes) -> str:
    """Return the digest that the ledger has of a picture."""
    return hashlib.sha256(data).hexdigest()


def entry(path: str, version: str = "2.0", data: bytes | None = None) -> str:
    """Return a picture's entry in the ledger; a new one has the bytes in `data`."""
    return (
        f"{path}:\n"
        f"  sha256: {digest(PICTURES[path] if data is None else data)}\n"
        f"  product: pump\n"
        f'  version: "{version}"\n'
        f"  taken: 2026-01-31\n"
    )


@cache
def clean_kb() -> dict[str, bytes]:
    """Return the files of the knowledge base, by path."""
    ledger = "".join(
        entry(path, SHOWN_VERSIONS.get(path, "2.0")) for path in PICTURES if path not in ICONS
    )
    files = read_files(Path(__file__).with_name("kb"))
    made = {"screenshots.yml": ledger.encode(), "inventories/shop.inv": INVENTORY}
    return {**files, **PICTURES, **made}
