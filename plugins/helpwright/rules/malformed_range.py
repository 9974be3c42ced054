"""HW503: the versions that something applies to are not written as a range can be."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import FaultKind, KnowledgeBase
from helpwright.rules._conditions import diagnose_faults

RULE = Rule(
    code="HW503",
    name="malformed-range",
    severity=Severity.ERROR,
    summary="The versions of a product are not written as a version, a range or `all`.",
    why="Readers cannot tell whether the article is about their version.",
    fix="Write all, 1.2, >=1.2, >1.2, <=1.4, <1.4 or 1.2 - 1.4, or a list of these.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each entry or condition that is no range, and each that covers no version."""
    yield from diagnose_faults(kb, RULE, FaultKind.MALFORMED, FaultKind.EMPTY)
