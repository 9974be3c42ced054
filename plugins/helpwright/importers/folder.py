"""A folder, or a single file with its neighbours, as a bundle."""

from __future__ import annotations

import contextlib
import os
import stat
from collections import deque
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from helpwright.importers.bundle import Unreadable
from helpwright.importers.listing import (
    MAX_FILE_BYTES,
    MAX_FILES,
    File,
    Listing,
    check_name,
    day,
    passed_over,
    why,
)

MAX_NEIGHBOURS = 10_000
"""A single file may lie in a folder of everything: its pictures are among what is nearest."""

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to be walked: its path in the bundle and on the disk, and whether by a link."""

    path: str
    real: str
    linked: bool


def open_folder(path: Path) -> Listing:
    """List the files of a folder. Raises Unreadable where that fails."""
    listing = Listing(str(path))
    _walk(listing, path, MAX_FILES)
    return listing


def open_file(path: Path) -> Listing:
    """List a single file, and those beside it and below. Raises Unreadable where that fails."""
    name = check_name(path.name)
    real = os.path.realpath(path)
    listing = Listing(str(path), wanted=name)
    neighbours = Listing(str(path))
    # The file itself may be readable where its folder is not.
    with contextlib.suppress(Unreadable):
        _walk(neighbours, path.absolute().parent, MAX_NEIGHBOURS)
    for other in neighbours.paths():
        if (file := neighbours.get(other)) is not None:
            listing.add(other, file)
    try:
        listing.add(name, _file(real, Path(real).stat(), linked=False))
    except OSError as error:
        raise Unreadable(why(error)) from error
    if listing.refused:
        raise Unreadable(listing.refused[-1].reason)
    return listing


def _walk(listing: Listing, root: Path, limit: int) -> None:
    """List up to `limit` files below a folder, the nearest first."""
    top = os.path.realpath(root)
    folders = deque([_Folder("", top, False)])
    while folders:
        folder = folders.popleft()
        try:
            with os.scandir(folder.real) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            if not folder.path:
                raise Unreadable(why(error)) from error
            listing.refuse(folder.path, why(error))
            continue
        for entry in entries:
            if passed_over(entry.name):
                continue
            path = f"{folder.path}/{entry.name}" if folder.path else entry.name
            if len(listing) >= limit:
                listing.refuse(path, f"more than {limit:,} files are not read: import it in parts")
                return
            try:
                inner = _look(listing, folder, entry, top)
            except Unreadable as error:
                listing.refuse(path, str(error))
            except OSError as error:
                listing.refuse(path, why(error))
            else:
                if inner is not None:
                    folders.append(inner)


def _look(listing: Listing, folder: _Folder, entry: os.DirEntry[str], top: str) -> _Folder | None:
    """List a file, or return a folder that is to be walked."""
    name = check_name(entry.name)
    path = f"{folder.path}/{name}" if folder.path else name
    linked = folder.linked
    real = entry.path
    if entry.is_symlink():
        linked = True
        real = os.path.realpath(entry.path)
        if not _within(real, top):
            raise Unreadable("it is a link that leads out of the folder")
        if any(map(passed_over, Path(real).relative_to(top).parts)):
            raise Unreadable("it is a link to something that is passed over")
    status = Path(real).lstat() if os.path.lexists(real) else None
    if status is None or stat.S_ISLNK(status.st_mode):
        raise Unreadable("it is a link that leads nowhere")
    if stat.S_ISDIR(status.st_mode):
        # Links in a folder that is itself reached by one are not followed: they could go round.
        if entry.is_symlink() and (folder.linked or _within(folder.real, real)):
            raise Unreadable("it is a link to a folder that leads round in a circle")
        return _Folder(path, real, linked)
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("it is no regular file")
    if path in listing:
        raise Unreadable("another file has the same name but for the way its accents are written")
    listing.add(path, _file(real, status, linked))
    return None


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _file(real: str, status: os.stat_result, linked: bool) -> File:
    return File(status.st_size, day(status.st_mtime), partial(_read, real), linked)


def _read(real: str) -> bytes:
    """Read a regular file; what took its place since it was listed is not followed."""
    handle = os.open(real, os.O_RDONLY | _NO_LINK | _NO_WAIT | _BINARY)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Unreadable("it is no regular file")
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise Unreadable("it has grown beyond what is read of one file")
    return data
