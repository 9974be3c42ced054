"""Writing files of an import: whole or not at all, and never outside the KB folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class LeadsOutside(OSError):
    """A file would be written outside the KB folder, by way of a link in it."""


def is_safe(path: str) -> bool:
    """Tell whether a path is one that stays inside a folder: POSIX, relative, without `..`."""
    parts = path.split("/")
    return "\\" not in path and "\0" not in path and all(p not in ("", ".", "..") for p in parts)


def put(root: Path, path: str, data: bytes) -> None:
    """Write a file below `root`, making its folders.

    A file that is there is replaced in one step. Raises LeadsOutside where the path leaves the
    folder, and OSError where writing fails; then what was there is as it was.
    """
    file = root / path
    inside = os.path.realpath(root)
    if not is_safe(path) or not _is_inside(os.path.realpath(file.parent), inside):
        raise LeadsOutside(f"{path} leads out of the knowledge base")
    if file.is_symlink():
        raise LeadsOutside(f"{path} is a link, and is left as it is")
    file.parent.mkdir(parents=True, exist_ok=True)
    # A hidden name, so that nothing takes the file for an article while it is being written.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".helpwright-")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
