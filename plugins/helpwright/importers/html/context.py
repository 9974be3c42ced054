"""What converting a part of a page needs to know of the whole: its notes, places and text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.notes import Notes
from helpwright.importers.html.tree import BLANKS, Element
from helpwright.model import Inline, InlineHtml

_CONTROLS = {code: " " for code in range(32) if code not in (9, 10)} | {127: " "}
_SPACES = {0xA0: " "}


@dataclass(slots=True)
class Page:
    """What converting a part of a page needs to know of the whole.

    `own` tells that the page is one of ours. `targets` are the fragments that its links lead to;
    `footnotes` maps the ids of footnotes to their labels, and `pictures` addresses of pictures to
    those that they have now.
    """

    notes: Notes = field(default_factory=Notes)
    own: bool = False
    targets: frozenset[str] = frozenset()
    footnotes: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)


def clean_text(value: str, *, own: bool) -> str:
    """Return text without control characters, and, except for our own pages, with plain blanks."""
    if value.isascii() and value.isprintable():
        return value
    value = value.translate(_CONTROLS)
    return value if own else value.translate(_SPACES)


def anchor(name: str) -> tuple[Inline, Inline]:
    """Return the place that a link may lead to, as raw HTML."""
    return InlineHtml(f'<a id="{escape(name)}">', NOWHERE), InlineHtml("</a>", NOWHERE)


def anchor_names(element: Element, page: Page) -> list[str]:
    """Return the ids of an element that are worth keeping: those that an author set or links to."""
    attributes = element.attributes
    names = dict.fromkeys(
        name for name in (attributes.get("id", ""), attributes.get("name", "")) if name
    )
    if page.own or not names:
        return []
    placed = element.tag == "a" and "href" not in attributes
    return [
        name
        for name in names
        if not BLANKS.search(name)
        and (name in page.targets or (placed and not name.startswith("_")))
    ]
