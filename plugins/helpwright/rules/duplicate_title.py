"""HW111: two articles have the same title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Status
from helpwright.parse.values import clip

RULE = Rule(
    code="HW111",
    name="duplicate-title",
    severity=Severity.WARNING,
    summary="Two articles have the same title.",
    why="In search results and lists a reader cannot tell which of the two to open.",
    fix="Say in each title what sets it apart, or merge the articles.",
)

_WORD = re.compile(r"\w+")


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each article whose title an article before it has.

    Case, blanks and punctuation do not tell titles apart. Retired articles do not count: their
    successors may well be called the same.
    """
    first: dict[tuple[str, ...], tuple[str, Span]] = {}
    for article in kb.articles:
        title = article.metadata.title
        if title is None or article.metadata.status is Status.RETIRED:
            continue
        words = tuple(_WORD.findall(title.text.casefold()))
        path, span = first.setdefault(words, (article.path, title.span))
        if words and path != article.path:
            message = f'"{clip(title.text)}" is the title of {path} too'
            help = "say in each title what sets the article apart, or merge the two"
            related = kb.sources[path].related(span, "the title stands here first")
            yield kb.diagnose(RULE, article, title.span, message, help, related=(related,))
