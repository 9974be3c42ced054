"""The tags of an HTML page, found in its bytes as the HTML standard's tokenizer finds them.

A *tag* here is a start tag as it stands in the file; that of an element whose content is text for
the tokenizer (`script`, `style`, `title` …) comes with its content. What is in comments and in such
content is no tag. Tags are kept as bytes since pages of one site share most of them: a tag is read
once, however often the site has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

_WS = rb"[\t\n\f\r ]"
_NAME_END = rb"[\t\n\f\r />]"
_ATTRIBUTE = (
    rb"[\t\n\f\r /]*+(?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)"
    rb"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+"
    rb"(?P<value>\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r \"'>][^\t\n\f\r >]*+))?+"
)
ATTRIBUTES = (
    b"(?:" + re.sub(rb"\?P<\w+>", b"?:", _ATTRIBUTE) + b")*+"
    # A tag that is not closed takes the rest of the file, so that no byte is looked at twice.
    rb"[\t\n\f\r /]*+(?:>|\Z)"
)


def _raw(first: bytes, rest: bytes) -> bytes:
    """Return the pattern of an element whose content is text up to its end tag."""
    name = first + b"(?i:" + rest + b")"
    end = rb"/" + name + _NAME_END
    text = b"[^<]*+(?:<(?!" + end + b")[^<]*+)*+"
    return name + b"(?=" + _NAME_END + b")" + ATTRIBUTES + text


def _script() -> bytes:
    """Return the pattern of a script, in which `<!-- <script>` hides an end tag."""
    name = b"[sS](?i:cript)"
    start, end = b"<" + name + _NAME_END, b"</" + name + _NAME_END
    inner = start + b"(?:(?!-->|" + end + b")(?s:.))*+(?:" + end + b")?+"
    hidden = b"!--(?:(?=-?>)|(?:(?!-->|" + end + b")(?:" + inner + b"|(?s:.)))*+)"
    text = b"[^<]*+(?:<(?:" + hidden + b"|(?!/" + name + _NAME_END + b"|!--))[^<]*+)*+"
    return name + b"(?=" + _NAME_END + b")" + ATTRIBUTES + text


_RAW = b"|".join(
    (
        _script(),
        _raw(b"[sS]", b"tyle"),
        _raw(b"[tT]", b"itle"),
        _raw(b"[tT]", b"extarea"),
        _raw(b"[iI]", b"frame"),
        _raw(b"[nN]", b"oembed"),
        _raw(b"[nN]", b"oframes"),
        _raw(b"[xX]", b"mp"),
    )
)
_COMMENT = (
    rb"!--(?:-?+>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>|\Z))"
    rb"|[!?][^>]*+(?:>|\Z)|/(?![a-zA-Z])[^>]*+(?:>|\Z)"
)
_NAME = rb"[a-zA-Z][^\t\n\f\r />]*+"
_NOT_RAW = rb"(?!(?i:script|style|title|textarea|iframe|noembed|noframes|xmp)" + _NAME_END + rb")"
# A start tag without attributes says nothing about links, but for a few elements.
_TELLING = _NOT_RAW + _NAME + rb"(?=[\t\n\f\r /])" + ATTRIBUTES
_BARE = rb"(?i:html|head|svg|template|img|base)>"
_TAG = b"<(?:(" + _TELLING + b"|" + _RAW + b"|" + _BARE + b")|"

find_tags: Callable[[bytes], list[bytes]] = re.compile(_TAG + _COMMENT + b")").findall
"""Returns the tags of a page in their order, each without its `<`, and nothing for a comment."""

_iter_tags = re.compile(
    _TAG
    + rb"(?P<end>/(?i:svg|template|a)(?="
    + _NAME_END
    + b")"
    + ATTRIBUTES
    + b")|"
    + _COMMENT
    + b")"
).finditer
_HEAD = re.compile(_NAME)
_EACH = re.compile(_ATTRIBUTE)
_REFERENCE = re.compile(r"&(?:#(?:[0-9]+|[xX][0-9a-fA-F]+);?|[A-Za-z][A-Za-z0-9]*;?)=?")


class Tag(NamedTuple):
    """A start tag of a page: its bytes without `<`, where they begin, and whether it counts.

    `inert` tells that it is in a `<template>`, `drawn` that it is in an `<svg>`.
    """

    text: bytes
    start: int
    end: int
    inert: bool
    drawn: bool


def iter_tags(page: bytes) -> Iterator[Tag]:
    """Yield the tags of a page with their places, as `find_tags` finds them."""
    templates = drawings = 0
    for match in _iter_tags(page):
        ending = match["end"]
        if ending is not None:
            name = ending[1:9].lower()
            if name.startswith(b"template"):
                templates = max(0, templates - 1)
            elif name.startswith(b"svg"):
                drawings = max(0, drawings - 1)
            continue
        text = match[1]
        if text is None:
            continue
        head = text[:9].lower()
        if head.startswith(b"template") and not text[8:9].isalnum():
            templates += 1
            continue
        yield Tag(text, match.start(), match.end(), templates > 0, drawings > 0)
        if head.startswith(b"svg") and not text[3:4].isalnum() and not text.endswith(b"/>"):
            drawings += 1


def read_tag(tag: bytes) -> tuple[str, dict[str, str], str]:
    """Return the name of a tag, its attributes, and its content where that is text.

    Of an attribute that stands twice, the first one counts; references are resolved. Bytes that
    are not UTF-8 become U+FFFD.
    """
    head = _HEAD.match(tag)
    assert head is not None, tag
    at = head.end()
    found: dict[str, str] = {}
    while match := _EACH.match(tag, at):
        at = match.end()
        name = match["name"].decode("utf-8", "replace").lower()
        if name not in found:
            found[name] = _value(match["value"] or b"")
    end = tag.find(b">", at)
    return head[0].decode("utf-8", "replace").lower(), found, decode_text(tag[end + 1 :])


def decode_text(text: bytes) -> str:
    """Return bytes of a page as text, references left as they are."""
    return text.decode("utf-8", "replace")


def _value(written: bytes) -> str:
    value = written[1:-1] if written[:1] in (b'"', b"'") else written
    text = value.decode("utf-8", "replace")
    return _REFERENCE.sub(_resolve, text) if "&" in text else text


def _resolve(match: re.Match[str]) -> str:
    """Resolve a reference in an attribute, where `&copy=` is none, but `&copy` is."""
    written = match[0]
    if written.endswith("="):
        inner = written[:-1]
        if not inner.startswith("&#") and not inner.endswith(";"):
            return written
        return unescape(inner) + "="
    if written.startswith("&#") or written[1:] in html5:
        return unescape(written)
    return written
