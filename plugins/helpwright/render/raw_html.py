"""Raw HTML tags of a source into the html, as far as the policy lets them."""

from __future__ import annotations

import re
from collections.abc import Callable

from helpwright.html_policy import (
    DROPPED_WITH_CONTENT,
    VOID_ELEMENTS,
    is_allowed_attribute,
    is_allowed_element,
    is_known_element,
)
from helpwright.render.html import HtmlWriter
from helpwright.resolve.raw_addresses import TagReader

Attributes = list[tuple[str, str | None]]

_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")


class RawHtml(TagReader):
    """Feeds the tags of raw HTML to a page.

    An element that HTML does not know is no markup but a placeholder such as `<server name>`: its
    tag is shown. A known one that is not allowed is left out, and its text stays unless it is
    code. `link` and `picture` turn an address as written into the one on the page, or None where
    it may not be used.
    """

    def __init__(
        self,
        html: HtmlWriter,
        link: Callable[[str], str | None],
        picture: Callable[[str], str | None],
    ) -> None:
        super().__init__(convert_charrefs=True)
        self._html = html
        self._link = link
        self._picture = picture
        self._muted = ""
        self._raw = ""
        self._line, self._line_start = 1, 0

    def write(self, raw: str) -> None:
        """Put a tag, or a block of HTML with its text, on the page."""
        self.reset()
        self._raw = raw
        self._line, self._line_start = 1, 0
        self.feed(raw)
        if self._muted and self.cdata_elem is None and f"</{self._muted}" not in raw.lower():
            self._muted = ""  # A lone opening tag inside a line: its content is Markdown text.
        self.close()
        self._muted = ""

    def write_placeholder(self, raw: str) -> None:
        """Put a tag on the page if it is a placeholder, and a blank for a line break."""
        tag = _NAME.match(raw)
        if tag and tag[1].lower() == "br":
            self._html.text(" ")
        elif tag and not is_known_element(tag[1]):
            self._html.text(raw)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Open an element, show an unknown tag, or start to leave out."""
        if self._muted:
            return
        if not is_known_element(tag):
            self._html.text(self.get_starttag_text() or "")
        elif tag in DROPPED_WITH_CONTENT:
            self._muted = tag
        elif is_allowed_element(tag):
            self._start(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """Treat `<br/>` as `<br>`."""
        self.handle_starttag(tag, attrs)
        if self._muted == tag:
            self._muted = ""

    def handle_endtag(self, tag: str) -> None:
        """Close what the container holds open."""
        if self._muted:
            if tag == self._muted:
                self._muted = ""
        elif not is_known_element(tag):
            self._html.text(self._endtag_text())
        elif tag == "br":
            self._start("br", [])  # Browsers read `</br>` as a line break.
        elif is_allowed_element(tag):
            self._html.close_raw(tag)

    def handle_data(self, data: str) -> None:
        """Keep the text of a block of raw HTML."""
        if not self._muted:
            self._html.text(data)

    def _endtag_text(self) -> str:
        """Return the closing tag that is being handled, as written."""
        line, column = self.getpos()
        while self._line < line:
            self._line_start = self._raw.find("\n", self._line_start) + 1
            self._line += 1
        start = self._line_start + column
        return self._raw[start : self._raw.find(">", start) + 1]

    def _start(self, tag: str, attrs: Attributes) -> None:
        kept = {name: value or "" for name, value in attrs if is_allowed_attribute(tag, name)}
        if tag == "a" and not self._anchor(kept):
            tag = "span"
        if tag == "img":
            source = self._picture(dict(attrs).get("src") or "")
            if source is None:
                self._html.missing_picture(dict(attrs).get("alt") or "")
                return
            kept["src"] = source
            kept.setdefault("alt", "")
            kept["loading"] = "lazy"
        if tag in VOID_ELEMENTS:
            self._html.add(tag, kept)
            if tag == "br":
                self._html.part()
        else:
            self._html.open_raw(tag, kept)

    def _anchor(self, kept: dict[str, str]) -> bool:
        """Settle a raw link's attributes; False when it leads nowhere and is only a place."""
        name = kept.pop("name", "")
        if name:
            kept.setdefault("id", name)
        address = self._link(kept.pop("href")) if "href" in kept else None
        if address is None:
            return False
        kept["href"] = address
        return True
