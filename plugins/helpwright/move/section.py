"""A section that moves to another article, worked out and proven before anything is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpwright.build import Inspection, inspect_reading, pages
from helpwright.config import Config
from helpwright.diagnostic import Edit, Span
from helpwright.fix.meaning import outline
from helpwright.knowledge import Anchor, KnowledgeBase
from helpwright.model import Article
from helpwright.move.documents import Document, read_documents
from helpwright.move.labels import label_edits
from helpwright.move.plan import Plan, Texts, Write, applied, page_address
from helpwright.move.proof import prove_move
from helpwright.move.registry import follow_places, move_places
from helpwright.move.request import CannotMove, refuse_label
from helpwright.move.section_links import Move, section_edits
from helpwright.move.section_place import find_place
from helpwright.parse import parse_article
from helpwright.read import RECIPES_NAME, REGISTRY_NAME, Reading, read
from helpwright.render.host import Layout
from helpwright.resolve.anchors import find_anchors
from helpwright.resolve.raw_addresses import raw_places
from helpwright.rules._scopes import Holds
from helpwright.source import Source

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class SectionRequest:
    """What to move: the section at the fragment `label` of the article at `old`, to that at `new`.

    Both are paths of the KB. `new_label` is the label that it gets, empty to keep its own.
    """

    old: str
    label: str
    new: str
    new_label: str = ""


@dataclass(frozen=True, slots=True)
class _Joined:
    """Both articles behind a move, and where in the second the section stands."""

    left: Document
    joined: Document
    span: Span


def plan_section(config: Config, request: SectionRequest) -> Plan:
    """Return what moving a section changes. Raises CannotMove where it cannot be exact."""
    reading = read(config.kb_dir)
    before = inspect_reading(reading, pages(config), config.path)
    kb = before.kb
    if kb.registry.unread or reading.registry is None:
        raise CannotMove("there is no kb.yml that could keep the section's address: make one")
    documents = list(read_documents(config, reading.files, kb.registry.section_names))
    old, new = (_document(kb, documents, path) for path in (request.old, request.new))
    place = find_place(old, new, request.label)
    renames: list[Edit] = []
    if request.new_label and request.new_label != request.label:
        refuse_label(request.new_label)
        renames = [*label_edits(old, {request.label: request.new_label})]
    draft = _join(kb, old, new, place.span, place.at, renames, [])
    places = _moved_places(old, new, place.span, place.at, draft)
    layout = Layout(config.path)
    articles = kb.by_path[old.path], kb.by_path[new.path]
    its_pages = dict.fromkeys(
        (layout.article(articles[0], it.slug) for it in kb.variants[old.path]),
        layout.article(articles[1]),
    )
    move = Move(*articles, place.span, places, its_pages)
    edits = {it.file: [*section_edits(kb, move, it)] for it in documents}
    edits[old.file] += renames
    final = _join(kb, old, new, place.span, place.at, edits[old.file], edits[new.file])
    _compare(kb, old, new, place.span, place.at, edits, final)
    if _moved_places(old, new, place.span, place.at, final) != places:
        raise CannotMove(_unequal(new))
    texts: Texts = {
        it.file: (it.data, applied(it.data, edits[it.file]), len(edits[it.file]))
        for it in documents
        if edits[it.file] and it.file not in (old.file, new.file)
    }
    texts[old.file] = old.data, final.left.data, len(edits[old.file]) + 1
    texts[new.file] = new.data, final.joined.data, len(edits[new.file]) + 1
    added = _registry(config, move, final, texts)
    if RECIPES_NAME in reading.files:
        file = Path(reading.files[RECIPES_NAME])
        data = file.read_bytes().removeprefix(_BOM)
        followed = follow_places(data, (move.old.id, move.new.id), places)
        if followed != data:
            texts[file] = data, followed, 1
    plan = Plan(tuple(Write(file, *found) for file, found in sorted(texts.items())), (), added)
    _prove(config, reading, before, plan, move, final)
    return plan


def _document(kb: KnowledgeBase, documents: Iterable[Document], path: str) -> Document:
    document = next((it for it in documents if it.path == path and not it.page), None)
    if document is None or path not in kb.by_path:
        raise CannotMove(f"{path} is no article of the knowledge base")
    if find_anchors(document.article).keys() != kb.anchors[path].keys():
        raise CannotMove(f"{path} includes shared texts with steps or headings: move it by hand")
    return document


def _join(
    kb: KnowledgeBase,
    old: Document,
    new: Document,
    span: Span,
    at: int,
    old_edits: Iterable[Edit],
    new_edits: Iterable[Edit],
) -> _Joined:
    """Take a section out of one article and put it into another; offsets are those before."""
    inside: list[Edit] = []
    outside: list[Edit] = []
    for edit in old_edits:
        is_inside = span.start <= edit.span.start < span.end
        (inside if is_inside else outside).append(edit)
    section = applied(old.data[: span.end], [*inside, Edit(Span(0, span.start), "")])
    left = applied(old.data, [*outside, Edit(span, "")])
    if span.end >= len(old.data):
        left = left.rstrip() + _line_end(old.data)
    there = [*new_edits]
    head = applied(new.data[:at], [it for it in there if it.span.start < at]).rstrip()
    tail = applied(new.data, [Edit(Span(0, at), ""), *(it for it in there if it.span.start >= at)])
    end = _line_end(new.data)
    section = re.sub(rb"\r?\n", end, section.strip(b"\r\n").rstrip())
    start = len(head) + 2 * len(end)
    joined = head + 2 * end + section + end + (end + tail if tail.strip() else b"")
    return _Joined(
        _parsed(kb, old, left), _parsed(kb, new, joined), Span(start, start + len(section))
    )


def _line_end(data: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in data else b"\n"


def _parsed(kb: KnowledgeBase, document: Document, data: bytes) -> Document:
    article, _ = parse_article(Source(document.path, data), kb.registry.section_names)
    return Document(document.path, document.file, data, article)


def _moved_places(
    old: Document, new: Document, span: Span, at: int, found: _Joined
) -> dict[str, str]:
    """Return the fragments of the section, each with the one that it has behind the move.

    Raises CannotMove where a place that stays would get another fragment.
    """
    before, there, after = (_anchors(it) for it in (old, new, found.joined))
    inside = [it for it in before if span.start <= it.span.start < span.end]
    moved = [it for it in after if found.span.start <= it.span.start < found.span.end]
    if [(it.kind, it.number) for it in inside] != [(it.kind, it.number) for it in moved]:
        raise CannotMove(_unequal(new))
    for document, stayed, now in (
        (old, [it for it in before if it not in inside], _anchors(found.left)),
        (new, there, [it for it in after if it not in moved]),
    ):
        for one, other in zip(stayed, now, strict=False):
            if one.fragment != other.fragment:
                raise CannotMove(
                    f"#{one.fragment} of {document.path} would become #{other.fragment}: give "
                    "that place a label first"
                )
    places: dict[str, str] = {}
    for one, other in zip(inside, moved, strict=True):
        places |= dict.fromkeys((one.fragment, *one.former), other.fragment)
    return places | {it: it for it in raw_places(old.article) - raw_places(found.left.article)}


def _anchors(document: Document) -> list[Anchor]:
    """Return the places of a text, each once, in source order."""
    return [*dict.fromkeys(find_anchors(document.article).values())]


def _compare(
    kb: KnowledgeBase,
    old: Document,
    new: Document,
    span: Span,
    at: int,
    edits: dict[Path, list[Edit]],
    found: _Joined,
) -> None:
    """Raise CannotMove where a text would read differently, or a link lead elsewhere."""
    one, other = (_parsed(kb, it, applied(it.data, edits[it.file])) for it in (old, new))
    shown = [outline(it.article.blocks) for it in (one, other, found.left, found.joined)]
    first = sum(it.span.start < span.start for it in old.article.blocks)
    last = sum(it.span.start < span.end for it in old.article.blocks)
    index = sum(it.span.start < at for it in new.article.blocks)
    section = shown[0][first:last]
    if (
        shown[2] != shown[0][:first] + shown[0][last:]
        or shown[3] != shown[1][:index] + section + shown[1][index:]
    ):
        raise CannotMove(_unequal(new))
    start = span.start + _growth(edits[old.file], span.start)
    end = span.end + _growth(edits[old.file], span.end)
    place = at + _growth(edits[new.file], at)
    moved = _targets(one.article, start, end)
    if (
        _targets(found.left.article, 0, start) != _targets(one.article, 0, start)
        or _targets(found.left.article, start) != _targets(one.article, end)
        or _targets(found.joined.article, 0, found.span.start) != _targets(other.article, 0, place)
        or _targets(found.joined.article, found.span.start, found.span.end) != moved
        or _targets(found.joined.article, found.span.end) != _targets(other.article, place)
    ):
        raise CannotMove(_unequal(new))


def _growth(edits: Sequence[Edit], place: int) -> int:
    """Return how many bytes edits before a place add."""
    return sum(
        len(it.text.encode()) - (it.span.end - it.span.start)
        for it in set(edits)
        if it.span.start < place
    )


def _targets(article: Article, start: int, end: int | None = None) -> list[str]:
    """Return where the links and pictures in a part of a text lead, as it is written."""
    found = [(it.span.start, it.target) for it in article.nodes.links]
    found += [(it.span.start, it.source) for it in article.nodes.images]
    return [text for at, text in sorted(found) if at >= start and (end is None or at < end)]


def _unequal(new: Document) -> str:
    return (
        f"the section would read differently in {new.path}: what it needs of its article (the "
        "address of a link, a footnote, the end of a block) must stand in the section itself"
    )


def _registry(config: Config, move: Move, found: _Joined, texts: Texts) -> tuple[str, ...]:
    """Let kb.yml lead on from each place of the section; return what it leads on, in words."""
    file = config.kb_dir / REGISTRY_NAME
    addresses = [page_address(config, it.category, it.id) for it in (move.old, move.new)]
    added = {
        f"{addresses[0]}#{old}": f"{move.new.id}#{place}" for old, place in move.places.items()
    }
    there = {*find_anchors(found.joined.article), *raw_places(found.joined.article)}
    old = file.read_bytes().removeprefix(_BOM)
    new = move_places(
        old, (move.old.id, move.new.id), (addresses[0], addresses[1]), move.places, there, added
    )
    texts[file] = old, new, 1
    return tuple(f"{address} -> {target} (redirect of kb.yml)" for address, target in added.items())


def _prove(
    config: Config, reading: Reading, before: Inspection, plan: Plan, move: Move, found: _Joined
) -> None:
    """Raise CannotMove where the move brings a finding, or shows the section to other readers."""
    kb = before.kb
    source = kb.sources[move.old.path]
    first, last = (source.position(it).line for it in move.span)
    along = Counter(
        (it.rule.code, move.new.path)
        for it in before.diagnostics
        if it.path == move.old.path and first <= it.start.line < last
    )
    new = {write.file: write.new for write in plan.writes}
    after = prove_move(config, reading, before, new, {}, along)
    scopes = (
        Holds(kb, move.old.path).at(move.span.start),
        Holds(after.kb, move.new.path).at(found.span.start),
    )
    if scopes[0] != scopes[1]:
        raise CannotMove(
            f"readers of other versions would see the section in {move.new.path}: give it a "
            "condition (`applies_to`) that says whom it is for, and see that both articles are "
            "for them"
        )
