"""What is finally reported: configured severities, allowances in the sources, order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from helpwright.diagnostic import Diagnostic, Position, merge_related
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


_Place = tuple[str, Position]
"""A file, and a place in it."""


def settle(kb: KnowledgeBase, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Apply the severities of `kb.yml` and the allow comments, and sort.

    A comment takes away the findings of its code in the lines that it covers; one that takes away
    nothing is itself a finding, and so is one without a reason. Findings that differ only in their
    related places become one.
    """
    allowances = _index(kb)
    inclusions = _inclusions(kb) if allowances else set()
    used: set[_Place] = set()
    kept: list[Diagnostic] = []
    for found in diagnostics:
        places = [(found.path, found.start)]
        # What is allowed where a fragment is included need not be allowed in the fragment.
        places += [at for it in found.related if (at := (it.path, it.start)) in inclusions]
        by = [
            it for path, start in places if (it := _allowed(found, start, allowances.get(path, {})))
        ]
        if by:
            used.add(by[0])
        else:
            kept.append(found)
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
    comment: _Place


def _index(kb: KnowledgeBase) -> dict[str, dict[str, list[_Reach]]]:
    """Return the comments with a reason by file and code, and by line the farthest-reaching one.

    So a finding is looked up in logarithmic time, however many comments there are.
    """
    found: dict[str, dict[str, set[_Reach]]] = {}
    for article in kb.articles:
        source = kb.sources[article.path]
        for it in article.allowances:
            if it.code and it.reason:
                path, first, last = source.lines(it.span, it.covers)
                reach = _Reach(first, last, _place(source, it))
                found.setdefault(path, {}).setdefault(it.code, set()).add(reach)
    return {
        path: {code: _farthest(reaches) for code, reaches in by_code.items()}
        for path, by_code in found.items()
    }


def _farthest(reaches: Iterable[_Reach]) -> list[_Reach]:
    result: list[_Reach] = []
    for reach in sorted(reaches):
        if result and result[-1].last >= reach.last:
            reach = reach._replace(last=result[-1].last, comment=result[-1].comment)
        result.append(reach)
    return result


def _place(source: Source, allowance: Allowance) -> _Place:
    """Return where a comment is written; one in a fragment is in several articles."""
    at = source.locate(allowance.span)
    return at.source.path, at.source.position(at.span.start)


def _inclusions(kb: KnowledgeBase) -> set[_Place]:
    """Return the places of all lines that include a fragment."""
    return {
        (it.source.path, it.source.position(it.span.start))
        for source in kb.sources.values()
        for it in source.inclusions
    }


def _allowed(
    found: Diagnostic, start: Position, index: Mapping[str, list[_Reach]]
) -> _Place | None:
    """Return the comment that allows a finding at a place, by its rule's code or name."""
    line = start.line
    for name in (found.rule.code, found.rule.name):
        reaches = index.get(name, [])
        at = bisect_right(reaches, line, key=lambda reach: reach.first) - 1
        if at >= 0 and reaches[at].last >= line:
            return reaches[at].comment
    return None


def _about_allowances(
    kb: KnowledgeBase, article: Article, used: set[_Place]
) -> Iterator[Diagnostic]:
    source = kb.sources[article.path]
    for allowance in article.allowances:
        if not allowance.code:
            message = "the comment for helpwright says nothing that it knows"
            help = "write `<!-- helpwright: allow HW204 the reason -->`, with the code to allow"
            yield kb.diagnose(ALLOWANCE_WITHOUT_REASON, article, allowance.span, message, help)
        elif not allowance.reason:
            message = f"the comment allows {allowance.code} without a reason"
            help = f"write `<!-- helpwright: allow {allowance.code} the reason -->`"
            yield kb.diagnose(ALLOWANCE_WITHOUT_REASON, article, allowance.span, message, help)
        elif allowance.code not in _OCCASIONAL and _place(source, allowance) not in used:
            message = f"the comment allows {allowance.code}, but there is no such finding here"
            help = "remove the comment, or correct the code in it"
            yield kb.diagnose(UNUSED_ALLOWANCE, article, allowance.span, message, help)
