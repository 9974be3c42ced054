"""HW506: an article gives readers of some versions a cause, and others none."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.conditions import in_words
from helpwright.coverage import first_of, shortfalls
from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import SectionKind

RULE = Rule(
    code="HW506",
    name="version-without-cause",
    severity=Severity.WARNING,
    summary="An article tells readers of some versions the cause, and those of others not.",
    why="Readers who are not told why something helps cannot tell whether it is for them.",
    fix="Let a cause apply to the version, or add one for it.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each published article with supported versions that alone see no cause."""
    for article, scope in shortfalls(kb, SectionKind.CAUSE):
        heading = first_of(article, SectionKind.CAUSE)
        assert heading is not None
        words = in_words(kb.registry, kb.universe, scope)
        message = f"readers of {words} find no cause, and others do"
        products = [applies.product.text for applies in article.metadata.applies_to]
        help = (
            "widen the condition of a cause to "
            f"{in_words(kb.registry, kb.universe, scope, products)}, or write what the cause is "
            "there"
        )
        yield kb.diagnose(RULE, article, heading.span, message, help)
