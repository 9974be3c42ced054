"""Pictures to files: whole or not at all, and never outside the knowledge base."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


def keep(folder: Path, path: str, png: bytes) -> None:
    """Write a picture below the KB folder in one step; folders that are missing are made.

    Raises OSError where that is not possible; the file is then as it was.
    """
    file = folder / path
    root = os.path.realpath(folder)
    if not Path(os.path.realpath(file)).is_relative_to(root):
        raise OSError(f"{path} is a link that leads out of the knowledge base")
    file = Path(os.path.realpath(file))
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
    except FileNotFoundError:
        mode = 0o666 & ~_umask()
    # A hidden name, so that nothing takes the file for a picture while it is being written.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".helpwright-")
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(png)
            copy.flush()
            os.fsync(copy.fileno())
        Path(name).chmod(mode)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
