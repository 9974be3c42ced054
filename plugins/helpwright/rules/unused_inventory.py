"""HW314: an inventory that no link names."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.read import REGISTRY_NAME
from helpwright.rules._addresses import links

RULE = Rule(
    code="HW314",
    name="unused-inventory",
    severity=Severity.INFO,
    summary="kb.yml names an inventory that no article links into.",
    why="Its file is kept up to date for nothing.",
    fix="Remove the entry and the file, or link to that site by its name.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each inventory of kb.yml that no link of any article names."""
    if not kb.registry.inventories:
        return
    used = {link.target.inventory for link in links(kb)}
    for name, inventory in kb.registry.inventories.items():
        if name not in used:
            message = f"no article links into the inventory `{name}`"
            help = f"link as `kb:{name}/…`, or remove the entry and `{inventory.file}`"
            yield kb.sources[REGISTRY_NAME].diagnose(RULE, inventory.span, message, help)
