"""The bytes of an inventory: four lines of text, and a compressed line for each name.

The format is Sphinx' (`sphinx/util/inventory.py`): a line holds a name, which may have blanks in
it, the kind as `domain:role`, a priority, an address as seen from the top of the site, and the
words to show. A `$` at the end of the address stands for the name, and `-` for words that equal it.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from io import BytesIO
from urllib.parse import quote, unquote

from helpwright.knowledge import Inventory, InventoryEntry

MAX_TEXT = 32 * 1024 * 1024
"""How much may come out of the compressed part, in bytes: a bomb of a few kB makes gigabytes."""

MAX_NAMES = 500_000
"""How many names there may be; the documentation of Python has 15,000."""

MAX_LINE = 10_000
"""How long a line may be, in bytes; names and addresses have some hundred."""

_FIRST = "# Sphinx inventory version 2"
_PROJECT, _VERSION = "# Project: ", "# Version: "
_LAST = "# The remainder of this file is compressed using zlib."
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PRIORITY = re.compile(r"-?\d{1,9}")
_SPECIAL = "%/#?&=:;,+@!$'()*~[]"


class InventoryError(Exception):
    """Bytes are no inventory that can be used; the text says why, as the end of a sentence."""


def encode(inventory: Inventory) -> bytes:
    """Return the bytes of an inventory: the same for the same entries, whatever their order."""
    lines = sorted(_line(entry) for entry in inventory.entries)
    head = (
        _FIRST,
        f"{_PROJECT}{_one_line(inventory.project)}",
        f"{_VERSION}{_one_line(inventory.version)}",
        _LAST,
    )
    text = "".join(f"{line}\n" for line in head).encode()
    return text + zlib.compress("".join(lines).encode(), 9)


def decode(data: bytes) -> Inventory:
    """Return the inventory that bytes hold.

    Lines that are no entry are passed over, as Sphinx does, and counted. Raises InventoryError for
    what is cut off, not compressed as it must be, too large, not UTF-8 or of another version, and
    for an address that leads out of the site or is none of the web.
    """
    lines = data.split(b"\n", 4)
    first = lines[0].rstrip().decode("utf-8", "replace")
    if first == "# Sphinx inventory version 1":
        raise InventoryError("it is of version 1, which Sphinx has not written since 2010")
    if first != _FIRST:
        raise InventoryError(f"it does not begin with `{_FIRST}`")
    if len(lines) < 5 or b"zlib" not in lines[3]:
        raise InventoryError("it is cut off before its list of names")
    project, version = (
        _text(line.rstrip(b"\r"), place).removeprefix(label).strip()
        for line, label, place in ((lines[1], _PROJECT, 2), (lines[2], _VERSION, 3))
    )
    entries: list[InventoryEntry] = []
    skipped = 0
    for number, line in enumerate(BytesIO(_decompressed(lines[4])), 1):
        if len(line) > MAX_LINE:
            raise InventoryError(f"line {number:,} of its list is longer than {MAX_LINE:,} bytes")
        if number > MAX_NAMES:
            raise InventoryError(f"it has more than {MAX_NAMES:,} names")
        text = _text(line.rstrip(), number)
        entry = _entry(text)
        if entry is None:
            skipped += bool(text) and not text.startswith("#")
            continue
        reason = _danger(entry.uri)
        if reason:
            raise InventoryError(f"the address of `{entry.name[:60]}` {reason}")
        entries.append(entry)
    return Inventory(project, version, tuple(entries), skipped)


def _line(entry: InventoryEntry) -> str:
    title = _one_line(entry.title) or "-"
    title = "-" if title == entry.name else title
    return f"{entry.name} {entry.role} 1 {entry.uri} {title}\n"


def _entry(line: str) -> InventoryEntry | None:
    """Return what a line says: the first word that can be a kind ends the name."""
    words = line.split(" ")
    for at in range(1, len(words) - 2):
        if ":" in words[at] and _PRIORITY.fullmatch(words[at + 1]):
            name, role, uri = " ".join(words[:at]).strip(), words[at], words[at + 2]
            title = " ".join(words[at + 3 :]).strip()
            if not name:
                return None
            if uri.endswith("$"):
                uri = uri[:-1] + name
            uri = quote(uri, safe=_SPECIAL)
            return InventoryEntry(name, role, uri, name if title in ("", "-") else title)
    return None


def _danger(uri: str) -> str:
    """Return why an address may not be used, as the end of a sentence; empty if it may."""
    if uri.lower().startswith(("https://", "http://")):
        return ""
    path = unquote(re.split("[?#]", uri, maxsplit=1)[0]).replace("\\", "/")
    if _SCHEME.match(path):
        return f"is `{uri[:60]}`, which is no page of the web"
    if path.startswith("/") or posixpath.normpath(path).split("/")[0] == "..":
        return f"is `{uri[:60]}`, which leads out of the site"
    return ""


def _decompressed(data: bytes) -> bytes:
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(data, MAX_TEXT)
    except zlib.error as error:
        raise InventoryError("its list of names is damaged or not compressed") from error
    if reader.unconsumed_tail:
        raise InventoryError(f"its list of names is larger than {MAX_TEXT // 1024 // 1024} MB")
    if not reader.eof:
        raise InventoryError("its list of names is cut off")
    return text


def _text(line: bytes, number: int) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InventoryError(f"line {number:,} is not UTF-8 text") from error


def _one_line(text: str) -> str:
    return " ".join(text.split())
