"""What is to be imported: the files of a folder, a single file or an archive, read safely."""

from __future__ import annotations

import codecs
import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from helpwright.importers.ledger import Attention, Entry, Outcome

# UTF-32 first: its mark for little-endian begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SAMPLE = 64 * 1024
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.1
"""Of the first characters; texts with a stray one have far less, and bytes at random more."""
_UTF8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_NOT_ASCII = bytes(range(0x80, 0x100))
_NO_TEXT = "it is not text"


class Unreadable(Exception):
    """A file or document cannot be imported; the text says why, for a support writer."""


class NoArticle(Unreadable):
    """A document is sound but holds no article, such as a list of links; the text says why."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of the bundle that is not read, and why."""

    path: str
    reason: str


class Bundle(Protocol):
    """The files of a source. Paths are POSIX and relative, without `..`; none is a link."""

    name: str
    """What the user called it."""

    refused: list[Refused]

    def paths(self) -> Sequence[str]:
        """Return the paths of all files, sorted."""

    def documents(self) -> Sequence[str]:
        """Return the paths that were asked for, sorted.

        For a single file it is that file alone, while `paths` names its neighbours too, so that
        its pictures are found.
        """

    def data(self, path: str) -> bytes:
        """Return a file's bytes. Raises Unreadable where that fails, or where there is none."""

    def size(self, path: str) -> int:
        """Return a file's size in bytes."""

    def modified(self, path: str) -> datetime.date | None:
        """Return the day on which a file was last changed, where that is known."""


def decode(data: bytes) -> tuple[str, tuple[Entry, ...]]:
    """Return the text of a file, and what was done to read it.

    A byte order mark decides; else UTF-8, and bytes that are not are read as Windows-1252, with an
    entry. Raises Unreadable for what is no text.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            text, entries = _marked(data[len(mark) :], codec, name)
            break
    else:
        text, entries = _unmarked(data)
    sample = text[:_SAMPLE]
    if "\0" in text or len(_CONTROL.findall(sample)) > _MOST_CONTROLS * len(sample):
        raise Unreadable(_NO_TEXT)
    return text, entries


def _marked(data: bytes, codec: str, name: str) -> tuple[str, tuple[Entry, ...]]:
    try:
        return data.decode(codec), ()
    except UnicodeDecodeError:
        reason = f"the file says that it is {name} but parts of it are not, and are shown as U+FFFD"
        entry = Entry(Outcome.REPAIRED, "encoding", reason, attention=Attention.LOST)
        return data.decode(codec, "replace"), (entry,)


def _unmarked(data: bytes) -> tuple[str, tuple[Entry, ...]]:
    if b"\0" in data:
        raise Unreadable(_NO_TEXT)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    # Characters of Windows-1252 can look like one of UTF-8; but where most are of UTF-8, a wrong
    # byte among them must not spoil them.
    characters = _UTF8_CHARACTER.findall(data)
    wrong = len(data) - len(data.translate(None, _NOT_ASCII)) - sum(map(len, characters))
    if len(characters) > wrong:
        text = data.decode("utf-8", _MIXED)
        reason = "parts of the file are not UTF-8, and were read as Windows-1252"
    else:
        text = data.decode("windows-1252", "replace")
        reason = "the file is not UTF-8, and was read as Windows-1252"
    return text, (Entry(Outcome.REPAIRED, "encoding", reason, attention=Attention.LOOK),)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8 as Windows-1252: a handler of errors for codecs."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


_MIXED = "helpwright-windows-1252"
codecs.register_error(_MIXED, _as_windows_1252)
