"""Edits of an article's front matter: its id, related ids and aliases."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from helpwright.diagnostic import Edit
from helpwright.move.addresses import Renaming
from helpwright.move.documents import Document
from helpwright.move.request import CannotMove
from helpwright.move.yaml_edits import replaced, without_items
from helpwright.parse.values import is_empty
from helpwright.parse.yaml_tree import Mapping, Node, Scalar, read_yaml
from helpwright.source import Source
from helpwright.write.yaml_data import Unfit
from helpwright.write.yaml_insertion import Insertion


def front_matter_edits(document: Document, renaming: Renaming) -> Iterator[Edit]:
    """Yield the edits that put new ids in the place of old ones."""
    metadata = document.article.metadata
    values = [*metadata.related, *([metadata.id] if metadata.id else [])]
    for value in values:
        if value.text in renaming.ids:
            scalar = Scalar(value.text, value.span, False)
            yield replaced(document.data, scalar, renaming.ids[value.text])


def with_aliases(data: bytes, wanted: Sequence[str], unwanted: Collection[str]) -> bytes:
    """Return an article with more aliases, and without those that are its own address or id."""
    tree = _tree(data)
    own = {it.rstrip("/").removesuffix(".html") for it in unwanted if it.startswith("/")}
    gone = set(unwanted)
    for alias in _there(tree):
        if alias.startswith("/") and alias.rstrip("/").removesuffix(".html") in own:
            gone.add(alias)
    edits = without_items(data, tree, "aliases", gone)
    for edit in sorted(edits, reverse=True):
        data = data[: edit.span.start] + edit.text.encode() + data[edit.span.end :]
    tree = _tree(data)
    missing = [it for it in dict.fromkeys(wanted) if it not in _there(tree) and it not in unwanted]
    if not missing:
        return data
    insertion = Insertion(Source("article", data), (), _behind)
    try:
        insertion.insert(tree, {"aliases": missing})
    except Unfit as error:
        raise CannotMove(f"`aliases` cannot be extended: {error}; write it as a list") from error
    return insertion.text().encode()


def _behind(key: str, there: Sequence[str], wanted: Sequence[str]) -> list[str]:
    return [*there, *(it for it in wanted if it not in there)]


def _tree(data: bytes) -> Node | None:
    """Return the tree of an article's front matter."""
    if not data.startswith(b"---"):
        raise CannotMove("an article without front matter cannot keep its address: give it one")
    start = data.find(b"\n") + 1
    end = data.find(b"\n---", start - 1)
    tree, _ = read_yaml(Source("article", data), start, end + 1 if end >= 0 else len(data), 2)
    if not isinstance(tree, Mapping):
        raise CannotMove("an article whose front matter cannot be read cannot keep its address")
    return tree


def _there(tree: Node | None) -> list[str]:
    entries = tree.entries if isinstance(tree, Mapping) else ()
    value = next((value for key, value in entries if key.text == "aliases"), None)
    if value is None or is_empty(value):
        return []
    items = getattr(value, "items", (value,))
    return [it.text.strip() for it in items if isinstance(it, Scalar)]
