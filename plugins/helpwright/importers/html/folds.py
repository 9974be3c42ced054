"""Parts of a page that open on a click: details, accordions, tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpwright.importers.html.notes import is_blank
from helpwright.importers.html.tree import Element, Node, pictures_of, words_of

_FAMILY = (
    r"(?:accordion|collaps\w*|toggle|expand\w*|expander|faq|spoiler|dropdown-?text|slds-accordion)"
)
_TITLE = re.compile(
    rf"(?:^|\s)(?:{_FAMILY}[-_]*(?:item|section)?[-_]*"
    r"(?:title|header|heading|button|trigger|control|question|label|head|summary|toggle)"
    r"(?:-heading)?|panel-heading)(?:$|\s)",
    re.IGNORECASE,
)
_BODY = re.compile(
    rf"(?:^|\s)(?:{_FAMILY}[-_]*(?:item|section)?[-_]*"
    r"(?:content|body|panel|collapse|answer|text|pane|inner)|panel-collapse|collapse)(?:$|\s)",
    re.IGNORECASE,
)
_TAB_LIST = re.compile(
    r"(?:^|\s)(?:nav-tabs|tabs-menu|tabs?-(?:list|nav|header|headers|links|labels)|tablist|tabbed-labels)(?:$|\s)",
    re.IGNORECASE,
)
_TAB_PANE = re.compile(
    r"(?:^|\s)(?:tab-pane|tabs-pane|tab-?content|tabs?-(?:panel|body)|tabbed-block|tabpanel)(?:$|\s)",
    re.IGNORECASE,
)
_NEAR = 8
"""How many nodes behind a title its text may stand."""
_MOST_PANES = 200
"""How many nodes behind its labels a set of tabs may reach."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A part that opens on a click; `taken` nodes of its container belong to it."""

    name: str
    title: Element | None
    nodes: list[Node]
    taken: int = 1


def fold_at(nodes: Sequence[Node], at: int) -> Fold | None:
    """Return the part that opens on a click and begins with a node, or None."""
    element = nodes[at]
    if not isinstance(element, Element):
        return None
    if element.tag == "details":
        title = next((child for child in element.elements() if child.tag == "summary"), None)
        rest: list[Node] = [" " if child is title else child for child in element.children]
        return Fold("details", title, rest)
    classes = element.attributes.get("class", "")
    if not classes:
        return None
    if "expand-container" in classes:
        title = _with_class(element, "expand-control-text") or _with_class(
            element, "expand-control"
        )
        body = _with_class(element, "expand-content")
        if (
            title is not None
            and body is not None
            and words_of(element) == words_of(title, " ", body)
            and pictures_of(element) == pictures_of(title, body)
        ):
            return Fold("details", title, body.children)
    if not _TITLE.search(classes):
        return None
    for behind in range(at + 1, min(len(nodes), at + _NEAR)):
        node = nodes[behind]
        if isinstance(node, Element) and _BODY.search(node.attributes.get("class", "")):
            return Fold("details", element, node.children, behind - at + 1)
        if not is_blank(node):
            return None
    return None


def is_opened(element: Element) -> bool:
    """Tell whether an element that a page hides is shown when a reader asks for it."""
    if element.attributes.get("role") == "tabpanel":
        return True
    classes = element.attributes.get("class", "")
    return bool(classes) and bool(_BODY.search(classes) or _TAB_PANE.search(classes))


@dataclass(frozen=True, slots=True)
class Tabs:
    """A set of tabs; `taken` nodes of its container belong to it."""

    folds: list[Fold]
    taken: int


def tabs_at(nodes: Sequence[Node], at: int) -> Tabs | None:
    """Return the set of tabs whose list of labels is a node, or None.

    The panes follow the labels, as neighbours or inside one neighbour, and nothing else does.
    """
    first = nodes[at]
    labels = _tab_list(first) if isinstance(first, Element) else None
    if labels is None or not isinstance(first, Element):
        return None
    panes: list[Element] = []
    end = at + 1
    for behind in range(at + 1, min(len(nodes), at + _MOST_PANES)):
        node = nodes[behind]
        if isinstance(node, Element) and _is_pane(node):
            panes.append(node)
        elif isinstance(node, Element) and not panes and not is_blank(node):
            panes = [pane for pane in node.elements() if _is_pane(pane)]
            end = behind + 1
            break
        elif not is_blank(node):
            break
        else:
            continue
        end = behind + 1
    names = _labels(labels)
    if not panes or len(names) != len(panes):
        return None
    parts: list[Node] = [part for node in (*names, *panes) for part in (node, " ")]
    whole: list[Node] = [part for node in nodes[at:end] for part in (node, " ")]
    same = sorted(words_of(*whole).split()) == sorted(words_of(*parts).split())
    if not same or len(pictures_of(*whole)) != len(pictures_of(*parts)):
        return None
    by_id = {pane.attributes.get("id", ""): pane for pane in panes}
    targets = [_target(name) for name in names]
    if all(target in by_id for target in targets) and len(set(targets)) == len(names):
        panes = [by_id[target] for target in targets]
    folds = [Fold("tab", name, pane.children) for name, pane in zip(names, panes, strict=True)]
    return Tabs(folds, end - at)


def _tab_list(element: Element) -> Element | None:
    if _is_tab_list(element):
        return element
    return next((inner for inner in element.elements() if _is_tab_list(inner)), None)


def _is_tab_list(element: Element) -> bool:
    attributes = element.attributes
    if not attributes:
        return False
    classes = attributes.get("class", "")
    return attributes.get("role") == "tablist" or (
        "tab" in classes.lower() and _TAB_LIST.search(classes) is not None
    )


def _is_pane(element: Element) -> bool:
    attributes = element.attributes
    if not attributes:
        return False
    if attributes.get("role") == "tabpanel":
        return True
    classes = attributes.get("class", "")
    if "tab" not in classes.lower() or not _TAB_PANE.search(classes):
        return False
    return not any(
        inner.attributes.get("role") == "tabpanel"
        or _TAB_PANE.search(inner.attributes.get("class", ""))
        for inner in element.elements()
    )


def _labels(tabs: Element) -> list[Element]:
    named = [inner for inner in tabs.walk() if inner.attributes.get("role") == "tab"]
    return named or [
        child for child in tabs.elements() if child.tag in ("a", "button", "div", "label", "li")
    ]


def _target(label: Element) -> str:
    for element in (label, *label.walk()):
        for name in ("aria-controls", "data-bs-target", "data-target", "href"):
            value = element.attributes.get(name, "")
            if value:
                return value.rpartition("#")[2]
    return ""


def _with_class(element: Element, name: str) -> Element | None:
    return next((inner for inner in element.walk() if name in inner.classes), None)
