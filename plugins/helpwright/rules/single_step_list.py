"""HW201: a procedure of one step."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.rules._numbering import neighbours

RULE = Rule(
    code="HW201",
    name="single-step-list",
    severity=Severity.WARNING,
    summary="A list of steps has only one step.",
    why="A lone number makes the reader look for the steps that follow.",
    fix="Write the step as a sentence, or write the steps that it leaves out.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each list that has one step, begins with 1 and is not continued."""
    for article in kb.articles:
        lists = article.nodes.step_lists
        if any(steps.depth == 1 and len(steps.steps) == 1 for steps in lists):
            yield from _check(kb, article)


def _check(kb: KnowledgeBase, article: Article) -> Iterator[Diagnostic]:
    lists = [steps for steps in article.nodes.step_lists if steps.depth == 1]
    starts = {steps.span: after.start for steps, after in pairwise(lists)}
    split = {
        found.before.span
        for found in neighbours(article)
        if found.before is not None and found.between
    }
    for steps in lists:
        if len(steps.steps) > 1 or steps.start != 1 or starts.get(steps.span) == 2:
            continue
        help = "write it as a sentence without a number, or write the steps that it leaves out"
        if steps.span in split:
            help = "indent what follows if it belongs to the step, so that the list goes on"
        marker = steps.steps[0].marker
        yield kb.diagnose(RULE, article, marker, "a list has only one step", help)
