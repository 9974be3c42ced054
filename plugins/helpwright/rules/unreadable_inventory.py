"""HW313: the file of an inventory is missing or cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.read import REGISTRY_NAME

RULE = Rule(
    code="HW313",
    name="unreadable-inventory",
    severity=Severity.ERROR,
    summary="The file of an inventory that kb.yml names is missing, damaged or dangerous.",
    why="No link into that site can be checked or written.",
    fix="Fetch it with `helpwright inventory refresh NAME`, and commit the file.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each inventory of kb.yml that cannot be used, with the reason."""
    for name, inventory in kb.inventories.items():
        if inventory.fault:
            span = kb.registry.inventories[name].span
            help = f"`helpwright inventory refresh {name}` fetches it"
            yield kb.sources[REGISTRY_NAME].diagnose(RULE, span, inventory.fault, help)
