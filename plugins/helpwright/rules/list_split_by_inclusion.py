"""HW137: a fragment ends the list of steps that it is included into."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.rules._numbering import splits
from helpwright.source import Inclusion, included_by

RULE = Rule(
    code="HW137",
    name="list-split-by-inclusion",
    severity=Severity.ERROR,
    summary="A fragment ends the list of steps that it is included into.",
    why="The steps behind it are counted anew, so that numbers no longer name one step.",
    fix="Let the fragment hold steps, or indent the line that includes it to the text of a step.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield the line that includes the fragment, once for each list that is split."""
    for article in kb.articles:
        source = kb.sources[article.path]
        done: set[Inclusion] = set()
        for split in splits(article, source) if source.inclusions else ():
            inclusion = split.inclusion
            if inclusion in done:
                continue
            done.add(inclusion)
            message = (
                f"`{inclusion.path}` ends the list of steps: a new list begins with step "
                f"{split.steps.start} behind step {split.before.steps[-1].number}"
            )
            help = (
                "let the fragment hold steps of the same form (`1.`), indent this line if its text "
                "belongs to the step above, or write {continue} behind the next step"
            )
            yield inclusion.source.diagnose(
                RULE, inclusion.span, message, help, related=included_by(split.chain)
            )
