"""Putting a new copy of another site's inventory into the KB folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from helpwright.inventory.format import InventoryError, decode


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a new copy brought: names that are new, and those that are gone; `total` of all."""

    total: int
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: bool


def put(folder: Path, path: str, data: bytes) -> Refreshed:
    """Write an inventory to a path in the KB folder, whole or not at all.

    Raises InventoryError for bytes that are none, and for a path that leads out of the folder by a
    link; then what was there stays. Raises OSError where it cannot be written.
    """
    inventory = decode(data)
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.parent.resolve().is_relative_to(folder.resolve()):
        raise InventoryError(f"{path} leads out of the knowledge base by a link")
    before = file.read_bytes() if file.is_file() else b""
    if before != data:
        _write(file, data)
    old, new = set(_names(before)), set(inventory.names)
    return Refreshed(len(new), tuple(sorted(new - old)), tuple(sorted(old - new)), before != data)


def _names(data: bytes) -> Iterable[str]:
    """Return the names of what was there; of something unusable, none."""
    try:
        return decode(data).names
    except InventoryError:
        return ()  # That is why it is fetched anew.


def _write(file: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(data)
        aside.chmod(0o644)
        aside.replace(file)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
