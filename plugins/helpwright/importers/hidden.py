"""A bundle without one of its folders: the knowledge base that an import writes to."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path

from helpwright.importers.bundle import Bundle, Refused, Unreadable


class WithoutFolder:
    """The files of another bundle but for those of a folder; a Bundle."""

    def __init__(self, bundle: Bundle, folder: str) -> None:
        self._bundle = bundle
        self._prefix = f"{folder}/"
        self.name = bundle.name

    @property
    def refused(self) -> list[Refused]:
        """What the other bundle refuses."""
        return self._bundle.refused

    @refused.setter
    def refused(self, refused: list[Refused]) -> None:
        self._bundle.refused = refused

    def paths(self) -> Sequence[str]:
        """Return the paths of all files that are not in the folder, sorted."""
        return self._outside(self._bundle.paths())

    def documents(self) -> Sequence[str]:
        """Return the paths that were asked for and are not in the folder, sorted."""
        return self._outside(self._bundle.documents())

    def data(self, path: str) -> bytes:
        """Return a file's bytes. Raises Unreadable where that fails, or where there is none."""
        if path.startswith(self._prefix):
            raise Unreadable("there is no such file")
        return self._bundle.data(path)

    def size(self, path: str) -> int:
        """Return a file's size in bytes."""
        return self._bundle.size(path)

    def modified(self, path: str) -> datetime.date | None:
        """Return the day on which a file was last changed, where that is known."""
        return self._bundle.modified(path)

    def _outside(self, paths: Sequence[str]) -> Sequence[str]:
        return [path for path in paths if not path.startswith(self._prefix)]


def hide(bundle: Bundle, source: Path, folder: Path) -> Bundle:
    """Return the bundle of `source` without the files of `folder`, where that lies in it."""
    inside, around = folder.resolve(), source.resolve()
    if not source.is_dir() or not inside.is_relative_to(around) or inside == around:
        return bundle
    return WithoutFolder(bundle, inside.relative_to(around).as_posix().replace(os.sep, "/"))
