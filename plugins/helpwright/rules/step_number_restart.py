"""HW203: the numbers of a list go back, or begin with another number than 1."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, StepList
from helpwright.rules._numbering import Jump, jumps, neighbours, splits
from helpwright.rules.content_outside_step import falls_out

RULE = Rule(
    code="HW203",
    name="step-number-restart",
    severity=Severity.ERROR,
    summary="The numbers of a list go back, or begin with another number than 1.",
    why="The page counts on where the writer started again, or begins in the middle.",
    fix="Number from 1, put words between two lists, or let a list go on with {continue}.",
)

_YEARS = range(1000, 10_000)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each step whose number goes back, and each list that begins in the middle.

    A list that goes on with the numbers of the one before it, so that only what stands between
    them fell out of a step, is HW205's.
    """
    for article in kb.articles:
        lists, source = article.nodes.step_lists, kb.sources[article.path]
        for steps in lists:
            for jump in jumps(steps, source):
                if jump.step.written < jump.before.written:
                    yield _goes_back(kb, article, jump)
        if any(steps.start != 1 or steps.continues for steps in lists):
            yield from _beginnings(kb, article)


def _goes_back(kb: KnowledgeBase, article: Article, jump: Jump) -> Diagnostic:
    step = jump.step
    message = f"step {step.written} follows step {jump.before.written} in the same list"
    help = f"write {jump.due}, or put a heading or a sentence in front of a list of its own"
    label = f"shown as {step.number}" if jump.due == step.number else ""
    return kb.diagnose(RULE, article, step.marker, message, help, label=label)


def _beginnings(kb: KnowledgeBase, article: Article) -> Iterator[Diagnostic]:
    fallen = {found.steps.span for found in neighbours(article) if falls_out(found)}
    source = kb.sources[article.path]
    if source.inclusions:
        fallen |= {found.steps.span for found in splits(article, source)}
    before: dict[int, StepList] = {}
    for steps in article.nodes.step_lists:
        last = before.get(steps.depth)
        before[steps.depth] = steps
        due = last.steps[-1].number + 1 if last is not None else None
        marker = steps.steps[0].marker
        if steps.continues and steps.start != due:
            yield _continues_wrongly(kb, article, marker, steps.start, due)
        elif not steps.continues and steps.start != 1 and steps.span not in fallen:
            yield _begins_wrongly(kb, article, steps, due)


def _continues_wrongly(
    kb: KnowledgeBase, article: Article, marker: Span, start: int, due: int | None
) -> Diagnostic:
    if due is None:
        message = f"the list goes on with step {start}, but no list stands before it"
        help = "begin with 1 and remove {continue}"
    else:
        message = f"the list goes on with step {start}, but step {due} is due"
        help = f"write {due}, or remove {{continue}} and begin with 1"
    return kb.diagnose(RULE, article, marker, message, help)


def _begins_wrongly(
    kb: KnowledgeBase, article: Article, steps: StepList, due: int | None
) -> Diagnostic:
    start = steps.start
    message = f"a list begins with step {start}"
    if start == due:
        help = "write {continue} behind this step if the list goes on with the one before, or 1"
    elif len(steps.steps) == 1 and start in _YEARS:
        help = f"begin with 1; if the number belongs to the sentence, write `{start}\\.`"
    else:
        help = "begin with 1"
    return kb.diagnose(RULE, article, steps.steps[0].marker, message, help)
