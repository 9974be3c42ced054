"""What stands in brackets, backticks and braces: addresses, titles, code spans, attribute lists."""

from __future__ import annotations

import re
from functools import lru_cache

from helpwright.model import Attributes, Paragraph
from helpwright.parse.blocks import BlockReader
from helpwright.parse.inlines import condition_list
from helpwright.write.text import ENTITY, PUNCTUATION, clean, insert

_TARGET = re.compile(r"[\w./:#?=%+~@,;!$*-]+\Z")
_REACHES_OUT = re.compile(r"`|<[!?]|<[A-Za-z/][^<>\"]*[=']|<[A-Za-z][A-Za-z0-9+.-]*:")
_NO_LABEL = re.compile(r"[\s\[\]\\`<>^]+")
_BARE = re.compile(r"[A-Za-z0-9.]+\Z")
_SAFE_TOKEN = re.compile(r"#[A-Za-z0-9][A-Za-z0-9.-]*\Z|(?:width|height)=\d+\Z|continue\Z")


def target(address: str, *, cell: bool = False, titled: bool = False) -> str:
    """Return the address of a link or picture as it stands in round brackets."""
    if _TARGET.match(address):
        return address
    address = address.replace("\r", "%0D").replace("\n", "%0A").replace("\0", "%00")
    address = clean(address)
    pointed = (
        any(char <= " " or char in "<>\x7f" for char in address)
        or (not address and titled)
        or not _balanced(address)
    )
    written = _literal(address, "<>" if pointed else "")
    if cell:
        written = written.replace("|", "\\|")
    return f"<{written}>" if pointed else written


def title(text: str, *, cell: bool = False) -> str:
    """Return the title of a link or picture with the blank in front; empty if it has none."""
    if not text:
        return ""
    written = _literal(text.replace("\0", "\ufffd"), '"')
    written = clean(written.replace("\r", "&#13;").replace("\n", "&#10;"))
    return f' "{written}"'.replace("|", "\\|") if cell else f' "{written}"'


def _balanced(address: str) -> bool:
    depth = 0
    for char in address:
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        if not 0 <= depth <= 16:
            return False
    return depth == 0


def _literal(text: str, quotes: str) -> str:
    """Escape what is read in addresses and titles: backslashes, entities and `quotes`."""
    places: dict[int, str] = {}
    for at, char in enumerate(text):
        following = text[at + 1 : at + 2]
        if char in quotes or (char == "\\" and (not following or following in PUNCTUATION)):
            places[at] = "\\"
        elif char == "&" and ENTITY.match(text, at):
            places[at] = "&amp;"
    return insert(text, places) if places else text


def code_span(value: str, *, cell: bool = False) -> str:
    """Return a code span; `value` is a line that is not empty."""
    longest = max(map(len, re.findall(r"`+", value)), default=0)
    ticks = "`" * next(n for n in range(1, longest + 2) if n == longest + 1 or n > longest)
    padded = value[0] == "`" or value[-1] == "`" or (value[0] == value[-1] == " " and value.strip())
    inner = f" {value} " if padded else value
    return ticks + (inner.replace("|", "\\|") if cell else inner) + ticks


def info(text: str) -> str:
    """Return the words behind a code fence."""
    return _literal(clean(text).strip(" \t"), "")


def note_label(label: str) -> str:
    """Return the label of a footnote as it stands behind `[^`."""
    return _NO_LABEL.sub("-", clean(label)) or "-"


def attribute_list(attributes: Attributes, unfit: str = "") -> str:
    """Return `{#label .class key="value"}`; what cannot be written so is left out.

    Left out, too, is what holds one of the `unfit` characters.
    """
    kept = " ".join(
        token
        for token in _tokens(attributes)
        if (_SAFE_TOKEN.match(token) or _is_read(token)) and not any(it in token for it in unfit)
    )
    return f"{{{kept}}}" if kept else ""


def phrase_list(attributes: Attributes, *, cell: bool = False) -> str:
    """Return the attribute list of a phrase; empty where its condition cannot be written."""
    written = attribute_list(attributes, "[]{}|" if cell else "[]{}")
    return written if condition_list(written, 0) else ""


@lru_cache(maxsize=1000)
def _is_read(token: str) -> bool:
    """Tell whether a token of an attribute list is read as what it is, and as nothing else.

    Backticks and tags are refused: they would reach out for a partner in the text behind.
    """
    if _REACHES_OUT.search(token):
        return False
    (block, *_) = (*BlockReader(f"a {{{token}}}".encode(errors="replace"), 0).read(), None)
    if not isinstance(block, Paragraph) or block.attributes is None:
        return False
    return [token] == _tokens(block.attributes)


def _tokens(attributes: Attributes) -> list[str]:
    tokens = [f"#{attributes.label}"] if attributes.label else []
    tokens += (f".{name}" for name in attributes.classes)
    for key, value in attributes.values.items():
        quotes = "" if _BARE.match(value) else '"'
        tokens.append(key if key == "continue" else f"{key}={quotes}{value}{quotes}")
    return tokens
