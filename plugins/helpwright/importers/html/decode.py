"""The bytes of a page to text, by what the page says of itself."""

from __future__ import annotations

import codecs
import re

from helpwright.importers.bundle import Unreadable, decode
from helpwright.importers.ledger import Attention, Entry, Outcome

_HEAD = 4096
"""How far into a page its encoding may be named; browsers look at 1,024 bytes."""
_META = re.compile(
    rb"<meta\b[^<>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})"
    rb"|<\?xml\b[^<>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})",
    re.IGNORECASE,
)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_AS_BROWSERS_DO = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-7": "cp1252",
}
"""What browsers read where a page names an encoding, by Python's names (WHATWG Encoding)."""
_TEXTS = frozenset(("cp1252", "utf-8"))


def read_text(data: bytes, named: str = "") -> tuple[str, tuple[Entry, ...]]:
    """Return the text of a page, and what was done to read it.

    A byte order mark decides, then `named` (what was sent with the page), then what the page names,
    then UTF-8, then Windows-1252. Raises Unreadable for what is no text.
    """
    if data.startswith(_MARKS):
        return decode(data)
    codec = _codec(named) or _codec(_named(data[:_HEAD]))
    if codec and codec != "utf-8":
        try:
            return _without_nul(data).decode(codec), ()
        except UnicodeDecodeError:
            text, _ = decode(_without_nul(data))
            return text, (
                Entry(
                    Outcome.REPAIRED,
                    "encoding",
                    f"the page says that it is {named or codec} but is not, and was read as "
                    "UTF-8 or Windows-1252",
                    attention=Attention.LOOK,
                ),
            )
    return decode(_without_nul(data))


def _named(head: bytes) -> str:
    found = _META.search(head)
    return (found[1] or found[2]).decode("ascii") if found else ""


def _codec(name: str) -> str:
    """Return Python's name for an encoding as browsers understand it; empty if it is unknown."""
    if not name:
        return ""
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if not known._is_text_encoding:
        return ""
    return _AS_BROWSERS_DO.get(known.name, known.name)


def _without_nul(data: bytes) -> bytes:
    """Return a page without the few NUL bytes that a damaged one holds."""
    if b"\0" not in data:
        return data
    if data.count(b"\0") * 20 > len(data):
        raise Unreadable("it is not text")
    return data.replace(b"\0", b"")
