"""What is finally reported: configured severities, allowances in the sources, order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from helpwright.diagnostic import Diagnostic, Span, merge_related
from helpwright.faults import (
    ALLOWANCE_WITHOUT_REASON,
    DERIVE_RULES,
    DIFF_RULES,
    EXTERNAL_RULES,
    REVISION_RULES,
    UNUSED_ALLOWANCE,
)
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Allowance, Article
from helpwright.source import Source

_OCCASIONAL = {
    name
    for rule in (*DERIVE_RULES, *DIFF_RULES, *REVISION_RULES, *EXTERNAL_RULES)
    for name in (rule.code, rule.name)
}
"""What is not found by every check, since it needs a build, a revision or the network: a comment
that allows it stays unused else."""


def settle(kb: KnowledgeBase, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Apply the severities of `kb.yml` and the allow comments, and sort.

    A comment takes away the findings of its code in the lines that it covers; one that takes away
    nothing is itself a finding, and so is one without a reason. Findings that differ only in their
    related places become one.
    """
    allowances = {
        article.path: _index(kb.sources[article.path], article.allowances)
        for article in kb.articles
        if article.allowances
    }
    used: set[tuple[str, Span]] = set()
    kept: list[Diagnostic] = []
    for found in diagnostics:
        allowance = _allowance(found, allowances.get(found.path, {}))
        if allowance is None:
            kept.append(found)
        else:
            used.add((found.path, allowance.span))
    for article in kb.articles:
        kept.extend(_about_allowances(kb, article, used))
    return sorted(merge_related(with_severities(kb, kept)), key=Diagnostic.sort_key)


def with_severities(kb: KnowledgeBase, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Give findings the severity that `kb.yml` sets, and leave out what it switches off."""
    levels = kb.registry.severities
    return [
        replace(found, severity=levels[found.rule.code]) if found.rule.code in levels else found
        for found in diagnostics
        if levels.get(found.rule.code, found.level) is not None
    ]


class _Reach(NamedTuple):
    """The lines from `first` on, and the comment that covers most of those up to `last`."""

    first: int
    last: int
    allowance: Allowance


def _index(source: Source, allowances: Iterable[Allowance]) -> dict[str, list[_Reach]]:
    """Return the comments with a reason by their code, and by line the one that reaches farthest.

    So a finding is looked up in logarithmic time, however many comments there are.
    """
    index: dict[str, list[_Reach]] = {}
    for allowance in sorted(allowances, key=lambda entry: entry.covers):
        if allowance.code and allowance.reason:
            first = source.position(allowance.covers.start).line
            last = source.position(allowance.covers.end).line
            reaches = index.setdefault(allowance.code, [])
            if reaches and reaches[-1].last >= last:
                last, allowance = reaches[-1].last, reaches[-1].allowance
            reaches.append(_Reach(first, last, allowance))
    return index


def _allowance(found: Diagnostic, index: Mapping[str, list[_Reach]]) -> Allowance | None:
    """Return the comment that allows a finding, by its rule's code or name."""
    line = found.start.line
    for name in (found.rule.code, found.rule.name):
        reaches = index.get(name, [])
        at = bisect_right(reaches, line, key=lambda reach: reach.first) - 1
        if at >= 0 and reaches[at].last >= line:
            return reaches[at].allowance
    return None


def _about_allowances(
    kb: KnowledgeBase, article: Article, used: set[tuple[str, Span]]
) -> Iterator[Diagnostic]:
    for allowance in article.allowances:
        if not allowance.code:
            message = "the comment for helpwright says nothing that it knows"
            help = "write `<!-- helpwright: allow HW204 the reason -->`, with the code to allow"
            yield kb.diagnose(ALLOWANCE_WITHOUT_REASON, article, allowance.span, message, help)
        elif not allowance.reason:
            message = f"the comment allows {allowance.code} without a reason"
            help = f"write `<!-- helpwright: allow {allowance.code} the reason -->`"
            yield kb.diagnose(ALLOWANCE_WITHOUT_REASON, article, allowance.span, message, help)
        elif (article.path, allowance.span) not in used and allowance.code not in _OCCASIONAL:
            message = f"the comment allows {allowance.code}, but there is no such finding here"
            help = "remove the comment, or correct the code in it"
            yield kb.diagnose(UNUSED_ALLOWANCE, article, allowance.span, message, help)
