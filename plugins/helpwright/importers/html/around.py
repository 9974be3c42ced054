"""Inline elements that stand around blocks, turned inside out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpwright.importers.html.notes import is_blank
from helpwright.importers.html.tree import BLOCKS, Element, Node

_PUSHABLE = frozenset("article center div figure h1 h2 h3 h4 h5 h6 p section".split())
_OPAQUE = frozenset("dl hr ol pre table tbody tr ul".split())


def opened_up(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield nodes with every inline element around blocks replaced by blocks around it."""
    for node in nodes:
        if isinstance(node, Element) and node.blocky and node.tag not in BLOCKS:
            yield from _pushed_down(node)
        else:
            yield node


def _pushed_down(element: Element) -> Iterator[Node]:
    if element.tag == "a" and "href" in element.attributes:
        yield _link(element)
        return
    run: list[Node] = []
    for child in opened_up(element.children):
        if not isinstance(child, Element) or child.tag not in BLOCKS:
            run.append(child)
            continue
        if run:
            yield element.around(run)
            run = []
        if child.tag in _OPAQUE:
            yield child
        else:
            inner = element.around(child.children, blocky=_any_block(child.children))
            yield child.around([inner], blocky=inner.blocky)
    if run:
        yield element.around(run)


def _link(element: Element) -> Element:
    """Return a link around one block inside of it; one around several as a line of words."""
    shown = [child for child in element.children if not is_blank(child)]
    if len(shown) == 1 and isinstance(shown[0], Element) and shown[0].tag in _PUSHABLE:
        inner = shown[0]
        link = element.around(inner.children, blocky=_any_block(inner.children))
        return inner.around([link], blocky=link.blocky)
    return element.around([Element("span", {}, element.children)])


def _any_block(nodes: Sequence[Node]) -> bool:
    return any(isinstance(node, Element) and (node.blocky or node.tag in BLOCKS) for node in nodes)
