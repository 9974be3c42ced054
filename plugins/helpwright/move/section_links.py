"""Addresses in a text that have to change when a section moves to another article."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from helpwright.diagnostic import Edit, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.move.addresses import SCHEME, Renaming, find_target, rewritten, written_addresses
from helpwright.move.documents import Document


@dataclass(frozen=True, slots=True)
class Move:
    """A section that moves from `old` to `new`.

    `span` is where it stands in the old article; `places` are its fragments there, each with the
    one that it has in the new article. `pages` maps the paths that the old article's pages have in
    the site's sources to that of the new one.
    """

    old: Article
    new: Article
    span: Span
    places: Mapping[str, str]
    pages: Mapping[str, str]


def section_edits(kb: KnowledgeBase, move: Move, document: Document) -> Iterator[Edit]:
    """Yield the edits of a text's addresses: of those that lead to the section, and of its own."""
    for span, written in written_addresses(document):
        is_inside = document.path == move.old.path and (
            move.span.start <= span.start < move.span.end
        )
        new = _rewritten(kb, move, document, is_inside, written)
        if new is not None and new != written:
            yield Edit(span, new)


def _rewritten(
    kb: KnowledgeBase, move: Move, document: Document, is_inside: bool, written: str
) -> str | None:
    """Return an address as it is to be, or None where it stays as it is."""
    path, _, fragment = written.partition("#")
    place = move.places.get(unquote(fragment)) if fragment else None
    if written[:3].lower() == "kb:":
        if place is None or kb.by_id.get(unquote(path[3:])) is not move.old:
            return None
        return f"{written[:3]}{move.new.id}#{place}"
    if SCHEME.match(written) or written.startswith(("/", "\\")):
        return None
    here = move.new.path if is_inside else document.path
    if path:
        wanted = posixpath.normpath(
            posixpath.join(document.folder, unquote(path.partition("?")[0]))
        )
        target = find_target(kb, Renaming(pages=move.pages), document, wanted)[0]
    else:
        target = document.path
    leads = target == move.old.path or target in move.pages
    if leads and place is not None:
        if here == move.new.path:
            return f"#{place}"
        if not path:  # In the old article, outside of the section.
            return f"{_relative(here, move.new.path)}#{place}"
        return _from(kb, move, document, here, written, place=place)
    if not is_inside:
        return None
    if not path:
        return f"{_relative(here, move.old.path)}#{fragment}" if fragment else None
    if target == move.new.path and fragment:
        return f"#{fragment}"
    return _from(kb, move, document, here, written)


def _from(
    kb: KnowledgeBase, move: Move, document: Document, here: str, written: str, *, place: str = ""
) -> str | None:
    """Return an address as a text at `here` writes it; with `place`, to that of the new article."""
    # Only the text moves, and the article that it was in does not: so it gets another name.
    alias = replace(document, path=posixpath.join(document.folder, "\0"))
    files = {alias.path: posixpath.join(here.rpartition("/")[0], "\0")}
    labels: dict[str, Mapping[str, str]] = {}
    pages: Mapping[str, str] = {}
    if place:
        files[move.old.path] = move.new.path
        labels = dict.fromkeys((move.old.path, *move.pages), move.places)
        pages = move.pages
    return rewritten(kb, Renaming(files, {}, labels, pages), alias, written)


def _relative(here: str, there: str) -> str:
    return posixpath.relpath(there, here.rpartition("/")[0] or ".")
