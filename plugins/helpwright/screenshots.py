"""The pictures of a knowledge base and its ledger: what there is, and the ledger made to fit."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from helpwright.diagnostic import Edit, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.ledger import Entry, file_digest, read_ledger, write_entry, write_ledger
from helpwright.model import Article, Value
from helpwright.parse import yaml_tree
from helpwright.parse.yaml_tree import Node, Scalar, read_yaml
from helpwright.pictures import picture_size
from helpwright.read import LEDGER_NAME, MAX_SOURCE_BYTES
from helpwright.rules._pictures import is_screenshot, shown
from helpwright.rules._scopes import Holds
from helpwright.scope import NOTHING
from helpwright.source import Source
from helpwright.write.scalars import scalar


class State(StrEnum):
    """How a picture and its entry in the ledger stand to each other."""

    KNOWN = "as in the ledger"
    CHANGED = "changed"
    NEW = "not in the ledger"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture is shown: an article, and the offset of the picture in its source."""

    article: Article
    offset: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that an article shows or the ledger names.

    `digest` is the SHA-256 of its file and `length` its size in bytes; without a file, an empty
    text and 0. `size` is width and height in pixels, where they can be told.
    """

    path: str
    state: State
    digest: str
    length: int
    size: tuple[int, int] | None
    places: tuple[Place, ...]
    entry: Entry | None


class BrokenLedger(Exception):
    """The ledger has mistakes that an update would have to write over."""


@dataclass(frozen=True, slots=True)
class Update:
    """The new text of the ledger, and the paths whose entries it adds, refreshes, moves, removes.

    `moved` maps the former path to the one of today.
    """

    text: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


def pictures(kb: KnowledgeBase) -> tuple[Picture, ...]:
    """Return the screenshots that articles show, and what the ledger names, in order of path.

    Drawings and icons that stand in a line of text are none.
    """
    places: dict[str, list[Place]] = defaultdict(list)
    for path, article, image in shown(kb):
        if path in kb.ledger.entries or is_screenshot(path, kb.files[path]):
            places[path].append(Place(article, image.span.start))
    paths = sorted({*places, *kb.ledger.entries})
    return tuple(_picture(kb, path, tuple(places.get(path, ()))) for path in paths)


def _picture(kb: KnowledgeBase, path: str, places: tuple[Place, ...]) -> Picture:
    entry = kb.ledger.entries.get(path)
    file = kb.files.get(path)
    digest = (file_digest(file) or "") if file else ""
    if not file or not digest:
        return Picture(path, State.GONE, "", 0, None, places, entry)
    state = State.NEW
    if entry is not None:
        state = State.KNOWN if entry.sha256 == digest else State.CHANGED
    return Picture(
        path, state, digest, Path(file).stat().st_size, picture_size(file), places, entry
    )


def update(kb: KnowledgeBase) -> Update:
    """Return the ledger with an entry for each picture, and nothing else changed in it.

    Raises BrokenLedger where mistakes in the file stand in the way.
    """
    if kb.ledger.unread:
        raise BrokenLedger("it cannot be read")
    found = {picture.path: picture for picture in pictures(kb)}
    new = [it for it in found.values() if it.state is State.NEW]
    gone = [it for it in found.values() if it.state is State.GONE and it.entry]
    moved = _moved(new, gone)
    wanted: dict[str, Entry] = {}
    for path, entry in kb.ledger.entries.items():
        picture = found[path]
        if path in moved:
            wanted[moved[path]] = replace(entry, path=moved[path])
        elif picture.state is State.CHANGED:
            wanted[path] = _refreshed(entry, picture.digest, kb.today)
        elif picture.state is not State.GONE:
            wanted[path] = entry
    added = [it for it in new if it.path not in wanted]
    wanted |= {it.path: _new_entry(kb, it) for it in added}
    text = _text(kb.ledger.source, kb.ledger.entries, wanted, moved)
    return Update(
        text,
        tuple(it.path for it in added),
        tuple(it.path for it in found.values() if it.state is State.CHANGED),
        moved,
        tuple(it.path for it in gone if it.path not in moved),
    )


def record(kb: KnowledgeBase, taken: Mapping[str, str]) -> str | None:
    """Return the ledger with what is known of pictures that were just taken; None if as before.

    `taken` maps paths to the digests of their recipes. The day is today's where the file is another
    one than the ledger says. Raises BrokenLedger where mistakes in the file stand in the way.
    """
    if kb.ledger.unread:
        raise BrokenLedger("it cannot be read")
    places: dict[str, list[Place]] = defaultdict(list)
    for path, article, image in shown(kb):
        if path in taken:
            places[path].append(Place(article, image.span.start))
    wanted = dict(kb.ledger.entries)
    for path, recipe in taken.items():
        picture = _picture(kb, path, tuple(places.get(path, ())))
        entry = picture.entry or _new_entry(kb, picture)
        if picture.state is State.CHANGED:
            entry = _refreshed(entry, picture.digest, kb.today)
        if entry.recipe is None or entry.recipe.text != recipe:
            entry = replace(entry, recipe=Value(recipe, Span(0, 0)))
        wanted[path] = entry
    if wanted == dict(kb.ledger.entries):
        return None
    return _text(kb.ledger.source, kb.ledger.entries, wanted, {})


def _moved(new: Sequence[Picture], gone: Sequence[Picture]) -> dict[str, str]:
    """Return the new path of each picture that is gone and has the same bytes elsewhere."""
    free: dict[str, list[str]] = defaultdict(list)
    for picture in new:
        free[picture.digest].append(picture.path)
    moved: dict[str, str] = {}
    for picture in gone:
        same = free.get(picture.entry.sha256, []) if picture.entry else []
        if same:
            moved[picture.path] = same.pop(0)
    return moved


def _refreshed(entry: Entry, digest: str, today: datetime.date) -> Entry:
    """Return an entry for other bytes; a digest that was never there leaves the day alone."""
    taken = entry.taken
    if entry.sha256 or not taken.text:
        taken = Value(today.isoformat(), taken.span)
    return replace(entry, sha256=digest, taken=taken)


def _new_entry(kb: KnowledgeBase, picture: Picture) -> Entry:
    """Return an entry of today, with the newest supported version of those that see the picture.

    Where the articles are for several products, a person must say which one the picture shows.
    """
    nowhere = Span(0, 0)
    scope = NOTHING
    for place in picture.places:
        settled = Holds(kb, place.article.path).settled_at(place.offset)
        scope |= kb.scopes[place.article.path] if settled is None else settled
    products = {
        applies.product.text
        for place in picture.places
        for applies in place.article.metadata.applies_to
    }
    product = version = None
    if len(products) == 1 and (id := next(iter(products))) in kb.registry.products:
        product = Value(id, nowhere)
        best = kb.ranking.best(scope & kb.universe.product(id), [id])
        version = Value(best.version, nowhere) if best and best.version else None
    taken = Value(kb.today.isoformat(), nowhere)
    return Entry(picture.path, picture.digest, product, version, taken, None, nowhere)


def _text(
    source: Source | None,
    old: Mapping[str, Entry],
    wanted: Mapping[str, Entry],
    moved: Mapping[str, str],
) -> str:
    """Return the ledger's text with what is wanted; what a person wrote stays where it is."""
    if source is None or not source.data.strip():
        return write_ledger(wanted.values())
    text = _spliced(source, old, wanted, moved)
    again, mistakes = read_ledger(Source(LEDGER_NAME, text.encode()))
    if {path: _said(it) for path, it in again.entries.items()} == {
        path: _said(it) for path, it in wanted.items()
    }:
        return text
    if read_ledger(source)[1] or mistakes:
        raise BrokenLedger("it has mistakes")
    return write_ledger(wanted.values())


