"""Findings as a JUnit test report: a test case for each article."""

from __future__ import annotations

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from helpwright.diagnostic import Diagnostic
from helpwright.report.escape import visible
from helpwright.report.findings import Findings, related_lines, remedy, tally


def junit(findings: Findings) -> str:
    """Return one suite, with a case for each article and for each other file with findings.

    A case fails when the check fails for what was found in it; what does not fail the check is
    the case's output.
    """
    by_path = {
        path: tuple(found)
        for path, found in groupby(
            sorted(findings.diagnostics, key=Diagnostic.sort_key), key=lambda found: found.path
        )
    }
    paths = sorted({*findings.articles, *by_path})
    suites = Element("testsuites")
    suite = SubElement(suites, "testsuite", name="helpwright")
    failures = sum(_case(suite, path, by_path.get(path, ()), findings) for path in paths)
    for element in (suites, suite):
        element.set("tests", str(len(paths)))
        element.set("failures", str(failures))
        element.set("errors", "0")
    suite.set("skipped", "0")
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _case(
    suite: Element, path: str, diagnostics: tuple[Diagnostic, ...], findings: Findings
) -> bool:
    """Add a test case to the suite and tell whether it fails."""
    shown = visible(path)
    case = SubElement(suite, "testcase", classname="helpwright.check", name=shown, file=shown)
    failing = tuple(found for found in diagnostics if findings.fails(found))
    if failing:
        failure = SubElement(case, "failure", message=tally(failing), type=failing[0].rule.name)
        failure.text = _lines(failing)
    passing = tuple(found for found in diagnostics if not findings.fails(found))
    if passing:
        SubElement(case, "system-out").text = _lines(passing)
    return bool(failing)


def _lines(diagnostics: tuple[Diagnostic, ...]) -> str:
    return "\n".join(
        f"{visible(found.path)}:{found.start.line}:{found.start.column}: {found.level} "
        f"{found.rule.code} {found.rule.name}: {visible(found.message)}\n"
        + "".join(f"{line}\n" for line in related_lines(found))
        + f"help: {visible(remedy(found))}"
        for found in diagnostics
    )
