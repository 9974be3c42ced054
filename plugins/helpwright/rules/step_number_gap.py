"""HW204: a written step number is more than one above the number before it."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Edit, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Step

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
    """Yield each step whose written number is above its real one after a smaller gapless one."""
    for article in kb.articles:
        for steps in article.nodes.step_lists:
            for before, step in zip(steps.steps, steps.steps[1:], strict=False):
                if step.written > before.written + 1:
                    message = f"step {step.written} follows step {before.written}"
                    help = f"write {step.number}, or run `helpwright check --fix`"
                    yield kb.diagnose(
                        RULE,
                        article,
                        step.marker,
                        message,
                        help,
                        label=f"expected {step.number}",
                        edits=(renumber(step),),
                    )


def renumber(step: Step) -> Edit:
    """Return the edit that writes a step's real number."""
    start = step.marker.start
    digits = len(str(step.written))
    return Edit(Span(start, start + digits), str(step.number))
