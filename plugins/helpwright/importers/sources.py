"""A folder, a file or an archive on the disk, opened as a bundle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from helpwright.importers.bundle import Bundle, Unreadable
from helpwright.importers.folder import open_file, open_folder
from helpwright.importers.listing import why

_OTHER_ARCHIVE = re.compile(r"\.(?:7z|rar|zst|zstd|lz4?|cab|dmg|iso|z)\Z", re.IGNORECASE)


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
    if _OTHER_ARCHIVE.search(path.name):
        raise Unreadable("archives of this kind cannot be read: unpack it and import the folder")
    return open_file(path)
