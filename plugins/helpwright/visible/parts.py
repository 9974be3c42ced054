"""What differs between what readers saw and what they see, in words for a message."""

from __future__ import annotations

from helpwright.visible.line import Value
from helpwright.visible.page import Visible

_HEADINGS, _STEPS, _WORDS, _CODE = "its headings", "its steps", "its words", "its code"
_PICTURE, _LINK, _VERSIONS = "a picture", "a link", "the versions that a part is for"
_PARTS = (_HEADINGS, _STEPS, _WORDS, _CODE, _PICTURE, _LINK, _VERSIONS)
_KINDS = {
    "heading": _HEADINGS,
    "step": _STEPS,
    "code": _CODE,
    "mono": _CODE,
    "image": _PICTURE,
    "link": _LINK,
    "applies": _VERSIONS,
}
"""The part of an article that a value belongs to, by what it is."""
_TAGS = {"img": _PICTURE, "a": _LINK}


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
        was, now = list(map(_split, before)), list(map(_split, after))
        parts = [part for part in _PARTS if {it[part] for it in was} != {it[part] for it in now}]
        found += parts or ["its layout"]
    elif old.contents != new.contents and old.products == new.products:
        found.append(_VERSIONS)
    if len(before) != len(after) and _VERSIONS not in found:
        found.append(_VERSIONS)
    return found or ["its layout"]


def _split(content: Value) -> dict[str, tuple[Value, ...]]:
    """Return what a content holds of each part, in order; of headings and steps the words."""
    found: dict[str, list[Value]] = {part: [] for part in _PARTS}
    _gather(content, found, apart=False)
    for part in (_HEADINGS, _STEPS):
        found[part] = [(*each[:2], *_words(each)) for each in found[part]]
    found[_WORDS] = list("".join(found[_WORDS]).split())
    return {part: tuple(values) for part, values in found.items()}


def _gather(value: Value, found: dict[str, list[Value]], *, apart: bool) -> None:
    """Collect values by part; the words in what is `apart`, headings and steps, are theirs."""
    kind = value[0] if value and isinstance(value[0], str) else ""
    part = _TAGS.get(value[1]) if kind == "tag" else _KINDS.get(kind)
    if part:
        found[part].append(value)
    if kind == "link":
        return
    if kind in ("text", "box") and not apart:
        found[_WORDS].append(value[2])
    apart = apart or part in (_HEADINGS, _STEPS)
    for inner in value:
        if isinstance(inner, tuple):
            _gather(inner, found, apart=apart)
    if not apart and kind != "text":
        found[_WORDS].append(" ")


def _words(value: Value) -> list[str]:
    """Return the words in a value."""
    found: dict[str, list[Value]] = {part: [] for part in _PARTS}
    for inner in value[2:]:
        if isinstance(inner, tuple):
            _gather(inner, found, apart=False)
    return "".join(found[_WORDS]).split()
