"""The values of variables, written so that they stay what they are wherever they are put."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyromark

from helpwright.parse.blocks import OPTIONS

if TYPE_CHECKING:
    from helpwright.expand.assemble import Chunk

_SIGNS = re.compile(r"[\\`*_{}\[\]()<>&#+=~|!:^$]")
_START = re.compile(r"(?:(?P<number>\d{1,9})(?=[.)])|(?=[-/]))")
_NOT_IN_URL = re.compile(r"[\x00-\x20\x7f<>\"'`\\^{|}()\[\]]|&(?=#?\w{1,32};)")
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?/{3,}[ \t]+[A-Za-z]")


class _Place(Enum):
    """What a value stands in."""

    TEXT = auto()
    CODE = auto()
    CODE_IN_TABLE = auto()
    HTML = auto()
    URL = auto()
    ELSEWHERE = auto()


def put_in(chunks: Sequence[Chunk], body: int) -> Iterator[tuple[Chunk, bytes]]:
    """Yield each part of a text with its bytes; what stands for a variable has its value.

    The text is parsed once with words in place of the values, to see what each stands in. `body` is
    the length of the front matter, in which nothing is put.
    """
    if all(chunk.value is None and not chunk.shown for chunk in chunks):
        yield from ((chunk, chunk.data) for chunk in chunks)
        return
    prefix = b"hwvalue"
    while any(prefix in chunk.data for chunk in chunks):
        prefix += b"x"
    parts: list[bytes] = []
    number = 0
    for chunk in chunks:
        if chunk.value is None and not chunk.shown:
            parts.append(chunk.data)
        else:
            parts.append(b"%s%dz" % (prefix, number))
            number += 1
    text = b"".join(parts)[body:].decode("utf-8")
    places = _places(text, re.compile(rf"{prefix.decode()}(\d+)z"))
    number = 0
    for chunk in chunks:
        if chunk.value is None and not chunk.shown:
            yield chunk, chunk.data
            continue
        place = places.get(number, _Place.ELSEWHERE)
        number += 1
        if chunk.value is not None:
            yield chunk, _written(chunk.value, place).encode()
        else:
            keeps = place in (_Place.CODE, _Place.CODE_IN_TABLE, _Place.HTML)
            yield chunk, chunk.data[1:] if keeps else chunk.data


def _places(text: str, token: re.Pattern[str]) -> dict[int, _Place]:
    """Return what each word that stands for a value is in."""
    found: dict[int, _Place] = {}
    tables = codes = 0

    def note(value: str, place: _Place) -> None:
        for match in token.finditer(value):
            found.setdefault(int(match[1]), place)

    for line in text.split("\n"):
        if _FENCE.match(line):
            note(line, _Place.CODE)
    for event in pyromark.events(text, options=OPTIONS):
        if isinstance(event, str):
            continue
        name, value = next(iter(event.items()))
        data: Any = value
        if name == "Text":
            note(data, _Place.CODE if codes else _Place.TEXT)
        elif name == "Code":
            note(data, _Place.CODE_IN_TABLE if tables else _Place.CODE)
        elif name in ("Html", "InlineHtml"):
            note(data, _Place.HTML)
        elif name in ("Start", "End"):
            kind, about = (data, {}) if isinstance(data, str) else next(iter(data.items()))
            step = 1 if name == "Start" else -1
            tables += step * (kind == "Table")
            codes += step * (kind == "CodeBlock")
            if name == "Start" and kind in ("Link", "Image"):
                note(about["dest_url"], _Place.URL)
    return found


def _written(value: str, place: _Place) -> str:
    if place is _Place.CODE:
        return value
    if place is _Place.CODE_IN_TABLE:
        return value.replace("|", "\\|")
    if place is _Place.HTML:
        return escape(value)
    if place is _Place.URL:
        return _NOT_IN_URL.sub(lambda sign: quote(sign[0], safe=""), value)
    text = _SIGNS.sub(r"\\\g<0>", value)
    text = _START.sub(lambda start: f"{start['number'] or ''}\\", text, count=1)
    return text if place is _Place.TEXT else text.replace('"', '\\"').replace("'", "\\'")
