"""HW511: something applies to a platform that its product does not have."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import FaultKind, KnowledgeBase
from helpwright.rules._conditions import diagnose_faults

RULE = Rule(
    code="HW511",
    name="unknown-platform",
    severity=Severity.ERROR,
    summary="An article or a part of it names a platform that kb.yml does not list.",
    why="Nobody can tell for whom it is, so readers on every platform are shown it.",
    fix="Correct the platform's id, or add it to the platforms of the product in kb.yml.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each platform in `applies_to` that its product does not have."""
    yield from diagnose_faults(kb, RULE, FaultKind.UNKNOWN_PLATFORM)
