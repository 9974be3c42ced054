"""Lists of a page: which items they have, what stands between them, and the numbers shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpwright.importers.html.notes import is_blank
from helpwright.importers.html.tree import Element, Node

LISTS = frozenset(("dir", "menu", "ol", "ul"))
MAX_NUMBER = 999_999_999
"""The largest number that CommonMark reads before a step."""

_HIDDEN = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_BULLETS = re.compile(r"list-style(?:-type)?\s*:\s*(?:disc|circle|square|none)", re.IGNORECASE)
_NUMBERS = re.compile(r"list-style(?:-type)?\s*:\s*decimal", re.IGNORECASE)
_LETTERS = re.compile(
    r"list-style(?:-type)?\s*:\s*(?:(?:lower|upper)-(?:alpha|latin|roman|greek))", re.IGNORECASE
)
_INDENT = re.compile(r"(?:^|\s)ql-indent-(\d)(?:$|\s)")


@dataclass(slots=True)
class Item:
    """An item with all that belongs to it; `number` is the one that a browser shows."""

    element: Element
    nodes: list[Node]
    number: int = 0


@dataclass(slots=True)
class Items:
    """The items of a list, what stands before the first, and what had to be mended."""

    before: list[Node] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    folded: list[Node] = field(default_factory=list)


def is_ordered(element: Element) -> bool:
    """Tell whether a browser shows numbers or letters before the items of a list."""
    style = element.attributes.get("style", "")
    if element.tag == "ol":
        kind = element.attributes.get("type", "").lower()
        return not (_BULLETS.search(style) or kind in ("disc", "circle", "square"))
    return _NUMBERS.search(style) is not None


def has_letters(element: Element) -> bool:
    """Tell whether a browser shows letters or Roman numerals before the items of a list."""
    kind = element.attributes.get("type", "").strip()
    style = element.attributes.get("style", "")
    return kind in ("a", "A", "i", "I") or _LETTERS.search(style) is not None


def read_items(element: Element) -> Items:
    """Return the items of a list, with what is wrongly put between them inside them.

    A browser shows such things below the item before.
    """
    found = Items()
    ordered = is_ordered(element)
    number, step = _first_number(element)
    for child in _children(element):
        if not isinstance(child, Element) or child.tag != "li":
            if found.items:
                found.items[-1].nodes.append(child)
                if not is_blank(child):
                    found.folded.append(child)
            else:
                found.before.append(child)
            continue
        value = integer(child.attributes.get("value"))
        if value is not None and ordered:
            number = value
        if found.items and _only_indents(child):
            found.items[-1].nodes += child.children
        else:
            found.items.append(Item(child, list(child.children), number))
        number += step
    return found


def _first_number(element: Element) -> tuple[int, int]:
    start = integer(element.attributes.get("start"))
    if "reversed" not in element.attributes:
        return (1 if start is None else start), 1
    items = sum(isinstance(child, Element) and child.tag == "li" for child in element.children)
    return (items if start is None else start), -1


def _children(element: Element) -> Iterator[Node]:
    """Yield what a list holds, without elements that only stand around items."""
    children = element.children
    if any(child.tag == "li" and _indent(child) for child in element.elements()):
        children = _indented(element)
    for child in children:
        if (
            isinstance(child, Element)
            and child.tag not in (*LISTS, "li")
            and any(inner.tag == "li" for inner in child.elements())
        ):
            yield " "
            yield from child.children
            yield " "
        else:
            yield child


def _only_indents(item: Element) -> bool:
    """Tell whether an item shows no sign of its own and is there to indent the list inside."""
    if not _HIDDEN.search(item.attributes.get("style", "")) and "class" not in item.attributes:
        return False
    if not _HIDDEN.search(item.attributes.get("style", "")):
        return False
    shown = [child for child in item.children if not is_blank(child)]
    return bool(shown) and all(isinstance(child, Element) and child.tag in LISTS for child in shown)


def _indented(element: Element) -> list[Node]:
    """Return items that are indented by their class as items of nested lists."""
    top: list[Node] = []
    levels: list[list[Node]] = [top]
    base = min(_indent(child) for child in element.elements() if child.tag == "li")
    for child in element.children:
        if not isinstance(child, Element) or child.tag != "li":
            levels[-1].append(child)
            continue
        wanted = _indent(child) - base
        while len(levels) > wanted + 1:
            levels.pop()
        while len(levels) < wanted + 1:
            outer = next(
                (n for n in reversed(levels[-1]) if isinstance(n, Element) and n.tag == "li"), None
            )
            if outer is None:
                break
            inner = Element(element.tag, blocky=True)
            outer.children.append(inner)
            outer.blocky = True
            levels.append(inner.children)
        levels[-1].append(child)
    return top


def _indent(item: Element) -> int:
    found = _INDENT.search(item.attributes.get("class", ""))
    return int(found[1]) if found else 0


def runs(items: list[Item]) -> Iterator[list[Item]]:
    """Yield the items of an ordered list in runs whose numbers count on by one."""
    run: list[Item] = []
    for item in items:
        if run and item.number != run[-1].number + 1:
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def integer(written: str | None) -> int | None:
    """Return the number that a browser reads in an attribute, or None."""
    found = re.match(r"\s*([+-]?\d{1,12})", written or "")
    return int(found[1]) if found else None
