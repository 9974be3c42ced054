"""HW421: a recipe's picture has not been taken."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip

RULE = Rule(
    code="HW421",
    name="recipe-without-picture",
    severity=Severity.WARNING,
    summary="capture.yml has a recipe for a picture that the knowledge base does not have.",
    why="The picture was never taken, or was renamed, and then nobody takes it again.",
    fix="Run helpwright capture with the path of the picture, or correct or remove the recipe.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each recipe of which a picture is missing."""
    source = kb.recipes.source
    if source is None:
        return
    for recipe in kb.recipes.entries.values():
        missing = next((path for path, _ in recipe.pictures if path not in kb.files), None)
        if missing is not None:
            message = f"the picture `{clip(missing, 100)}` of a recipe is not there"
            help = f"run `helpwright capture {missing}`, or correct the path of the recipe"
            yield source.diagnose(RULE, recipe.span, message, help)
