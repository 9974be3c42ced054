"""A zip archive whose directory is lost: the files are found by their own headers.

A zip archive ends with its directory, so one that was cut off has none. But each file in it has a
header of its own, from which a directory can be made again.
"""

from __future__ import annotations

import io
import os
import struct
import zlib
from dataclasses import dataclass
from typing import BinaryIO, cast

from helpwright.importers.members import MAX_RATIO, RATIO_COUNTS_FROM

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_DEFLATED = 8
_VERSION = 20
_ENCRYPTED, _SIZES_BEHIND = 0x41, 0x08
_UTF8 = 0x800
_MOST = 0xFFFF
"""Files that a directory of the plain kind can have; the one that is lost may have had more."""
_LARGEST = 0xFFFFFFFF
_PIECE = 64 * 1024
_MOST_UNPACKED = 2 * 1024**3
"""What is unpacked to find the ends of files, before the archive is given up: a hostile one has
headers within the contents of others, which would be unpacked again and again."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A file's header: where it is, its fields, its name and the size of its packed contents."""

    at: int
    fields: tuple[int, ...]
    name: bytes
    crc: int
    packed: int
    size: int

    @property
    def measured(self) -> bool:
        """Whether the header says how large the contents are, or is none of a file."""
        return not self.fields[1] & _SIZES_BEHIND or bool(self.packed)


class _Cut(Exception):
    """A file is lost, and the text says why; `unpacked` bytes were looked at to find out."""

    def __init__(self, reason: str, unpacked: int = 0) -> None:
        super().__init__(reason)
        self.unpacked = unpacked


def mend(file: BinaryIO) -> tuple[BinaryIO, list[tuple[str, str]]]:
    """Return an archive with a directory again, and names (as CP437) and reasons of the lost."""
    found: list[_Found] = []
    lost: list[tuple[str, str]] = []
    end = file.seek(0, os.SEEK_END)
    left = _MOST_UNPACKED
    at = _next(file, 0)
    while at >= 0 and len(found) + len(lost) < _MOST:
        start, name = at + _LOCAL.size, b""
        try:
            file.seek(at)
            header = file.read(_LOCAL.size)
            if len(header) < _LOCAL.size:
                break
            _, *fields, name_length, extra_length = _LOCAL.unpack(header)
            name = file.read(name_length)
            start += name_length + extra_length
            if fields[1] & _UTF8 and not _is_utf8(name):
                raise _Cut("its name is not UTF-8, as the archive says")
            one = _Found(at, tuple(fields), name, *fields[5:8])
            if not one.measured:
                one = _measure(file, one, start, left)
                left -= one.packed + one.size
            if start + one.packed > end:
                raise _Cut("the archive ends in the middle of it")
            if _LARGEST in (one.packed, one.size) or at > _LARGEST:
                raise _Cut("it is too large for what can be read of a damaged archive")
            found.append(one)
            start += one.packed
        except _Cut as error:
            left -= error.unpacked
            lost.append((name.decode("cp437"), str(error)))
        at = _next(file, start)
    return cast(BinaryIO, _Joined(file, end, _directory(found, end))), lost


def _measure(file: BinaryIO, one: _Found, start: int, left: int) -> _Found:
    """Find out the size of a file whose header does not say it, by unpacking it."""
    if one.fields[2] != _DEFLATED or one.fields[1] & _ENCRYPTED:
        raise _Cut("the damaged archive does not tell where it ends")
    file.seek(start)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    packed = size = crc = 0
    while not unpacker.eof:
        data = unpacker.unconsumed_tail
        if not data:
            data = file.read(_PIECE)
            packed += len(data)
        if not data:
            raise _Cut("the archive ends in the middle of it", packed + size)
        try:
            piece = unpacker.decompress(data, _PIECE * 16)
        except zlib.error:
            raise _Cut("it is damaged in the archive", packed + size) from None
        size += len(piece)
        crc = zlib.crc32(piece, crc)
        if size > RATIO_COUNTS_FROM and size > packed * MAX_RATIO:
            raise _Cut(f"it unpacks to more than {MAX_RATIO} times its size", packed + size)
        if packed + size > left:
            raise _Cut("too much of the archive is damaged", packed + size)
    packed -= len(unpacker.unused_data)
    return _Found(one.at, one.fields, one.name, crc, packed, size)


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _next(file: BinaryIO, at: int) -> int:
    """Return where the next header is at or behind a place, -1 where there is none."""
    tail = b""
    file.seek(at)
    while data := file.read(_PIECE):
        window = tail + data
        found = window.find(_LOCAL_MARK)
        if found >= 0:
            return at - len(tail) + found
        at += len(data)
        tail = window[-len(_LOCAL_MARK) + 1 :]
    return -1


def _directory(found: list[_Found], end: int) -> bytes:
    """Return the directory of what was found, to stand at `end`."""
    parts = []
    for one in found:
        _, flags, method, time, date = one.fields[:5]
        head = (_CENTRAL_MARK, _VERSION, _VERSION, flags, method, time, date, one.crc, one.packed)
        rest = (one.size, len(one.name), 0, 0, 0, 0, 0, one.at)
        parts.append(_CENTRAL.pack(*head, *rest) + one.name)
    size = sum(map(len, parts))
    parts.append(_END.pack(_END_MARK, 0, 0, len(found), len(found), size, end & _LARGEST, 0))
    return b"".join(parts)


class _Joined(io.RawIOBase):
    """A file with something behind its end, read as one."""

    def __init__(self, file: BinaryIO, end: int, behind: bytes) -> None:
        self._file, self._end, self._behind = file, end, behind
        self._at = 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {
            os.SEEK_SET: 0,
            os.SEEK_CUR: self._at,
            os.SEEK_END: self._end + len(self._behind),
        }[whence]
        if base + offset < 0:
            raise OSError("there is nothing before the beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        whole = self._end + len(self._behind)
        wanted = whole if size is None or size < 0 else size
        stop = min(self._at + wanted, whole)
        data = b""
        if self._at < min(stop, self._end):
            self._file.seek(self._at)
            data = self._file.read(min(stop, self._end) - self._at)
        if stop > self._end:
            data += self._behind[max(self._at - self._end, 0) : stop - self._end]
        self._at += len(data)
        return data
