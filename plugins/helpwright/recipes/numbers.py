"""The numbers of a recipe's highlights, and the digest that tells when they have changed."""

from __future__ import annotations

import hashlib
import json

from helpwright.diagnostic import Span
from helpwright.knowledge import Anchor, AnchorKind, KnowledgeBase
from helpwright.recipe import Highlight, Recipe

DRAWING = 1
"""The way in which frames and badges are drawn; another one makes all pictures stale."""


class Unnumbered(Exception):
    """A highlight names no step; the text says why, `help` what to do, `span` where."""

    def __init__(self, span: Span, message: str, help: str) -> None:
        super().__init__(message)
        self.span = span
        self.help = help


def find_step(kb: KnowledgeBase, highlight: Highlight) -> Anchor | None:
    """Return the step that a highlight names, None where it names none; raises Unnumbered.

    Where versions of the article number it otherwise, it is that of the newest version that has it.
    """
    if highlight.step is None:
        return None
    span = highlight.step.span
    id, _, label = highlight.step.text.partition("#")
    article = kb.by_id.get(id)
    if article is None:
        raise Unnumbered(span, f"there is no article `{id}`", "write the id of an article")
    anchor = kb.anchors[article.path].get(label)
    if anchor is None or (anchor.kind is AnchorKind.STEP and not anchor.labelled):
        help = f"write `{{#{label}}}` behind the text of the step, or name another label"
        raise Unnumbered(span, f"the article `{id}` has no step with the label `{label}`", help)
    if anchor.kind is not AnchorKind.STEP:
        help = "name the label of a step"
        raise Unnumbered(
            span, f"`{label}` is a heading of the article `{id}`, and not a step", help
        )
    seen = (variant.anchors.get(label) for variant in kb.variants[article.path])
    return next((it for it in seen if it is not None), anchor)


def numbers(kb: KnowledgeBase, recipe: Recipe) -> tuple[str, ...]:
    """Return what stands in the badge of each highlight, empty for none; raises Unnumbered."""
    found = ((it, find_step(kb, it)) for it in recipe.highlights)
    return tuple(step.number if step else highlight.number for highlight, step in found)


def recipe_digest(recipe: Recipe, numbers: tuple[str, ...]) -> str:
    """Return the SHA-256 of all that a recipe says, with the numbers of its highlights.

    It stays the same where the file is written in another way, and where a label is renamed.
    """
    said = {
        "drawing": DRAWING,
        "source": recipe.source.text,
        "viewport": recipe.viewport,
        "scale": recipe.scale,
        "selector": recipe.selector.text if recipe.selector else None,
        "whole_page": recipe.whole_page,
        "scheme": recipe.scheme,
        "actions": [(it.kind, it.target.text, it.text) for it in recipe.actions],
        "highlights": [
            (it.selector.text, number)
            for it, number in zip(recipe.highlights, numbers, strict=True)
        ],
        "masks": [it.text for it in recipe.masks],
        "allow": sorted(recipe.allow),
        "transparent": recipe.transparent,
        "locale": recipe.locale,
        "today": recipe.today,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
