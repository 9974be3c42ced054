"""`helpwright check`."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from helpwright.cli.errors import Unable, in_words
from helpwright.cli.project import kb_option, load_config, normal, relative, shown, version
from helpwright.config import FAIL_ON, Config, fail_level

if TYPE_CHECKING:
    from helpwright.build import Inspection
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
    fail_on: str | None,
) -> None:
    """Find mistakes in articles without building the site.

    With PATHs, only what is found in these files and folders is shown and counted. The whole
    knowledge base is read all the same, since articles link to each other.
    """
    from helpwright.build import inspect
    from helpwright.report import FORMATS, summary

    config = load_config(kb)
    wanted = [_inside(path, config) for path in paths]
    base = Path.cwd()
    if format_name == "github":
        # GitHub looks for the files of annotations from the top of the checkout.
        base = Path(os.environ.get("GITHUB_WORKSPACE", base))
    findings = _findings(inspect(config), relative(config.kb_dir, base), wanted)
    findings = replace(
        findings,
        fail_on=fail_level(fail_on) if fail_on else config.fail_on,
        version=version(),
        **_terminal() if output is None else {},
    )
    report = FORMATS[format_name](findings)
    if output is None:
        click.echo(report, nl=False, color=findings.color)
    else:
        _write(output, report)
        click.echo(f"{summary(findings)}; the report is in {shown(output)}", err=True)
    ctx.exit(1 if any(map(findings.fails, findings.diagnostics)) else 0)


def _inside(path: Path, config: Config) -> str:
    """Return a PATH of the command line as the knowledge base names it."""
    folder = config.kb_dir.resolve()
    if not path.exists():
        raise Unable(f"{path} does not exist")
    for form in (normal(path), path.resolve()):
        if form.is_relative_to(folder):
            return form.relative_to(folder).as_posix()
    raise Unable(
        f"{path} is not in the knowledge base {shown(folder)}: name files and folders inside it, "
        "or another knowledge base with --kb"
    )


def _findings(inspection: Inspection, prefix: str, wanted: list[str]) -> Findings:
    """Return what was found in the wanted files, under the paths to show."""
    from helpwright.report import Findings

    names = set(wanted)
    diagnostics = [
        found for found in inspection.diagnostics if not names or _is_in(found.path, names)
    ]
    articles = (article.path for article in inspection.kb.articles)
    sources = inspection.kb.sources
    return Findings(
        diagnostics=tuple(replace(f, path=_join(prefix, f.path)) for f in diagnostics),
        articles=tuple(
            _join(prefix, path) for path in articles if not names or _is_in(path, names)
        ),
        sources={_join(prefix, f.path): sources[f.path] for f in diagnostics if f.path in sources},
    )


def _is_in(path: str, names: set[str]) -> bool:
    """Tell whether a path, or a folder that it is in, is among the names; `.` is all."""
    return path in names or any(str(folder) in names for folder in PurePosixPath(path).parents)


def _join(prefix: str, path: str) -> str:
    return path if prefix == "." else f"{prefix}/{path}"


def _terminal() -> dict[str, Any]:
    """Return the colour and width of the terminal that the report is shown on, if it is one."""
    if not sys.stdout.isatty():
        return {}
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return {"color": not plain, "width": max(40, shutil.get_terminal_size().columns)}


def _write(output: Path, report: str) -> None:
    try:
        output.write_text(report, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Unable(f"the report cannot be written: {in_words(error)}") from error
