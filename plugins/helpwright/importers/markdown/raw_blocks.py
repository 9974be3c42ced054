"""A block of raw HTML to nodes, and to the beginnings and ends of what stands around Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from helpwright.html_policy import is_allowed_element, is_known_element
from helpwright.importers.draft import NOWHERE
from helpwright.importers.html import html_fragment
from helpwright.importers.ledger import Attention, Outcome, balance
from helpwright.importers.markdown.blocks import parse_markdown
from helpwright.importers.markdown.log import Log
from helpwright.importers.markdown.raw_elements import (
    anchor_of,
    link_to_media,
    note_attribute,
    note_raw,
    note_wrapper,
)
from helpwright.importers.markdown.raw_inline import STRUCTURES, WRAPPERS, fold_inlines
from helpwright.importers.markdown.raw_runs import part_lines
from helpwright.importers.markdown.tags import (
    Comment,
    Hidden,
    Tag,
    Token,
    Words,
    clean_tag,
    split_html,
)
from helpwright.importers.tally import html_text, tally_blocks, tally_html
from helpwright.model import (
    Block,
    Directive,
    HtmlBlock,
    Image,
    Inline,
    InlineHtml,
    Link,
    Paragraph,
    Style,
    Styled,
    Text,
)

_PARTS = frozenset("li tr td th tbody thead tfoot dt dd caption col colgroup".split())
"""Elements that are nothing without a list or table around them."""
_LINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd mark p q s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
"""Elements of running text."""
_BLANKS = re.compile(r"\s+")
_BOUNDARIES = WRAPPERS - {"p", "font", "span", "big", "figure"}
"""Wrappers that can stand around Markdown."""


@dataclass(frozen=True, slots=True)
class DetailsStart:
    """`<details>` with its summary: as the title of a directive, and as blocks where that fails."""

    title: str
    lead: tuple[Block, ...]
    raw: str


@dataclass(frozen=True, slots=True)
class DetailsEnd:
    """`</details>`."""

    raw: str


@dataclass(frozen=True, slots=True)
class Opaque:
    """HTML with details in it that could not be taken apart."""

    raw: str


Event = Block | DetailsStart | DetailsEnd | Opaque


class _Unbalanced(Exception):
    """The HTML cannot be taken apart without a loss."""


def read_html(raw: str, log: Log) -> list[Event] | None:
    """Return what a piece of raw HTML is; None where it must stay as it is.

    Its words, pictures and links are accounted for in `log`.
    """
    own = Log()
    splitter = _Splitter(list(split_html(raw)), own)
    try:
        splitter.split()
    except _Unbalanced:
        return None
    after = tuple(
        Directive("details", event.title, event.lead, NOWHERE)
        if isinstance(event, DetailsStart)
        else event
        for event in splitter.events
        if not isinstance(event, DetailsEnd | Opaque)
    )
    before = (HtmlBlock(raw, NOWHERE),)
    own.settle(before, after, "raw-html", 0)
    log.take(own)
    return splitter.events


def clean_html(raw: str, log: Log) -> str:
    """Return raw HTML without attributes that a page may not have."""
    return "".join(_clean(token, log) for token in split_html(raw))


def still_open(raw: str) -> int:
    """Return how many lists and tables a piece of HTML leaves open; negative if it closes some."""
    count = 0
    for token in split_html(raw):
        if isinstance(token, Tag) and token.name in STRUCTURES and token.name != "details":
            count += -1 if token.closing else 1
    return count


def _clean(token: Token, log: Log) -> str:
    if not isinstance(token, Tag):
        return token.raw
    raw, gone = clean_tag(token)
    for attribute in gone:
        note_attribute(attribute, log)
    return raw


@dataclass(slots=True)
class _Splitter:
    """Goes through the tokens of one piece of HTML once."""

    tokens: list[Token]
    log: Log
    events: list[Event] = field(default_factory=list)
    piece: list[Token] = field(default_factory=list)
    partner: dict[int, int] = field(default_factory=dict)

    def split(self) -> None:
        self.partner = _pairs(self.tokens)
        at = 0
        while at < len(self.tokens):
            at = self.step(at)
        self.flush()

    def step(self, at: int) -> int:
        """Take the token at `at`; return which is next."""
        token = self.tokens[at]
        if isinstance(token, Words):
            self.piece.append(token)
        elif isinstance(token, Comment):
            if token.says_something:
                self.flush()
                self.events.append(HtmlBlock(f"{token.raw}\n", NOWHERE))
        elif isinstance(token, Hidden):
            self.hidden(token)
        elif token.name == "details":
            self.flush()
            return self.details(at, token)
        elif token.name in STRUCTURES:
            end = self.partner.get(at)
            if end is None:
                raise _Unbalanced
            self.piece.extend(self.tokens[at : end + 1])
            return end + 1
        elif token.name in _PARTS or token.name == "summary":
            raise _Unbalanced
        elif token.name in _BOUNDARIES or (token.name in WRAPPERS and at not in self.partner):
            self.boundary(token)
        elif is_known_element(token.name) and not is_allowed_element(token.name):
            self.remove(token)
        else:
            self.piece.append(token)
        return at + 1

    def boundary(self, token: Tag) -> None:
        self.flush()
        if token.closing:
            return
        anchor = anchor_of(token)
        if anchor:
            pair = (InlineHtml(f'<a id="{anchor}">', NOWHERE), InlineHtml("</a>", NOWHERE))
            self.events.append(Paragraph(pair, None, False, NOWHERE))
        note_wrapper(token, self.log)

    def remove(self, token: Tag) -> None:
        link = link_to_media(token, self.log)
        if link is not None:
            self.flush()
            self.events.append(Paragraph((link,), None, False, NOWHERE))

    def hidden(self, token: Hidden) -> None:
        self.flush()
        if token.name == "style":
            reason = "the look that raw HTML gives its text is not taken along"
            self.log.note(Outcome.DROPPED, "layout", reason, token.raw)
        else:
            reason = "scripts, drawings and other things in the page are not taken along"
            self.log.note(Outcome.DROPPED, "active-html", reason, token.raw, Attention.LOOK)

    def details(self, at: int, token: Tag) -> int:
        if token.closing:
            self.events.append(DetailsEnd(token.raw))
            return at + 1
        following = at + 1
        while following < len(self.tokens) and _is_blank(self.tokens[following]):
            following += 1
        end = self.partner.get(following)
        summary = self.tokens[following] if following < len(self.tokens) else None
        if not isinstance(summary, Tag) or summary.name != "summary" or end is None:
            self.events.append(DetailsStart("", (), token.raw))
            return at + 1
        raw = "".join(entry.raw for entry in self.tokens[at : end + 1])
        inner = "".join(entry.raw for entry in self.tokens[following + 1 : end])
        title = " ".join(html_text(inner).split())
        counted = tally_html(inner)
        lead: tuple[Block, ...] = ()
        if counted.pictures or counted.links:
            children = fold_inlines(_inlines(self.tokens[following + 1 : end]), self.log)
            if not any(isinstance(child, Image | Link | Styled) for child in children):
                raise _Unbalanced
            if all(not isinstance(child, Styled) for child in children):
                children = (Styled(Style.STRONG, children, NOWHERE),)
            lead, title = (Paragraph(children, None, False, NOWHERE),), ""
        self.events.append(DetailsStart(title, lead, raw))
        return end + 1

    def flush(self) -> None:
        """Make nodes of the tokens gathered so far."""
        piece, self.piece = self.piece, []
        while piece and _is_blank(piece[0]):
            piece.pop(0)
        raw = "".join(token.raw for token in piece).strip()
        if not raw:
            return
        tags = [token for token in piece if isinstance(token, Tag)]
        placeholder = any(not is_known_element(tag.name) for tag in tags)
        if all(tag.name in _LINE for tag in tags):
            self.events += self.lines(piece)
            return
        blocks = None if placeholder else self.convert(raw)
        if blocks is not None:
            self.events.extend(blocks)
            return
        if _stays_html(raw) is None:
            raise _Unbalanced
        cleaned = _stays_html("".join(_clean(token, self.log) for token in piece).strip())
        self.events.append(cleaned or HtmlBlock(f"{raw}\n", NOWHERE))
        if not placeholder:
            note_raw(raw, self.log)

    def lines(self, piece: list[Token]) -> Iterator[Block]:
        """Yield the paragraphs of text with nothing but tags of running text in it."""
        for run in part_lines(fold_inlines(_inlines(piece), self.log)):
            yield Paragraph(run, None, False, NOWHERE)

    def convert(self, raw: str) -> tuple[Block, ...] | None:
        """Return HTML as nodes, where nothing of it is lost."""
        fragment = html_fragment(raw)
        blocks, entries = fragment.blocks, fragment.entries
        if all(isinstance(block, HtmlBlock) for block in blocks):
            return None if blocks or html_text(raw).strip() else ()
        if any(entry.text or entry.pictures or entry.links for entry in entries):
            return None
        if not balance(tally_html(raw), tally_blocks(blocks), entries).even:
            return None
        self.log.entries.extend(entries)
        return blocks


def _is_blank(token: Token) -> bool:
    if isinstance(token, Comment):
        return not token.says_something
    return isinstance(token, Words) and not token.raw.strip()


def _inlines(tokens: Sequence[Token]) -> list[Inline]:
    """Return tokens as Markdown would have them in a line."""
    result: list[Inline] = []
    for token in tokens:
        if isinstance(token, Words):
            result.append(Text(_BLANKS.sub(" ", unescape(token.raw)), NOWHERE))
        else:
            result.append(InlineHtml(token.raw, NOWHERE))
    return result


def _pairs(tokens: Sequence[Token]) -> dict[int, int]:
    """Return for each start tag that has an end where that is; what overlaps has none."""
    partner: dict[int, int] = {}
    stack: list[int] = []
    open_names: Counter[str] = Counter()
    for at, token in enumerate(tokens):
        if not isinstance(token, Tag) or token.void:
            continue
        if not token.closing:
            stack.append(at)
            open_names[token.name] += 1
        elif open_names[token.name]:
            while True:
                opened = stack.pop()
                started = tokens[opened]
                assert isinstance(started, Tag)
                open_names[started.name] -= 1
                if started.name == token.name:
                    partner[opened], partner[at] = at, opened
                    break
    return partner


def _stays_html(raw: str) -> HtmlBlock | None:
    """Return the block that HTML is when it is read as Markdown; None where it is more or less."""
    blocks = parse_markdown(f"{raw}\n")
    if len(blocks) == 1 and isinstance(blocks[0], HtmlBlock):
        return HtmlBlock(blocks[0].raw, NOWHERE)
    return None
