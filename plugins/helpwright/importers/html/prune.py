"""What a page shows around its article, and what it hides: left out, with the words."""

from __future__ import annotations

from helpwright.importers.html.boxes import box_kind
from helpwright.importers.html.chrome import PERMALINK, why_hidden, why_left_out
from helpwright.importers.html.folds import fold_at, is_opened, tabs_at
from helpwright.importers.html.notes import Notes, is_blank
from helpwright.importers.html.tree import CHROME, HEADINGS, Element, Node, words_of
from helpwright.importers.ledger import Attention, Outcome


def prune(root: Element, notes: Notes, *, own: bool, whole: bool) -> None:
    """Take out what is no part of the article, with an entry for each that holds something.

    `whole` tells that the root is a piece of an article and not a page, so that elements which
    pages have around their articles stay.
    """
    waiting = [root]
    permalinks: list[Node] = []
    while waiting:
        element = waiting.pop()
        kept: list[Node] = []
        opened = _opened(element.children)
        for at, child in enumerate(element.children):
            if isinstance(child, str):
                kept.append(child)
                continue
            reason = _why(child, own=own, whole=whole, opened=at in opened)
            if CHROME in child.attributes:
                kept.append(child)
            elif reason == PERMALINK:
                permalinks.append(child)
                kept.append(" " if child.apart else "")
            elif reason:
                if not is_blank(child) or words_of(child):
                    _tell(child, reason, notes)
                kept.append(" " if child.apart else "")
            else:
                kept.append(child)
                waiting.append(child)
        element.children[:] = kept
    if permalinks:
        notes.took(
            Outcome.DROPPED,
            "permalinks",
            "headings and notes of the page link to themselves; that is no part of the article",
            *(part for link in permalinks for part in (link, " ")),
        )


def _opened(nodes: list[Node]) -> set[int]:
    """Return which nodes are shown when a reader asks for them, though they are hidden first."""
    found: set[int] = set()
    for at, node in enumerate(nodes):
        if not isinstance(node, Element) or not node.attributes:
            continue
        if is_opened(node) or fold_at(nodes, at) is not None:
            found.add(at)
        tabs = tabs_at(nodes, at)
        if tabs is not None:
            found.update(range(at, at + tabs.taken))
    return found


def _tell(element: Element, reason: str, notes: Notes) -> None:
    hidden = reason.startswith("hidden")
    notes.took(
        Outcome.DROPPED,
        "hidden-text" if hidden else "page-chrome",
        reason if hidden else f"{reason} is no part of the article",
        element,
        attention=Attention.LOOK if hidden else Attention.NONE,
    )


def _why(element: Element, *, own: bool, whole: bool, opened: bool) -> str:
    """Return why an element is left out; empty for what stays."""
    tag, attributes = element.tag, element.attributes
    reason = why_left_out(tag, attributes, own=own, whole=whole)
    if reason and not own and (_is_section(element) or box_kind(element) is not None):
        reason = ""
    if not reason and tag == "header" and not whole and not own:
        reason = "" if any(inner.tag in HEADINGS for inner in element.walk()) else "a header"
    if not reason and not opened and not own:
        reason = why_hidden(tag, attributes)
    return reason


def _is_section(element: Element) -> bool:
    """Tell whether an element holds a part of the article with its heading, by an unlucky id."""
    if "class" in element.attributes or element.tag not in ("div", "section"):
        return False
    first = next(iter(element.elements()), None)
    return first is not None and first.tag in HEADINGS
