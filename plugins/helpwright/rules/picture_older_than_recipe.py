"""HW423: a picture was taken by an earlier recipe, or with other numbers of steps."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip
from helpwright.recipe import Recipe
from helpwright.recipes import Unnumbered, numbers, recipe_digest

RULE = Rule(
    code="HW423",
    name="picture-older-than-recipe",
    severity=Severity.WARNING,
    summary="A picture was taken by another recipe than the one of today, or with other numbers.",
    why="It shows what the recipe no longer asks for, such as a step under its former number.",
    fix="Run helpwright capture with the path of the picture.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each recipe whose digest in the ledger is another one, or is not there."""
    source = kb.recipes.source
    if source is None or kb.ledger.source is None or kb.ledger.unread:
        return
    for recipe in kb.recipes.entries.values():
        if any(path not in kb.files for path, _ in recipe.pictures):
            continue
        for path, _ in recipe.pictures:
            try:
                if is_current(kb, recipe, path):
                    continue
            except Unnumbered:
                break  # A finding of its own: unknown-step-in-recipe.
            entry = kb.ledger.entries.get(path)
            shown = clip(path, 100)
            message = f"the picture `{shown}` was not taken by its recipe"
            if entry is not None and entry.recipe:
                what = "its recipe or the number of a step in it"
                message = f"{what} has changed since the picture `{shown}` was taken"
            help = f"run `helpwright capture {recipe.path}`"
            yield source.diagnose(RULE, recipe.span, message, help)
            break


def is_current(kb: KnowledgeBase, recipe: Recipe, path: str) -> bool:
    """Tell whether the ledger says that a picture was taken by its recipe as it is today.

    Raises Unnumbered where a step of the recipe is not there.
    """
    entry = kb.ledger.entries.get(path)
    said = entry.recipe.text if entry is not None and entry.recipe else ""
    return said == recipe_digest(recipe, numbers(kb, recipe))
