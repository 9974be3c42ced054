"""A zip archive as a bundle: its directory is trusted as far as its contents agree with it."""

from __future__ import annotations

import datetime
import lzma
import stat
import zipfile
import zlib
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from helpwright.importers.bundle import Unreadable
from helpwright.importers.listing import MAX_FILE_BYTES, Listing
from helpwright.importers.members import MAX_RATIO, NO_ARCHIVE, RATIO_COUNTS_FROM, Full, Members
from helpwright.importers.zip_mending import mend

_METHODS = {
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
    zipfile.ZIP_BZIP2,
    zipfile.ZIP_LZMA,
}
_ENCRYPTED = 0x41
_LONGEST_TARGET = 4096
# All that reading a damaged archive is known to raise; MemoryError is a dictionary that it claims.
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    IndexError,
    MemoryError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_DAMAGED = "it is damaged in the archive"


def open_zip(path: Path, stack: ExitStack) -> Listing:
    """List the files of a zip archive; one without its directory is searched for files.

    Raises Unreadable where there are none, and OSError where the file cannot be read.
    """
    members = Members(Listing(str(path)))
    file = stack.enter_context(path.open("rb"))
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
    except (*_DAMAGE, OSError):
        archive = stack.enter_context(_mended(file, members))
    with suppress(Full):
        for info in archive.infolist():
            members.count()
            if not info.is_dir():
                _add(members, archive, info)
    return members.finish()


def _mended(file: BinaryIO, members: Members) -> zipfile.ZipFile:
    whole, lost = mend(file)
    try:
        archive = zipfile.ZipFile(whole)
    except _DAMAGE as error:
        raise Unreadable(NO_ARCHIVE) from error
    if not (lost or archive.infolist()):
        raise Unreadable(NO_ARCHIVE)
    members.damaged(
        "the archive is damaged or cut off, and its list of files is lost: what can be found in "
        "it is read, and files may be missing"
    )
    for name, reason in lost:
        members.refuse(_name(name), reason)
    return archive


def _add(members: Members, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    name = _name(info.orig_filename, utf8=bool(info.flag_bits & 0x800))
    size, packed = info.file_size, info.compress_size
    mode = info.external_attr >> 16
    read = partial(_read, archive, info)
    if info.flag_bits & _ENCRYPTED:
        members.refuse(name, "it is encrypted: unpack the archive and import the folder")
    elif info.compress_type not in _METHODS:
        members.refuse(name, "it is packed in a way that cannot be read")
    elif size > RATIO_COUNTS_FROM and size > packed * MAX_RATIO:
        members.refuse(name, f"it unpacks to more than {MAX_RATIO} times its size")
    elif stat.S_ISLNK(mode):
        _add_link(members, name, size, read)
    elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        members.refuse(name, "it is no regular file")
    else:
        members.file(name, size, _day(info), read)


def _add_link(members: Members, name: str, size: int, read: partial[bytes]) -> None:
    try:
        if size > _LONGEST_TARGET:
            raise Unreadable("it is a link that leads nowhere")
        members.link(name, read().decode("utf-8"))
    except UnicodeDecodeError:
        members.refuse(name, "it is a link that leads nowhere")
    except Unreadable as error:
        members.refuse(name, str(error))


def _name(name: str, *, utf8: bool = False) -> str:
    """Return a name as it was meant: many programs write UTF-8 without saying so."""
    if utf8 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except (*_DAMAGE, OSError) as error:
        raise Unreadable(_DAMAGED) from error
    if len(data) != info.file_size:
        raise Unreadable(_DAMAGED)
    return data


def _day(info: zipfile.ZipInfo) -> datetime.date | None:
    try:
        date = datetime.date(*info.date_time[:3])
    except ValueError:
        return None
    return date if date > datetime.date(1980, 1, 1) else None
