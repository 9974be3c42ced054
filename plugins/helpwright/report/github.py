"""Findings as workflow commands, which GitHub shows as annotations of a change."""

from __future__ import annotations

from helpwright.diagnostic import Diagnostic, Severity
from helpwright.report.escape import visible
from helpwright.report.findings import Findings, related_lines, remedy, summary

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(findings: Findings) -> str:
    """Return one command for each finding, and a line that sums up for the log."""
    lines = [*(_command(found) for found in findings.diagnostics), summary(findings)]
    return "".join(f"{line}\n" for line in lines)


def _command(found: Diagnostic) -> str:
    place = {"file": found.path, "line": str(found.start.line), "endLine": str(found.end.line)}
    # GitHub refuses columns of a range over several lines.
    if found.end.line == found.start.line:
        place |= {"col": str(found.start.column), "endColumn": str(found.end.column)}
    place["title"] = f"{found.rule.code} {found.rule.name}"
    properties = ",".join(f"{key}={_property(value)}" for key, value in place.items())
    lines = [
        _data(found.message),
        *map(_data, related_lines(found)),
        f"help: {_data(remedy(found))}",
    ]
    message = "%0A".join(lines)
    return f"::{_COMMANDS[found.level]} {properties}::{message}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
