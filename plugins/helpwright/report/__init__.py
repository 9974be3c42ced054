"""Findings in the formats that people, editors and CI systems read.

A format is a module with one function from `Findings` to text; a new one is one file here and one
line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from helpwright.report.findings import Findings, count, summary
from helpwright.report.github import github
from helpwright.report.json_list import json_list
from helpwright.report.junit import junit
from helpwright.report.sarif import sarif
from helpwright.report.text import text

__all__ = ["FORMATS", "Findings", "count", "summary"]

FORMATS: Mapping[str, Callable[[Findings], str]] = {
    "text": text,
    "json": json_list,
    "github": github,
    "sarif": sarif,
    "junit": junit,
}
"""Every format by the name that `helpwright check --format` knows it by."""
