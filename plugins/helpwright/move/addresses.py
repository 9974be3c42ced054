"""Addresses in a text that have to change when files, ids or labels get other names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote, unquote

from helpwright.diagnostic import Edit, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Image, Link
from helpwright.move.documents import Document
from helpwright.parse.destinations import definitions, destination, unescaped

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ODD = re.compile(r"[\x00-\x20\x7f<>()\\%?#\"'`\[\]&{}]")
_RAW = re.compile(
    rb"(?<![^\s/\"'])(?:href|src)\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'"
    rb"|(?P<c>[^\s\"'=<>`]+))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Renaming:
    """What gets another name.

    `files` maps paths of the KB, `ids` those of articles, `labels` fragments by the path of their
    article before the move or of its page, and `pages` paths in the site's own sources.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)


def address_edits(kb: KnowledgeBase, renaming: Renaming, document: Document) -> Iterator[Edit]:
    """Yield the edits of a text's links, pictures, definitions and raw HTML."""
    for place, written in written_addresses(document):
        new = rewritten(kb, renaming, document, written)
        if new is not None:
            yield Edit(place, new)


def written_addresses(document: Document) -> Iterator[tuple[Span, str]]:
    """Yield where a text's addresses stand, and what each says when nothing is escaped."""
    data, article = document.data, document.article
    nodes: tuple[Link | Image, ...] = (*article.nodes.links, *article.nodes.images)
    apart: list[Link | Image] = []
    for node in nodes:
        place = destination(data, node)
        if place is None:
            apart.append(node)
        else:
            yield place, unescaped(data[place.start : place.end])
    spans = [code.span for code in article.nodes.codes]
    for place, _ in definitions(data, article.body, apart, spans):
        yield place, unescaped(data[place.start : place.end])
    for html in article.nodes.html:
        for found in _RAW.finditer(data, html.span.start, html.span.end):
            group = found.lastgroup or "a"
            yield Span(*found.span(group)), unescape(found[group].decode("utf-8", "replace"))


def rewritten(
    kb: KnowledgeBase, renaming: Renaming, document: Document, written: str
) -> str | None:
    """Return an address of a text as it is to be, or None where it stays as it is."""
    path, sign, fragment = written.partition("#")
    if written[:3].lower() == "kb:":
        id = unquote(path[3:])
        target = kb.by_id.get(id)
        labels = renaming.labels.get(target.path, {}) if target else {}
        new = written[:3] + renaming.ids.get(id, path[3:]) + sign + _label(labels, fragment)
        return new if new != written else None
    if SCHEME.match(written) or written.startswith(("/", "\\")):
        return None
    if not path:
        new = sign + _label(renaming.labels.get(document.path, {}), fragment)
        return new if new != written else None
    name, query, asked = path.partition("?")
    wanted = posixpath.normpath(posixpath.join(document.folder, unquote(name)))
    new_folder = renaming.files.get(document.path, document.path).rpartition("/")[0]
    before, after, labels = find_target(kb, renaming, document, wanted)
    if not before:
        return None
    if document.page and before in renaming.pages:
        old_folder = new_folder = posixpath.dirname(document.page)
    else:
        old_folder = document.folder
    is_folder = before.endswith("/index.md") and wanted != before
    ends = [it.removesuffix("/index.md") if is_folder else it for it in (before, after)]
    leads = posixpath.normpath(posixpath.join(new_folder, unquote(name))) in (ends[1], after)
    old = posixpath.relpath(ends[0], old_folder or ".")
    new = posixpath.relpath(ends[1], new_folder or ".")
    is_shortest = posixpath.normpath(unquote(name)) == old
    if leads and (not is_shortest or old == new):
        shown = name
    else:
        shown = _ODD.sub(lambda it: quote(it[0]), new)
    if shown != name and name.endswith("/") and not shown.endswith(".md"):
        shown += "/"
    if name.startswith("./") and not shown.startswith("."):
        shown = f"./{shown}"
    result = shown + query + asked + sign + _label(labels, fragment)
    return result if result != written else None


def find_target(
    kb: KnowledgeBase, renaming: Renaming, document: Document, wanted: str
) -> tuple[str, str, Mapping[str, str]]:
    """Return what an address leads to, before and after, and the labels that change there."""
    for path in (wanted, f"{wanted}/index.md"):
        if path in kb.files:
            return path, renaming.files.get(path, path), renaming.labels.get(path, {})
        if path in kb.pages:
            return path, path, {}
    if not document.page:
        return "", "", {}
    # Pages of the site name those of the KB by the path that they have there.
    up = [".."] * (document.page.count("/") + 1)
    top = posixpath.normpath(posixpath.join(document.path, *up))
    page = posixpath.relpath(wanted, top)
    if page in renaming.pages:
        return page, renaming.pages[page], renaming.labels.get(page, {})
    return "", "", {}


def _label(labels: Mapping[str, str], fragment: str) -> str:
    return labels.get(unquote(fragment), fragment)
