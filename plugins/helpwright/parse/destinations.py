"""Where in a source the address of a link or picture stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from helpwright.diagnostic import Span
from helpwright.model import Image, Link

_INLINE = re.compile(
    rb"\]\(\s*(?:<(?P<pointed>(?:[^<>\n\\]|\\.)*)>|(?P<plain>(?:[^\s<\\]|\\.)(?:[^\s\\]|\\.)*?))"
    rb"(?:\s+(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)\Z",
    re.DOTALL,
)
_DEFINITION = re.compile(
    rb"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*"
    rb"\[(?P<label>(?:[^\[\]\\]|\\.)+)\]:[ \t]*(?:\n[ \t>]*)?"
    rb"(?:<(?P<pointed>(?:[^<>\n\\]|\\.)*)>|(?P<plain>[^\s<]\S*))",
    re.MULTILINE,
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MOST = 2000
"""How long, in bytes, the end of a link may be in which its address is looked for."""


def unescaped(written: bytes) -> str:
    """Return an address as the parser reads it: backslashes and entities resolved."""
    return unescape(_ESCAPED.sub(r"\1", written.decode("utf-8", "replace")))


def destination(data: bytes, node: Link | Image) -> Span | None:
    """Return the span of an address that stands in its link or picture itself, without brackets.

    None where it stands elsewhere: in a definition.
    """
    start, end = node.span
    wanted = node.target if isinstance(node, Link) else node.source
    if isinstance(node, Link) and node.autolink:
        inner = Span(start + 1, end - 1) if data[start : start + 1] == b"<" else Span(start, end)
        return inner if data[inner.start : inner.end].decode("utf-8", "replace") == wanted else None
    at = data.rfind(b"](", start, end)
    for _ in range(20):
        if at < 0 or end - at > _MOST:
            return None
        found = _INLINE.match(data, at, end)
        if found:
            group = "plain" if found["pointed"] is None else "pointed"
            if unescaped(found[group]) == wanted:
                return Span(*found.span(group))
        at = data.rfind(b"](", start, at)
    return None


def definitions(
    data: bytes, body: int, nodes: Iterable[Link | Image], apart: Iterable[Span]
) -> Iterator[tuple[Span, Link | Image]]:
    """Yield the spans of addresses in definitions (`[label]: address`), each with one of its users.

    `nodes` are the links and pictures whose address stands elsewhere, `body` is where the text
    begins, and `apart` are the spans of code, in which nothing is a definition.
    """
    users: dict[str, Link | Image] = {}
    for node in nodes:
        for label in _labels(data[node.span.start : node.span.end]):
            users.setdefault(label, node)
    spans = sorted(apart)
    done: set[str] = set()
    for found in _DEFINITION.finditer(data, body) if users else ():
        label = _folded(found["label"])
        at = found.start("label")
        if label not in users or label in done or any(it.start <= at < it.end for it in spans):
            continue
        node = users[label]
        group = "plain" if found["pointed"] is None else "pointed"
        wanted = node.target if isinstance(node, Link) else node.source
        if unescaped(found[group]) == wanted:
            done.add(label)
            yield Span(*found.span(group)), node


def _labels(written: bytes) -> Iterator[str]:
    """Yield what the label of a link by reference may be: what stands in its brackets."""
    last = re.search(rb"\[((?:[^\[\]\\]|\\.)+)\](?:\[\])?\Z", written)
    if last:
        yield _folded(last[1])
    text = re.match(rb"!?\[(.*)\](?:\[\])?\Z", written, re.DOTALL)
    if text:
        yield _folded(text[1])


def _folded(label: bytes) -> str:
    return " ".join(label.decode("utf-8", "replace").split()).casefold()
