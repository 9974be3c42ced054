"""The kinds of notes that systems have, and what they are here."""

from __future__ import annotations

from helpwright.importers.draft import NOWHERE
from helpwright.model import (
    AlertKind,
    Block,
    Directive,
    Image,
    Inline,
    Link,
    Paragraph,
    Phrase,
    Quote,
    Style,
    Styled,
)
from helpwright.parse.directives import ADMONITIONS
from helpwright.parse.inlines import plain_text

_OTHER_NAMES = {
    "admonition": "note",
    "alert": "warning",
    "attention": "warning",
    "callout": "note",
    "check": "success",
    "cite": "quote",
    "danger": "danger",
    "default": "note",
    "done": "success",
    "error": "danger",
    "fail": "failure",
    "faq": "question",
    "help": "question",
    "highlight": "note",
    "hint": "tip",
    "information": "info",
    "memo": "note",
    "missing": "failure",
    "new": "info",
    "notice": "note",
    "primary": "note",
    "secondary": "note",
    "seealso": "info",
    "summary": "abstract",
    "tldr": "abstract",
    "todo": "info",
    "warn": "warning",
    "working": "info",
}
_ALERTS = {kind.value: kind for kind in AlertKind}
LABELS = frozenset(
    "note notes tip tips hint important warning warnings caution attention info danger".split()
)
"""Words that stand in front of a note as its name."""
SIGNS = {
    ":bulb:": "tip",
    ":exclamation:": "important",
    ":heavy_exclamation_mark:": "important",
    ":information_source:": "info",
    ":memo:": "note",
    ":no_entry:": "danger",
    ":pencil:": "note",
    ":rotating_light:": "danger",
    ":stop_sign:": "danger",
    ":warning:": "warning",
    "\N{WARNING SIGN}": "warning",
    "\N{INFORMATION SOURCE}": "info",
    "\N{ELECTRIC LIGHT BULB}": "tip",
    "\N{MEMO}": "note",
    "\N{BLUE BOOK}": "info",
    "\N{CONSTRUCTION SIGN}": "warning",
    "\N{HEAVY EXCLAMATION MARK SYMBOL}": "danger",
    "\N{WHITE EXCLAMATION MARK ORNAMENT}": "important",
    "\N{POLICE CARS REVOLVING LIGHT}": "danger",
    "\N{OCTAGONAL SIGN}": "danger",
    "\N{NO ENTRY}": "danger",
    "\N{WHITE HEAVY CHECK MARK}": "success",
    "\N{THUMBS UP SIGN}": "success",
    "\N{PUSHPIN}": "note",
}
"""Signs that stand in front of a note."""


def kind_of(name: str) -> str:
    """Return the directive's name for a note of some system; empty where there is none."""
    name = name.strip().lower()
    name = _OTHER_NAMES.get(name, name.removesuffix("s") if name in LABELS else name)
    return name if name in ADMONITIONS else ""


def make_note(kind: str, title: str, lead: tuple[Block, ...], blocks: tuple[Block, ...]) -> Block:
    """Return a note: as an alert where that says it, as a directive where it has more.

    `kind` is a directive's name, `lead` the title as blocks where it is more than words.
    """
    blocks = tuple(
        Paragraph(block.children, block.attributes, False, block.span)
        if isinstance(block, Paragraph)
        else block
        for block in (*lead, *blocks)
    )
    if not title and kind in _ALERTS:
        return Quote(_ALERTS[kind], blocks, NOWHERE)
    return Directive(kind, title, blocks, NOWHERE)


def title_of(children: tuple[Inline, ...]) -> tuple[str, tuple[Block, ...]]:
    """Return a title's words, or the title as a strong paragraph where it is more than words."""
    if any(_is_more(child) for child in children):
        strong = Styled(Style.STRONG, children, NOWHERE)
        return "", (Paragraph((strong,), None, False, NOWHERE),)
    return " ".join(plain_text(children).split()), ()


def _is_more(child: Inline) -> bool:
    if isinstance(child, Styled):
        return any(_is_more(inner) for inner in child.children)
    return isinstance(child, Image | Link | Phrase)
