"""HW311: a link names another site that kb.yml does not know."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, Target, TargetKind
from helpwright.parse.values import clip, nearest
from helpwright.rules._addresses import links

RULE = Rule(
    code="HW311",
    name="unknown-inventory",
    severity=Severity.ERROR,
    summary="A link names an inventory that kb.yml does not have.",
    why="Nobody knows which site is meant, so the reader sees words without a link.",
    fix="Correct the name, or add the other site under `inventories` in kb.yml.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each link into an inventory that is not registered, with what may have been meant."""
    if kb.registry.unread:
        return
    for link in links(kb):
        target = link.target
        known = not target.inventory or target.inventory in kb.registry.inventories
        if target.kind is TargetKind.DANGLING and not known:
            message = f"kb.yml names no inventory `{clip(target.inventory)}`"
            yield kb.diagnose(RULE, link.article, link.span, message, _help(kb, target))


def _help(kb: KnowledgeBase, target: Target) -> str:
    id, _, fragment = target.path.rpartition("/")[2].partition("#")
    if id in kb.by_id:
        place = f"#{fragment}" if fragment else ""
        return f"links to articles name the id alone: `kb:{id}{clip(place)}`"
    near = nearest(target.inventory[:80], kb.registry.inventories)
    if near:
        return f"did you mean `kb:{near}/{clip(target.path)}`?"
    return f"add `{clip(target.inventory)}` under `inventories` in kb.yml, or correct the link"
