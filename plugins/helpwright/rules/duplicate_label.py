"""HW304: two places of an article have the same label."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, Attributes
from helpwright.rules._scopes import Holds
from helpwright.scope import Scope

RULE = Rule(
    code="HW304",
    name="duplicate-label",
    severity=Severity.ERROR,
    summary="Two headings or steps of an article have the same label.",
    why="Links to the label lead to the first of them, whichever is meant.",
    fix="Give each place a label of its own, or put them under conditions that exclude each other.",
)


_MOST = 100
"""How many places with the same label, each for other readers, a further one is compared with."""


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each label of an article that stands there for another time.

    One that a fragment brings twice is HW138's.
    """
    for article in kb.articles:
        source = kb.sources[article.path]
        for label, first, second in clashes(kb, article):
            one, other = source.locate(first), source.locate(second)
            if other.chain and (one.source, one.span) == (other.source, other.span):
                continue
            related = source.related(first, "the label stands here first")
            message = f"the label `{label}` is already used in this article"
            help = "choose another label, and check the links to this one"
            yield kb.diagnose(RULE, article, second, message, help, related=(related,))


def clashes(kb: KnowledgeBase, article: Article) -> Iterator[tuple[str, Span, Span]]:
    """Yield each label that stands in an article again, with the first place and the other one.

    Places that no reader sees both of may share one: it leads to the one that the reader has.
    """
    seen: dict[str, dict[Scope | None, Attributes]] = {}
    is_parted = bool(kb.scopes[article.path]) and bool(kb.regions[article.path])
    holds = Holds(kb, article.path) if is_parted else None
    for attributes in sorted(_labelled(article), key=lambda found: found.span):
        label = attributes.label or ""
        before = seen.setdefault(label, {})
        scope = holds.at(attributes.span.start) if holds else None
        same = next((it for other, it in before.items() if _meet(scope, other)), None)
        if len(before) < _MOST:
            before.setdefault(scope, attributes)
        if same is not None:
            yield label, same.span, attributes.span


def _meet(one: Scope | None, other: Scope | None) -> bool:
    """Tell whether any reader sees both of two places; None where nothing is for some only."""
    return one is None or other is None or bool(one & other)


def _labelled(article: Article) -> Iterator[Attributes]:
    for heading in article.nodes.headings:
        if heading.attributes is not None and heading.attributes.label:
            yield heading.attributes
    for steps in article.nodes.step_lists:
        for step in steps.steps:
            if step.attributes is not None and step.attributes.label:
                yield step.attributes
