"""Edits of YAML that a person has written: one name in place of another, entries taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from helpwright.diagnostic import Edit, Span
from helpwright.parse import yaml_tree
from helpwright.parse.yaml_tree import Node, Scalar


class Place(NamedTuple):
    """A text of a tree, under the keys that lead to it; whether it is itself a key."""

    keys: tuple[str, ...]
    scalar: Scalar
    is_key: bool


def places(node: Node | None, keys: tuple[str, ...] = ()) -> Iterator[Place]:
    """Yield all keys and texts of a tree."""
    if isinstance(node, Scalar):
        yield Place(keys, node, False)
    elif isinstance(node, yaml_tree.Sequence):
        for item in node.items:
            yield from places(item, keys)
    elif isinstance(node, yaml_tree.Mapping):
        for key, value in node.entries:
            yield Place(keys, key, True)
            yield from places(value, (*keys, key.text))


def replaced(data: bytes, scalar: Scalar, new: str) -> Edit:
    """Return the edit that puts a text in the place of another; its quotes stay."""
    start, end = scalar.span
    written = data[start:end].decode("utf-8")
    at = written.find(scalar.text)
    if at < 0:
        return Edit(scalar.span, '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"')
    return Edit(Span(start, end), written[:at] + new + written[at + len(scalar.text) :])


def without_items(data: bytes, tree: Node | None, key: str, unwanted: set[str]) -> list[Edit]:
    """Return the edits that take texts out of a list, and its key where nothing is left."""
    if not isinstance(tree, yaml_tree.Mapping):
        return []
    for name, value in tree.entries:
        if name.text != key:
            continue
        items = value.items if isinstance(value, yaml_tree.Sequence) else (value,)
        gone = [it for it in items if isinstance(it, Scalar) and it.text.strip() in unwanted]
        if gone and len(gone) == len(items):
            return [_lines(data, Span(name.span.start, value.span.end))]
        return [_without(data, it.span) for it in gone]
    return []


def without_entries(
    data: bytes, tree: Node | None, key: str, unwanted: Mapping[str, object]
) -> list[Edit]:
    """Return the edits that take entries out of a table, and its key where nothing is left."""
    if not isinstance(tree, yaml_tree.Mapping):
        return []
    for name, value in tree.entries:
        if name.text != key or not isinstance(value, yaml_tree.Mapping):
            continue
        gone = [(it, inner) for it, inner in value.entries if it.text in unwanted]
        if gone and len(gone) == len(value.entries):
            return [_lines(data, Span(name.span.start, value.span.end))]
        return [_without(data, Span(it.span.start, inner.span.end)) for it, inner in gone]
    return []


def _without(data: bytes, span: Span) -> Edit:
    """Return the edit that removes an item: its line in a block, with its comma in brackets."""
    start = data.rfind(b"\n", 0, span.start) + 1
    if data[start : span.start].strip() in (b"", b"-"):
        end = data.find(b"\n", span.end)
        rest = data[span.end : end if end >= 0 else len(data)].strip()
        if not rest or rest.startswith(b"#"):
            return _lines(data, span)
    at = span.end
    while data[at : at + 1] in (b" ", b"\n", b"\r"):
        at += 1
    if data[at : at + 1] == b",":
        at += 1
        while data[at : at + 1] == b" ":
            at += 1
        return Edit(Span(span.start, at), "")
    at = span.start
    while data[at - 1 : at] in (b" ", b"\n", b"\r", b","):
        at -= 1
    return Edit(Span(at, span.end), "")


def _lines(data: bytes, span: Span) -> Edit:
    """Return the edit that removes the lines of a span."""
    start = data.rfind(b"\n", 0, span.start) + 1
    end = span.end
    while end > span.start and data[end - 1 : end] in (b"\n", b" ", b"\r"):
        end -= 1
    behind = data.find(b"\n", end)
    return Edit(Span(start, behind + 1 if behind >= 0 else len(data)), "")
