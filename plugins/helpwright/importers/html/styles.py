"""How a page styles its words: by elements, by style attributes, by fonts of signs."""

from __future__ import annotations

import re

from helpwright.importers.html.notes import is_blank
from helpwright.importers.html.tree import Element
from helpwright.model import Style

_STYLES = {
    **dict.fromkeys(("b", "strong"), Style.STRONG),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), Style.EMPHASIS),
    **dict.fromkeys(("del", "s", "strike"), Style.STRIKETHROUGH),
}
_BOLD = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b", re.IGNORECASE)
_PLAIN = re.compile(r"(?:^|;)\s*font-(?:weight|style)\s*:\s*(?:normal|[1-5]00)\b", re.IGNORECASE)
_ITALIC = re.compile(r"(?:^|;)\s*font-style\s*:\s*(?:italic|oblique)\b", re.IGNORECASE)
_STRUCK = re.compile(r"(?:^|;)\s*text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_SIGN_FONT = re.compile(
    r"(?:^|[\s_-])(?:fa[srlbd]?|fa-\S+|glyphicon|material-icons?|icons?|bi|dashicons)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_DECORATION = re.compile(r"(?:^|\s)(?:aui-|confluence-|expand-control-|admonition|octicon)")


def styles_of(element: Element) -> list[Style]:
    """Return the styles that an element gives its words, innermost first."""
    written = element.attributes.get("style", "")
    style = _STYLES.get(element.tag)
    if not written:
        return [style] if style else []
    if style and not (style is not Style.STRIKETHROUGH and _PLAIN.search(written)):
        return [style]
    if element.tag not in ("span", "font", "b", "i", "em", "strong"):
        return []
    found = []
    if _ITALIC.search(written):
        found.append(Style.EMPHASIS)
    if _BOLD.search(written):
        found.append(Style.STRONG)
    if _STRUCK.search(written):
        found.append(Style.STRIKETHROUGH)
    return found


def is_sign(element: Element) -> bool:
    """Tell whether an element draws an icon with a font made for that."""
    classes = element.attributes.get("class", "")
    if not classes or not _SIGN_FONT.search(classes) or _DECORATION.search(classes):
        return False
    return is_blank(element) or "material-icon" in classes
