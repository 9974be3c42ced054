"""A tar archive, packed or not, as a bundle.

A packed archive can only be read from its beginning, so it is unpacked once, as one stream, to a
temporary file without a name. Its files are then read from there.
"""

from __future__ import annotations

import bz2
import lzma
import os
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from helpwright.importers.bundle import Unreadable
from helpwright.importers.listing import MAX_TOTAL_BYTES, Listing, day
from helpwright.importers.members import MAX_RATIO, NO_ARCHIVE, RATIO_COUNTS_FROM, Full, Members

_PIECE = 256 * 1024
_BLOCK = tarfile.BLOCKSIZE
_MARK, _MARK_AT = b"ustar", 257
_LARGEST_HEADER = 128 * 1024
"""Names, times and rights take some hundred bytes."""
_MOST_MEMORY = 256 * 1024 * 1024
"""For unpacking: the strongest preset of xz needs 65 MB."""
_DAMAGE = (
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    IndexError,
    MemoryError,
    OverflowError,
    RecursionError,
    ValueError,
)


class _Unpacker(Protocol):
    """The stream of one compressed run, as the standard library has it."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    @property
    def needs_input(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """zlib's stream with the face of the others."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._stream.unconsumed_tail

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._stream.decompress(self._stream.unconsumed_tail + data, max_length)


_UNPACKERS: tuple[tuple[bytes, Callable[[], _Unpacker]], ...] = (
    (b"\x1f\x8b", _Gzip),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\x00", partial(lzma.LZMADecompressor, lzma.FORMAT_XZ, _MOST_MEMORY)),
)


def open_tar(path: Path, stack: ExitStack) -> Listing:
    """List the files of a tar archive, packed or not.

    Raises Unreadable where it is none, and OSError where the file cannot be read.
    """
    members = Members(Listing(str(path)))
    file = stack.enter_context(path.open("rb"))
    start = file.read(8)
    file.seek(0)
    make = next((make for mark, make in _UNPACKERS if start.startswith(mark)), None)
    plain: BinaryIO = file
    if make is not None:
        plain = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        stack.callback(plain.close)
        _unpack(file, make, plain, members)
    with suppress(Full):
        _list(plain, members)
    return members.finish()


def _unpack(
    packed: BinaryIO, make: Callable[[], _Unpacker], plain: BinaryIO, members: Members
) -> None:
    """Write what an archive unpacks to, as far as it is sound and within bounds."""
    size = 0
    try:
        for piece in _pieces(packed, make):
            size += len(piece)
            if size > MAX_TOTAL_BYTES:
                limit = MAX_TOTAL_BYTES // 1024**3
                members.damaged(f"it unpacks to more than {limit} GB: import it in parts")
                return
            if size > RATIO_COUNTS_FROM and size > packed.tell() * MAX_RATIO:
                members.damaged(
                    f"it unpacks to more than {MAX_RATIO} times its size, as no text does: the "
                    "rest is not read"
                )
                return
            plain.write(piece)
    except EOFError:
        members.damaged("the archive is cut off: files behind its end are missing")
    except tarfile.ReadError:
        members.damaged("the archive is damaged: files behind the damage are missing")


def _pieces(packed: BinaryIO, make: Callable[[], _Unpacker]) -> Iterator[bytes]:
    """Yield what a packed file holds, run by run.

    Raises EOFError where the file is cut off, and ReadError where it is damaged.
    """
    data = packed.read(_PIECE)
    first = True
    while data:
        unpacker = make()
        while not unpacker.eof:
            try:
                piece = unpacker.decompress(data, _PIECE)
            except (*_DAMAGE, OSError) as error:
                # What stands behind the first run may be padding.
                if first or data.strip(b"\0"):
                    raise tarfile.ReadError from error
                return
            data = b""
            if piece:
                yield piece
            elif unpacker.needs_input and not unpacker.eof:
                data = packed.read(_PIECE)
                if not data:
                    raise EOFError
        first = False
        data = unpacker.unused_data or packed.read(_PIECE)


class _Headers:
    """The headers of an archive, for the reader of the standard library: no more than a member's.

    That reader loads headers of any size, and lists in them of any length.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = _LARGEST_HEADER

    def read(self, size: int) -> bytes:
        self._left -= size
        if size < 0 or self._left < 0:
            raise tarfile.ReadError("this is no header")
        return self._file.read(size)

    def seek(self, offset: int) -> int:
        return self._file.seek(offset)

    def tell(self) -> int:
        return self._file.tell()

    def begin(self) -> None:
        """Begin with the headers of another member."""
        self._left = _LARGEST_HEADER


def _list(file: BinaryIO, members: Members) -> None:
    """List all members, and go on behind damage. Raises Unreadable where there are none."""
    end = file.seek(0, os.SEEK_END)
    at = 0
    while (stopped := _pass(file, end, at, members)) >= 0:
        if stopped >= end:
            members.damaged("the archive is cut off: files behind its end are missing")
        else:
            members.damaged(
                f"the archive is damaged {stopped:,} bytes from its beginning: files may be missing"
            )
        at = _next(file, max(stopped, at + _BLOCK))
        if at < 0:
            break
        members.count()
    if not members.any and at < 0:
        raise Unreadable(NO_ARCHIVE)


def _pass(file: BinaryIO, end: int, start: int, members: Members) -> int:
    """List the members from a place on; return -1 at the archive's end, else where it broke off."""
    file.seek(start)
    headers = _Headers(file)
    at = start
    try:
        with tarfile.open(fileobj=cast(BinaryIO, headers), mode="r:", encoding="utf-8") as archive:
            while (member := archive.next()) is not None:
                if member.offset < at:
                    return at
                at = _behind(member)
                members.count()
                _add(file, end, members, member)
                archive.members.clear()  # type: ignore[attr-defined]  # It would keep them all.
                headers.begin()
    except (*_DAMAGE, OSError):
        return at
    file.seek(min(at, end))
    rest = file.read(_BLOCK)
    return -1 if rest and not rest.strip(b"\0") else at


def _behind(member: tarfile.TarInfo) -> int:
    """Return where the next member begins."""
    holds = member.isreg() or member.type not in tarfile.SUPPORTED_TYPES
    size = max(member.size, 0) if holds else 0
    return member.offset_data + -(-size // _BLOCK) * _BLOCK


def _next(file: BinaryIO, at: int) -> int:
    """Return where a header begins, at or behind a place; -1 where there is none."""
    at = -(-at // _BLOCK) * _BLOCK
    file.seek(at)
    while data := file.read(_PIECE):
        found = data.find(_MARK)
        while found >= 0:
            begin = found - _MARK_AT
            if begin >= 0 and begin % _BLOCK == 0 and _is_header(data[begin : begin + _BLOCK]):
                return at + begin
            found = data.find(_MARK, found + 1)
        at += len(data)
    return -1


def _is_header(block: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except _DAMAGE:
        return False
    return True


def _add(file: BinaryIO, end: int, members: Members, member: tarfile.TarInfo) -> None:
    name = member.name
    if member.isdir():
        return
    if member.issym():
        members.link(name, member.linkname)
    elif member.islnk():
        members.same(name, member.linkname)
    elif not member.isreg() or member.issparse():
        members.refuse(name, "it is no regular file")
    elif member.size < 0 or member.offset_data + member.size > end:
        members.refuse(name, "the archive ends in the middle of it")
    else:
        read = partial(_read, file, member.offset_data, member.size)
        members.file(name, member.size, day(member.mtime), read)


def _read(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    data = file.read(size)
    if len(data) != size:
        raise Unreadable("the archive ends in the middle of it")
    return data
