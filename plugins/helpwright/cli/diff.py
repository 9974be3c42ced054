"""`helpwright diff`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from helpwright.cli.check import base
from helpwright.cli.errors import Unable
from helpwright.cli.project import kb_option, load_config, relative, shown
from helpwright.cli.show import for_terminal, join, to_findings, write_report
from helpwright.config import FAIL_ON, fail_level


@click.command()
@click.argument("old", metavar="REV")
@click.argument("new", metavar="[REV]", required=False)
@kb_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json", "markdown")),
    default="text",
    show_default=True,
    help="text for people, json for scripts, markdown for a comment on a pull request.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the report to this file instead of showing it.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="The severity from which lost addresses and places make the exit code 1; without it, "
    "`fail_on` of mkdocs.yml, else error.",
)
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str | None,
    kb: Path | None,
    format_name: str,
    output: Path | None,
    fail_on: str | None,
) -> None:
    """Show what readers would notice between two revisions of git.

    REV is a branch, a tag or a commit; `main...` means the commit at which the current branch left
    `main`. Without the second one, the files as they are now are compared. Differences that no
    reader sees are not shown. The exit code is 1 where an address of the site, or a place of a page
    that links may name, leads nowhere any more.
    """
    from helpwright.build import Inspection, compare_revisions
    from helpwright.report import FORMATS
    from helpwright.report.diff_json import diff_json
    from helpwright.report.diff_lines import totals
    from helpwright.report.diff_markdown import diff_markdown
    from helpwright.report.diff_text import diff_text
    from helpwright.revision import RevisionError

    config = load_config(kb)
    if fail_on is not None:
        config = replace(config, fail_on=fail_level(fail_on))
    try:
        found = compare_revisions(config, old, new)
    except RevisionError as error:
        raise Unable(str(error)) from error
    for revision in (found.before, found.after):
        if revision is not None and revision.folder is None:
            click.echo(f"{revision.name} has no {shown(config.kb_dir)}", err=True)
    difference = found.difference
    start = base(format_name)
    prefix = relative(config.kb_dir, start)
    findings = to_findings(Inspection(found.kb, difference.lost), config, start)

    def place(path: str) -> str:
        return join(prefix, path)

    if format_name == "json":
        report = diff_json(difference, findings, place)
    elif format_name == "markdown":
        report = diff_markdown(difference, findings, place)
    else:
        if output is None:
            findings = for_terminal(findings, sys.stdout)
        report = diff_text(difference, place, color=findings.color)
        if findings.diagnostics:
            report = FORMATS["text"](findings) + report
    if output is None:
        click.echo(report, nl=False, color=findings.color)
    else:
        write_report(output, report)
        counts = ", ".join(totals(difference)) or "nothing that readers would notice"
        click.echo(f"{counts}; the report is in {shown(output)}", err=True)
    ctx.exit(1 if any(map(findings.fails, findings.diagnostics)) else 0)
