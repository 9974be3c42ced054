"""Findings for people, with the source that they are about."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Related, Severity
from helpwright.report.escape import visible
from helpwright.report.excerpt import excerpt
from helpwright.report.findings import Findings, remedy, shown_related, summary

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_NOTE = "34"
_BOLD = "1"
_DIM = "2"


def text(findings: Findings) -> str:
    """Return every finding with its place, its source and its remedy, and a line that sums up."""
    parts = [_finding(found, findings) for found in findings.diagnostics]
    return "\n".join([*parts, summary(findings) + "\n"])


def _finding(found: Diagnostic, findings: Findings) -> str:
    paint = _paint if findings.color else _plain
    color = _COLORS[found.level]
    place = f"{visible(found.path)}:{found.start.line}:{found.start.column}:"
    level = paint(found.level, f"{_BOLD};{color}")
    lines = [
        f"{paint(place, _BOLD)} {level} {found.rule.code} {found.rule.name}: "
        f"{visible(found.message)}",
        *_excerpt(found, findings, found.label, _COLORS[found.level]),
        *_related(found, findings),
        f"{paint('help:', _BOLD)} {visible(remedy(found))}",
    ]
    return "".join(f"{line}\n" for line in lines)


def _related(found: Diagnostic, findings: Findings) -> Iterator[str]:
    """Yield the lines about the related places, each with its source."""
    paint = _paint if findings.color else _plain
    places, more = shown_related(found)
    for it in places:
        place = f"{visible(it.path)}:{it.start.line}:{it.start.column}:"
        yield f"{paint(place, _BOLD)} {paint('note:', f'{_BOLD};{_NOTE}')} {visible(it.message)}"
        yield from _excerpt(it, findings, "", _NOTE)
    if more:
        yield f"{paint('note:', f'{_BOLD};{_NOTE}')} {more}"


def _excerpt(
    found: Diagnostic | Related, findings: Findings, label: str, color: str
) -> Iterator[str]:
    """Yield the lines that show the source; none where there is no source to show."""
    source = findings.sources.get(found.path)
    if source is None or not source.data:
        return
    paint = _paint if findings.color else _plain
    number = str(found.start.line)
    blank = " " * len(number)
    line = source.line(found.start.line)
    end = found.end.column if found.end.line == found.start.line else len(line) + 1
    room = max(20, findings.width - len(number) - 3)
    shown, carets = excerpt(line, found.start.column - 1, end - 1, room)
    indent = carets[: carets.index("^")]
    mark = paint(f"{carets.lstrip()} {visible(label)}".rstrip(), color)
    yield paint(f"{blank} |", _DIM)
    yield f"{paint(f'{number} |', _DIM)} {shown}".rstrip()
    yield f"{paint(f'{blank} |', _DIM)} {indent}{mark}"


def _paint(words: str, style: str) -> str:
    return f"\x1b[{style}m{words}\x1b[0m"


def _plain(words: str, style: str) -> str:
    return words
