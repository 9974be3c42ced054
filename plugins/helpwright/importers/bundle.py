"""What is to be imported: the files of a folder, a single file or an archive, read safely."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from helpwright.importers.ledger import Entry


class Unreadable(Exception):
    """A file or document cannot be imported; the text says why, for a support writer."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of the bundle that is not read, and why."""

    path: str
    reason: str


class Bundle(Protocol):
    """The files of a source. Paths are POSIX and relative, without `..`; none is a link."""

    name: str
    """What the user called it."""

    refused: list[Refused]

    def paths(self) -> Sequence[str]:
        """Return the paths of all files, sorted."""

    def data(self, path: str) -> bytes:
        """Return a file's bytes. Raises Unreadable where that fails, or where there is none."""

    def size(self, path: str) -> int:
        """Return a file's size in bytes."""

    def modified(self, path: str) -> datetime.date | None:
        """Return the day on which a file was last changed, where that is known."""


def decode(data: bytes) -> tuple[str, tuple[Entry, ...]]:
    """Return the text of a file, and what was done to read it.

    A byte order mark decides; else UTF-8, and where that fails Windows-1252, with an entry. Raises
    Unreadable for what is no text.
    """
    raise NotImplementedError
