"""Findings as SARIF 2.1.0, the exchange format of static analysis (OASIS standard)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

from helpwright.diagnostic import Diagnostic, Position, Related, Rule, Severity
from helpwright.report.escape import visible
from helpwright.report.findings import Findings, remedy

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def sarif(findings: Findings) -> str:
    """Return a log with one run, in ASCII; its rules are those that have findings."""
    rules = sorted({found.rule for found in findings.diagnostics}, key=lambda rule: rule.code)
    places = {rule.code: index for index, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    results = []
    for found in findings.diagnostics:
        digest = _digest(found, findings)
        seen[digest] += 1
        fingerprint = f"{digest}:{seen[digest]}"
        results.append(_result(found, findings, places[found.rule.code], fingerprint))
    driver: dict[str, Any] = {"name": "helpwright", "rules": [_rule(rule) for rule in rules]}
    if findings.version:
        driver["version"] = findings.version
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.why}"},
        "help": {"text": f"{rule.fix}\n\n`helpwright explain {rule.code}` tells more."},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(
    found: Diagnostic, findings: Findings, rule_index: int, fingerprint: str
) -> dict[str, Any]:
    message = f"{visible(found.message)}\n\nHelp: {visible(remedy(found))}"
    result: dict[str, Any] = {
        "ruleId": found.rule.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[found.level],
        "message": {"text": message},
        "locations": [{"physicalLocation": _location(found)}],
        "partialFingerprints": {"helpwrightLine/v1": fingerprint},
    }
    if found.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _location(place),
                "message": {"text": visible(place.message)},
            }
            for number, place in enumerate(found.related, 1)
        ]
    source = findings.sources.get(found.path)
    if found.edits and source is not None:
        replacements = [
            {
                "deletedRegion": _region(
                    source.position(edit.span.start), source.position(edit.span.end)
                ),
                "insertedContent": {"text": edit.text},
            }
            for edit in found.edits
        ]
        change = {"artifactLocation": {"uri": _uri(found.path)}, "replacements": replacements}
        result["fixes"] = [
            {"description": {"text": visible(remedy(found))}, "artifactChanges": [change]}
        ]
    return result


def _location(place: Diagnostic | Related) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": _uri(place.path)},
        "region": _region(place.start, place.end),
    }


def _region(start: Position, end: Position) -> dict[str, int]:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _digest(found: Diagnostic, findings: Findings) -> str:
    """Name a finding by rule, file and text, so that it keeps its name while lines move."""
    source = findings.sources.get(found.path)
    line = source.line(found.start.line).strip() if source else ""
    name = "\0".join((found.rule.code, found.path, line or found.message))
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _uri(path: str) -> str:
    return Path(path).as_uri() if Path(path).is_absolute() else quote(path, errors="replace")
