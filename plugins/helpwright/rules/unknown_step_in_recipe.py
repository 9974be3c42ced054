"""HW422: a highlight of a recipe names a step that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.recipes import Unnumbered, find_step

RULE = Rule(
    code="HW422",
    name="unknown-step-in-recipe",
    severity=Severity.ERROR,
    summary="A highlight in capture.yml names a step that no article has.",
    why="The picture cannot be taken, since nobody knows which number stands in it.",
    fix="Write the id of the article, # and the label of the step.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each highlight whose step cannot be found."""
    source = kb.recipes.source
    if source is None:
        return
    for recipe in kb.recipes.entries.values():
        for highlight in recipe.highlights:
            try:
                find_step(kb, highlight)
            except Unnumbered as error:
                yield source.diagnose(RULE, error.span, str(error), error.help)
