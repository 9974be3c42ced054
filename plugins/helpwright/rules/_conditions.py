"""The mistakes in what `applies_to` says, in front matter and in the text of articles."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.conditions import ConditionReader
from helpwright.diagnostic import Diagnostic, Rule, Span
from helpwright.knowledge import Fault, FaultKind, KnowledgeBase
from helpwright.model import Article


def diagnose_faults(kb: KnowledgeBase, rule: Rule, *kinds: FaultKind) -> Iterator[Diagnostic]:
    """Yield a finding of `rule` for each fault of some kinds."""
    reader = ConditionReader(kb.registry, kb.universe)
    for article in kb.articles:
        for span, fault in _faults(kb, reader, article):
            if fault.kind in kinds:
                yield kb.diagnose(rule, article, span, fault.message, fault.help)


def _faults(
    kb: KnowledgeBase, reader: ConditionReader, article: Article
) -> Iterator[tuple[Span, Fault]]:
    for applies in article.metadata.applies_to:
        for value, condition in reader.applicability(applies):
            for fault in condition.faults:
                yield value.span, fault
    for region in kb.regions.get(article.path, ()):
        for fault in region.condition.faults:
            yield region.place, fault
