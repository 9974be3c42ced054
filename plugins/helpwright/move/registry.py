"""Edits of kb.yml and of the other YAML files of a knowledge base."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from helpwright.diagnostic import Edit
from helpwright.move.request import CannotMove
from helpwright.move.yaml_edits import places as places_of
from helpwright.move.yaml_edits import replaced, without_entries
from helpwright.parse.registry import MAX_REGISTRY_BYTES
from helpwright.parse.yaml_tree import Node, read_yaml
from helpwright.source import Source
from helpwright.write.registry import Additions, CannotExtend, add_to_registry


def change_registry(
    data: bytes,
    ids: Mapping[str, str],
    labels: Mapping[str, Mapping[str, str]],
    moved: Mapping[str, str],
    lists: Mapping[str, str],
    taken: Collection[str],
    folders: Mapping[str, str],
) -> bytes:
    """Return kb.yml after a move.

    Targets of redirects follow `ids`, `labels` and the addresses in `moved`; redirects from `lists`
    are added, those from an address in `taken` removed; categories follow `folders`.
    """
    tree = _tree(data)
    edits: list[Edit] = []
    gone: dict[str, object] = {}
    for keys, scalar, is_key in places_of(tree):
        text = scalar.text.strip()
        if keys == ("categories",) and is_key and text.strip("/") in folders:
            edits.append(replaced(data, scalar, folders[text.strip("/")]))
        elif keys == ("redirects",) and is_key and _key(text) in {_key(it) for it in taken}:
            gone[scalar.text] = None
        elif len(keys) == 2 and keys[0] == "redirects" and not is_key:
            id, sign, fragment = text.partition("#")
            path = re.split(r"[?#]", text)[0]
            new = text
            if path in moved:
                new = moved[path] + text[len(path) :]
            elif not text.startswith("/"):
                place = labels.get(id, {}).get(fragment, fragment)
                new = ids.get(id, id) + sign + place
            if new != text:
                edits.append(replaced(data, scalar, new))
    data = _applied(data, edits)
    data = _applied(data, without_entries(data, _tree(data), "redirects", gone))
    if not lists:
        return data
    try:
        return add_to_registry(data.decode(), Additions(redirects=lists)).encode()
    except CannotExtend as error:
        raise CannotMove(str(error)) from error


def move_places(
    data: bytes,
    ids: tuple[str, str],
    addresses: tuple[str, str],
    places: Mapping[str, str],
    there: Collection[str],
    added: Mapping[str, str],
) -> bytes:
    """Return kb.yml after a section has moved from an article to another, each given as a pair.

    Targets of redirects that lead to one of its `places` follow; redirects from what the other
    page has now, `there`, are removed; those of `added` are added.
    """
    tree = _tree(data)
    edits: list[Edit] = []
    gone: dict[str, object] = {}
    for keys, scalar, is_key in places_of(tree):
        page, _, fragment = scalar.text.strip().partition("#")
        if keys == ("redirects",) and is_key:
            if _key(page) == _key(addresses[1]) and fragment in there:
                gone[scalar.text] = None
        elif len(keys) == 2 and keys[0] == "redirects" and fragment in places:
            if page == ids[0]:
                edits.append(replaced(data, scalar, f"{ids[1]}#{places[fragment]}"))
            elif page.startswith("/") and _key(page) == _key(addresses[0]):
                edits.append(replaced(data, scalar, f"{addresses[1]}#{places[fragment]}"))
    data = _applied(data, edits)
    data = _applied(data, without_entries(data, _tree(data), "redirects", gone))
    try:
        return add_to_registry(data.decode(), Additions(redirects=added)).encode()
    except CannotExtend as error:
        raise CannotMove(str(error)) from error


def rename_in_yaml(data: bytes, files: Mapping[str, str]) -> bytes:
    """Return a YAML file, such as screenshots.yml, with new paths in the place of old ones."""
    try:
        data.decode()
        tree = _tree(data)
    except (UnicodeDecodeError, CannotMove):
        return data
    edits = [
        replaced(data, it.scalar, files[it.scalar.text])
        for it in places_of(tree)
        if it.scalar.text in files
    ]
    return _applied(data, edits)


def follow_steps(
    data: bytes, ids: Mapping[str, str], labels: Mapping[str, Mapping[str, str]]
) -> bytes:
    """Return capture.yml with the new ids of articles, and labels by id, in its highlights."""

    def renamed(id: str, label: str) -> str:
        return f"{ids.get(id, id)}#{labels.get(id, {}).get(label, label)}"

    return _with_steps(data, renamed)


def follow_places(data: bytes, ids: tuple[str, str], places: Mapping[str, str]) -> bytes:
    """Return capture.yml after places of one article have moved to another, in its highlights."""

    def moved(id: str, label: str) -> str:
        leads = id == ids[0] and label in places
        return f"{ids[1]}#{places[label]}" if leads else f"{id}#{label}"

    return _with_steps(data, moved)


def _with_steps(data: bytes, renamed: Callable[[str, str], str]) -> bytes:
    try:
        data.decode()
        tree = _tree(data)
    except (UnicodeDecodeError, CannotMove):
        return data
    edits: list[Edit] = []
    for keys, scalar, is_key in places_of(tree):
        if keys[1:] != ("highlights", "step") or is_key:
            continue
        id, sign, label = scalar.text.partition("#")
        new = renamed(id, label)
        if sign and new != scalar.text:
            edits.append(replaced(data, scalar, new))
    return _applied(data, edits)


def _key(address: str) -> str:
    return re.sub(r"(?:/index\.html|\.html)?/?\Z", "", address)


def _applied(data: bytes, edits: list[Edit]) -> bytes:
    for edit in sorted(set(edits), reverse=True):
        data = data[: edit.span.start] + edit.text.encode() + data[edit.span.end :]
    return data


def _tree(data: bytes) -> Node | None:
    tree, found = read_yaml(Source("kb.yml", data), 0, len(data), 1, MAX_REGISTRY_BYTES)
    if tree is None and found:
        raise CannotMove("kb.yml cannot be read; see helpwright check")
    return tree
