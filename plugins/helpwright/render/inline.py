"""Inline nodes to HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from helpwright.derive.names import Scheme, dark_twin, scheme_of
from helpwright.knowledge import Target, TargetKind
from helpwright.model import (
    Attributes,
    Break,
    Checkbox,
    Code,
    FootnoteReference,
    HtmlBlock,
    Image,
    Inline,
    InlineHtml,
    Link,
    Phrase,
    Styled,
    Text,
)
from helpwright.parse.inlines import is_escaped
from helpwright.pictures import MAX_ICON, picture_size
from helpwright.render.context import Context
from helpwright.render.html import HtmlWriter
from helpwright.render.raw_html import RawHtml
from helpwright.resolve import reference_text, renumbered
from helpwright.resolve.links import places_of, resolve_image, resolve_link

_CRITIC = re.compile(r"\{(\+\+|--|==|>>)(.+?)(\+\+|--|==|<<)\}")
_CRITIC_TAGS = {"++": "ins", "--": "del", "==": "mark", ">>": "span"}


class InlineWriter:
    """Writes the inlines of one article's page."""

    def __init__(self, context: Context, html: HtmlWriter) -> None:
        self.context = context
        self.html = html
        self.footnotes: dict[str, int] = {}
        self._raw = RawHtml(html, self._raw_link, self._raw_picture)
        self._at = 0

    def write(self, children: Iterable[Inline]) -> None:
        """Append a run of inlines to the current element."""
        for child in children:
            if isinstance(child, Text):
                self._text(child)
            elif isinstance(child, Code):
                with self.html.inside("code"):
                    self.html.text(child.value)
            elif isinstance(child, Styled):
                with self.html.inside(str(child.style)):
                    self.write(child.children)
            elif isinstance(child, Link):
                self._link(child)
            elif isinstance(child, Image):
                self.image(child, inline=True)
            elif isinstance(child, InlineHtml):
                self._html(child)
            elif isinstance(child, Phrase):
                self.applies(child.attributes)
                self.write(child.children)
            elif isinstance(child, Break):
                if child.hard:
                    self.html.add("br")
                self.html.html("\n")
            elif isinstance(child, FootnoteReference):
                self._footnote(child)
            elif isinstance(child, Checkbox):
                self._checkbox(child)

    def words(self, children: Iterable[Inline]) -> None:
        """Append what a run of inlines reads like, without links, notes and pictures of its own."""
        for child in children:
            if isinstance(child, Text):
                self._text(child)
            elif isinstance(child, Code):
                self.write([child])
            elif isinstance(child, Styled):
                with self.html.inside(str(child.style)):
                    self.words(child.children)
            elif isinstance(child, Phrase):
                self.words(child.children)
            elif isinstance(child, Link):
                target = self.context.variant.links[child.span]
                self._link_text(child, target, self.words)
            elif isinstance(child, Image):
                self.html.text(child.alt)
            elif isinstance(child, InlineHtml):
                self._raw.write_placeholder(child.raw)
            elif isinstance(child, Break):
                self.html.text(" ")

    def applies(self, attributes: Attributes | None, tag: str = "span") -> None:
        """Tell the versions that a part is written for, where it is shown to all readers."""
        if attributes is not None and attributes.span.start in self.context.unsettled:
            self.condition(attributes.values["applies_to"], tag)

    def condition(self, versions: str, tag: str = "span") -> None:
        """Tell the versions that a part is written for."""
        with self.html.inside(tag, {"class": "hw-applies", "data-hw-chrome": "applies"}):
            self.html.text(f"Applies to {versions}")
        if tag == "span":
            self.html.html(" ")

    def html_block(self, block: HtmlBlock) -> None:
        """Append a block of raw HTML, apart from the words of a tight list item before it."""
        self.html.html("\n")
        self._html(block)

    def _html(self, node: HtmlBlock | InlineHtml) -> None:
        self._at = node.span.start
        self._raw.write(node.raw)

    def image(self, image: Image, *, inline: bool) -> None:
        """Append a picture, and behind it the one that stands for it on a dark page."""
        kb = self.context.kb
        target = kb.images[self.context.article.path][image.span]
        source = self._picture(target)
        if source is None:
            self.html.missing_picture(image.alt or image.source)
            return
        is_asset = target.kind is TargetKind.ASSET
        scheme = scheme_of(target.fragment) if is_asset else None
        twin = dark_twin(target.path, kb.files) if is_asset and scheme is None else ""
        self._one(image, target, source, inline, Scheme.LIGHT if twin else scheme)
        if twin:
            dark = Target(TargetKind.ASSET, twin)
            added = {"data-hw-chrome": "dark"}
            self._one(image, dark, self._picture(dark) or "", inline, Scheme.DARK, added)

    def _one(
        self,
        image: Image,
        target: Target,
        source: str,
        inline: bool,
        scheme: Scheme | None,
        added: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Append one file; a small one inside a line is an icon, sized to the text.

        All load lazily: an article begins with its title, facts and symptom, so that the first
        screen of a phone has no picture, and what a lazy one costs elsewhere is a few milliseconds.
        """
        attributes = {"src": source, "alt": image.alt, "loading": "lazy", "decoding": "async"}
        if image.title and inline:
            attributes["title"] = image.title
        size = self._size(target)
        if size is not None:
            attributes["width"], attributes["height"] = str(size[0]), str(size[1])
        written = image.attributes.classes if image.attributes else ()
        icon = inline and ((size is not None and max(size) <= MAX_ICON) or "icon" in written)
        classes = ["hw-icon", "off-glb"] if icon else ["hw-screenshot"]
        if scheme is not None:
            classes.append(f"hw-{scheme}")
        attributes["class"] = " ".join(classes)
        if self.context.pictures.zoom and not icon:
            attributes["data-hw-zoom"] = ""
        attributes |= added
        self._sized(attributes, image.attributes)
        copies = self.context.pictures.copies.get(target.path, ())
        if not copies or target.kind is not TargetKind.ASSET:
            self.html.add("img", attributes)
            return
        with self.html.inside("picture"):
            for copy in copies:
                address = self._picture(Target(TargetKind.ASSET, copy.path))
                kind = {"type": f"image/{copy.format}", "srcset": address or ""}
                self.html.add("source", kind)
            self.html.add("img", attributes)

    def _sized(self, attributes: dict[str, str], written: Attributes | None) -> None:
        """Let the width and height that a writer gave replace the file's own."""
        values = written.values if written else {}
        given = {
            name: values[name] for name in ("width", "height") if values.get(name, "").isdecimal()
        }
        if given:
            for name in ("width", "height"):
                attributes.pop(name, None)
            attributes.update(given)

    def _size(self, target: Target) -> tuple[int, int] | None:
        if target.kind is not TargetKind.ASSET:
            return None
        return picture_size(self.context.kb.files[target.path])

    def _text(self, text: Text) -> None:
        """Append text; the host's inline syntax in it is left for the host to render."""
        syntax, value = self.context.host.syntax, text.value
        # Most texts hold none of the signs, and looking for those is much quicker.
        if syntax is None or not (
            ":" in value or "+" in value or "=" in value or "^" in value or "{" in value
        ):
            self.html.text(value)
            return
        escaped = is_escaped(text, self.context.kb.sources[self.context.article.path].data)
        done = 0
        for match in syntax.finditer(value):
            if match.start() == 0 and escaped:
                continue
            self.html.text(value[done : match.start()])
            self._syntax(match[0])
            done = match.end()
        self.html.text(value[done:])

    def _syntax(self, written: str) -> None:
        attributes = {"data-hw-syntax": written}
        critic = _CRITIC.fullmatch(written)
        if critic is None:
            with self.html.inside("span", attributes):
                self.html.html(self.context.host.inline(written))
            return
        attributes["class"] = "critic comment" if critic[1] == ">>" else "critic"
        with self.html.inside(_CRITIC_TAGS[critic[1]], attributes):
            self.html.text(critic[2])

    def _link(self, link: Link) -> None:
        context = self.context
        target = context.variant.links[link.span]
        address = context.address(target)
        attributes = {"href": address} if address is not None else {"class": "hw-broken-link"}
        if link.title:
            attributes["title"] = link.title
        if not _own_text(link, target) and _is_article(target):
            attributes["data-hw-reference"] = ""
        with self.html.inside("a" if address is not None else "span", attributes):
            self._link_text(link, target, self.write)

    def _link_text(
        self, link: Link, target: Target, write: Callable[[Iterable[Inline]], None]
    ) -> None:
        own_text = _own_text(link, target)
        if own_text:
            write(renumbered(own_text, target))
        elif _is_article(target):
            context = self.context
            self.html.text(reference_text(context.kb, context.article, link.span, target))
        elif target.title:
            self.html.text(target.title)
        else:
            self.html.text(link.target)

    def _footnote(self, reference: FootnoteReference) -> None:
        number = self.footnotes.setdefault(reference.key, len(self.footnotes) + 1)
        attributes = {"class": "footnote-ref", "href": f"#fn-{number}"}
        identity = {} if f"fnref-{number}" in self.context.ids else {"id": f"fnref-{number}"}
        self.context.ids.add(f"fnref-{number}")
        with self.html.inside("sup", identity), self.html.inside("a", attributes):
            self.html.text(str(number))

    def _checkbox(self, box: Checkbox) -> None:
        attributes = {"type": "checkbox", "disabled": "disabled", "class": "hw-checkbox"}
        attributes["aria-label"] = "done" if box.checked else "to do"
        if box.checked:
            attributes["checked"] = "checked"
        self.html.add("input", attributes)
        self.html.text(" ")

    def _picture(self, target: Target) -> str | None:
        if target.kind in (TargetKind.ASSET, TargetKind.EXTERNAL):
            return self.context.address(target)
        return None

    def _raw_link(self, written: str) -> str | None:
        context = self.context
        target = resolve_link(context.article, written, places_of(context.kb), self._at)
        return context.address(context.lead(target))

    def _raw_picture(self, written: str) -> str | None:
        context = self.context
        places = places_of(context.kb)
        return self._picture(resolve_image(context.article, written, places, self._at))


def _own_text(link: Link, target: Target) -> tuple[Inline, ...]:
    """Return a link's own words; an autolink by a name shows the title of what has that name."""
    return () if link.autolink and (_is_article(target) or target.title) else link.children


def _is_article(target: Target) -> bool:
    return target.kind is TargetKind.ARTICLE
