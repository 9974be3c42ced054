"""The files of a site folder."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

PAGE_ENDINGS = (".html", ".htm")
MAX_FILES = 1_000_000
"""More entries than a site has; what is behind them is not looked at."""
MAX_SIZE = 32_000_000
"""Bytes of the largest file that is read; the HTML of a long page has one million."""
_INDEXES = ("index.html", "index.htm")


class Unreadable(OSError):
    """A file of the site cannot be checked; the text says why, in words that follow "the page"."""


@dataclass(slots=True)
class Files:
    """The names of all files below a site's folder, POSIX and relative to it.

    `odd` maps a name that is no file to be served to what is the matter with it.
    """

    root: Path
    names: set[str]
    odd: dict[str, str] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)

    def pages(self) -> list[str]:
        """Return the names of the pages, in order."""
        return sorted(name for name in self.names if name.endswith(PAGE_ENDINGS))

    def existing(self, path: str) -> str | None:
        """Return the file that a server answers with for a path from the site's top, or None.

        It adds the slash of a folder.
        """
        if path and path[-1] != "/":
            if path in self.names:
                return path
            path += "/"
        for index in _INDEXES:
            if path + index in self.names:
                return path + index
        return None

    def in_other_case(self, path: str) -> str | None:
        """Return the path that differs from a missing one by capitals alone, or None."""
        if not self._folded:
            for name in sorted(self.names):
                self._folded.setdefault(name.lower(), name)
        wanted = path.lower()
        for ending in ("", "/index.html") if wanted[-1:] not in ("", "/") else ("index.html",):
            found = self._folded.get(wanted + ending)
            if found is not None:
                return found.removesuffix("index.html") if ending else found
        return None

    def read(self, name: str) -> bytes:
        """Return the content of a file; raises Unreadable."""
        try:
            with (self.root / name).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                data = file.read(MAX_SIZE) if size <= MAX_SIZE else b""
        except OSError as error:
            raise Unreadable(f"cannot be read: {error.strerror or error}") from error
        if size > MAX_SIZE:
            raise Unreadable(f"has {size:,} bytes, and at most {MAX_SIZE:,} are checked")
        return data


def list_site(root: Path, skip: Collection[str] = (".git",)) -> Files:
    """Return the files below a folder; raises OSError if that cannot be listed.

    Links are followed as far as they stay in the folder. Folders named in `skip` are left out.
    """
    top = os.fspath(root)
    real = os.path.realpath(top)
    files = Files(root, set())
    todo: list[tuple[str, str, bool]] = [(top, "", False)]
    count = 0
    while todo:
        folder, prefix, linked = todo.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            if not prefix:
                raise
            files.odd[prefix.rstrip("/")] = f"cannot be listed: {error.strerror or error}"
            continue
        count += len(entries)
        if count > MAX_FILES:
            files.odd[prefix.rstrip("/") or "."] = (
                f"is where more than {MAX_FILES:,} files were seen; the others are not checked"
            )
            break
        for entry in entries:
            name = prefix + entry.name
            if entry.is_symlink():
                trouble = _trouble(entry, real, linked)
                if trouble:
                    files.odd[name] = trouble
                    continue
            if entry.is_dir():
                if entry.name not in skip:
                    todo.append((entry.path, f"{name}/", linked or entry.is_symlink()))
            elif entry.is_file():
                files.names.add(name)
            else:
                files.odd[name] = "is no file, but a device, a pipe or a socket"
    return files


def _trouble(entry: os.DirEntry[str], real: str, linked: bool) -> str:
    """Return what is the matter with a symbolic link; nothing where it may be followed."""
    target = os.path.realpath(entry.path)
    if target != real and not target.startswith(real.rstrip(os.sep) + os.sep):
        return "is a link that leads out of the site's folder"
    if not Path(target).exists():
        return "is a link to nothing"
    folder = os.path.realpath(entry.path.rpartition(os.sep)[0])
    if not entry.is_dir():
        return ""
    if folder == target or folder.startswith(target + os.sep):
        return "is a link that leads in a circle"
    return "is a link behind another link" if linked else ""
