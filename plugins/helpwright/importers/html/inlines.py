"""What stands in lines: elements of a page to inline nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpwright.html_policy import is_safe_url
from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.chrome import is_note_mark
from helpwright.importers.html.context import Page, anchor, anchor_names, clean_text
from helpwright.importers.html.notes import only_element
from helpwright.importers.html.pictures import (
    is_icon,
    is_picture_address,
    is_tracker,
    picture_size,
    picture_source,
    picture_title,
)
from helpwright.importers.html.styles import is_sign, styles_of
from helpwright.importers.html.tidy import BREAK, text, tidy, without_blanks_in_code
from helpwright.importers.html.tree import (
    BLANKS,
    CHROME,
    INSIDE_WORD,
    PLAYED,
    Element,
    Node,
    is_reference,
    syntax_of,
    words_of,
)
from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.tally import inline_text
from helpwright.model import (
    Attributes,
    Break,
    Code,
    FootnoteReference,
    Image,
    Inline,
    InlineHtml,
    Link,
    Styled,
    Text,
)
from helpwright.pictures import MAX_ICON

_KEPT = {tag: tag for tag in ("kbd", "mark", "sub", "sup", "u")} | {"ins": "u"}
_CODES = frozenset(("code", "samp", "tt"))
_USELESS = re.compile(r"\s*(?:#?|javascript:.*)\Z", re.IGNORECASE | re.DOTALL)


class InlineReader:
    """Reads runs of inline content.

    `anchors` gathers the ids that stand in a run while it is a list; else they become elements.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.notes = page.notes
        self.anchors: list[str] | None = None
        self._coded = False

    def read(self, nodes: Iterable[Node]) -> list[Inline]:
        """Return the run that nodes show, with hard breaks; blanks may stand at its ends."""
        out: list[Inline] = []
        self._nodes(nodes, out, code=False, linked=False)
        if self.page.own or not self._coded:
            return tidy(out)
        self._coded = False
        return tidy(without_blanks_in_code(tidy(out)))

    def _nodes(self, nodes: Iterable[Node], out: list[Inline], *, code: bool, linked: bool) -> None:
        for node in nodes:
            if isinstance(node, str):
                value = self.clean(node)
                kept = code and self.page.own
                value = value.replace("\n", " ") if kept else BLANKS.sub(" ", value)
                out.append(Code(value, NOWHERE) if code else text(value))
            else:
                self._element(node, out, code, linked)

    def clean(self, value: str) -> str:
        """Return text without control characters, and with blanks that may break."""
        return clean_text(value, own=self.page.own)

    def _element(self, element: Element, out: list[Inline], code: bool, linked: bool) -> None:
        tag, attributes = element.tag, element.attributes
        if CHROME in attributes:
            if element.apart:
                out.append(text(" "))
            return
        written = syntax_of(tag, attributes)
        if written is not None:
            out.append(text(written))
            return
        if attributes:
            self._anchor(element, out)
        if element.apart and tag in INSIDE_WORD:
            inner: list[Inline] = []
            self._shown(element, inner, code, linked)
            parting = not all(isinstance(child, FootnoteReference) for child in inner)
            out += (text(" "), *inner, text(" ")) if parting or not inner else inner
        else:
            self._shown(element, out, code, linked)

    def _shown(self, element: Element, out: list[Inline], code: bool, linked: bool) -> None:
        tag, attributes = element.tag, element.attributes
        if tag == "br":
            out.append(BREAK)
        elif tag == "img":
            out += self.picture(element)
        elif tag == "a" and "href" in attributes:
            self._link(element, out, code, linked)
        elif tag == "input":
            out.append(text(" "))
        elif tag in PLAYED:
            self._played(element, out, linked)
        elif tag == "svg":
            out += self._drawing(element)
        elif tag in _CODES:
            self._code(element, out, linked)
        elif tag in _KEPT:
            self._kept(element, _KEPT[tag], out, code, linked)
        elif tag == "q":
            self._quoted(element, out, code, linked)
        else:
            self._styled(element, out, code, linked)

    def _quoted(self, element: Element, out: list[Inline], code: bool, linked: bool) -> None:
        """Write the quotation marks that browsers show."""
        inner: list[Inline] = []
        self._nodes(element.children, inner, code=code, linked=linked)
        out += (text("\N{LEFT DOUBLE QUOTATION MARK}"), *inner)
        out.append(text("\N{RIGHT DOUBLE QUOTATION MARK}"))

    def _styled(self, element: Element, out: list[Inline], code: bool, linked: bool) -> None:
        tag = element.tag
        if tag in ("i", "span", "em") and is_sign(element):
            self._sign(element)
            return
        inner: list[Inline] = []
        self._nodes(element.children, inner, code=code, linked=linked)
        if tag in ("abbr", "acronym") and element.attributes.get("title"):
            self.notes.tell(
                Outcome.DROPPED,
                "tooltip",
                "the explanation of an abbreviation, shown when one points at it, is left out",
                about=f"{words_of(element)}: {element.attributes['title']}",
            )
        for style in styles_of(element):
            inner = [Styled(style, tuple(inner), NOWHERE)]
        out += (text(" "), *inner, text(" ")) if element.apart else inner

    def _sign(self, element: Element) -> None:
        self.notes.took(
            Outcome.DROPPED,
            "icon",
            "the page draws an icon here with a font of its own; "
            "add a picture or the icon's name where readers need it",
            element,
            about=element.attributes.get("aria-label")
            or element.attributes.get("title")
            or element.attributes.get("class", ""),
            attention=Attention.LOOK,
        )

    def _drawing(self, element: Element) -> list[Inline]:
        attributes = element.attributes
        if not self.page.own and attributes.get("aria-hidden") != "true":
            self.notes.tell(
                Outcome.DROPPED,
                "drawing",
                "a drawing that stands in the page itself cannot be taken over",
                about=attributes.get("aria-label") or attributes.get("class") or "svg",
                attention=Attention.LOOK,
            )
        return [text(" ")]

    def _code(self, element: Element, out: list[Inline], linked: bool) -> None:
        self._coded = True
        inner: list[Inline] = []
        self._nodes(element.children, inner, code=True, linked=linked)
        run: list[str] = []
        for child in (*inner, None):
            if isinstance(child, Code):
                run.append(child.value)
                continue
            if run:
                value = "".join(run)
                out.append(Code(value if self.page.own else BLANKS.sub(" ", value), NOWHERE))
                run = []
            if child is not None:
                out.append(child)

    def _kept(
        self, element: Element, tag: str, out: list[Inline], code: bool, linked: bool
    ) -> None:
        inner: list[Inline] = []
        self._nodes(element.children, inner, code=code, linked=linked)
        notes = any(isinstance(child, FootnoteReference) for child in inner)
        if notes and not inline_text(inner).strip("[]() "):
            out += (child for child in inner if not isinstance(child, Text))
        elif (tag == "u" and linked) or not any(map(_shows, inner)):
            out += inner
        else:
            out += (InlineHtml(f"<{tag}>", NOWHERE), *inner, InlineHtml(f"</{tag}>", NOWHERE))

    # --- links -------------------------------------------------------------------------------

    def _link(self, element: Element, out: list[Inline], code: bool, linked: bool) -> None:
        target = BLANKS.sub(" ", element.attributes["href"]).strip().replace(" ", "%20")
        label = (
            self.page.footnotes.get(target[1:]) if is_note_mark("a", element.attributes) else None
        )
        if label is not None:
            self.notes.took(
                Outcome.MAPPED, "footnote", "a mark of a footnote", element, about=f"[{label}]"
            )
            out.append(FootnoteReference(label, NOWHERE))
            return
        inner: list[Inline] = []
        if not is_reference(element.tag, element.attributes):
            self._nodes(element.children, inner, code=code, linked=True)
            inner = tidy(text(" ") if isinstance(child, Break) else child for child in inner)
            if self._is_no_link(element, target, inner, linked):
                out += inner
                return
        title = element.attributes.get("title", "") if self.page.own else ""
        words = "".join(child.value for child in inner if isinstance(child, Text))
        auto = len(inner) == 1 and words in (target, target.removeprefix("mailto:"))
        auto = auto and ":" in target and bool(words) and not title
        out.append(Link(target, title, tuple(inner), auto, NOWHERE))

    def _is_no_link(self, element: Element, target: str, inner: list[Inline], linked: bool) -> bool:
        """Tell whether a link must go and its words stay; add the entry for that."""
        if not any(map(_shows, inner)):
            reason = "the link has no words, so that nobody can see or follow it"
        elif linked:
            reason = "a link cannot stand in a link"
        elif _USELESS.match(target):
            reason = "the link leads nowhere; it only ran a script of the page"
        elif is_zoom(element):
            reason = (
                "the link only opened the picture in its full size, as our pages do by themselves"
            )
        else:
            return False
        outcome = Outcome.MAPPED if "picture" in reason else Outcome.DROPPED
        about = f"{words_of(element)} → {target}"
        self.notes.tell(outcome, "link", reason, about=about, links=(element.attributes["href"],))
        return True

    def _played(self, element: Element, out: list[Inline], linked: bool) -> None:
        """Put a link in the place of a video, frame or other thing that is played."""
        source = element.attributes.get("src", "").strip()
        name = " ".join(element.attributes.get("title", "").split())
        what = _PLAYERS.get(element.tag, "video")
        useful = bool(source) and not linked and is_safe_url(source) and source != "about:blank"
        words = name or (source if useful else "")
        self.notes.tell(
            Outcome.DROPPED,
            "embedded",
            f"the page shows a {what} here, which an article cannot; "
            + ("a link leads to it" if useful else "it has no address to link to"),
            about=source or name or what,
            added=words if useful else "",
            added_links=int(useful),
            attention=Attention.LOOK if useful else Attention.DECIDE,
        )
        if useful:
            target = BLANKS.sub("%20", source)
            auto = words == target and ":" in target
            out += (text(" "), Link(target, "", (text(words),), auto, NOWHERE))
        out.append(text(" "))

    # --- pictures and places -----------------------------------------------------------------

    def picture(self, element: Element) -> list[Inline]:
        """Return the nodes for a picture: one, or none where there is nothing to see."""
        source = picture_source(element)
        source = self.page.pictures.get(source, source)
        attributes = element.attributes
        alt = " ".join(attributes.get("alt", "").split())
        if not source or is_tracker(element):
            self.notes.tell(
                Outcome.DROPPED,
                "picture",
                "the picture has no address" if not source else "an invisible picture",
                about=alt or source,
                pictures=(source or alt or "picture",),
                attention=Attention.NONE if source else Attention.LOOK,
            )
            return [text(" ")]
        title = attributes.get("title", "")
        if not self.page.own:
            title = picture_title(attributes, source, alt)
        return [Image(source, title, alt, self._picture_attributes(element), NOWHERE)]

    def _picture_attributes(self, element: Element) -> Attributes | None:
        icon = is_icon(element)
        if self.page.own:
            # Our pages show a small file as an icon even without its class.
            size = picture_size(element)
            icon = "hw-icon" in element.classes and (not size or max(size.values()) > MAX_ICON)
        return Attributes(NOWHERE, None, ("icon",)) if icon else None

    def _anchor(self, element: Element, out: list[Inline]) -> None:
        for name in anchor_names(element, self.page):
            if self.anchors is not None:
                self.anchors.append(name)
            else:
                out += anchor(name)


_PLAYERS = {"iframe": "frame of another page", "audio": "sound", "canvas": "drawing"}


def is_zoom(link: Element) -> bool:
    """Tell whether a link leads from a picture to the same picture in its full size."""
    picture = only_element(link)
    if picture is None or picture.tag != "img":
        return False
    return "glightbox" in link.classes or is_picture_address(link.attributes.get("href", ""))


def _shows(child: Inline) -> bool:
    """Tell whether an inline is there to be seen."""
    if isinstance(child, Text):
        return bool(child.value.strip())
    return not isinstance(child, Break | InlineHtml)
