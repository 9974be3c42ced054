"""The title of a Markdown document, where its head or its text has it."""

from __future__ import annotations

from collections.abc import Iterable

from helpwright.html_policy import is_known_element
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.markdown.log import Log
from helpwright.importers.markdown.tags import read_tag
from helpwright.importers.tally import inline_text
from helpwright.model import (
    Block,
    Heading,
    HtmlBlock,
    Inline,
    InlineHtml,
    Paragraph,
    Style,
    Styled,
    Text,
)
from helpwright.parse.sections import fold_name, section_kind, section_names

_LONGEST = 150
_NAMES = section_names({})


def take_title(
    blocks: tuple[Block, ...], title: str, log: Log, *, bold: bool
) -> tuple[str, tuple[Block, ...]]:
    """Return the title and the blocks without what is the title in the text.

    `title` is that of the head. A heading of the first level in front of all others is what
    readers saw as the title, so it counts more. Without both, a first line in bold does, where
    `bold` allows it.
    """
    at = next((at for at, block in enumerate(blocks) if isinstance(block, Heading)), None)
    heading = blocks[at] if at is not None else None
    if at is not None and isinstance(heading, Heading) and heading.level == 1:
        said = _words(heading.children)
        same = fold_name(said) == fold_name(title)
        if said and (same or section_kind(said, _NAMES) is None):
            if title and not same:
                reason = "readers saw the heading above the text, which is the title now"
                log.note(Outcome.DROPPED, "front-matter-title", reason, title, Attention.LOOK)
            return said, _without(blocks, at, said, Outcome.MAPPED, log)
    if title or not bold:
        return title, blocks
    first = next((n for n, block in enumerate(blocks) if not isinstance(block, HtmlBlock)), None)
    block = blocks[first] if first is not None else None
    if first is not None and isinstance(block, Paragraph) and len(block.children) == 1:
        strong = block.children[0]
        if isinstance(strong, Styled) and strong.style is Style.STRONG:
            said = _words(strong.children)
            if 0 < len(said) <= _LONGEST and not said.endswith((":", ".")):
                return said, _without(blocks, first, said, Outcome.INFERRED, log)
    return "", blocks


def _words(children: Iterable[Inline]) -> str:
    """Return a title's words; what HTML does not know is a placeholder, and one of them."""
    parts: list[Inline] = []
    for child in children:
        tag = read_tag(child.raw) if isinstance(child, InlineHtml) else None
        if isinstance(child, InlineHtml) and tag is not None and not is_known_element(tag.name):
            child = Text(child.raw, child.span)
        parts.append(child)
    return inline_text(parts)


def _children(block: Block) -> tuple[Inline, ...]:
    assert isinstance(block, Heading | Paragraph)
    return block.children


def _without(
    blocks: tuple[Block, ...], at: int, said: str, outcome: Outcome, log: Log
) -> tuple[Block, ...]:
    since = len(log.entries)
    sure = outcome is Outcome.MAPPED
    log.entries.append(
        Entry(
            outcome,
            "title",
            "the first heading is the title of the article"
            if sure
            else "the first line, which is bold, is the title of the article",
            text=inline_text(_children(blocks[at])),
            about=said,
            attention=Attention.NONE if sure else Attention.LOOK,
        )
    )
    log.settle((blocks[at],), (), "title", since)
    return (*blocks[:at], *blocks[at + 1 :])
