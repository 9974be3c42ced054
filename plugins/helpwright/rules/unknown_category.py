"""HW125: kb.yml describes a category that has no articles."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip, nearest

RULE = Rule(
    code="HW125",
    name="unknown-category",
    severity=Severity.WARNING,
    summary="kb.yml describes a category whose folder has no articles.",
    why="Its title and description are not used, most often because the folder has another name.",
    fix="Correct the category's path, or remove it from kb.yml.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each category of the registry with no article in its folder or deeper."""
    folders = {
        "/".join(parts[:depth])
        for parts in {tuple(article.category.split("/")) for article in kb.articles}
        for depth in range(1, len(parts) + 1)
    }
    categories = kb.registry.categories
    for category in categories.values():
        if category.span is not None and category.path not in folders:
            message = f"there are no articles in the folder `{clip(category.path)}`"
            near = nearest(category.path[:80], folders - {"", *categories})
            help = f"did you mean `{near}`?" if near else "remove the category, or write an article"
            yield kb.sources["kb.yml"].diagnose(RULE, category.span, message, help)
