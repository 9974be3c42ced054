"""What is finally reported: configured severities, allowances in the sources, order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import ALLOWANCE_WITHOUT_REASON, UNUSED_ALLOWANCE
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Allowance, Article


def settle(kb: KnowledgeBase, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Apply the severities of `kb.yml` and the allow comments, and sort.

    A comment takes away the findings of its code in the lines that it covers; one that takes away
    nothing is itself a finding, and so is one without a reason.
    """
    allowances = {article.path: article.allowances for article in kb.articles if article.allowances}
    used: set[tuple[str, Span]] = set()
    kept: list[Diagnostic] = []
    for found in diagnostics:
        allowance = _allowance(kb, found, allowances.get(found.path, ()))
        if allowance is None:
            kept.append(found)
        else:
            used.add((found.path, allowance.span))
    for article in kb.articles:
        kept.extend(_about_allowances(kb, article, used))
    levels = kb.registry.severities
    result = [
        replace(found, severity=levels[found.rule.code]) if found.rule.code in levels else found
        for found in kept
        if levels.get(found.rule.code, found.level) is not None
    ]
    return sorted(set(result), key=Diagnostic.sort_key)


def _allowance(
    kb: KnowledgeBase, found: Diagnostic, allowances: tuple[Allowance, ...]
) -> Allowance | None:
    """Return the comment that allows a finding; one without a reason allows nothing."""
    for allowance in allowances:
        if allowance.reason and allowance.code in (found.rule.code, found.rule.name):
            source = kb.sources[found.path]
            first = source.position(allowance.covers.start).line
            last = source.position(allowance.covers.end).line
            if first <= found.start.line <= last:
                return allowance
    return None


def _about_allowances(
    kb: KnowledgeBase, article: Article, used: set[tuple[str, Span]]
) -> Iterator[Diagnostic]:
    for allowance in article.allowances:
        if not allowance.reason:
            message = f"the comment allows {allowance.code} without a reason"
            help = f"write `<!-- helpwright: allow {allowance.code} the reason -->`"
            yield kb.diagnose(ALLOWANCE_WITHOUT_REASON, article, allowance.span, message, help)
        elif (article.path, allowance.span) not in used:
            message = f"the comment allows {allowance.code}, but there is no such finding here"
            help = "remove the comment, or correct the code in it"
            yield kb.diagnose(UNUSED_ALLOWANCE, article, allowance.span, message, help)
