"""HW117: text that CommonMark and Python-Markdown, the parser of MkDocs, read differently."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Edit, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, BulletList, Paragraph, StepList
from helpwright.parse.inlines import is_escaped
from helpwright.parse.values import clip

RULE = Rule(
    code="HW117",
    name="text-read-differently",
    severity=Severity.INFO,
    summary="The code host and a stock MkDocs site read a piece of text differently.",
    why="The page is right here; from the same file, a site without Helpwright would lose words.",
    fix="Write it in the way that both read alike.",
    fixable=True,
)

# What Python-Markdown takes for a tag, after it has resolved backslashes but for one before `<`.
_TAG = re.compile(rb"<(/?[A-Za-z][^<>@\s\\]{0,80}(?: [^<>\n\\]{0,120})?>)")


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield at most one finding for each kind of difference in an article, at its first place.

    Told are only differences that cost words or steps there and can be avoided here. What the
    format itself asks for, such as the depth of indentation, is not.
    """
    for article in kb.articles:
        data = kb.sources[article.path].data
        if data.find(b"\\<", article.body) >= 0:
            yield from _escaped_tags(kb, article, data)
        yield from _brackets(kb, article, data)
        yield from _lists_without_blank_line(kb, article, data)


def _escaped_tags(kb: KnowledgeBase, article: Article, data: bytes) -> Iterator[Diagnostic]:
    tags = [
        match
        for text in article.nodes.texts
        if text.value[:1] == "<" and is_escaped(text, data)
        if (match := _TAG.match(data, text.span.start))
    ]
    if tags:
        first = tags[0]
        written = clip(first[1].decode("utf-8", "replace"))
        message = f"a stock MkDocs site would leave out `\\<{written}`"
        help = f"write `&lt;{written}`, or put it in backticks"
        edits = tuple(Edit(Span(tag.start() - 1, tag.start() + 1), "&lt;") for tag in tags)
        span = Span(first.start() - 1, first.end())
        yield kb.diagnose(RULE, article, span, message, help, edits=edits)


def _brackets(kb: KnowledgeBase, article: Article, data: bytes) -> Iterator[Diagnostic]:
    for steps in article.nodes.step_lists:
        marker = steps.steps[0].marker
        if data[marker.end - 1 : marker.end] == b")":
            written = data[marker.start : marker.end].decode()
            message = f"a stock MkDocs site would not read `{written}` as the number of a step"
            help = "write a full stop behind the numbers of this list"
            yield kb.diagnose(RULE, article, marker, message, help)
            return


def _lists_without_blank_line(
    kb: KnowledgeBase, article: Article, data: bytes
) -> Iterator[Diagnostic]:
    starts = [
        block.span.start
        for before, block in zip(article.blocks, article.blocks[1:], strict=False)
        if isinstance(block, StepList | BulletList)
        and isinstance(before, Paragraph)
        and data.count(b"\n", before.span.end - 1, block.span.start) < 2
    ]
    if starts:
        message = "a stock MkDocs site would run this list into the line above it"
        help = "put a blank line above the list"
        end = b"\r\n" if data[starts[0] - 2 : starts[0]] == b"\r\n" else b"\n"
        edits = tuple(
            Edit(Span(at, at), end.decode())
            for start in starts
            for at in (data.rfind(b"\n", 0, start) + 1,)
        )
        place = Span(starts[0], starts[0] + 1)
        yield kb.diagnose(RULE, article, place, message, help, edits=edits)
