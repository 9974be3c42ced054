"""Copies of pictures, kept from one build to the next.

An entry is a file of JSON and a file for each copy, all named after a key: the digest of the
original and of everything else that the copies depend on.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpwright.config import PictureFormat
from helpwright.derive.encode import Encoded

MAX_BYTES = 512 * 1024 * 1024
"""How large the folder may grow; the 619 pictures of published articles need 15 MB."""
KEPT_DAYS = 90
"""How long an entry is kept that no build uses."""

_DAY = 86_400
_IGNORE = "# Made by helpwright; may be deleted at any time.\n*\n"


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry: the file and the SHA-256 of each copy; or why there is none, and what to do."""

    files: dict[PictureFormat, Path]
    digests: dict[PictureFormat, str]
    reason: str = ""
    help: str = ""


class Store:
    """A folder of entries. What is damaged in it counts as not there, and is written anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Stored | None:
        """Return an entry, or None where there is none that is whole."""
        file = self._folder / f"{key}.json"
        try:
            said = json.loads(file.read_bytes())
            found = self._entry(key, said)
            if time.time() - file.stat().st_mtime > _DAY:
                os.utime(file)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        return found

    def put(self, key: str, encoded: Encoded) -> Stored:
        """Write an entry and return it; raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        ignore = self._folder / ".gitignore"
        if not ignore.exists():
            self._write(ignore, _IGNORE.encode())
        files, digests = {}, {}
        for form, data in encoded.copies.items():
            files[form] = self._folder / f"{key}.{form}"
            digests[form] = hashlib.sha256(data).hexdigest()
            self._write(files[form], data)
        said = {"copies": digests, "reason": encoded.reason, "help": encoded.help}
        self._write(self._folder / f"{key}.json", json.dumps(said).encode())
        return Stored(files, digests, encoded.reason, encoded.help)

    def tidy(self, used: Collection[str], limit: int = MAX_BYTES) -> None:
        """Remove entries that no build has used for long, and the oldest of a folder too large.

        Those whose keys are `used` stay, and so do those of the last day: another build may be
        about to publish them.
        """
        files: dict[str, list[tuple[Path, int]]] = defaultdict(list)
        last: dict[str, float] = defaultdict(float)
        for file in self._folder.iterdir() if self._folder.is_dir() else ():
            try:
                status = file.stat()
            except OSError:
                continue
            key = file.name.partition(".")[0] or file.name
            if file.name != ".gitignore":
                files[key].append((file, status.st_size))
                last[key] = max(last[key], status.st_mtime)
        total = sum(size for entry in files.values() for _, size in entry)
        now = time.time()
        for key in sorted(files, key=lambda it: last[it]):
            age = now - last[key]
            if key in used or age < _DAY or (total <= limit and age < KEPT_DAYS * _DAY):
                continue
            for file, size in files[key]:
                file.unlink(missing_ok=True)
                total -= size

    def _entry(self, key: str, said: Any) -> Stored:
        files, digests = {}, {}
        for name, digest in said["copies"].items():
            form = PictureFormat(name)
            files[form], digests[form] = self._folder / f"{key}.{form}", digest
            if hashlib.sha256(files[form].read_bytes()).hexdigest() != digest:
                raise ValueError("the copy is damaged")
        return Stored(files, digests, str(said["reason"]), str(said["help"]))

    def _write(self, file: Path, data: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".writing-")
        try:
            with os.fdopen(handle, "wb") as copy:
                copy.write(data)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
