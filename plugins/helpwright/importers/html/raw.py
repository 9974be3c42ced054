"""Elements that stay HTML: as our raw HTML may be, and nothing more."""

from __future__ import annotations

import re
from html import escape

from helpwright.html_policy import (
    VOID_ELEMENTS,
    is_allowed_attribute,
    is_allowed_element,
    is_safe_url,
)
from helpwright.importers.html.context import anchor_names
from helpwright.importers.html.inlines import InlineReader
from helpwright.importers.html.notes import Notes
from helpwright.importers.html.pictures import is_icon, picture_size
from helpwright.importers.html.tree import (
    BLANKS,
    CHROME,
    INSIDE_WORD,
    PLAYED,
    Element,
    Node,
    syntax_of,
)
from helpwright.importers.ledger import Attention, Outcome
from helpwright.model import Image, Link, Text

_RENAMED = {
    "ins": "u",
    "s": "del",
    "strike": "del",
    "tt": "code",
    "samp": "code",
    "cite": "em",
    "dfn": "em",
    "var": "em",
}
_UNWRAPPED = INSIDE_WORD - frozenset(
    "a b code del em i kbd mark small span strong sub sup u wbr".split()
) | {"q"}
"""Elements that our account of raw HTML would take for the end of a word."""
_DIVISIONS = frozenset("article aside footer header main nav section summary".split())
_USEFUL = frozenset(
    "align colspan href open reversed rowspan scope span start type valign value".split()
)
_OWN_LINE = frozenset("caption table tbody td tfoot th thead tr".split())
_EMPTY_LINES = re.compile(r"\n\s*\n")


def raw_html(element: Element, inlines: InlineReader) -> str:
    """Return an element as HTML that an article may hold: without an empty line, with its end."""
    writer = _Writer(inlines)
    writer.element(element, pre=False)
    return _EMPTY_LINES.sub("\n", "".join(writer.parts)).strip() + "\n"


class _Writer:
    def __init__(self, inlines: InlineReader) -> None:
        self.inlines = inlines
        self.notes: Notes = inlines.notes
        self.parts: list[str] = []

    def nodes(self, nodes: list[Node], pre: bool) -> None:
        for node in nodes:
            if isinstance(node, Element):
                self.element(node, pre)
                continue
            value = escape(self.inlines.clean(node), quote=False)
            self.parts.append(value.replace("\n", "&#10;") if pre else BLANKS.sub(" ", value))

    def element(self, element: Element, pre: bool) -> None:
        tag, attributes = element.tag, element.attributes
        if CHROME in attributes:
            return
        typed = syntax_of(tag, attributes)
        if typed is not None:
            self.parts.append(escape(typed, quote=False))
            return
        if tag == "img" or tag in PLAYED:
            self._replaced(element)
            return
        if tag == "q":
            self.parts.append("\N{LEFT DOUBLE QUOTATION MARK}")
        tag = _RENAMED.get(tag, tag)
        written = self._attributes(element, tag)
        if tag in _DIVISIONS:
            tag = "div"
        bare = tag in ("span", "div") and not written and tag == "span"
        kept = is_allowed_element(tag) and tag not in _UNWRAPPED and not bare
        kept = kept and not (tag == "a" and not written)
        if not kept and tag not in INSIDE_WORD:
            self.parts.append(" ")
        if kept:
            self.parts.append("\n" if tag in _OWN_LINE else "")
            self.parts.append(f"<{tag}{written}>")
        self.nodes(element.children, pre or tag == "pre")
        if kept and tag not in VOID_ELEMENTS:
            self.parts.append("\n" if tag in ("table", "tr") else "")
            self.parts.append(f"</{tag}>")
        if not kept and tag not in INSIDE_WORD:
            self.parts.append(" ")
        if tag == "q":
            self.parts.append("\N{RIGHT DOUBLE QUOTATION MARK}")

    def _attributes(self, element: Element, tag: str) -> str:
        kept: dict[str, str] = {}
        for name, value in element.attributes.items():
            if name in _USEFUL and is_allowed_attribute(tag, name):
                kept[name] = value
        if "href" in kept:
            address = BLANKS.sub("%20", kept["href"].strip())
            kept["href"] = address
            if not address or not is_safe_url(address):
                del kept["href"]
                self.notes.tell(
                    Outcome.DROPPED,
                    "link",
                    "the link leads nowhere or could run code; its words stay",
                    about=address,
                    links=(element.attributes["href"],),
                    attention=Attention.LOOK if address else Attention.NONE,
                )
        names = anchor_names(element, self.inlines.page)
        if names:
            kept["id"] = names[0]
        return "".join(f' {name}="{_quoted(value)}"' for name, value in kept.items())

    def _replaced(self, element: Element) -> None:
        """Write a picture, or the link in the place of something that is played."""
        for node in self.inlines.read([element]):
            if isinstance(node, Image):
                kept = {"src": node.source, "alt": node.alt}
                if is_icon(element):
                    kept |= {name: str(value) for name, value in picture_size(element).items()}
                written = "".join(f' {name}="{_quoted(value)}"' for name, value in kept.items())
                self.parts.append(f"<img{written}>")
            elif isinstance(node, Link):
                words = "".join(child.value for child in node.children if isinstance(child, Text))
                self.parts.append(
                    f' <a href="{_quoted(node.target)}">{escape(words, quote=False)}</a> '
                )
            else:
                self.parts.append(" ")


def _quoted(value: str) -> str:
    return escape(BLANKS.sub(" ", value)).replace("\0", "")
