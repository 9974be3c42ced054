"""HW505: readers of some versions find nothing in an article that they can do."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.conditions import in_words
from helpwright.coverage import first_of, shortfalls
from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import SectionKind

RULE = Rule(
    code="HW505",
    name="version-without-resolution",
    severity=Severity.ERROR,
    summary="An article applies to a supported version, and no part of its resolution does.",
    why="Readers of that version recognise their problem and are left with it.",
    fix="Let a solution apply to the version, add one for it, or take the version out of "
    "applies_to.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each published article with supported versions that see nothing of its resolution."""
    for article, scope in shortfalls(kb, SectionKind.RESOLUTION):
        heading = first_of(article, SectionKind.RESOLUTION)
        assert heading is not None
        words = in_words(kb.registry, kb.universe, scope)
        message = f"readers of {words} find no resolution"
        products = [applies.product.text for applies in article.metadata.applies_to]
        help = (
            "widen the condition of a solution to "
            f"{in_words(kb.registry, kb.universe, scope, products)}, add a solution for them, or "
            "take them out of applies_to"
        )
        yield kb.diagnose(RULE, article, heading.span, message, help)
