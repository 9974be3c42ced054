"""`helpwright coverage`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpwright.cli.errors import Unable
from helpwright.cli.project import in_kb, kb_option, load_config, relative, shown
from helpwright.cli.show import is_wanted, join, terminal, write_report

if TYPE_CHECKING:
    from helpwright.build import Inspection
    from helpwright.knowledge import KnowledgeBase

_WIDTH = 100
"""How wide a table may be where it does not go to a terminal."""


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@kb_option
@click.option(
    "--product",
    "products",
    multiple=True,
    metavar="ID",
    help="Show only this product of kb.yml; may be given more than once.",
)
@click.option("--gaps", is_flag=True, help="Show only articles that lack something.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="text for people, json for scripts.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the tables to this file instead of showing them.",
)
@click.pass_context
def coverage(
    ctx: click.Context,
    paths: tuple[Path, ...],
    kb: Path | None,
    products: tuple[str, ...],
    gaps: bool,
    format_name: str,
    output: Path | None,
) -> None:
    """Show which versions of each product the published articles are right for.

    With PATHs, only articles in these files and folders are shown. The exit code is 1 where an
    article leaves readers of a supported version without a resolution.
    """
    from helpwright.build import collection_paused, inspect
    from helpwright.coverage import State, cover
    from helpwright.render.host import Layout
    from helpwright.report.coverage_json import coverage_json
    from helpwright.report.coverage_text import coverage_text

    config = load_config(kb)
    only = {in_kb(path, config) for path in paths}
    inspection = inspect(config)
    _refuse(inspection.kb, products)
    prefix = relative(config.kb_dir, Path.cwd())
    wanted = (lambda path: is_wanted(path, only)) if only else None
    with collection_paused():
        found = cover(inspection.kb, products, wanted)
    layout = Layout(config.path)
    color, width = terminal(sys.stdout) if output is None else (False, 0)
    if format_name == "json":
        report = coverage_json(
            found,
            lambda article: join(prefix, article.path),
            layout.article,
            gaps=gaps,
        )
    else:
        report = coverage_text(
            inspection.kb,
            found,
            lambda article: join(prefix, article.path),
            gaps=gaps,
            color=color,
            width=width or _WIDTH,
        )
    if output is None:
        click.echo(report, nl=False, color=color)
    else:
        write_report(output, report)
        click.echo(f"the tables are in {shown(output)}", err=True)
    _mention(inspection)
    ctx.exit(1 if found.count(State.NO_RESOLUTION) else 0)


def _refuse(kb: KnowledgeBase, products: tuple[str, ...]) -> None:
    """Raise Unable where there is nothing to make tables of."""
    from helpwright.parse.values import nearest

    if kb.registry.unread:
        raise Unable("kb.yml cannot be read, so there are no versions; see helpwright check")
    known = kb.registry.products
    for id in products:
        if id not in known:
            near = nearest(id, known)
            help = f"did you mean {near}?" if near else f"it has {', '.join(known) or 'none'}"
            raise Unable(f"{id} is not a product of kb.yml: {help}")


def _mention(inspection: Inspection) -> None:
    """Say that there are mistakes besides the gaps, which may have spoilt the tables."""
    from helpwright.diagnostic import Severity
    from helpwright.report import count
    from helpwright.rules.version_without_resolution import RULE

    errors = sum(
        found.level is Severity.ERROR and found.rule is not RULE for found in inspection.diagnostics
    )
    if errors:
        click.echo(f"{count(errors, 'error', 'errors')}; see helpwright check", err=True)
