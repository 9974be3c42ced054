"""Notes, warnings and other boxes of a page, by the classes that products give them."""

from __future__ import annotations

import re

from helpwright.importers.html.tree import HEADINGS, Element
from helpwright.model import AlertKind

_KINDS: dict[str, AlertKind] = {
    **dict.fromkeys(
        "note notes info information notice default primary secondary seealso see-also remember"
        " announcement".split(),
        AlertKind.NOTE,
    ),
    **dict.fromkeys(
        "tip tips hint idea success best-practice example helpful".split(), AlertKind.TIP
    ),
    **dict.fromkeys("important attention key".split(), AlertKind.IMPORTANT),
    **dict.fromkeys("warning warn".split(), AlertKind.WARNING),
    **dict.fromkeys("caution danger error critical failure stop".split(), AlertKind.CAUTION),
}
_PLAIN = frozenset(
    "note notes tip hint important warning caution danger notice attention notebox tipbox "
    "warningbox infobox info-box note-box tip-box warning-box callout admonition alert".split()
)
"""Classes that mean a box by themselves."""
_FAMILY = re.compile(
    r"(?:(?:theme|markdown|bs|fd|c|wysiwyg|intercom|kb|article|content|aui|slds|uk|is|has)-)?"
    r"(?:confluence-information-macro|admonition|callout|alert|note|notice|message|infobox|box|hint|"
    r"panel|notification|mt|aui-message|statement)"
    r"(?:--|__|[-_])(?:style-)?([a-z]+)(?:[-_](?:container|box|block|panel|wrapper|style))?\Z"
)
_ADMONITIONS = frozenset(
    "abstract bug caution danger example failure important info note question quote success tip "
    "warning".split()
)
"""The boxes that our format knows by name."""
_TITLE = re.compile(
    r"(?:^|[\s_-])(?:title|heading|header|label|panelheader|notetitle|admonitionheading\S*)(?:$|\s)",
    re.IGNORECASE,
)
_TAGS = frozenset("aside blockquote div p section table".split())
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*#([0-9a-f]{6})", re.IGNORECASE)
_COLOURS = {"fed9db": AlertKind.WARNING, "d7efdc": AlertKind.TIP}
_WORDS = {
    AlertKind.NOTE: ("note", "notes", "info", "information", "notice", "please note"),
    AlertKind.TIP: ("tip", "tips", "hint", "idea", "success", "pro tip"),
    AlertKind.IMPORTANT: ("important", "attention", "info"),
    AlertKind.WARNING: ("warning", "warn", "attention"),
    AlertKind.CAUTION: ("caution", "danger", "error", "warning"),
}


def box_kind(element: Element) -> AlertKind | None:
    """Return the kind of a box, or None for an element that is none."""
    if element.tag not in _TAGS:
        return None
    classes = [name.lower() for name in element.classes]
    if not classes or any(child.tag in ("h1", "h2") for child in element.elements()):
        return None
    if "style-wrap" in classes:  # MindTouch names the box in its title.
        kind = _KINDS.get(element.attributes.get("title", "").strip().lower())
        if kind is not None:
            return kind
    if any(name.endswith("interblocks-callout") for name in classes):
        return _by_colour(element.attributes.get("style", ""))
    found: AlertKind | None = None
    boxed = False
    for name in classes:
        boxed = boxed or name in _PLAIN
        if name in _PLAIN and name in _KINDS:
            found = found or _KINDS[name]
        family = _FAMILY.match(name)
        if family and family[1] in _KINDS:
            found, boxed = _KINDS[family[1]], True
    if boxed and found is None:
        found = next((_KINDS[name] for name in classes if name in _KINDS), AlertKind.NOTE)
    if boxed or found:
        return found
    if "panel" in classes and any("panelContent" in child.classes for child in element.elements()):
        return AlertKind.NOTE  # Confluence's panel.
    return None


def _by_colour(style: str) -> AlertKind:
    """Return the kind of one of Intercom's boxes, which differ in their colour only."""
    found = _BACKGROUND.search(style)
    return _COLOURS.get(found[1].lower(), AlertKind.NOTE) if found else AlertKind.NOTE


def is_admonition(element: Element) -> bool:
    """Tell whether a box is one of Python-Markdown's, which are ours, too."""
    return "admonition" in element.classes


def admonition_name(element: Element) -> str:
    """Return the name in our format of an admonition."""
    return next((name for name in element.classes if name in _ADMONITIONS), "note")


def box_title(element: Element) -> Element | None:
    """Return the element that holds a box's title, if it comes first in the box."""
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                return None
            continue
        if child.tag in ("img", "svg", "i") or (child.tag == "span" and not child.children):
            continue
        if child.tag in HEADINGS and child.tag not in ("h1", "h2"):
            return child
        titled = child.tag in ("p", "div", "span", "strong", "b", "header")
        if titled and _TITLE.search(child.attributes.get("class", "")):
            return child
        return None
    return None


def is_name_of(words: str, kind: AlertKind) -> bool:
    """Tell whether a title only says what kind of box it is."""
    return words.strip(" :!.-\N{EN DASH}\N{EM DASH}").lower() in _WORDS[kind]
