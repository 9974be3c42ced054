"""Runs of inlines as CommonMark can write them: blanks outside of emphasis, nothing empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from helpwright.importers.draft import NOWHERE
from helpwright.model import Break, Checkbox, Code, Image, Inline, InlineHtml, Link, Styled, Text

BREAK = Break(hard=True, span=NOWHERE)
_BLANK = Text(" ", NOWHERE)
_BLANKS = re.compile(r" {2,}")


def text(value: str) -> Text:
    """Return a text node."""
    return Text(value, NOWHERE)


def tidy(children: Iterable[Inline]) -> list[Inline]:
    """Return a run with texts joined, blanks collapsed and moved out of emphasis and links.

    A blank at either end of the run stays, as one blank.
    """
    run = _Run()
    for child in children:
        if isinstance(child, Link):
            lead, inner, trail = _strip(tidy(child.children))
            link = Link(child.target, child.title, tuple(inner), child.autolink, NOWHERE)
            run.add_between(lead, (link,), trail)
        elif isinstance(child, Styled):
            lead, inner, trail = _strip(tidy(child.children))
            run.add_between(lead, _pieces(child, inner), trail)
        else:
            run.add(child)
    return run.finish()


def without_blanks_in_code(children: Iterable[Inline]) -> Iterator[Inline]:
    """Yield a run with the blanks at the ends of code outside of it."""
    for child in children:
        if isinstance(child, Code):
            value = child.value.strip(" ")
            if child.value[:1] == " ":
                yield _BLANK
            if value:
                yield Code(value, NOWHERE)
            if value and child.value[-1:] == " ":
                yield _BLANK
        elif isinstance(child, Styled):
            inner = tuple(without_blanks_in_code(child.children))
            yield Styled(child.style, inner, NOWHERE)
        elif isinstance(child, Link):
            inner = tuple(without_blanks_in_code(child.children))
            yield Link(child.target, child.title, inner, child.autolink, NOWHERE)
        else:
            yield child


class _Run:
    """A run under construction; neighbours of one kind are joined when another follows."""

    def __init__(self) -> None:
        self._out: list[Inline] = []
        self._alike: list[Inline] = []

    def add_between(self, lead: bool, children: Iterable[Inline], trail: bool) -> None:
        if lead:
            self.add(_BLANK)
        for child in children:
            self.add(child)
        if trail:
            self.add(_BLANK)

    def add(self, child: Inline) -> None:
        if self._alike and not _alike(self._alike[0], child):
            self._join()
        self._alike.append(child)

    def finish(self) -> list[Inline]:
        self._join()
        return self._out

    def _join(self) -> None:
        """Join the neighbours of one kind, all at once: there can be very many."""
        alike = self._alike
        self._alike = []
        first = alike[0] if alike else None
        if isinstance(first, Text):
            value = "".join(child.value for child in alike if isinstance(child, Text))
            if value:
                self._out.append(Text(_BLANKS.sub(" ", value), NOWHERE))
        elif isinstance(first, Code) and len(alike) > 1:
            value = "".join(child.value for child in alike if isinstance(child, Code))
            self._out.append(Code(value, NOWHERE))
        elif isinstance(first, Styled) and len(alike) > 1:
            inner = [
                node for child in alike if isinstance(child, Styled) for node in child.children
            ]
            self._out.append(Styled(first.style, tuple(tidy(inner)), NOWHERE))
        else:
            self._out += alike


def _alike(one: Inline, other: Inline) -> bool:
    if isinstance(one, Styled):
        return isinstance(other, Styled) and one.style is other.style
    return isinstance(one, Text | Code) and type(one) is type(other)


def _pieces(styled: Styled, inner: Sequence[Inline]) -> Iterator[Inline]:
    """Yield emphasis without emphasis of its own kind inside, in pieces between line breaks."""
    run: list[Inline] = []
    for child in inner:
        if isinstance(child, Break):
            yield from _piece(styled, run)
            yield child
            run = []
        elif isinstance(child, Styled) and child.style is styled.style:
            run += child.children
        else:
            run.append(child)
    yield from _piece(styled, run)


def _piece(styled: Styled, run: list[Inline]) -> Iterator[Inline]:
    lead, inner, trail = _strip(tidy(run))
    if lead:
        yield _BLANK
    if all(isinstance(node, Image | InlineHtml | Checkbox) for node in inner):
        yield from inner
    else:
        yield Styled(styled.style, tuple(inner), NOWHERE)
    if trail:
        yield _BLANK


def _strip(children: list[Inline]) -> tuple[bool, list[Inline], bool]:
    """Take the blanks off both ends of a run; tell whether there were any."""
    lead = trail = False
    if children and isinstance(children[0], Text):
        value = children[0].value.lstrip(" ")
        lead = value != children[0].value
        children = [Text(value, NOWHERE), *children[1:]] if value else children[1:]
    if children and isinstance(children[-1], Text):
        value = children[-1].value.rstrip(" ")
        trail = value != children[-1].value
        children = [*children[:-1], Text(value, NOWHERE)] if value else children[:-1]
    return lead, children, trail


def lines(children: Iterable[Inline]) -> list[list[Inline]]:
    """Return the lines of a run, between its line breaks, each without blanks at its ends.

    An empty line stands where two line breaks followed each other.
    """
    found: list[list[Inline]] = [[]]
    for child in children:
        if isinstance(child, Break):
            found.append([])
        else:
            found[-1].append(child)
    return [_strip(line)[1] for line in found]


def join_lines(parts: Iterable[list[Inline]], between: Inline) -> list[Inline]:
    """Return lines as one run again, without the empty ones."""
    out: list[Inline] = []
    for part in parts:
        if out and part:
            out.append(between)
        out += part
    return tidy(out)


def is_picture(line: Sequence[Inline]) -> bool:
    """Tell whether a line shows pictures and nothing else."""
    pictures = False
    for child in line:
        for node in child.children if isinstance(child, Link) else (child,):
            if isinstance(node, Image):
                pictures = True
            elif not (isinstance(node, Text) and not node.value.strip()):
                return False
    return pictures
