"""Heads of Markdown files that are not YAML, and those that should have been."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

Tree = str | list["Tree"] | dict[str, "Tree"]
"""Strings, and lists and maps of them."""

MAX_SIZE = 256 * 1024
"""How many characters a head may have."""
MAX_DEPTH = 16
_KEY = re.compile(r"([A-Za-z_][\w .-]{0,60}?)\s*[:=](?:\s+(.*))?$")
_ITEM = re.compile(r"\s*-\s+(.*)$")
_HEAD_LINE = re.compile(r"([A-Za-z][\w -]{0,40}):[ \t]+(\S.*)$")
_HEAD_KEYS = frozenset(
    "title author authors date updated modified lastmod tags tag category categories summary "
    "description keywords slug status layout id subtitle language lang template copyright email "
    "permalink product products labels version versions".split()
)
"""Keys of bare head lines; a text whose lines begin otherwise is a text."""
_MOST_HEAD_LINES = 60


def read_toml(head: str) -> tuple[Tree | None, str]:
    """Read TOML; return None and why where that fails."""
    if len(head) > MAX_SIZE:
        return None, "it is too long"
    try:
        return _texts(tomllib.loads(head, parse_float=str), 0), ""
    except RecursionError:
        return None, "it is nested too deep"
    except ValueError as error:
        return None, f"it is no TOML ({str(error)[:200]})"


def read_json(text: str) -> tuple[Tree | None, int]:
    """Read a map of JSON at the start of a text; return it and where the text goes on."""
    decoder = json.JSONDecoder(parse_float=str, parse_int=str)
    try:
        found, end = decoder.raw_decode(text[:MAX_SIZE])
        tree = _texts(found, 0)
    except (ValueError, RecursionError):
        return None, 0
    rest = text[end : end + 80].lstrip(" \t")
    if not isinstance(tree, dict) or not tree or rest[:1] not in ("", "\n"):
        return None, 0
    return tree, min(text.find("\n", end) + 1 or len(text), len(text))


def read_head_lines(text: str) -> tuple[Tree | None, int]:
    """Read bare `Key: value` lines at the start of a text, where they are clearly no text.

    That is where each line has a usual key, an empty line follows, and there is a title or
    more than one key.
    """
    tree: dict[str, Tree] = {}
    at, last = 0, ""
    for _ in range(_MOST_HEAD_LINES):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)]
        if not line.strip():
            break
        match = _HEAD_LINE.match(line)
        if match is not None and match[1].lower() in _HEAD_KEYS:
            last = match[1].lower()
            if last in tree:
                return None, 0
            tree[last] = match[2].strip()
        elif last and line.startswith(("    ", "\t")):
            tree[last] = f"{tree[last]} {line.strip()}"
        else:
            return None, 0
        if end < 0:
            at = len(text)
            break
        at = end + 1
    else:
        return None, 0
    if "title" not in tree and len(tree) < 2:
        return None, 0
    return tree, at


def lines_of_keys(head: str) -> dict[str, Tree]:
    """Read what looks like keys, line by line: the rescue of a head that has a mistake."""
    tree: dict[str, Tree] = {}
    last = ""
    for line in head[:MAX_SIZE].split("\n"):
        match, item = _KEY.match(line), _ITEM.match(line)
        if match is not None:
            last = match[1]
            tree.setdefault(last, _value(match[2] or ""))
        elif item is not None and last:
            before = tree[last]
            value = _value(item[1])
            items: list[Tree] = before if isinstance(before, list) else [before] if before else []
            items += value if isinstance(value, list) else [value]
            tree[last] = items
    return tree


def _value(written: str) -> Tree:
    written = written.strip()
    if written[:1] == "[" and written[-1:] == "]":
        return [_unquote(part) for part in written[1:-1].split(",") if part.strip()]
    return _unquote(written)


def _unquote(written: str) -> str:
    written = written.strip()
    if len(written) >= 2 and written[0] == written[-1] and written[0] in "\"'":
        return written[1:-1]
    return written.lstrip("|>") if written in ("|", ">", "|-", ">-", "|+", ">+") else written


def _texts(value: Any, depth: int) -> Tree:
    """Return what a parser of types gave as texts."""
    if depth > MAX_DEPTH:
        raise ValueError("it is nested too deep")
    if isinstance(value, dict):
        return {str(key): _texts(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item, depth + 1) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
