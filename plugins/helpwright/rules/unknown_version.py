"""HW502: an article applies to a version that its product does not have."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import FaultKind, KnowledgeBase
from helpwright.rules._conditions import diagnose_faults

RULE = Rule(
    code="HW502",
    name="unknown-version",
    severity=Severity.ERROR,
    summary="An article names a version that kb.yml does not list for the product.",
    why="Readers look for their version on the page and do not find it, or find one that is not.",
    fix="Correct the version, or add it to the product's versions in kb.yml.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each version in `applies_to` that its product does not have.

    In front matter, a product without versions in kb.yml may have any; a condition in the text
    can only be told with a list of them.
    """
    yield from diagnose_faults(kb, RULE, FaultKind.UNKNOWN_VERSION)
