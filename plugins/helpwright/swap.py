"""Building aside and swapping: the last good site stays whole until the new one is complete."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def aside(site: Path) -> Path:
    """Return the folder beside `site` that a build writes to."""
    return site.parent / f".{site.name}.building"


def discarded(site: Path) -> Path:
    """Return the folder beside `site` that the old site waits in to be removed."""
    return site.parent / f".{site.name}.old"


def prepare(site: Path) -> Path:
    """Clear what an interrupted build left, and return the empty folder to build in.

    Where a build was stopped between two renames the old site is put back first. Raises OSError
    where the folder beside the site cannot be written.
    """
    if not site.exists() and discarded(site).is_dir():
        discarded(site).rename(site)
    for left in (aside(site), discarded(site)):
        if left.is_symlink() or left.is_file():
            left.unlink()
        elif left.exists():
            shutil.rmtree(left)
    aside(site).mkdir(parents=True)
    return aside(site)


def swap(site: Path) -> None:
    """Put the finished build in the place of `site` and remove the old one.

    On Linux the two folders are exchanged in one step. Elsewhere the old site is renamed away
    first; a stop right between the two renames is mended by the next `prepare`. Where the site
    folder itself cannot be renamed (a mounted volume), its contents are replaced.
    """
    built, old = aside(site), discarded(site)
    if site.is_symlink():
        site = site.resolve()
    if not site.exists():
        built.rename(site)
        return
    if _exchange(built, site):
        built.rename(old)
    else:
        try:
            site.rename(old)
        except OSError:
            _replace_contents(built, site)
            return
        built.rename(site)
    shutil.rmtree(old, ignore_errors=True)  # What stays is removed by the next `prepare`.


def discard(site: Path) -> None:
    """Remove an unfinished build; the site stays as it was."""
    shutil.rmtree(aside(site), ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    done = rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
    return bool(done == 0)


def _replace_contents(built: Path, site: Path) -> None:
    for entry in list(site.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    for entry in list(built.iterdir()):
        shutil.move(str(entry), str(site / entry.name))
    built.rmdir()
