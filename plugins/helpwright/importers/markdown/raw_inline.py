"""Raw HTML in running text to nodes.

Each tag is a node of its own to CommonMark, so tags are paired here: those of one run of inlines
with each other, since no tag reaches out of the emphasis or link that it stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from helpwright.html_policy import (
    DROPPED_WITH_CONTENT,
    is_allowed_element,
    is_known_element,
)
from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Outcome
from helpwright.importers.markdown.log import Log
from helpwright.importers.markdown.raw_elements import (
    link_to_media,
    note_attribute,
    note_raw,
    note_removed,
    note_wrapper,
    read_picture,
)
from helpwright.importers.markdown.raw_runs import settle_breaks, trim
from helpwright.importers.markdown.tags import Comment, Tag, clean_tag, read_tag
from helpwright.model import (
    Break,
    Code,
    Inline,
    InlineHtml,
    Link,
    Phrase,
    Style,
    Styled,
    Text,
)

_STYLES = {
    "b": Style.STRONG,
    "strong": Style.STRONG,
    "i": Style.EMPHASIS,
    "em": Style.EMPHASIS,
    "del": Style.STRIKETHROUGH,
    "s": Style.STRIKETHROUGH,
    "strike": Style.STRIKETHROUGH,
}
WRAPPERS = frozenset(
    "div center p section article main header footer aside nav font span big hgroup address "
    "figure".split()
)
"""Elements that only group or decorate what is in them."""
STRUCTURES = frozenset("ol ul dl table details pre blockquote".split())
"""Elements that arrange what is in them in a way that must not be lost."""
_LINE_WRAPPERS = frozenset(("font", "span", "big"))
_PAIRED = frozenset(_STYLES) | _LINE_WRAPPERS | {"a", "code", "tt"}
_MOST_OPEN = 20
"""How many tags may be open inside one another to be paired."""


@dataclass(slots=True)
class _Open:
    """A tag whose end has not come yet, with what stands behind it."""

    tag: Tag
    out: list[Inline] = field(default_factory=list)


def has_html(children: Sequence[Inline]) -> bool:
    """Tell whether there is a raw tag in a run of inlines."""
    return any(
        isinstance(child, InlineHtml)
        or (isinstance(child, Styled | Link | Phrase) and has_html(child.children))
        for child in children
    )


def fold_inlines(
    children: Sequence[Inline],
    log: Log,
    within: frozenset[Style] = frozenset(),
    in_link: bool = False,
) -> tuple[Inline, ...]:
    """Return a run of inlines with raw HTML as nodes where that loses nothing.

    `within` are the styles of the text around, `in_link` tells that a link is around it.
    """
    return _Folder(log, within, in_link).fold(children)


class _Folder:
    def __init__(self, log: Log, within: frozenset[Style], in_link: bool) -> None:
        self.log = log
        self.within = within
        self.in_link = in_link
        self.base: list[Inline] = []
        self.stack: list[_Open] = []

    @property
    def out(self) -> list[Inline]:
        return self.stack[-1].out if self.stack else self.base

    def fold(self, children: Sequence[Inline]) -> tuple[Inline, ...]:
        for child in children:
            if isinstance(child, InlineHtml):
                self.html(child)
            elif isinstance(child, Styled):
                inner = fold_inlines(
                    child.children, self.log, self.within | {child.style}, self.in_link
                )
                if inner:
                    self.out.append(replace(child, children=inner))
            elif isinstance(child, Link | Phrase):
                in_link = self.in_link or isinstance(child, Link)
                inner = fold_inlines(child.children, self.log, self.within, in_link)
                self.out.append(replace(child, children=inner))
            else:
                self.out.append(child)
        self.spill(0)
        return tuple(settle_breaks(self.base))

    def html(self, node: InlineHtml) -> None:
        tag = read_tag(node.raw)
        if tag is None:
            if Comment(node.raw).says_something:
                self.out.append(node)
        elif not is_known_element(tag.name):
            self.out.append(node)
        elif tag.name == "br":
            self.out.append(Break(True, NOWHERE))
        elif tag.name == "img" and not tag.closing:
            self.picture(tag)
        elif tag.closing:
            self.close(tag)
        elif tag.name in _PAIRED and len(self.stack) < _MOST_OPEN:
            self.stack.append(_Open(tag))
        elif tag.name in WRAPPERS and "id" not in tag.attributes:
            self.unwrap(tag)
        elif tag.name in DROPPED_WITH_CONTENT:
            self.stack.append(_Open(tag))
        else:
            self.keep(tag)

    def keep(self, tag: Tag) -> None:
        """Leave a tag raw, without what a page may not have."""
        if not is_allowed_element(tag.name):
            link = None if self.in_link else link_to_media(tag, self.log)
            if link is not None:
                self.out.append(link)
            elif self.in_link:
                note_removed(tag, self.log)
            return
        if tag.name in STRUCTURES and not tag.closing:
            note_raw(tag.raw, self.log)
        raw, gone = clean_tag(tag)
        for attribute in gone:
            note_attribute(attribute, self.log)
        self.out.append(InlineHtml(raw, NOWHERE))

    def unwrap(self, tag: Tag) -> None:
        """Take a block's tag out of a line; what stood in a block of its own gets its own line."""
        note_wrapper(tag, self.log)
        if tag.name not in _LINE_WRAPPERS:
            self.out.append(Break(True, NOWHERE))

    def picture(self, tag: Tag) -> None:
        image = read_picture(tag, self.log)
        if image is None:
            self.log.note(
                Outcome.DROPPED, "raw-html", "a picture that names no file shows nothing", tag.raw
            )
        else:
            self.out.append(image)

    def close(self, tag: Tag) -> None:
        at = len(self.stack) - 1
        while at >= 0 and self.stack[at].tag.name != tag.name:
            at -= 1
        if at >= 0:
            self.spill(at + 1)
            opened = self.stack.pop()
            self.put(opened, tag)
        elif tag.name in WRAPPERS:
            if tag.name not in _LINE_WRAPPERS:
                self.out.append(Break(True, NOWHERE))
        elif tag.name in _PAIRED or tag.name in DROPPED_WITH_CONTENT or tag.void:
            self.log.note(
                Outcome.REPAIRED, "stray-tag", "an end tag without its beginning is gone", tag.raw
            )
        else:
            self.keep(tag)

    def spill(self, depth: int) -> None:
        """Leave tags that do not end here raw."""
        opened, self.stack[depth:] = self.stack[depth:], []
        for entry in opened:
            if entry.tag.name in _LINE_WRAPPERS and "id" not in entry.tag.attributes:
                note_wrapper(entry.tag, self.log)
            else:
                self.keep(entry.tag)
            self.out.extend(entry.out)

    def put(self, opened: _Open, closing: Tag) -> None:
        """Put the node of a pair of tags, or the tags as they are."""
        tag, inner = opened.tag, opened.out
        if tag.name in DROPPED_WITH_CONTENT:
            note_removed(tag, self.log)
            return
        style = _STYLES.get(tag.name)
        if style is not None and "id" not in tag.attributes:
            self.styled(style, inner)
        elif tag.name in _LINE_WRAPPERS and "id" not in tag.attributes:
            note_wrapper(tag, self.log)
            self.out.extend(inner)
        elif tag.name in ("code", "tt") and all(isinstance(child, Text) for child in inner):
            value = "".join(child.value for child in inner if isinstance(child, Text))
            if value.strip():
                self.out.append(Code(value, NOWHERE))
            else:
                self.out.extend(inner)
        elif tag.name == "a" and tag.attributes.get("href") and self.can_link(tag, inner):
            target, title = tag.attributes["href"].strip(), tag.attributes.get("title", "")
            self.out.append(Link(target, title, tuple(inner), False, NOWHERE))
        elif tag.name == "a" and "href" in tag.attributes and not any(map(_shows, inner)):
            # A link without words cannot be followed; what names a place stays.
            name = tag.attributes.get("id", "") or tag.attributes.get("name", "")
            if name:
                self.out.append(InlineHtml(f'<a id="{escape(name)}">', NOWHERE))
                self.out.append(InlineHtml("</a>", NOWHERE))
            self.out.extend(inner)
        else:
            self.keep(tag)
            self.out.extend(inner)
            self.keep(closing)

    def can_link(self, tag: Tag, inner: list[Inline]) -> bool:
        if self.in_link or "id" in tag.attributes or "name" in tag.attributes:
            return False
        if any(isinstance(child, Link) for child in _deep(inner)):
            return False
        return any(map(_shows, inner))

    def styled(self, style: Style, inner: list[Inline]) -> None:
        if style in self.within:
            self.out.extend(inner)
            return
        before, middle, after = trim(_flat(style, inner))
        self.out.extend(before)
        if middle:
            previous = self.out[-1] if self.out else None
            if isinstance(previous, Styled) and previous.style is style:
                self.out[-1] = replace(previous, children=(*previous.children, *middle))
            else:
                self.out.append(Styled(style, tuple(middle), NOWHERE))
        self.out.extend(after)


def _shows(child: Inline) -> bool:
    return not isinstance(child, Break) and (
        not isinstance(child, Text) or bool(child.value.strip())
    )


def _deep(children: Sequence[Inline]) -> list[Inline]:
    """Return all inlines, those inside others too."""
    found: list[Inline] = []
    waiting = list(children)
    while waiting:
        child = waiting.pop()
        found.append(child)
        if isinstance(child, Styled | Link | Phrase):
            waiting.extend(child.children)
    return found


def _flat(style: Style, inner: list[Inline]) -> list[Inline]:
    """Return inlines without a style that will be around them."""
    result: list[Inline] = []
    for child in inner:
        if isinstance(child, Styled) and child.style is style:
            result.extend(child.children)
        else:
            result.append(child)
    return result
