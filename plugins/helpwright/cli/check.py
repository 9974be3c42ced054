"""`helpwright check`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from helpwright.cli.errors import Unable
from helpwright.cli.mend import mend
from helpwright.cli.project import find_kb, in_kb, kb_option, load_config, shown
from helpwright.cli.show import add_site, for_terminal, of_site, to_findings, write_report
from helpwright.config import FAIL_ON, fail_level

if TYPE_CHECKING:
    from helpwright.report import Findings

FORMAT_NAMES = ("text", "json", "github", "sarif", "junit")
"""The keys of `report.FORMATS`, which takes its time to import."""


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@kb_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMAT_NAMES),
    default="text",
    show_default=True,
    help="text for people, json for scripts, github for annotations of a GitHub workflow, sarif "
    "for code scanning, junit for lists of tests.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the report to this file instead of showing it.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="First mend what can be mended without changing what readers see; what was done is told "
    "on standard error.",
)
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Also prove the built site in this folder: that its pages show the steps and words of the "
    "articles, and that its links lead somewhere. Outside of a knowledge base, the site is checked "
    "by itself: links, pictures, ids and the like of any static site.",
)
@click.option(
    "--base-url",
    metavar="URL",
    help="With --site: the address that the site will have, where its pages do not tell it.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="PATTERN",
    help="With --site: leave out addresses that fit, such as `myapp:*` or `/api/*`. May be given "
    "more than once.",
)
@click.option(
    "--since",
    metavar="REV",
    help="Also find articles whose readers see something else than in this revision of git (a "
    "branch, a tag or a commit) while `updated` is the same. `main...` means the commit at which "
    "the current branch left `main`.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="The severity from which findings make the exit code 1; without it, `fail_on` of "
    "mkdocs.yml, else error.",
)
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[Path, ...],
    kb: Path | None,
    format_name: str,
    output: Path | None,
    fix: bool,
    site: Path | None,
    base_url: str | None,
    ignore: tuple[str, ...],
    since: str | None,
    fail_on: str | None,
) -> None:
    """Find mistakes in articles without building the site.

    With PATHs, only what is found in these files and folders is shown and counted. The whole
    knowledge base is read all the same, since articles link to each other.
    """
    if site is not None and paths:
        raise click.UsageError("--site proves the whole site: leave the PATHs out")
    if site is None and (base_url is not None or ignore):
        raise click.UsageError("--base-url and --ignore are for a built site: add --site DIR")
    if base_url is not None:
        base_url = _site_address(base_url)
    config = find_kb(kb) if site is not None else load_config(kb)
    if site is not None and config is None:
        if fix or since is not None:
            raise click.UsageError("--fix and --since need a knowledge base, and here is none")
        level = fail_level(fail_on or "error")
        findings = of_site(site, base(format_name), base_url, ignore, level)
        _show(ctx, findings, format_name, output)
    assert config is not None
    from helpwright.build import inspect
    from helpwright.revision import RevisionError

    if fail_on is not None:
        config = replace(config, fail_on=fail_level(fail_on))
    only = {in_kb(path, config) for path in paths}
    if fix:
        mend(config, only)
    start = base(format_name)
    try:
        inspection = inspect(config, since)
    except RevisionError as error:
        raise Unable(str(error)) from error
    if inspection.past is not None and inspection.past.folder is None:
        click.echo(f"{since} has no {shown(config.kb_dir)}: all articles are new since", err=True)
    findings = to_findings(inspection, config, start, only)
    if site is not None:
        findings = add_site(findings, inspection, config, site, start, base_url, ignore)
    if fix:
        # What is left of the fixable ones was not safe to mend.
        left = tuple(replace(found, edits=()) for found in findings.diagnostics)
        findings = replace(findings, diagnostics=left)
    _show(ctx, findings, format_name, output)


def _show(ctx: click.Context, findings: Findings, format_name: str, output: Path | None) -> None:
    """Show the findings, or write them to a file, and end with the exit code that they ask for."""
    from helpwright.report import FORMATS, summary

    if output is None:
        findings = for_terminal(findings, sys.stdout)
        click.echo(FORMATS[format_name](findings), nl=False, color=findings.color)
    else:
        write_report(output, FORMATS[format_name](findings))
        click.echo(f"{summary(findings)}; the report is in {shown(output)}", err=True)
    ctx.exit(1 if any(map(findings.fails, findings.diagnostics)) else 0)


def _site_address(url: str) -> str:
    """Return the address of a site's top in its usual form; raises UsageError for none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise click.UsageError(f"--base-url {url}: write it in full, as https://help.example/docs/")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}/"


def base(format_name: str) -> Path:
    """Return the folder that shown paths start from."""
    checkout = os.environ.get("GITHUB_WORKSPACE")
    # GitHub looks for the files of annotations from the top of the checkout.
    return Path(checkout) if format_name == "github" and checkout else Path.cwd()
