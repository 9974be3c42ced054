"""What blocks of the model show, counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from helpwright.importers.ledger import Tally, count_words
from helpwright.model import (
    Block,
    BulletList,
    Code,
    CodeBlock,
    Directive,
    Footnote,
    Heading,
    HtmlBlock,
    Image,
    Inline,
    InlineHtml,
    Link,
    Paragraph,
    Phrase,
    Quote,
    StepList,
    Styled,
    Table,
    Text,
)
from helpwright.parse.directives import CONDITION

_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<[/!?]?[A-Za-z][^<>]*>")
_INSIDE_WORD = re.compile(
    r"</?(?:su[bp]|[abiu]|del|em|strong|span|code|kbd|mark|small)\b[^<>]*>|<wbr\s*/?>",
    re.IGNORECASE,
)
"""Tags that may stand in the middle of a word."""
_PICTURE = re.compile(r"<img\b", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^<>]*\bhref\b", re.IGNORECASE)


def html_text(raw: str) -> str:
    """Return the words of raw HTML; what tags part stays parted."""
    return unescape(_TAG.sub(" ", _INSIDE_WORD.sub("", _HIDDEN.sub(" ", raw))))


def tally_html(raw: str) -> Tally:
    """Count what raw HTML shows."""
    shown = _HIDDEN.sub(" ", raw)
    words = count_words(html_text(shown))
    return Tally(words, len(_PICTURE.findall(shown)), len(_LINK.findall(shown)))


def tally_blocks(blocks: Iterable[Block]) -> Tally:
    """Count what blocks show."""
    counter = _Counter()
    counter.blocks(blocks)
    tally = Tally(count_words("".join(counter.texts)), counter.pictures, counter.links)
    # Each piece for itself: a script or comment that never ends hides nothing of other blocks.
    for raw in counter.raw:
        tally += tally_html(raw)
    return tally


def shown_text(blocks: Iterable[Block]) -> str:
    """Return the words of blocks as one line of plain text, for an entry's `text`."""
    counter = _Counter()
    counter.blocks(blocks)
    return " ".join(" ".join(["".join(counter.texts), *map(html_text, counter.raw)]).split())


def inline_text(children: Iterable[Inline]) -> str:
    """Return the words of a run of inlines as one line; pictures give none."""
    counter = _Counter()
    counter.inlines(children)
    return " ".join("".join(counter.texts).split())


class _Counter:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.raw: list[str] = []
        self.pictures = 0
        self.links = 0

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.block(block)
            self.texts.append("\n")

    def block(self, block: Block) -> None:
        if isinstance(block, Paragraph | Heading):
            self.inlines(block.children)
        elif isinstance(block, CodeBlock):
            self.texts.append(block.value)
        elif isinstance(block, HtmlBlock):
            self.raw.append(block.raw)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                for cell in row:
                    self.inlines(cell.children)
                    self.texts.append("\n")
        elif isinstance(block, Directive):
            if block.name != CONDITION:
                self.texts += (block.argument, "\n")
            self.blocks(block.blocks)
        else:
            for blocks in containers(block):
                self.blocks(blocks)

    def inlines(self, children: Iterable[Inline]) -> None:
        for child in children:
            if isinstance(child, Text | Code):
                self.texts.append(child.value)
            elif isinstance(child, Styled | Phrase):
                self.inlines(child.children)
            elif isinstance(child, Link):
                self.links += 1
                self.inlines(child.children)
            elif isinstance(child, Image):
                self.pictures += 1
                self.texts.append(" ")
            elif isinstance(child, InlineHtml):
                self.pictures += bool(_PICTURE.match(child.raw))
                self.links += bool(_LINK.match(child.raw))
                if not _INSIDE_WORD.match(child.raw):
                    self.texts.append(" ")
            else:
                self.texts.append(" ")


def containers(block: Block) -> Iterator[tuple[Block, ...]]:
    """Yield the runs of blocks directly inside a block."""
    if isinstance(block, StepList):
        yield from (step.blocks for step in block.steps)
    elif isinstance(block, BulletList):
        yield from (item.blocks for item in block.items)
    elif isinstance(block, Quote | Directive | Footnote):
        yield block.blocks
