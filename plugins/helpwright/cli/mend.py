"""`helpwright check --fix`: mending first, and saying what was done."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from helpwright.cli.project import relative
from helpwright.config import Config


def mend(config: Config, only: Collection[str]) -> None:
    """Mend what is safe to mend, in the files and folders of `only` or, if empty, everywhere.

    What was done is told on standard error, so that a report on standard output stays whole.
    """
    from helpwright.fix import apply_fixes
    from helpwright.report import count
    from helpwright.report.escape import visible

    outcome = apply_fixes(config, _files(config.kb_dir, only) if only else None)
    folder = relative(config.kb_dir, Path.cwd())
    prefix = "" if folder == "." else f"{folder}/"
    for found in outcome.mended:
        place = f"{prefix}{found.path}:{found.start.line}:{found.start.column}"
        rule = f"{found.rule.code} {found.rule.name}"
        click.echo(visible(f"mended {place}: {rule}: {found.message}"), err=True)
    for refusal in outcome.refused:
        click.echo(visible(f"left {prefix}{refusal.path} as it is: {refusal.reason}"), err=True)
    if outcome.mended:
        findings = count(len(outcome.mended), "finding", "findings")
        files = count(len(outcome.written), "file", "files")
        click.echo(f"mended {findings} in {files}\n", err=True)


def _files(root: Path, only: Collection[str]) -> set[str]:
    """Return the articles among the named files and in the named folders."""
    found = set(only)
    for folder in only:
        articles = (root / folder).rglob("*.md")
        found.update(article.relative_to(root).as_posix() for article in articles)
    return found
