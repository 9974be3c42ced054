"""From what was found to what a command shows of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TextIO

from helpwright.cli.project import relative, version
from helpwright.config import Config

if TYPE_CHECKING:
    from helpwright.build import Inspection
    from helpwright.report import Findings


def to_findings(
    inspection: Inspection, config: Config, base: Path, only: Collection[str] = ()
) -> Findings:
    """Return what was found under the paths to show, which are relative to `base`.

    `only` names the files and folders of the knowledge base to show, `.` the whole; where it is
    empty, everything is.
    """
    from helpwright.report import Findings

    prefix = relative(config.kb_dir, base)
    diagnostics = [found for found in inspection.diagnostics if _is_wanted(found.path, only)]
    sources = inspection.kb.sources
    return Findings(
        diagnostics=tuple(replace(f, path=_join(prefix, f.path)) for f in diagnostics),
        articles=tuple(
            _join(prefix, article.path)
            for article in inspection.kb.articles
            if _is_wanted(article.path, only)
        ),
        sources={_join(prefix, f.path): sources[f.path] for f in diagnostics if f.path in sources},
        fail_on=config.fail_on,
        version=version(),
    )


def add_site(
    findings: Findings, inspection: Inspection, config: Config, site: Path, base: Path
) -> Findings:
    """Return the findings with those of the proof; raises OSError for an unreadable site."""
    from helpwright.prove import prove_site
    from helpwright.settle import with_severities

    found = with_severities(inspection.kb, prove_site(config, inspection.kb, site))
    prefix = relative(site, base)
    pages = tuple(replace(page, path=_join(prefix, page.path)) for page in found)
    return replace(findings, diagnostics=findings.diagnostics + pages)


def for_terminal(findings: Findings, stream: TextIO | None) -> Findings:
    """Return the findings with the colour and the width of the terminal they are shown on."""
    if stream is None or not stream.isatty():
        return findings
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    width = max(40, shutil.get_terminal_size().columns)
    return replace(findings, color=not plain, width=width)


def _is_wanted(path: str, only: Collection[str]) -> bool:
    if not only or path in only:
        return True
    return any(str(folder) in only for folder in PurePosixPath(path).parents)


def _join(prefix: str, path: str) -> str:
    return path if prefix == "." else f"{prefix}/{path}"
