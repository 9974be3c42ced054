"""The attributes of Learn's syntax: `key="value"`, written well or not."""

from __future__ import annotations

import re
from html import unescape

_STRICT = re.compile(r"\s*([A-Za-z][\w-]*)(?:\s*=\s*\"([^\"]*)\")?")
_VALUED = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*\"([^\"]*)\"")
_KEY = re.compile(r"(?:^|(?<=[\s\"'“”]))([A-Za-z][\w-]*)\s*=\s*(?=[\"'“”„])")
_BARE = re.compile(r"(?:^|(?<=\s))([A-Za-z][\w-]*)\s*=\s*([^\s\"'“”„]+)")
_QUOTES = "\"'“”„"


def read_values(written: str) -> tuple[dict[str, str], str]:
    """Return attributes by their names in lower case, and what was wrong with them, if anything.

    Values are in double quotes. Other quotes, quotes inside a value and missing ones are read too.
    """
    if "\n" in written:
        written = "\n".join(line.strip(" \t>") for line in written.split("\n"))
    values: dict[str, str] = {}
    at, end = 0, len(written.rstrip())
    while at < end:
        found = _STRICT.match(written, at)
        if found is None:
            break
        values.setdefault(found[1].lower(), _plain(found[2] or ""))
        at = found.end()
    if at >= end:
        return values, ""
    keys = list(_KEY.finditer(written))
    values = {key[1].lower(): _plain(key[2]) for key in reversed(list(_BARE.finditer(written)))}
    ends = [*(key.start() for key in keys[1:]), end]
    for key, stop in zip(keys, ends, strict=False):
        value = written[key.end() : stop].strip()
        value = value[1:-1] if len(value) > 1 and value[-1] in _QUOTES else value[1:]
        values[key[1].lower()] = _plain(value)
    return values, "its attributes were not written as they should be"


def split_values(written: str) -> tuple[dict[str, str], str, str]:
    """Return the attributes at the beginning of a line, the words behind them, and what was wrong.

    Here an attribute has a value, so that words are none.
    """
    values: dict[str, str] = {}
    at = 0
    while (found := _VALUED.match(written, at)) is not None:
        values.setdefault(found[1].lower(), _plain(found[2]))
        at = found.end()
    rest = written[at:].strip()
    if _KEY.search(rest):
        values, mended = read_values(written)
        return values, "", mended
    return values, rest, ""


def unescape_text(text: str) -> str:
    """Return a text in which a backslash takes the meaning from the character behind it."""
    return re.sub(r"\\(.)", r"\1", text)


def _plain(value: str) -> str:
    if "\n" in value:
        value = " ".join(value.split("\n"))
    return unescape(value).replace('\\"', '"').strip()
