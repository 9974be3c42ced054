"""HW304: two places of an article have the same label."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, Attributes

RULE = Rule(
    code="HW304",
    name="duplicate-label",
    severity=Severity.ERROR,
    summary="Two headings or steps of an article have the same label.",
    why="Links to the label lead to the first of them, whichever is meant.",
    fix="Give each place a label of its own.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each label of an article that stands there for another time."""
    for article in kb.articles:
        first: dict[str, Attributes] = {}
        for attributes in sorted(_labelled(article), key=lambda found: found.span):
            label = attributes.label or ""
            if label not in first:
                first[label] = attributes
                continue
            line = kb.sources[article.path].position(first[label].span.start).line
            message = f"the label `{label}` is already used in line {line}"
            help = "choose another label, and check the links to this one"
            yield kb.diagnose(RULE, article, attributes.span, message, help)


def _labelled(article: Article) -> Iterator[Attributes]:
    for heading in article.nodes.headings:
        if heading.attributes is not None and heading.attributes.label:
            yield heading.attributes
    for steps in article.nodes.step_lists:
        for step in steps.steps:
            if step.attributes is not None and step.attributes.label:
                yield step.attributes
