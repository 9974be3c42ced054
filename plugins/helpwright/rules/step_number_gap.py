"""HW204: a written step number is more than one above the number before it."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.rules._numbering import find_jumps

RULE = Rule(
    code="HW204",
    name="step-number-gap",
    severity=Severity.ERROR,
    summary="A written step number skips one or more numbers.",
    why="The page counts 1, 2, 3, so a reader who is sent to the written number does another step.",
    fix="Write the number that follows the step before, or add the step that is missing.",
    fixable=True,
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each step of a list whose written number leaves out the one that is due."""
    for article in kb.articles:
        for jump, remedy in find_jumps(kb, article):
            if jump.step.written > jump.before.written + 1:
                message = f"step {jump.step.written} follows step {jump.before.written}"
                yield kb.diagnose(
                    RULE,
                    article,
                    jump.step.marker,
                    message,
                    remedy.help,
                    label=f"expected {jump.due}",
                    edits=remedy.edits,
                )
