"""The tags of an article's raw HTML, with their places."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from helpwright.diagnostic import Span
from helpwright.html_policy import DROPPED_WITH_CONTENT
from helpwright.model import HtmlBlock, InlineHtml

# `<` ends an attribute that is not in quotes, so that text full of `<a` takes linear time.
_TAG = re.compile(
    rb"<!--.*?(?:-->|\Z)"
    rb"|<(?P<slash>/?)(?P<name>[A-Za-z][^\s<>/]*)"
    rb"(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    rb"(?P<name>[^\s\"'<>/=]++)"
    rb"(?:\s*+=\s*+(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]++))?"
)
_ENDS = {
    name: re.compile(rb"</" + name.encode() + rb"(?=[\s/>])", re.IGNORECASE)
    for name in DROPPED_WITH_CONTENT
}


class Attribute(NamedTuple):
    """One attribute of a tag: its name in lower case, its value, the place of both."""

    name: str
    value: str
    span: Span


class Tag(NamedTuple):
    """One tag: the element's name in lower case, and whether the tag closes it."""

    name: str
    closing: bool
    attributes: tuple[Attribute, ...]
    span: Span


def find_tags(data: bytes, node: HtmlBlock | InlineHtml) -> Iterator[Tag]:
    """Yield the tags of a node of the source `data`, in order.

    Comments hold none, and neither does what stands inside elements whose content is not text,
    such as a script.
    """
    at, end = node.span
    while at < end:
        match = _TAG.search(data, at, end)
        if match is None:
            return
        at = match.end()
        if match["name"] is None:
            continue
        name = match["name"].decode("utf-8", "replace").lower()
        closing = bool(match["slash"])
        attributes = () if closing else tuple(_attributes(data, *match.span("rest")))
        yield Tag(name, closing, attributes, Span(*match.span()))
        if name in _ENDS and not closing and isinstance(node, HtmlBlock):
            closed = _ENDS[name].search(data, at, end)
            at = closed.start() if closed else end


def _attributes(data: bytes, start: int, end: int) -> Iterator[Attribute]:
    for match in _ATTRIBUTE.finditer(data, start, end):
        value = (match["value"] or b"").decode("utf-8", "replace")
        if value[:1] in ('"', "'"):
            value = value[1:-1]
        name = match["name"].decode("utf-8", "replace").lower()
        yield Attribute(name, html.unescape(value), Span(*match.span()))
