"""The lines of a text of Learn: marks to pictures, links and words, and addresses made right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.markdown.learn_signs import (
    ANY_MARK,
    BLOCK_MARK,
    INLINE_MARK,
    MARK,
    Kind,
    Sign,
)
from helpwright.model import (
    Attributes,
    Break,
    Code,
    Heading,
    Image,
    Inline,
    InlineHtml,
    Link,
    Paragraph,
    Phrase,
    Style,
    Styled,
    Text,
)

if TYPE_CHECKING:
    from helpwright.importers.markdown.learn_page import Page

_ABSOLUTE = re.compile(r"[/#?~]|[A-Za-z][A-Za-z0-9+.-]*:|\Z")
_ADDRESS = re.compile(
    r"(<(?:a|img)\b[^<>]*?\s(?:href|src)\s*=\s*)(\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)", re.IGNORECASE
)
_LEFT = re.compile(r":::[ \t]*[A-Za-z]|\[![A-Za-z]")
_VIDEO = "Video"


class Inlines:
    """Resolves the inlines of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def run(self, children: Iterable[Inline]) -> tuple[Inline, ...]:
        """Return inlines with all marks in them resolved, without blanks at their ends."""
        out = self._run(children)
        while out and _is_blank(out[0]):
            del out[0]
        while out and _is_blank(out[-1]):
            del out[-1]
        return tuple(out)

    def _run(self, children: Iterable[Inline]) -> list[Inline]:
        out: list[Inline] = []
        for child in children:
            if isinstance(child, Text):
                if MARK in child.value:
                    child = replace(child, value=self.restore(child.value))
                if _LEFT.search(child.value):
                    self._left(child.value)
                out.append(child)
            elif isinstance(child, Image):
                found = INLINE_MARK.fullmatch(child.source)
                if found is not None:
                    out += self.sign(self.page.sign(int(found[1])))
                else:
                    source = self.address(child.source)
                    out.append(replace(child, source=source, alt=self.words(child.alt)))
            elif isinstance(child, Styled | Phrase):
                inner = tuple(self._run(child.children))
                if inner:
                    out.append(replace(child, children=inner))
            elif isinstance(child, Link):
                inner = tuple(self._run(child.children))
                out.append(replace(child, target=self.address(child.target), children=inner))
            elif isinstance(child, InlineHtml):
                out += self._html(child)
            elif isinstance(child, Code):
                out.append(replace(child, value=self.restore(child.value)))
            else:
                out.append(child)
        return out

    def _html(self, child: InlineHtml) -> tuple[Inline, ...]:
        mark = BLOCK_MARK.fullmatch(child.raw) if MARK in child.raw else None
        if mark is not None:
            sign = self.page.sign(int(mark[1]))
            if sign.kind in (Kind.INCLUDE, Kind.IMAGE, Kind.VIDEO):
                return self.sign(sign)
            reason = "it stands in the middle of a paragraph, where it is text"
            self.page.tell(Outcome.LEFT, "syntax", reason, sign, Attention.DECIDE)
            return (Text(sign.raw, NOWHERE),)
        if child.raw.startswith("<!--"):
            self.page.drop_comment(child.raw)
            return ()
        return (replace(child, raw=self.html(child.raw)),)

    def _left(self, value: str) -> None:
        found = _LEFT.search(value)
        about = value[max(found.start() - 40, 0) : found.start() + 160] if found else ""
        reason = "syntax of the original that could not be read stands in the text"
        self.page.tell(Outcome.LEFT, "syntax", reason, None, Attention.DECIDE, about=about)

    # --- marks --------------------------------------------------------------------------------

    def sign(self, sign: Sign) -> tuple[Inline, ...]:
        """Return what a sign in a line becomes."""
        values = sign.values
        if sign.kind is Kind.WORDS:
            text = Text(values.get("text", ""), NOWHERE)
            strong = sign.name == "uicontrol"
            return (Styled(Style.STRONG, (text,), NOWHERE),) if strong else (text,)
        if sign.kind is Kind.INCLUDE:
            return self._include(sign)
        if sign.kind is Kind.VIDEO:
            return self._video(sign)
        source = values.get("source", "")
        if not source:
            reason = "a picture without an address is left out"
            self.page.tell(Outcome.DROPPED, "picture", reason, sign, Attention.LOST)
            return ()
        icon = values.get("type", "").lower() == "icon"
        attributes = Attributes(NOWHERE, None, ("icon",), {}) if icon else None
        alt = self.words(values.get("alt-text", ""))
        image = Image(self.address(source), "", alt, attributes, NOWHERE)
        larger = values.get("lightbox", "").removesuffix("#lightbox")
        if larger and self.address(larger) != image.source:
            reason = "the larger picture that opened on a click is left out"
            self.page.tell(Outcome.DROPPED, "lightbox", reason, sign, about=larger)
        link = values.get("link", "")
        return (Link(self.address(link), "", (image,), False, NOWHERE),) if link else (image,)

    def _video(self, sign: Sign) -> tuple[Inline, ...]:
        address, title = sign.values.get("source", ""), sign.values.get("title", "") or _VIDEO
        if "/" not in address:
            reason = "a video without an address of its own is left out"
            self.page.tell(Outcome.DROPPED, "video", reason, sign, Attention.LOST)
            return ()
        reason = "a video became a link to it"
        self.page.tell(Outcome.MAPPED, "video", reason, sign, added=title, added_links=1)
        link = Link(self.address(address), "", (Text(title, NOWHERE),), False, NOWHERE)
        # The words of the link are new: they must not touch those around them.
        return (link,) if sign.block else (Text(" ", NOWHERE), link, Text(" ", NOWHERE))

    def _include(self, sign: Sign) -> tuple[Inline, ...]:
        """Return the inlines of an included text; its other blocks follow the block around it."""
        entries = self.page.account.entries
        before = len(entries)
        blocks = self.page.include(sign, self.page.depth)
        out: list[Inline] = []
        for block in blocks:
            if isinstance(block, Paragraph | Heading) and not self.page.behind:
                out += (Text(" ", NOWHERE), *block.children) if out else block.children
            else:
                self.page.behind.append(block)
        if len(blocks) > 1:
            reason = "a text of several blocks is included in the middle of a line"
            self.page.tell(Outcome.REPAIRED, "include", reason, sign, Attention.LOOK)
        if any(entry.added for entry in entries[before:]):
            # Words that are new must not touch those around them.
            out = [Text(" ", NOWHERE), *out, Text(" ", NOWHERE)]
        return tuple(out)

    # --- addresses and words ------------------------------------------------------------------

    def restore(self, text: str) -> str:
        """Return a text with what was written in the places of marks."""
        return ANY_MARK.sub(self._written, text) if MARK in text else text

    def _written(self, found: re.Match[str]) -> str:
        number = int(found[1] or found[2] or found[3])
        self.page.seen.add(number)
        return self.page.signs[number].raw

    def words(self, text: str) -> str:
        """Return a text with the words that marks in it stand for."""
        return ANY_MARK.sub(self._said, text) if MARK in text else text

    def _said(self, found: re.Match[str]) -> str:
        number = int(found[1] or found[2] or found[3])
        self.page.seen.add(number)
        values = self.page.signs[number].values
        return values.get("text", values.get("alt-text", ""))

    def address(self, target: str) -> str:
        """Return an address as it is written from the document, wherever it stands."""
        target = self.restore(target)
        if _ABSOLUTE.match(target):
            return target
        target = target.replace("\\", "/")
        page = self.page
        if page.folder == page.account.folder or _ABSOLUTE.match(target):
            return target
        path = re.split(r"[?#]", target, maxsplit=1)[0]
        return _relative(_joined(page.folder, path), page.account.folder) + target[len(path) :]

    def html(self, raw: str) -> str:
        """Return raw HTML with its addresses as they are written from the document."""
        raw = self.restore(raw)
        if "=" not in raw or self.page.folder == self.page.account.folder:
            return raw
        return _ADDRESS.sub(self._attribute, raw)

    def _attribute(self, found: re.Match[str]) -> str:
        quote = found[2][0] if found[2][0] in "\"'" else '"'
        return f"{found[1]}{quote}{self.address(found[2].strip(quote))}{quote}"


def _is_blank(child: Inline) -> bool:
    return isinstance(child, Break) or (isinstance(child, Text) and not child.value.strip())


def _joined(folder: str, path: str) -> str:
    """Return a path from a folder without `.` and, where possible, without `..`."""
    parts = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _relative(path: str, folder: str) -> str:
    """Return a path as it is seen from a folder."""
    here = folder.split("/") if folder else []
    there = path.split("/")
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:])
