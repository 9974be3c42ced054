"""HW312: a link into another site leads to a place that its inventory does not have."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.inventory import look_up
from helpwright.knowledge import KnowledgeBase, Target, TargetKind
from helpwright.parse.values import clip
from helpwright.rules._addresses import links
from helpwright.rules._near import Near

RULE = Rule(
    code="HW312",
    name="unknown-inventory-target",
    severity=Severity.ERROR,
    summary="A link leads to a place that the inventory of the other site does not have, or has "
    "more than once.",
    why="The page or place is gone or has another name there, so the reader would not find it.",
    fix="Write a name that `helpwright inventory list NAME` shows.",
)

_MOST = 4
"""How many kinds a remedy names."""


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each link whose target is not one place of an inventory that can be read."""
    near = Near(kb)
    for link in links(kb) if kb.inventories else ():
        inventory = kb.inventories.get(link.target.inventory)
        if link.target.kind is TargetKind.DANGLING and inventory and not inventory.fault:
            message, help = _describe(kb, link.target, near)
            yield kb.diagnose(RULE, link.article, link.span, message, help)


def _describe(kb: KnowledgeBase, target: Target, near: Near) -> tuple[str, str]:
    name, wanted = target.inventory, target.path
    if not wanted:
        return f"the link names the inventory `{name}`, and no place in it", _list(name)
    found = look_up(kb.inventories[name], wanted)
    if found:
        message = f"`{clip(wanted)}` is the name of {len(found)} places in the inventory `{name}`"
        ways = [f"`kb:{name}/{it.role}:{clip(wanted)}`" for it in found[:_MOST]]
        if len({it.role for it in found}) < len(found):
            return message, "link to the address of the page instead"
        return message, f"say which is meant: {' or '.join(ways)}"
    message = f"the inventory `{name}` has no `{clip(wanted)}`"
    page, _, label = wanted.partition("#")
    if label and look_up(kb.inventories[name], page):
        message = f"`#{clip(label)}` is no place of `{clip(page)}` in the inventory `{name}`"
    like = near.in_inventory(name, wanted)
    return message, f"did you mean `kb:{name}/{like}`?" if like else _list(name)


def _list(name: str) -> str:
    return f"`helpwright inventory list {name}` shows what there is"
