"""Inlines as CommonMark can hold them, before they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape as escape_html

from helpwright.diagnostic import Span
from helpwright.model import Break, Code, Inline, InlineHtml, Link, Phrase, Styled, Text
from helpwright.write import html
from helpwright.write.pieces import phrase_list
from helpwright.write.text import clean

_NOWHERE = Span(0, 0)


def tidy(children: Iterable[Inline], room: int, *, cell: bool = False) -> list[Inline]:
    """Return inlines with neighbours of one kind joined and blanks moved out of styled runs.

    Code without a character and styled runs without anything are left out, as are the signs of
    phrases that are blank or whose condition cannot be written (in the `cell` of a table). What is
    nested deeper than `room` becomes tags.
    """
    result: list[Inline] = []
    for child in children if room > 0 else _flat(children):
        if isinstance(child, Text | Code):
            _add(result, child, clean(child.value))
        elif isinstance(child, Styled):
            before, inner, behind = _shed(tidy(child.children, room - 1, cell=cell))
            _extend(result, before)
            if inner:
                result.append(Styled(child.style, tuple(inner), child.span))
            _extend(result, behind)
        elif isinstance(child, Link):
            within = tuple(tidy(child.children, room - 1, cell=cell))
            result.append(replace(child, children=within))
        elif isinstance(child, Phrase):
            within = tuple(tidy(child.children, room - 1, cell=cell))
            if all(map(_is_blank, within)) or not phrase_list(child.attributes, cell=cell):
                _extend(result, within)
            else:
                result.append(replace(child, children=within))
        elif isinstance(child, InlineHtml):
            _add_html(result, child)
        else:
            result.append(child)
    return result


def _add(result: list[Inline], child: Text | Code, value: str) -> None:
    """Append a text or code, joined with one of its kind before it."""
    last = result[-1] if result else None
    if not value:
        return
    if isinstance(last, Text) and isinstance(child, Text):
        result[-1] = Text(last.value + value, last.span)
    elif isinstance(last, Code) and isinstance(child, Code):
        result[-1] = Code(last.value + value, last.span)
    else:
        result.append(child if value == child.value else replace(child, value=value))


def _extend(result: list[Inline], children: Iterable[Inline]) -> None:
    for child in children:
        if isinstance(child, Text | Code):
            _add(result, child, child.value)
        else:
            result.append(child)


def _add_html(result: list[Inline], child: InlineHtml) -> None:
    """Append raw HTML as a line of tags; what is none is text."""
    raw = (
        " ".join(line.strip(" \t") for line in child.raw.splitlines())
        if "\n" in child.raw
        else child.raw
    )
    raw = clean(raw)
    if html.is_inline(raw):
        result.append(child if raw == child.raw else InlineHtml(raw, child.span))
        return
    for is_tag, piece in html.split_inline(raw):
        if is_tag:
            result.append(InlineHtml(piece, child.span))
        else:
            # A tag parts words, and so does what was meant as one.
            _add(result, Text(piece, child.span), f" {clean(piece).strip()} ")


def _shed(children: list[Inline]) -> tuple[list[Inline], list[Inline], list[Inline]]:
    """Part blanks and line ends at the edges of a run from what is between."""
    before: list[Inline] = []
    behind: list[Inline] = []
    while children and _is_blank(children[0]):
        before.append(children.pop(0))
    while children and _is_blank(children[-1]):
        behind.insert(0, children.pop())
    if children and isinstance(children[0], Text):
        first = children[0]
        bare = first.value.lstrip()
        if bare != first.value:
            before.append(Text(first.value[: len(first.value) - len(bare)], first.span))
            children[0] = Text(bare, first.span)
    if children and isinstance(children[-1], Text):
        last = children[-1]
        bare = last.value.rstrip()
        if bare != last.value:
            behind.insert(0, Text(last.value[len(bare) :], last.span))
            children[-1] = Text(bare, last.span)
    return before, children, behind


def _is_blank(child: Inline) -> bool:
    return isinstance(child, Break) or (isinstance(child, Text) and not child.value.strip())


def _flat(children: Iterable[Inline]) -> Iterator[Inline]:
    """Yield inlines without nesting: tags stand for styled runs and links."""
    waiting = [iter(children)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif isinstance(child, Styled):
            waiting.append(iter((InlineHtml(f"</{child.style}>", child.span),)))
            waiting.append(iter(child.children))
            yield InlineHtml(f"<{child.style}>", child.span)
        elif isinstance(child, Link):
            waiting.append(iter((InlineHtml("</a>", child.span),)))
            waiting.append(iter(child.children))
            yield InlineHtml(f'<a href="{escape_html(clean(child.target))}">', child.span)
        elif isinstance(child, Phrase):
            waiting.append(iter(child.children))
        else:
            yield child
