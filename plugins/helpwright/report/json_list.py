"""Findings as a JSON list, for scripts and editors."""

from __future__ import annotations

import json

from helpwright.report.findings import Findings, remedy


def json_list(findings: Findings) -> str:
    """Return one object for each finding, in ASCII; columns count code points."""
    return json.dumps(entries(findings), indent=2) + "\n"


def entries(findings: Findings) -> list[dict[str, object]]:
    """Return what JSON says of each finding."""
    return [
        {
            "path": found.path,
            "line": found.start.line,
            "column": found.start.column,
            "end_line": found.end.line,
            "end_column": found.end.column,
            "code": found.rule.code,
            "name": found.rule.name,
            "severity": found.level.value,
            "message": found.message,
            "help": remedy(found),
            "fixable": found.fixable,
            "related": [
                {
                    "path": place.path,
                    "line": place.start.line,
                    "column": place.start.column,
                    "end_line": place.end.line,
                    "end_column": place.end.column,
                    "message": place.message,
                }
                for place in found.related
            ],
        }
        for found in findings.diagnostics
    ]
