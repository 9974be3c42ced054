"""What differs between what readers saw and what they see, in words for a message."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.visible.line import Value
from helpwright.visible.page import Visible

_PARTS = (
    ("its headings", ("heading",), True),
    ("its steps", ("step",), True),
    ("its words", (), True),
    ("its code", ("code", "mono"), False),
    ("a picture", ("image", "picture", "img"), False),
    ("a link", ("link", "a"), False),
    ("the versions that a part is for", ("applies",), False),
)
"""The parts of an article, by the kinds of values that they are, and whether words are meant."""

_APART = frozenset(("heading", "step"))


def differences(old: Visible, new: Visible) -> list[str]:
    """Return what is not the same, empty where everything is."""
    if old == new:
        return []
    found = [
        words
        for words, name in (
            ("its title", "title"),
            ("its summary", "summary"),
            ("its error messages", "errors"),
            ("the products and versions that it applies to", "products"),
        )
        if getattr(old, name) != getattr(new, name)
    ]
    before = {content for content, _ in old.contents}
    after = {content for content, _ in new.contents}
    if before != after:
        parts = [
            words
            for words, kinds, as_words in _PARTS
            if {_part(content, kinds, as_words) for content in before}
            != {_part(content, kinds, as_words) for content in after}
        ]
        found += parts or ["its layout"]
    elif old.contents != new.contents and old.products == new.products:
        found.append(_PARTS[-1][0])
    if len(before) != len(after) and _PARTS[-1][0] not in found:
        found.append(_PARTS[-1][0])
    return found or ["its layout"]


def _part(content: Value, kinds: tuple[str, ...], as_words: bool) -> Value:
    """Return what a content holds of some kinds, in order: as words, or whole."""
    if not kinds:
        return "".join(_words(content, _APART))
    found = _find(content, kinds)
    if not as_words:
        return tuple(found)
    return tuple((*each[:2], "".join(_words(each[2:]))) for each in found)


def _find(value: Value, kinds: tuple[str, ...]) -> Iterator[Value]:
    """Yield the values of some kinds, outer ones before those in them; tags by their name."""
    if isinstance(value, tuple):
        kind = value[1] if value[:1] in (("tag",), ("end",)) else value[0] if value else None
        if isinstance(kind, str) and kind in kinds:
            yield value
        for inner in value:
            yield from _find(inner, kinds)


def _words(value: Value, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the texts in a value, a blank behind each block; those of some kinds are left out."""
    if isinstance(value, tuple) and value:
        if value[0] == "text":
            yield value[2]
        elif not (isinstance(value[0], str) and value[0] in without):
            for inner in value:
                yield from _words(inner, without)
            yield " "
