"""Inline nodes: joining text, attribute lists behind text and pictures, plain text of a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from helpwright.diagnostic import Span
from helpwright.model import (
    Attributes,
    Break,
    Code,
    Image,
    Inline,
    InlineHtml,
    Link,
    Phrase,
    Styled,
    Text,
)

_KEYS = "applies_to|width|height|resolves|for"
_TOKEN = rf'#[\w.:-]+|\.[A-Za-z][\w-]*|continue|(?:{_KEYS})=(?:"[^"\n]*"|[^\s"{{}}]+)'
_LIST = re.compile(rf"\{{\s*((?:{_TOKEN})(?:\s+(?:{_TOKEN}))*)\s*\}}")
_TOKENS = re.compile(_TOKEN)
_TRAILING = re.compile(_LIST.pattern + r"\s*\Z")
_BRACKET = re.compile(r"[\[\]]")
_PHRASE_END = re.compile(r"\]\{[^{}\n]*applies_to=")
SUSPECT = re.compile(r"\{\s*(?:#|\w+=)[^{}\n]*\}\s*\Z")
"""Braces at the end of a text that were surely meant as attributes."""


def _attributes(matched: str, span: Span) -> Attributes:
    label: str | None = None
    classes: list[str] = []
    values: dict[str, str] = {}
    for token in _TOKENS.findall(matched):
        if token[0] == "#":
            label = token[1:]
        elif token[0] == ".":
            classes.append(token[1:])
        else:
            key, _, value = token.partition("=")
            values[key] = value.strip('"')
    return Attributes(span, label, tuple(classes), values)


def is_verbatim(text: Text) -> bool:
    """Tell whether each character of `text` stands as itself in the source."""
    return len(text.value.encode()) == text.span.end - text.span.start


def is_escaped(text: Text, data: bytes) -> bool:
    """Tell whether a backslash in the source `data` takes its meaning from the first character."""
    return data[text.span.start - 1 : text.span.start] == b"\\"


def split_trailing_attributes(
    children: Sequence[Inline], data: bytes
) -> tuple[tuple[Inline, ...], Attributes | None]:
    """Take the attribute list off the end of a run of inlines of the source `data`.

    Returns the run without it (and without the line ending or blanks before it) and the list, or
    the run as it was and None.
    """
    last = children[-1] if children else None
    if not isinstance(last, Text) or not last.value.rstrip().endswith("}"):
        return tuple(children), None
    match = _TRAILING.search(last.value)
    if match is None or not is_verbatim(last):
        return tuple(children), None
    if match.start() == 0 and is_escaped(last, data):
        return tuple(children), None
    start = last.span.start + len(last.value[: match.start()].encode())
    attributes = _attributes(match[1], Span(start, start + len(match[0].rstrip().encode())))
    rest = list(children[:-1])
    head = last.value[: match.start()].rstrip()
    if head:
        rest.append(Text(head, Span(last.span.start, last.span.start + len(head.encode()))))
    while rest and isinstance(rest[-1], Break):
        rest.pop()
    return tuple(rest), attributes


def attach_image_attributes(children: list[Inline], data: bytes) -> list[Inline]:
    """Give each picture the attribute list that stands right behind it."""
    result: list[Inline] = []
    for child in children:
        previous = result[-1] if result else None
        if isinstance(child, Text) and isinstance(previous, Image) and child.value[:1] == "{":
            match = _LIST.match(child.value)
            if match and is_verbatim(child) and not is_escaped(child, data):
                middle = child.span.start + len(match[0].encode())
                found = _attributes(match[1], Span(child.span.start, middle))
                result[-1] = Image(
                    previous.source, previous.title, previous.alt, found, previous.span
                )
                if match.end() < len(child.value):
                    result.append(Text(child.value[match.end() :], Span(middle, child.span.end)))
                continue
        result.append(child)
    return result


def gather_phrases(children: list[Inline], data: bytes) -> list[Inline]:
    """Make phrases of words in brackets that an attribute list with a condition stands behind.

    `[words]{applies_to="<2.0"}`: brackets that belong to no link, as pairs, without a blank between
    the closing one and the list.
    """
    if not any(isinstance(child, Text) and _PHRASE_END.search(child.value) for child in children):
        return children
    result: list[Inline] = []
    opened: list[int] = []  # Indexes in `result` of texts that begin with an open bracket.
    for child in children:
        if not isinstance(child, Text) or not is_verbatim(child):
            result.append(child)
            continue
        done = 0
        for sign in _BRACKET.finditer(child.value):
            at = sign.start()
            if at < done or (at == 0 and is_escaped(child, data)):
                continue
            if sign[0] == "[":
                _put_text(result, child, done, at)
                opened.append(len(result))
                done = at
                continue
            if not opened:
                continue
            start = opened.pop()
            match = _LIST.match(child.value, at + 1)
            if match is None or "applies_to=" not in match[1]:
                continue
            _put_text(result, child, done, at)
            done = match.end()
            first = result[start]
            assert isinstance(first, Text)
            place = _span(child, at + 1, done)
            inner = result[start + 1 :]
            if len(first.value) > 1:
                inner.insert(0, Text(first.value[1:], Span(first.span.start + 1, first.span.end)))
            span = Span(first.span.start, place.end)
            result[start:] = [Phrase(tuple(inner), _attributes(match[1], place), span)]
        _put_text(result, child, done, len(child.value))
    return result


def _put_text(result: list[Inline], text: Text, start: int, end: int) -> None:
    """Append a part of a verbatim text; nothing for an empty one."""
    if start < end:
        result.append(Text(text.value[start:end], _span(text, start, end)))


def _span(text: Text, start: int, end: int) -> Span:
    """Return the place of some characters of a verbatim text."""
    first = text.span.start + len(text.value[:start].encode())
    return Span(first, first + len(text.value[start:end].encode()))


def plain_text(children: Iterable[Inline], *, tags: bool = False) -> str:
    """Return the words that a run of inlines shows, without markup; pictures give their alt.

    `tags` keeps raw HTML as written.
    """
    parts: list[str] = []
    for child in children:
        if isinstance(child, Text | Code):
            parts.append(child.value)
        elif isinstance(child, Styled | Link | Phrase):
            parts.append(plain_text(child.children, tags=tags))
        elif isinstance(child, Image):
            parts.append(child.alt)
        elif isinstance(child, Break):
            parts.append(" ")
        elif tags and isinstance(child, InlineHtml):
            parts.append(child.raw)
    return "".join(parts)
