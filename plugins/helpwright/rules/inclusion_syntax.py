"""HW130, as far as it shows in parsed text: an inclusion that is not on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import INCLUSION_SYNTAX as RULE
from helpwright.knowledge import KnowledgeBase

_SIGN = "--8<--"


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each line that something stands in front of, such as the number of a step."""
    for article in kb.articles:
        source = kb.sources[article.path]
        if _SIGN.encode() not in source.data:
            continue
        for text in article.nodes.texts:
            if not text.value.startswith(_SIGN):
                continue
            start = text.span.start
            before = source.data[source.data.rfind(b"\n", 0, start) + 1 : start]
            if before.strip() and not before.endswith(b"\\"):
                message = "the inclusion does not stand on a line of its own, so it is text"
                help = "put it on a line of its own, or write `\\--8<--` if it is meant as text"
                yield kb.diagnose(RULE, article, Span(start, start + len(_SIGN)), message, help)
