"""Footnotes of a page: where they are, and which marks in the text lead to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from helpwright.importers.html.chrome import is_note_mark
from helpwright.importers.html.notes import is_blank
from helpwright.importers.html.tree import Element, Node

_CONTAINERS = frozenset(("footnote", "footnotes", "footnote-list", "doc-endnotes"))


@dataclass(slots=True)
class Footnotes:
    """The footnotes of a page by their ids: their labels, and what they hold."""

    labels: dict[str, str] = field(default_factory=dict)
    contents: dict[str, list[Node]] = field(default_factory=dict)


def take_footnotes(roots: Sequence[Element]) -> Footnotes:
    """Take the footnotes that marks in the text lead to out of a page.

    They are numbered in the order of their marks.
    """
    found = Footnotes()
    elements = [element for root in roots for element in (root, *root.walk())]
    containers = [element for element in elements if _is_container(element)]
    if not containers:
        return found
    marks: dict[str, None] = {}
    for element in elements:
        if is_note_mark(element.tag, element.attributes):
            marks[element.attributes["href"][1:]] = None
    for container in containers:
        _take(container, marks, found.contents)
    for number, name in enumerate((name for name in marks if name in found.contents), 1):
        found.labels[name] = str(number)
    return found


def _is_container(element: Element) -> bool:
    names = (*element.classes, element.attributes.get("role", ""))
    return element.tag in ("aside", "div", "ol", "section") and not _CONTAINERS.isdisjoint(names)


def _take(container: Element, marks: dict[str, None], contents: dict[str, list[Node]]) -> None:
    lists = [container] if container.tag == "ol" else container.elements()
    for notes in lists:
        if notes.tag != "ol":
            continue
        rest: list[Node] = []
        for number, child in enumerate(notes.elements(), 1):
            name = child.attributes.get("id", "")
            if child.tag == "li" and name in marks and name not in contents:
                contents[name] = child.children
            else:
                attributes = {"value": str(number), **child.attributes}
                rest.append(
                    Element(child.tag, attributes, child.children, child.blocky, child.apart)
                )
        if len(rest) == len(notes.elements()):
            continue
        loose = [child for child in notes.children if isinstance(child, str) and child.strip()]
        notes.children[:] = [*loose, *rest]
    if container.tag != "ol" and contents:
        container.children[:] = [
            child
            for child in container.children
            if not (isinstance(child, Element) and child.tag == "hr")
            and not (isinstance(child, Element) and child.tag == "ol" and is_blank(child))
        ]
