"""Lines of one paragraph to inline nodes: text, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Entry, Outcome
from helpwright.importers.text.account import Account
from helpwright.importers.text.lines import Line
from helpwright.model import Attributes, Block, Image, Inline, Link, Paragraph, Text

ICON = Attributes(NOWHERE, None, ("icon",), {})
_BLANKS = re.compile(r"[^\S\xa0]+")
_HARD_BLANK = re.compile(r"(?<!«)\xa0(?![:;!?»%€])")
_CLOSES = frozenset(",.;:!?)]»”’")
_OPENS = frozenset(" ([«“")
_HYPHEN = re.compile(r"(?:^|(?<=[\s(]))([^\W\d_]+)-\Z")
_REST = re.compile(r"[^\W\d_]+(?=[\s.,;:!?)]|\Z)")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*\s*\Z")

_MOST_BEHIND = 8

Part = tuple[Line, int, int]
"""A line with the offsets between which it is part of a paragraph."""


def whole(line: Line) -> Part:
    """Return a line as it begins and ends."""
    return line, line.start, len(line.raw)


def tidy(text: str) -> str:
    """Return text with single blanks; those that may not break stay where a language wants them."""
    if "\xa0" in text:
        text = _HARD_BLANK.sub(_soften, text)
    return _BLANKS.sub(" ", text)


def _soften(match: re.Match[str]) -> str:
    text, at = match.string, match.start()
    between = text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
    return match[0] if between else " "


def make_inlines(parts: Sequence[Part], account: Account) -> tuple[Inline, ...]:
    """Return the inline nodes of a paragraph that stands in several lines."""
    runs: list[str | Inline] = []
    for at, (line, start, end) in enumerate(parts):
        if at:
            _seam(runs, parts[at - 1], line.raw[start:end], account)
        for piece in line.pieces:
            if not start <= piece.start < end:
                continue
            if piece.picture:
                runs.append(line.raw[start : piece.start])
                runs.append(Image(piece.name, "", "", ICON, NOWHERE))
                start = piece.end
            else:
                opened = line.raw[piece.start - 1 : piece.start] == "<" and piece.start > start
                closed = line.raw[piece.end : piece.end + 1] == ">" and piece.end < end
                around = opened and closed
                before = line.raw[start : piece.start - around]
                # What the brackets part must stay parted without them.
                runs.append(f"{before} " if around and before[-1:] not in _OPENS else before)
                shown = Text(piece.name, NOWHERE)
                runs.append(Link(piece.name, "", (shown,), True, NOWHERE))
                start = piece.end + around
                if around and line.raw[start : start + 1] not in _CLOSES:
                    runs.append(" ")
        runs.append(line.raw[start:end])
    return _settle(runs)


def _seam(runs: list[str | Inline], before: Part, following: str, account: Account) -> None:
    """Put the blank between two lines, or mend a word that was parted by a hyphen."""
    last = runs[-1] if runs else ""
    head = _HYPHEN.search(last.rstrip()) if isinstance(last, str) else None
    rest = _REST.match(following.lstrip())
    if head is None or rest is None or not rest[0][0].islower():
        runs.append(" ")
        return
    assert isinstance(last, str)
    runs[-1] = last.rstrip()
    whole_word = head[1] + rest[0]
    if whole_word.lower() in account.words:
        runs[-1] = last.rstrip()[:-1]
        account.tell(
            Entry(
                Outcome.REPAIRED,
                "parted-word",
                "a word that was parted at the end of a line is whole, as it stands elsewhere",
                text=f"{head[1]} {rest[0]}",
                added=whole_word,
                line=before[0].number,
            )
        )


def _settle(runs: Sequence[str | Inline]) -> tuple[Inline, ...]:
    """Join neighbouring text, and give pictures the blanks that they need around them."""
    result: list[Inline] = []
    text = ""
    for run in [*runs, None]:
        if isinstance(run, str):
            text += run
            continue
        value = tidy(text)
        picture_before = bool(result) and isinstance(result[-1], Image)
        if not result:
            value = value.lstrip()
        elif picture_before and value.strip() and value[0] != " " and value[0] not in _CLOSES:
            value = f" {value}"
        if run is None:
            value = value.rstrip()
        elif isinstance(run, Image) and value.strip() and value[-1] not in _OPENS:
            value = f"{value} "
        elif isinstance(run, Image) and picture_before and not value:
            value = " "
        if value:
            result.append(Text(value, NOWHERE))
        if run is not None:
            result.append(run)
        text = ""
    while result and isinstance(result[-1], Text) and not result[-1].value.strip():
        result.pop()
    return tuple(result)


def make_paragraphs(children: tuple[Inline, ...]) -> list[Block]:
    """Return inlines as paragraphs: pictures between two sentences stand on their own."""
    blocks: list[Block] = []
    rest: list[Inline] = []
    for at, child in enumerate(children):
        if isinstance(child, Image) and _parts(rest, children[at + 1 : at + 1 + _MOST_BEHIND]):
            _end(rest, blocks)
            rest = []
            blocks.append(picture_paragraph(child))
        elif rest:
            rest.append(child)
        elif not _is_blank(child):
            words = Text(child.value.lstrip(), NOWHERE) if isinstance(child, Text) else child
            rest.append(words)
    _end(rest, blocks)
    return blocks


def _parts(before: Sequence[Inline], behind: Sequence[Inline]) -> bool:
    """Tell whether a picture stands between sentences, and not in the middle of one."""
    last = next((child for child in reversed(before) if not _is_blank(child)), None)
    words = (child for child in behind if not (isinstance(child, Image) or _is_blank(child)))
    first = next(words, None)
    ended = last is None or (isinstance(last, Text) and _SENTENCE_END.search(last.value))
    begins = first is None or (isinstance(first, Text) and first.value.lstrip()[0].isupper())
    return bool(ended and begins)


def _end(rest: list[Inline], blocks: list[Block]) -> None:
    """Close a paragraph without blanks at its end."""
    while rest and _is_blank(rest[-1]):
        rest.pop()
    if rest and isinstance(rest[-1], Text):
        rest[-1] = Text(rest[-1].value.rstrip(), NOWHERE)
    if rest:
        blocks.append(Paragraph(tuple(rest), None, False, NOWHERE))


def picture_paragraph(picture: Image) -> Paragraph:
    """Return a picture as a paragraph of its own."""
    alone = Image(picture.source, picture.title, picture.alt, None, NOWHERE)
    return Paragraph((alone,), None, False, NOWHERE)


def _is_blank(child: Inline) -> bool:
    return isinstance(child, Text) and not child.value.strip()
