"""A small knowledge base without a finding: the files in `kb/`, its pictures and its ledger."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from tests.zoo.pictures import picture
from tests.zoo.planting import read_files

PICTURES = {
    "repair/valve-leaks/valve.png": picture(320, 200, seed=1),
    "setup/head.png": picture(300, 200, seed=2),
    "setup/hose.png": picture(400, 240, seed=3),
    "setup/lever.png": picture(24, 24, seed=4),
}
SHOWN_VERSION = {"repair/valve-leaks/valve.png": "1.1"}


@cache
def clean_kb() -> dict[str, bytes]:
    """Return the files of the knowledge base, by path."""
    ledger = "".join(
        f"{path}:\n"
        f"  sha256: {hashlib.sha256(data).hexdigest()}\n"
        f"  product: pump\n"
        f'  version: "{SHOWN_VERSION.get(path, "2.0")}"\n'
        f"  taken: 2026-01-31\n"
        for path, data in PICTURES.items()
        if not path.endswith("lever.png")
    )
    files = read_files(Path(__file__).with_name("kb"))
    return {**files, **PICTURES, "screenshots.yml": ledger.encode()}
