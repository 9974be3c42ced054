"""Attribute lists that belong to nothing, and braces that were meant as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import ATTRIBUTE_LIST
from helpwright.model import Attributes, Nodes, Text
from helpwright.parse.inlines import (
    CONDITION,
    NOTE,
    SUSPECT,
    is_attribute_list,
    is_escaped,
    is_verbatim,
)
from helpwright.parse.values import clip
from helpwright.source import Source

_BRACES = re.compile(r"\{[^{}\n]*\}?")
_HELP = 'write {#label}, {applies_to="<2.0"} or {continue}, at the end of the text'
_WORDS = (
    'put the words that it is about in brackets, as in `[words]{applies_to="<2.0"}`, or write it '
    "at the end of a paragraph, step or heading"
)
_AROUND = "between a line `/// applies_to | <2.0` and a line `///`"


def stray_lists(
    source: Source, nodes: Nodes, alone: Iterable[Attributes], below: Iterable[Attributes]
) -> Iterator[Diagnostic]:
    """Yield a finding for each list in braces that has no effect or not the one that was meant.

    `alone` are those that are all of a paragraph, `below` those in the line below a list, which
    CommonMark reads as its last item's.
    """
    for text in nodes.texts:
        if "{" in text.value and is_verbatim(text):
            yield from _in_text(source, text)
    for attributes in alone:
        message = f"`{_written(source, attributes)}` stands alone, so it belongs to nothing"
        help = "write it at the end of the text that it is about"
        if "applies_to" in attributes.values:
            help += f", or put the blocks that it is about {_AROUND}"
        yield source.diagnose(ATTRIBUTE_LIST, attributes.span, message, help)
    for attributes in below:
        if "applies_to" in attributes.values:
            written = _written(source, attributes)
            message = f"`{written}` stands below a list, and is read as part of its last item"
            help = f"write it behind the words of the item, or put the list {_AROUND}"
            yield source.diagnose(ATTRIBUTE_LIST, attributes.span, message, help)
    yield from _in_heads(source, nodes)


def _in_text(source: Source, text: Text) -> Iterator[Diagnostic]:
    """Yield what a text shows that was surely meant as attributes."""
    value, done, place = text.value, 0, text.span.start
    starts = [match.start() for match in CONDITION.finditer(value)]
    last = SUSPECT.search(value) if "}" in value else None
    if last is not None and last.start() not in starts[-1:]:
        starts.append(last.start())
    for at in starts:
        place += len(value[done:at].encode())
        done = at
        if at == 0 and is_escaped(text, source.data):
            continue
        match = _BRACES.match(value, at)
        written = match[0] if match else "{"
        span = Span(place, place + len(written.encode()))
        if NOTE.match(value) and value.find("]") == at - 1:
            message = f"`{clip(written)}` has no effect behind the words that open a block"
            yield source.diagnose(ATTRIBUTE_LIST, span, message, f"put the whole block {_AROUND}")
        elif is_attribute_list(written):
            message = f"`{clip(written)}` is text here, as no words in brackets stand before it"
            yield source.diagnose(ATTRIBUTE_LIST, span, message, _WORDS)
        else:
            message = f"`{clip(written)}` is not an attribute list that Helpwright knows"
            help = _HELP if at == starts[-1] and last else _WORDS
            yield source.diagnose(ATTRIBUTE_LIST, span, message, help)


def _in_heads(source: Source, nodes: Nodes) -> Iterator[Diagnostic]:
    """Yield conditions behind the words that open a block of code or one with slashes."""
    heads = [(code.span.start, code.info) for code in nodes.codes]
    heads += [(block.span.start, block.argument) for block in nodes.directives]
    for start, words in heads:
        if "{" in words and CONDITION.search(words):
            line = source.line(source.position(start).line)
            match = CONDITION.search(line)
            written = line[match.start() :].strip() if match else words
            span = Span(start, start + 3)
            message = f"`{clip(written)}` has no effect behind the words that open a block"
            yield source.diagnose(ATTRIBUTE_LIST, span, message, f"put the whole block {_AROUND}")


def _written(source: Source, attributes: Attributes) -> str:
    return clip(source.slice(attributes.span))
