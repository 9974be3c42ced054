"""HW304: two places of an article have the same label."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, Attributes
from helpwright.rules._scopes import scope_at

RULE = Rule(
    code="HW304",
    name="duplicate-label",
    severity=Severity.ERROR,
    summary="Two headings or steps of an article have the same label.",
    why="Links to the label lead to the first of them, whichever is meant.",
    fix="Give each place a label of its own, or put them under conditions that exclude each other.",
)


_MOST = 100
"""How many places with the same label a further one is compared with."""


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each label of an article that stands there for another time.

    Places that no reader sees both of may share one: it leads to the one that the reader has.
    """
    for article in kb.articles:
        seen: dict[str, list[Attributes]] = {}
        for attributes in sorted(_labelled(article), key=lambda found: found.span):
            label = attributes.label or ""
            before = seen.setdefault(label, [])
            same = next((it for it in before if _meet(kb, article, it, attributes)), None)
            if len(before) < _MOST:
                before.append(attributes)
            if same is None:
                continue
            line = kb.sources[article.path].position(same.span.start).line
            message = f"the label `{label}` is already used in line {line}"
            help = "choose another label, and check the links to this one"
            yield kb.diagnose(RULE, article, attributes.span, message, help)


def _meet(kb: KnowledgeBase, article: Article, one: Attributes, other: Attributes) -> bool:
    """Tell whether any reader sees both of two places."""
    if len(kb.variants[article.path]) < 2:
        return True
    first, second = (scope_at(kb, article.path, it.span) for it in (one, other))
    return bool(first & second)


def _labelled(article: Article) -> Iterator[Attributes]:
    for heading in article.nodes.headings:
        if heading.attributes is not None and heading.attributes.label:
            yield heading.attributes
    for steps in article.nodes.step_lists:
        for step in steps.steps:
            if step.attributes is not None and step.attributes.label:
                yield step.attributes
