"""Web pages saved as one file (MHTML, RFC 2557): the page and the pictures in it."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser

from helpwright.importers.bundle import Unreadable
from helpwright.importers.html.decode import read_text
from helpwright.importers.ledger import Entry

_MOST_PARTS = 2000
_LARGEST_PICTURE = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page: its text, its address, its pictures as `data:` addresses by their own."""

    html: str
    url: str
    pictures: Mapping[str, str]
    entries: tuple[Entry, ...]


def read_saved(data: bytes) -> Saved:
    """Return the page of an MHTML file. Raises Unreadable where there is none."""
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(data)
        parts = list(_parts(message))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise Unreadable("the saved page is damaged") from error
    page: Saved | None = None
    pictures: dict[str, str] = {}
    for part in parts:
        kind = part.get_content_type()
        if kind in ("text/html", "application/xhtml+xml") and page is None:
            text, entries = read_text(_payload(part), _charset(part))
            page = Saved(text, _header(part, "Content-Location"), pictures, entries)
        elif kind.startswith("image/"):
            picture = _payload(part)
            if picture and len(picture) <= _LARGEST_PICTURE:
                source = f"data:{kind};base64,{base64.b64encode(picture).decode('ascii')}"
                for name in _names(part):
                    pictures.setdefault(name, source)
    if page is None:
        raise Unreadable("the saved page holds no HTML")
    return page


def _parts(message: Message) -> Iterator[Message]:
    waiting = [message]
    number = 0
    while waiting and number < _MOST_PARTS:
        part = waiting.pop()
        number += 1
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list):
            waiting += [one for one in reversed(inner) if isinstance(one, Message)]
        else:
            yield part


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str:
    charset = part.get_param("charset", "")
    return charset if isinstance(charset, str) else ""


def _header(part: Message, name: str) -> str:
    return "".join(str(part.get(name, "")).split())


def _names(part: Message) -> Iterator[str]:
    location = _header(part, "Content-Location")
    if location:
        yield location
    name = _header(part, "Content-ID").strip("<>")
    if name:
        yield f"cid:{name}"
