"""HW121: raw HTML that is opened and not closed, or closed and not opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.html_policy import VOID_ELEMENTS, is_allowed_element
from helpwright.knowledge import KnowledgeBase
from helpwright.model import (
    Block,
    BulletList,
    Directive,
    Footnote,
    Heading,
    HtmlBlock,
    Inline,
    InlineHtml,
    Link,
    Paragraph,
    Phrase,
    Quote,
    StepList,
    Styled,
    Table,
)
from helpwright.rules._tags import Tag, find_tags

RULE = Rule(
    code="HW121",
    name="html-not-closed",
    severity=Severity.WARNING,
    summary="A raw HTML tag is opened and not closed in the same part of the text, or the reverse.",
    why="What follows looks as if it belonged to the element, on some pages down to their end.",
    fix="Open and close the element in the same paragraph, list item, quote or section.",
)

_MAY_STAY_OPEN = frozenset("colgroup dd dt li p rp rt tbody td tfoot th thead tr".split())
"""HTML lets the end tag of these be left out."""


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each tag that has no counterpart in the container that it stands in."""
    for article in kb.articles:
        if article.nodes.html:
            data = kb.sources[article.path].data
            for nodes in _containers(article.blocks):
                for tag in _unmatched(data, nodes):
                    problem = "closes nothing here" if tag.closing else "is not closed here"
                    message = f"`<{'/' * tag.closing}{tag.name}>` {problem}"
                    help = (
                        "remove it, or open the element in the same paragraph, list item or section"
                        if tag.closing
                        else f"write `</{tag.name}>` in the same paragraph, list item or section"
                    )
                    yield kb.diagnose(RULE, article, tag.span, message, help)


def _unmatched(data: bytes, nodes: Iterable[HtmlBlock | InlineHtml]) -> Iterator[Tag]:
    """Yield the tags without a counterpart among the nodes of one container."""
    opened: list[Tag] = []
    count: Counter[str] = Counter()
    for node in nodes:
        for tag in find_tags(data, node):
            if tag.name in VOID_ELEMENTS or not is_allowed_element(tag.name):
                continue
            if not tag.closing:
                opened.append(tag)
                count[tag.name] += 1
            elif not count[tag.name]:
                yield tag
            else:
                while True:
                    last = opened.pop()
                    count[last.name] -= 1
                    if last.name == tag.name:
                        break
                    if last.name not in _MAY_STAY_OPEN:
                        yield last
    yield from (tag for tag in opened if tag.name not in _MAY_STAY_OPEN)


def _containers(blocks: Iterable[Block]) -> Iterator[list[HtmlBlock | InlineHtml]]:
    """Yield the raw HTML of each container: an item, a quote, a paragraph, a phrase."""
    here: list[HtmlBlock | InlineHtml] = []
    for block in blocks:
        if isinstance(block, HtmlBlock):
            here.append(block)
        elif isinstance(block, Heading):
            if block.level <= 2:
                yield here
                here = []
            yield from _runs(block.children)
        elif isinstance(block, Paragraph):
            yield from _runs(block.children)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                for cell in row:
                    yield from _runs(cell.children)
        elif isinstance(block, StepList):
            for step in block.steps:
                yield from _containers(step.blocks)
        elif isinstance(block, BulletList):
            for item in block.items:
                yield from _containers(item.blocks)
        elif isinstance(block, Quote | Directive | Footnote):
            yield from _containers(block.blocks)
    yield here


def _runs(children: Iterable[Inline]) -> Iterator[list[HtmlBlock | InlineHtml]]:
    """Yield the raw HTML of a run of inlines, and that of each phrase in it, which may not show."""
    here: list[HtmlBlock | InlineHtml] = []
    waiting = [iter(children)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif isinstance(child, InlineHtml):
            here.append(child)
        elif isinstance(child, Phrase):
            yield from _runs(child.children)
        elif isinstance(child, Styled | Link):
            waiting.append(iter(child.children))
    yield here
