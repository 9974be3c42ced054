"""HW504: a part is for versions that the text around it is not for."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.conditions import in_words
from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip
from helpwright.rules._scopes import scope_around

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
        for region in kb.regions.get(article.path, ()):
            condition = region.condition
            if region.scope or not condition.settled or not condition.scope:
                continue
            around = scope_around(kb, article.path, region)
            if not around:
                continue
            words = clip(in_words(kb.registry, kb.universe, around))
            message = f"nobody sees this part: `{clip(condition.text)}` leaves nothing of {words}"
            help = f"the text around it is for {words}: correct one of the two conditions"
            yield kb.diagnose(RULE, article, region.place, message, help)
