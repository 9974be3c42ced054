"""HW202: a step has the same written number as the step before it."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.rules._numbering import find_jumps

RULE = Rule(
    code="HW202",
    name="step-number-duplicate",
    severity=Severity.ERROR,
    summary="Two steps in a row have the same written number.",
    why="The page counts on, so that this step and those behind it have other numbers there.",
    fix="Write the number that follows the step before.",
    fixable=True,
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each step that repeats a number, unless all steps of the list have the same one."""
    for article in kb.articles:
        for jump, remedy in find_jumps(kb, article):
            if jump.step.written == jump.before.written:
                number = jump.step.written
                message = f"step {number} follows another step {number}"
                yield kb.diagnose(
                    RULE,
                    article,
                    jump.step.marker,
                    message,
                    remedy.help,
                    label=f"expected {jump.due}",
                    edits=remedy.edits,
                )
