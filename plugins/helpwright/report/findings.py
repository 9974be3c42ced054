"""What a report is made from, and the words that all formats share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from helpwright.diagnostic import Diagnostic, Related, Severity
from helpwright.report.escape import visible
from helpwright.source import Source

_NOUNS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("info", "info"),
}

_MOST_SHOWN = 5
"""How many related places of a finding people are shown; JSON and SARIF have all."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The outcome of a check, ready to be shown.

    All paths are the ones to show, POSIX: those of the diagnostics, of `articles` (every article
    that was checked) and the keys of `sources`, the texts that excerpts are taken from. `pages` is
    the number of a site's pages that were checked. `fail_on` is the severity from which the check
    fails, None where it never does. `color` and `width` (in terminal cells) are for the format that
    is read on a terminal.
    """

    diagnostics: tuple[Diagnostic, ...]
    articles: tuple[str, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    fail_on: Severity | None = Severity.ERROR
    version: str = ""
    color: bool = False
    width: int = 100
    pages: int = 0

    def fails(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a finding is bad enough to fail the check."""
        return self.fail_on is not None and diagnostic.level.rank <= self.fail_on.rank


def remedy(diagnostic: Diagnostic) -> str:
    """Return what to do about a finding; where it does not say, its rule does."""
    return diagnostic.help or diagnostic.rule.fix


def shown_related(diagnostic: Diagnostic) -> tuple[tuple[Related, ...], str]:
    """Return the related places that people are shown, and how many more there are in words."""
    places = diagnostic.related
    more = len(places) - _MOST_SHOWN
    return places[
        :_MOST_SHOWN
    ], f"and {count(more, 'more place', 'more places')}" if more > 0 else ""


def related_lines(diagnostic: Diagnostic) -> Iterator[str]:
    """Yield the related places in words, one a line, with control characters written out."""
    places, more = shown_related(diagnostic)
    for place in places:
        where = f"{visible(place.path)}:{place.start.line}:{place.start.column}"
        yield f"see {where}: {visible(place.message)}"
    if more:
        yield more


def summary(findings: Findings) -> str:
    """Return the outcome in one line."""
    if not findings.diagnostics:
        read = []
        if findings.articles or not findings.pages:
            read.append(count(len(findings.articles), "article", "articles"))
        if findings.pages:
            read.append(count(findings.pages, "page", "pages"))
        return f"no findings in {' and '.join(read)}"
    files = len({found.path for found in findings.diagnostics})
    line = f"{tally(findings.diagnostics)} in {count(files, 'file', 'files')}"
    fixable = sum(found.fixable for found in findings.diagnostics)
    return f"{line} ({fixable} can be mended with --fix)" if fixable else line


def tally(diagnostics: tuple[Diagnostic, ...]) -> str:
    """Return how many findings there are of each severity, the worst first."""
    levels = Counter(found.level for found in diagnostics)
    return ", ".join(count(levels[level], *_NOUNS[level]) for level in Severity if levels[level])


def count(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"
