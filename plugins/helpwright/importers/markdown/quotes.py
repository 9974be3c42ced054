"""Quotes that are notes, as many systems write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Entry, Outcome
from helpwright.importers.markdown.kinds import LABELS, SIGNS, kind_of, make_note, title_of
from helpwright.importers.tally import inline_text
from helpwright.model import (
    Block,
    Break,
    Inline,
    Paragraph,
    Quote,
    Styled,
    Text,
)

_MARK = re.compile(
    r"[ \t]*(?:!?\[(?P<sign>!?)(?P<name>[A-Za-z][\w-]*)\]|!(?P<bare>[a-z]+)(?=\s|\Z))[+-]?[ \t]*"
)
_LABEL = re.compile(r"[ \t]*(?P<name>[A-Za-z]+)[ \t]*(?P<colon>[:]?)[ \t]*\Z")
_WORD = re.compile(r"(?P<name>[A-Za-z]+):[ \t]+")
_SIGN = re.compile(
    "[ \t]*(?P<sign>" + "|".join(map(re.escape, SIGNS)) + ")\N{VARIATION SELECTOR-16}?[ \t]*"
)


@dataclass(frozen=True, slots=True)
class Note:
    """A quote that is a note, and what was taken out of it."""

    block: Block
    entries: tuple[Entry, ...]


def read_quote(quote: Quote) -> Note | None:
    """Return the note that a quote is; None where it is a quote."""
    first = quote.blocks[0] if quote.blocks else None
    if quote.alert is not None or not isinstance(first, Paragraph) or not first.children:
        return None
    start = first.children[0]
    if isinstance(start, Text):
        match = _MARK.match(start.value)
        if match is not None:
            return _marked(quote, first, start, match)
        match = _SIGN.match(start.value)
        if match is not None:
            return _signed(quote, first, start, match)
    return _labelled(quote, first, "", ())


def _marked(quote: Quote, first: Paragraph, start: Text, match: re.Match[str]) -> Note | None:
    """Read `[!info] Title`, `![info]` and `[info]`."""
    name = match["name"] or match["bare"]
    kind = kind_of(name)
    bracket = match["sign"] == "!" and not match[0].lstrip().startswith("!")
    if not kind and not (bracket and match[0].strip()):
        return None
    rest = _without(first.children, start, match.end())
    entry = _taken(match[0])
    title, lead = "", tuple[Block, ...]()
    body = quote.blocks[1:]
    if bracket:
        line, rest_after = _first_line(rest)
        if rest_after or body:
            title, lead = title_of(line) if line else ("", ())
            rest = rest_after
    paragraph = _paragraph(first, rest)
    return Note(make_note(kind or "note", title, lead, (*paragraph, *body)), (entry,))


def _signed(quote: Quote, first: Paragraph, start: Text, match: re.Match[str]) -> Note | None:
    """Read a note that begins with a sign, and a title behind it where more follows."""
    kind = SIGNS[match["sign"]]
    entry = _taken(match["sign"])
    rest = _without(first.children, start, match.end())
    remaining = Paragraph(rest, first.attributes, False, NOWHERE)
    labelled = _labelled(
        replace(quote, blocks=(remaining, *quote.blocks[1:])), remaining, kind, (entry,)
    )
    if labelled is not None:
        return labelled
    title, lead = "", tuple[Block, ...]()
    line, rest_after = _first_line(rest)
    body = quote.blocks[1:]
    if not rest_after and body and line and not match["sign"].startswith(":"):
        title, lead = title_of(line)
        rest = ()
    return Note(make_note(kind, title, lead, (*_paragraph(first, rest), *body)), (entry,))


def _labelled(quote: Quote, first: Paragraph, kind: str, entries: tuple[Entry, ...]) -> Note | None:
    """Read a note that begins with its name, as `**Note:** …`."""
    if not first.children:
        return None
    start = first.children[0]
    if isinstance(start, Text):
        match = _WORD.match(start.value)
        if match is None or match["name"].lower() not in LABELS:
            return None
        name, rest = match["name"], _without(first.children, start, match.end())
    elif isinstance(start, Styled):
        match = _LABEL.match(inline_text(start.children))
        if match is None or match["name"].lower() not in LABELS:
            return None
        name, rest = match["name"], first.children[1:]
        following = rest[0] if rest else None
        colon = isinstance(following, Text) and following.value.lstrip()[:1] == ":"
        if colon and isinstance(following, Text):
            rest = _without(rest, following, following.value.index(following.value.lstrip()[0]) + 1)
        elif not match["colon"] and rest and not isinstance(following, Break):
            return None
    else:
        return None
    while rest and isinstance(rest[0], Break):
        rest = rest[1:]
    if rest and isinstance(rest[0], Text):
        rest = _without(rest, rest[0], len(rest[0].value) - len(rest[0].value.lstrip()))
    if not rest and len(quote.blocks) == 1:
        return None
    made = make_note(kind_of(name) or kind, "", (), (*_paragraph(first, rest), *quote.blocks[1:]))
    return Note(made, (*entries, _taken(name)))


def _taken(text: str) -> Entry:
    reason = "the note's name is how the note looks now"
    return Entry(Outcome.MAPPED, "note", reason, text=text.strip())


def _without(children: tuple[Inline, ...], first: Text, count: int) -> tuple[Inline, ...]:
    """Return inlines without the first characters of the text that they begin with."""
    rest = first.value[count:]
    return (Text(rest, NOWHERE), *children[1:]) if rest else children[1:]


def _first_line(children: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    for at, child in enumerate(children):
        if isinstance(child, Break):
            return children[:at], children[at + 1 :]
    return children, ()


def _paragraph(first: Paragraph, children: tuple[Inline, ...]) -> tuple[Block, ...]:
    while children and isinstance(children[0], Break):
        children = children[1:]
    return (Paragraph(children, first.attributes, False, NOWHERE),) if children else ()
