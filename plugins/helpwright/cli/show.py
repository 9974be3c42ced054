"""From what was found to what a command shows of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TextIO

from helpwright.cli.errors import Unable, in_words
from helpwright.cli.project import relative, version
from helpwright.config import Config
from helpwright.diagnostic import Diagnostic, Severity

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
    diagnostics = [found for found in inspection.diagnostics if is_wanted(found.path, only)]
    sources = inspection.kb.sources
    paths = {path for f in diagnostics for path in (f.path, *(it.path for it in f.related))}
    return Findings(
        diagnostics=tuple(f.at_paths(partial(join, prefix)) for f in diagnostics),
        articles=tuple(
            join(prefix, article.path)
            for article in inspection.kb.articles
            if is_wanted(article.path, only)
        ),
        sources={join(prefix, path): sources[path].written for path in paths if path in sources},
        fail_on=config.fail_on,
        version=version(),
    )


def add_site(
    findings: Findings,
    inspection: Inspection,
    config: Config,
    site: Path,
    base: Path,
    address: str | None = None,
    ignore: Sequence[str] = (),
) -> Findings:
    """Return the findings with those of the proof; raises OSError for an unreadable site.

    `address` is that of the site's top, `ignore` are patterns of addresses to leave out.
    """
    from helpwright.prove import prove_site
    from helpwright.settle import with_severities

    proof = prove_site(config, inspection.kb, site, address=address, ignore=ignore)
    found = with_severities(inspection.kb, proof.findings)
    return _with_pages(findings, found, proof.pages, site, base)


def of_site(
    site: Path,
    base: Path,
    address: str | None,
    ignore: Sequence[str],
    fail_on: Severity | None,
) -> Findings:
    """Return what is wrong with a site that has no knowledge base; see `add_site`."""
    from helpwright.gate import check_site
    from helpwright.report import Findings

    gate = check_site(site, address=address, ignore=ignore)
    findings = Findings((), fail_on=fail_on, version=version())
    return _with_pages(findings, gate.findings, len(gate.pages), site, base)


def _with_pages(
    findings: Findings, found: Iterable[Diagnostic], pages: int, site: Path, base: Path
) -> Findings:
    prefix = relative(site, base)
    placed = (page.at_paths(partial(join, prefix)) for page in found)
    told = (*findings.diagnostics, *sorted(placed, key=Diagnostic.sort_key))
    return replace(findings, diagnostics=told, pages=pages)


def for_terminal(findings: Findings, stream: TextIO | None) -> Findings:
    """Return the findings with the colour and the width of the terminal they are shown on."""
    color, width = terminal(stream)
    return replace(findings, color=color, width=width) if width else findings


def terminal(stream: TextIO | None) -> tuple[bool, int]:
    """Return whether a terminal shows colours, and its width; that of anything else is 0."""
    if stream is None or not stream.isatty():
        return False, 0
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain, max(40, shutil.get_terminal_size().columns)


def write_report(output: Path, report: str) -> None:
    """Write a report to a file; raises Unable where that fails."""
    try:
        output.write_text(report, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Unable(f"the report cannot be written: {in_words(error)}") from error


def is_wanted(path: str, only: Collection[str]) -> bool:
    """Tell whether a path of the knowledge base is one of those to show, or in one."""
    if not only or path in only:
        return True
    return any(str(folder) in only for folder in PurePosixPath(path).parents)


def join(prefix: str, path: str) -> str:
    """Return a path of the knowledge base as it is shown."""
    return path if prefix == "." else f"{prefix}/{path}"
