"""A folder, a file or an archive on the disk, opened as a bundle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from helpwright.importers.bundle import Bundle, Unreadable
from helpwright.importers.folder import open_file, open_folder
from helpwright.importers.listing import why
from helpwright.importers.tars import open_tar
from helpwright.importers.zips import open_zip

_ARCHIVE = re.compile(r"\.(?:zip|tar(?:\.(?:gz|bz2|xz))?|tgz|tbz2?|txz)\Z", re.IGNORECASE)
_OTHER_ARCHIVE = re.compile(
    r"\.(?:7z|rar|gz|bz2|xz|zst|zstd|lz|lz4|lzma|cab|dmg|iso|z)\Z", re.IGNORECASE
)
_ZIP = b"PK"
_TAR_MARKS = ((0, b"\x1f\x8b"), (0, b"BZh"), (0, b"\xfd7zXZ"), (257, b"ustar"))


@contextmanager
def open_bundle(path: Path) -> Iterator[Bundle]:
    """Open what is to be imported: a folder, a zip or tar archive, or a single file.

    Files are read on demand, and nothing of an archive is unpacked under a name of its own. Raises
    Unreadable where nothing can be read; whatever cannot be read in part is in `refused`.
    """
    with ExitStack() as stack:
        try:
            bundle = _open(path, stack)
        except OSError as error:
            raise Unreadable(why(error)) from error
        yield bundle


def _open(path: Path, stack: ExitStack) -> Bundle:
    if path.is_dir():
        return open_folder(path)
    if not path.exists():
        raise Unreadable("there is no such file or folder")
    if not path.is_file():
        raise Unreadable("it is neither a file nor a folder")
    if _ARCHIVE.search(path.name):
        return open_zip(path, stack) if _is_zip(path) else open_tar(path, stack)
    if _OTHER_ARCHIVE.search(path.name):
        raise Unreadable("archives of this kind cannot be read: unpack it and import the folder")
    return open_file(path)


def _is_zip(path: Path) -> bool:
    """Tell a zip archive from a tar archive by its beginning, and where it is damaged by name."""
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(_ZIP):
        return True
    if any(start.startswith(mark, at) for at, mark in _TAR_MARKS):
        return False
    return path.suffix.lower() == ".zip"
