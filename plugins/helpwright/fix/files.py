"""Overwriting a source: whole or not at all, and never what somebody else has just saved."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

_BOM = b"\xef\xbb\xbf"


class FileChanged(Exception):
    """The file is not what was read, or not where it was; the text says so to the writer."""


def overwrite(root: Path, file: str, old: bytes, new: bytes) -> None:
    """Replace the text of a file below `root` that still holds `old`; keeps its mode and its BOM.

    `old` and `new` are the bytes without a byte order mark. A file that holds `new` already is left
    alone. Raises FileChanged where the file holds something else, or lies outside `root` by way of
    links, and OSError where it cannot be written; in both cases the file is as it was.
    """
    real = Path(os.path.realpath(file))
    if not real.is_relative_to(os.path.realpath(root)):
        raise FileChanged("it is a link that leads out of the knowledge base")
    with real.open("rb") as opened:
        before = os.fstat(opened.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise FileChanged("it is not a regular file")
        raw = opened.read()
    text = raw.removeprefix(_BOM)
    if text == new:
        return
    if text != old:
        raise FileChanged("it was changed while it was being mended")
    mark = raw[: len(raw) - len(text)]
    # A hidden name, so that nothing takes the file for an article while it is being written.
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=".helpwright-")
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(mark + new)
            copy.flush()
            os.fsync(copy.fileno())
        Path(name).chmod(stat.S_IMODE(before.st_mode))
        now = real.stat()
        if (now.st_ino, now.st_mtime_ns, now.st_size) != (
            before.st_ino,
            before.st_mtime_ns,
            before.st_size,
        ):
            raise FileChanged("it was changed while it was being mended")
        Path(name).replace(real)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
