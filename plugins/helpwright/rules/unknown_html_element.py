"""HW116: a word in angle brackets that is taken for an HTML tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Edit, Rule, Severity, Span
from helpwright.html_policy import is_known_element
from helpwright.knowledge import KnowledgeBase
from helpwright.model import InlineHtml
from helpwright.parse.values import clip
from helpwright.rules._tags import find_tags

RULE = Rule(
    code="HW116",
    name="unknown-html-element",
    severity=Severity.WARNING,
    summary="A word in angle brackets is taken for an HTML tag that does not exist.",
    why="The code host and other programs leave it out, so that words are missing there.",
    fix="Put it in backticks, or write &lt; for the first bracket.",
    fixable=True,
)

_PLAIN = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?: +[A-Za-z0-9]+(?:[_.-][A-Za-z0-9]+)*)*>")
"""A tag that reads the same as text: nothing in it is Markdown."""


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each tag whose element HTML does not have."""
    for article in kb.articles:
        if not article.nodes.html:
            continue
        source = kb.sources[article.path]
        for node in article.nodes.html:
            for tag in find_tags(source.data, node):
                if is_known_element(tag.name):
                    continue
                written = source.slice(tag.span)
                message = f"`{clip(written)}` is taken for an HTML tag, which other programs hide"
                help = f"put it in backticks, or write `&lt;{clip(written)[1:]}`"
                edits: tuple[Edit, ...] = ()
                if isinstance(node, InlineHtml) and _PLAIN.fullmatch(written):
                    edits = (Edit(Span(tag.span.start, tag.span.start + 1), "&lt;"),)
                yield kb.diagnose(RULE, article, tag.span, message, help, edits=edits)