def _said(entry: Entry) -> tuple[str | None, ...]:
    values = (entry.product, entry.version, entry.taken, entry.recipe)
    return entry.sha256, *(value.text if value else None for value in values)


def _spliced(
    source: Source,
    old: Mapping[str, Entry],
    wanted: Mapping[str, Entry],
    moved: Mapping[str, str],
) -> str:
    tree, _ = read_yaml(source, 0, len(source.data), 1, MAX_SOURCE_BYTES)
    entries = list(tree.entries) if isinstance(tree, yaml_tree.Mapping) else []
    edits: list[Edit] = []
    for at, (key, node) in enumerate(entries):
        if key.text not in old:
            continue
        if key.text in moved:
            edits.append(Edit(key.span, scalar(moved[key.text])))
        elif key.text not in wanted:
            following = entries[at + 1][0].span.start if at + 1 < len(entries) else None
            edits.append(Edit(Span(key.span.start, _end(source, node, following)), ""))
        elif wanted[key.text] != old[key.text]:
            edits.extend(_value_edits(source, node, wanted[key.text]))
    data = source.data
    for edit in sorted(edits, reverse=True):
        data = data[: edit.span.start] + edit.text.encode() + data[edit.span.end :]
    text = data.decode()
    blocks = [
        f"\n{write_entry(wanted[path])}"
        for path in sorted(wanted)
        if path not in old and path not in moved.values()
    ]
    if blocks:
        newline = "\r\n" if "\r\n" in text else "\n"
        text = text.rstrip() + newline + "".join(blocks).replace("\n", newline)
    return text


def _end(source: Source, node: Node, following: int | None) -> int:
    """Return where the text of an entry ends: comments in front of the next one stay."""
    if following is None:
        return len(source.data)
    last = source.data.rfind(b"\n", 0, _last(node)) + 1
    end = source.data.find(b"\n", max(last, _last(node) - 1))
    return following if end < 0 else min(end + 1, following)


def _last(node: Node) -> int:
    """Return the offset behind the last scalar of a node."""
    while isinstance(node, yaml_tree.Mapping) and node.entries:
        node = node.entries[-1][1]
    return node.span.end


def _value_edits(source: Source, node: Node, wanted: Entry) -> Iterator[Edit]:
    """Yield the edits that write the digests and the day of an entry."""
    if not isinstance(node, yaml_tree.Mapping) or not node.entries:
        return
    values = {key.text: value for key, value in node.entries}
    first = node.entries[0][0].span.start
    in_braces = source.data[node.span.start : node.span.start + 1] == b"{"
    gap = ", " if in_braces else "\n" + " " * (source.position(first).column - 1)
    texts = {"sha256": scalar(wanted.sha256), "taken": wanted.taken.text}
    for name, text in texts.items():
        value = values.get(name)
        if isinstance(value, Scalar) and value.span.end > value.span.start:
            yield Edit(value.span, text)
        elif value is None:
            yield Edit(Span(first, first), f"{name}: {text}{gap}")
    if wanted.recipe is None or not wanted.recipe.text:
        return
    recipe, text = values.get("recipe"), scalar(wanted.recipe.text)
    if isinstance(recipe, Scalar) and recipe.span.end > recipe.span.start:
        yield Edit(recipe.span, text)
    elif recipe is None and in_braces:
        yield Edit(Span(first, first), f"recipe: {text}, ")
    elif recipe is None:
        # At the end of the entry, behind what may stand behind its last value.
        end = source.data.find(b"\n", _last(node) - 1)
        end = len(source.data) if end < 0 else end
        end -= source.data[:end].endswith(b"\r")
        newline = "\r\n" if b"\r\n" in source.data else "\n"
        yield Edit(Span(end, end), f"{newline}{gap[1:]}recipe: {text}")
