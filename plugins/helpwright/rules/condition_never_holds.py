"""HW504: a part is for versions that the text around it is not for."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.conditions import in_words
from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip
from helpwright.rules._scopes import Holds

RULE = Rule(
    code="HW504",
    name="condition-never-holds",
    severity=Severity.ERROR,
    summary="A part of an article is for versions that the text around it is not for.",
    why="No reader ever sees the part.",
    fix="Correct the condition, widen the one around it, or remove the part.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each condition that leaves nothing of the versions around it.

    Of parts inside one another only the outermost is told.
    """
    for article in kb.articles:
        if not kb.regions.get(article.path):
            continue
        for region, around in Holds(kb, article.path).around:
            condition = region.condition
            empty = not region.scope and condition.settled and condition.scope
            if not empty or not around:
                continue
            words = clip(in_words(kb.registry, kb.universe, around))
            message = f"nobody sees this part: `{clip(condition.text)}` leaves nothing of {words}"
            help = f"the text around it is for {words}: correct one of the two conditions"
            yield kb.diagnose(RULE, article, region.place, message, help)
