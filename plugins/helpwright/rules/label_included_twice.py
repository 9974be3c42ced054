"""HW138: a fragment with a label is included twice in an article."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.rules.duplicate_label import clashes
from helpwright.source import included_by

RULE = Rule(
    code="HW138",
    name="label-included-twice",
    severity=Severity.ERROR,
    summary="An article includes a fragment twice, and the fragment has a label.",
    why="Links to the label lead to the first of the two places, whichever is meant.",
    fix="Include the fragment once, or a section of it that has no label.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield the second line that brings a label, with the first one and the label's own place."""
    for article in kb.articles:
        source = kb.sources[article.path]
        if len(source.inclusions) < 2:
            continue
        for label, first, second in clashes(kb, article):
            one, other = source.locate(first), source.locate(second)
            if (one.source, one.span) != (other.source, other.span) or not other.chain:
                continue
            same = 0
            while one.chain[same] is other.chain[same]:
                same += 1
            before, here = one.chain[same], other.chain[same]
            message = f"the label `{label}` of `{other.source.path}` is in this article twice"
            yield here.source.diagnose(
                RULE,
                here.span,
                message,
                "include the fragment once, take the label out of it, or include a section of it "
                "that has no label",
                related=(
                    before.source.related(before.span, "included here first"),
                    other.source.related(other.span, "the label"),
                    *included_by(other.chain[:same]),
                ),
            )
