"""Raw HTML as a run of tags, comments and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from helpwright.html_policy import (
    DROPPED_WITH_CONTENT,
    VOID_ELEMENTS,
    is_allowed_attribute,
    is_known_element,
)

_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?")
_END = re.compile(r"[<>\"']")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag; names are in lower case, `raw` is the tag as written."""

    name: str
    closing: bool
    attributes: Mapping[str, str]
    raw: str

    @property
    def void(self) -> bool:
        """Whether the element cannot have contents."""
        return self.name in VOID_ELEMENTS


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment or another piece of markup that is not shown, as written."""

    raw: str

    @property
    def says_something(self) -> bool:
        """Whether there is a word in it."""
        return any(char.isalnum() for char in self.raw)


@dataclass(frozen=True, slots=True)
class Words:
    """Text between tags, as written, entities and all."""

    raw: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """An element whose contents are not for reading, with all of it, as written."""

    name: str
    raw: str


Token = Tag | Comment | Words | Hidden


def read_tag(raw: str) -> Tag | None:
    """Read one tag; None for comments, declarations and what is no tag."""
    match = _NAME.match(raw)
    if match is None:
        return None
    attributes: dict[str, str] = {}
    if raw[1] != "/":
        for name, value in _ATTRIBUTE.findall(raw, match.end()):
            quoted = value[:1] in ('"', "'")
            attributes.setdefault(name.lower(), unescape(value[1:-1] if quoted else value))
    return Tag(match[1].lower(), raw[1] == "/", attributes, raw)


def split_html(raw: str) -> Iterator[Token]:
    """Yield the tokens of raw HTML; together they are the text again."""
    at = done = 0
    last = raw.rfind(">")
    unclosed: set[str] = set()
    while (at := raw.find("<", at)) >= 0:
        if at > last and not raw.startswith("<!--", at):
            at += 1
            continue
        end = _end(raw, at)
        if end < 0:
            at += 1
            continue
        if done < at:
            yield Words(raw[done:at])
        piece = raw[at:end]
        tag = read_tag(piece)
        if tag is None:
            yield Comment(piece)
        elif tag.name in DROPPED_WITH_CONTENT - unclosed and not tag.closing:
            closing = re.compile(rf"</{tag.name}\s*>", re.IGNORECASE).search(raw, end)
            if closing is None:
                unclosed.add(tag.name)
                yield tag
            else:
                end = closing.end()
                yield Hidden(tag.name, raw[at:end])
        else:
            yield tag
        at = done = end
    if done < len(raw):
        yield Words(raw[done:])


def _end(raw: str, at: int) -> int:
    """Return where the tag or comment that begins at `at` ends; -1 if none does."""
    following = raw[at + 1 : at + 3]
    if raw.startswith("<!--", at):
        end = raw.find("-->", at + 4)
        return end + 3 if end >= 0 else len(raw)
    if following[:1] in ("!", "?"):
        end = raw.find(">", at)
        return end + 1 if end >= 0 else -1
    if not (following[:1].isalpha() or (following[:1] == "/" and following[1:].isalpha())):
        return -1
    position = at + 1
    while (match := _END.search(raw, position)) is not None:
        if match[0] == ">":
            return match.end()
        if match[0] == "<":
            return -1
        closing = raw.find(match[0], match.end())
        if closing < 0:
            return -1
        position = closing + 1
    return -1


def clean_tag(tag: Tag) -> tuple[str, tuple[str, ...]]:
    """Return a tag with only those attributes that a page may have, and those taken out."""
    if tag.closing or not tag.attributes or not is_known_element(tag.name):
        return tag.raw, ()
    out: list[str] = []
    gone: list[str] = []
    match = _NAME.match(tag.raw)
    assert match is not None
    for found in _ATTRIBUTE.finditer(tag.raw, match.end()):
        allowed = is_allowed_attribute(tag.name, found[1])
        (out if allowed else gone).append(found[0])
    if not gone:
        return tag.raw, ()
    end = " />" if tag.raw.endswith("/>") else ">"
    return f"<{' '.join([match[1], *out])}{end}", tuple(gone)
