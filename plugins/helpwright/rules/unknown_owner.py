"""HW601: an article's owner is not in kb.yml."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip, nearest

RULE = Rule(
    code="HW601",
    name="unknown-owner",
    severity=Severity.ERROR,
    summary="An article's owner is not one of the owners in kb.yml.",
    why="Nobody is asked when the article is out of date or a reader reports a mistake.",
    fix="Correct the owner's key, or add the owner to kb.yml.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each owner that the registry does not have."""
    if kb.registry.unread:
        return
    owners = kb.registry.owners
    for article in kb.articles:
        owner = article.metadata.owner
        if owner is None or owner.text in owners:
            continue
        message = f"`{clip(owner.text)}` is not an owner in kb.yml"
        near = nearest(owner.text[:80], owners)
        help = f"did you mean `{near}`?" if near else "add the owner under `owners` in kb.yml"
        yield kb.diagnose(RULE, article, owner.span, message, help)
