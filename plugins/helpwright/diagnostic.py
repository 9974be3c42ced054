"""Problems as values: where they are, which rule they break, and what to do about them.

Every finding of Helpwright, a syntax error included, is a `Diagnostic`. Terms follow LSP and
SARIF 2.1.0: a *span* is a range of a source, a *position* is a 1-based line and column, a
*rule* describes a kind of finding, an *edit* replaces a span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a finding is; `ERROR` fails a build, `WARNING` fails a strict one."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst, so that sorting by rank puts errors first."""
        return list(Severity).index(self)


class Span(NamedTuple):
    """A half-open range of a source file, in UTF-8 bytes from its first byte."""

    start: int
    end: int


class Position(NamedTuple):
    """A place in a text: 1-based line, 1-based column counted in Unicode code points."""

    line: int
    column: int


class Edit(NamedTuple):
    """Replace the bytes of `span` with `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding.

    `code` is stable and never reused; `name` is the fault in kebab-case and doubles as the id of
    the article that explains it. `summary` states the fault, `why` what it does to a reader, `fix`
    the remedy, each in plain sentences without Markdown.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    fix: str
    fixable: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding is about, such as where a name stands first.

    `path` is relative to the same folder as that of the finding. `message` is a short text in lower
    case that says what is there; it need not stand alone. (LSP `DiagnosticRelatedInformation`,
    SARIF 2.1.0 `relatedLocations`, section 3.27.22.)
    """

    path: str
    start: Position
    end: Position
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding at one place.

    `path` is POSIX and relative to the folder that was checked (for a rendered page: to the
    site). `message` is one sentence in lower case that stands alone; `help` says what to do;
    `label` is the short text under the marked source. `edits` mend the finding when applied
    together and never change the meaning of the article. `related` are the other places to look at.
    """

    rule: Rule
    path: str
    start: Position
    end: Position
    message: str
    help: str = ""
    label: str = ""
    severity: Severity | None = None
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    related: tuple[Related, ...] = ()

    @property
    def level(self) -> Severity:
        """The severity in force: the one configured for this finding, else the rule's own."""
        return self.severity or self.rule.severity

    @property
    def fixable(self) -> bool:
        """Whether `helpwright check --fix` can mend this finding."""
        return bool(self.edits)

    def at_paths(self, shown: Callable[[str], str]) -> Diagnostic:
        """Return the finding with each path, those of related places too, replaced by `shown`."""
        related = tuple(replace(place, path=shown(place.path)) for place in self.related)
        return replace(self, path=shown(self.path), related=related)

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order findings by file, then place, then code."""
        return (self.path, self.start.line, self.start.column, self.rule.code, self.message)


def merge_related(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Make one finding of those that differ only in their related places.

    The places are joined in the order in which they come, each once; so is the order of the
    findings kept.
    """
    found: dict[Diagnostic, dict[Related, None]] = {}
    for diagnostic in diagnostics:
        places = found.setdefault(replace(diagnostic, related=()), {})
        places.update(dict.fromkeys(diagnostic.related))
    return [replace(it, related=tuple(places)) for it, places in found.items()]


def worst(diagnostics: Iterable[Diagnostic]) -> Severity | None:
    """Return the most severe level among `diagnostics`, or None when there are none."""
    return min((d.level for d in diagnostics), key=lambda s: s.rank, default=None)
