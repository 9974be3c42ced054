"""Boxes of a page to alerts, parts that open on a click to details and tabs."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.boxes import (
    admonition_name,
    box_title,
    is_admonition,
    is_name_of,
)
from helpwright.importers.html.flow import Flow
from helpwright.importers.html.folds import Fold
from helpwright.importers.html.labels import without_label
from helpwright.importers.html.paragraphs import one_run, paragraph
from helpwright.importers.html.tree import (
    CHROME,
    WORDS,
    Element,
    Node,
    links_of,
    pictures_of,
    words_of,
)
from helpwright.importers.ledger import Attention, Outcome
from helpwright.model import AlertKind, Block, Directive, Quote, Style, Styled

_OWN_ALERTS = {
    ("note", "note"): AlertKind.NOTE,
    ("tip", "tip"): AlertKind.TIP,
    ("info", "important"): AlertKind.IMPORTANT,
    ("warning", "warning"): AlertKind.WARNING,
    ("danger", "caution"): AlertKind.CAUTION,
}
"""Our own alerts by class and title, as the compiler writes them."""


def read_box(element: Element, kind: AlertKind, flow: Flow) -> list[Block]:
    """Return a note, warning or other box as an alert, or as a box with a title of its own."""
    title = box_title(element)
    rest: list[Node] = [" " if child is title else child for child in element.children]
    if title is not None and CHROME in title.attributes:
        return [_own_box(element, title.attributes.get(WORDS, ""), flow.read_box(rest))]
    words = words_of(title) if title is not None else ""
    if title is not None and is_name_of(words, kind):
        flow.notes.took(Outcome.MAPPED, "alert-label", "the label of a note", title)
        title = None
    if title is None:
        blocks = without_label(flow.read_box(rest), kind, flow.notes)
        return [Quote(kind, tuple(blocks), NOWHERE)] if blocks else []
    if is_admonition(element) and not links_of(title) and not pictures_of(title):
        inner = tuple(flow.read_box(rest))
        return [Directive(admonition_name(element), flow.inlines.clean(words), inner, NOWHERE)]
    heading = one_run(flow.inlines.read(title.children))
    lead = [paragraph(one_run([Styled(Style.STRONG, tuple(heading), NOWHERE)]))] if heading else []
    inside = [*lead, *flow.read_box(rest)]
    return [Quote(kind, tuple(inside), NOWHERE)] if inside else []


def _own_box(element: Element, title: str, blocks: Sequence[Block]) -> Block:
    """Return a box of one of our own pages, whose title the compiler wrote."""
    name, title = admonition_name(element), title.strip().lower()
    alert = _OWN_ALERTS.get((name, title))
    if alert is not None:
        return Quote(alert, tuple(blocks), NOWHERE)
    return Directive(title or name, "", tuple(blocks), NOWHERE)


def read_fold(fold: Fold, flow: Flow) -> Block:
    """Return a part that opens on a click; its title is plain text."""
    title = fold.title
    words = ""
    pictures: list[Node] = []
    if title is not None and CHROME not in title.attributes:
        words = " ".join(flow.inlines.clean(words_of(title)).split())
        links = links_of(title)
        if links:
            flow.notes.tell(
                Outcome.DROPPED if fold.name == "details" else Outcome.MAPPED,
                "link",
                "a title that opens a text cannot be a link, too",
                about=f"{words} → {links[0]}",
                links=links,
                attention=Attention.LOOK if fold.name == "details" else Attention.NONE,
            )
        pictures = [inner for inner in title.walk() if inner.tag == "img" and not inner.children]
    blocks = flow.read([*pictures, *fold.nodes])
    return Directive(fold.name, words, tuple(blocks), NOWHERE)
