"""`helpwright capture`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpwright.cli.check import FORMAT_NAMES, base
from helpwright.cli.errors import Unable
from helpwright.cli.project import kb_option, load_config, normal, relative, shown
from helpwright.cli.show import for_terminal, is_wanted, join, to_findings, write_report
from helpwright.config import Config

if TYPE_CHECKING:
    from helpwright.build import Inspection
    from helpwright.capture import Taken
    from helpwright.diagnostic import Diagnostic
    from helpwright.knowledge import KnowledgeBase
    from helpwright.recipe import Recipe


@click.command()
@click.argument("pictures", nargs=-1, metavar="[PICTURE]...", type=click.Path(path_type=Path))
@kb_option
@click.option(
    "--check",
    "only_compare",
    is_flag=True,
    help="Write nothing: take the pictures and find those that show something else than their "
    "files.",
)
@click.option(
    "--list", "only_list", is_flag=True, help="Show the recipes and the pictures without one."
)
@click.option(
    "--diff",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write for each picture that has changed one that shows where, in red, into this folder.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(min=0, max=100),
    default=0,
    show_default=True,
    metavar="PERCENT",
    help="How much of a picture may differ and count as the same. Other fonts draw other letters, "
    "so that a machine other than the one that took the pictures needs more than 0.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1, max=300),
    default=15,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for a page, and for each element of it.",
)
@click.option(
    "--browser",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The Chromium or Google Chrome to use; without it, the one on the PATH.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMAT_NAMES),
    default="text",
    show_default=True,
    help="As for `helpwright check`.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the report to this file instead of showing it.",
)
@click.pass_context
def capture(
    ctx: click.Context,
    pictures: tuple[Path, ...],
    kb: Path | None,
    only_compare: bool,
    only_list: bool,
    diff: Path | None,
    threshold: float,
    timeout: float,
    browser: Path | None,
    format_name: str,
    output: Path | None,
) -> None:
    """Take the pictures of capture.yml, all or only the PICTUREs (files or folders).

    A picture is written only where it shows something else than its file, and screenshots.yml
    follows. Needs Playwright and a Chromium: `pip install "helpwright[capture]"`. What was done
    is told on standard error. The exit code is 1 where a picture cannot be taken, where capture.yml
    has mistakes, and with --check where a picture is out of date.
    """
    from helpwright.build import inspect

    if only_compare and only_list:
        raise click.UsageError("--check and --list cannot be given together")
    config = load_config(kb)
    inspection = inspect(config)
    known = inspection.kb.recipes
    if known.source is None:
        raise Unable(
            f"there is no capture.yml in {shown(config.kb_dir)}: write the path of a picture into "
            "it, and below it `source:` with the page that it shows"
        )
    recipes = _chosen(config, known.entries, pictures)
    if only_list:
        _list(inspection, config, recipes)
        return
    found = _mistakes(inspection)
    found += _taken(inspection, config, recipes, only_compare, diff, threshold, timeout, browser)
    _report(ctx, inspection, config, found, format_name, output)


def _chosen(config: Config, known: Mapping[str, Recipe], pictures: Sequence[Path]) -> list[Recipe]:
    """Return the recipes of the pictures that are named; raises Unable for one without."""
    folder = config.kb_dir.resolve()
    wanted: set[str] = set()
    for picture in pictures:
        forms = [it for it in (normal(picture), picture.resolve()) if it.is_relative_to(folder)]
        path = forms[0].relative_to(folder).as_posix() if forms else picture.as_posix()
        if not any(is_wanted(of, {path}) or of == picture.as_posix() for of in known):
            raise Unable(f"capture.yml has no recipe for {picture}, or one with a mistake")
        wanted |= {path, picture.as_posix()}
    return [recipe for path, recipe in known.items() if is_wanted(path, wanted)]


def _list(inspection: Inspection, config: Config, recipes: Sequence[Recipe]) -> None:
    """Show each recipe with the state of its pictures, and the pictures that have none."""
    from helpwright.report.escape import visible
    from helpwright.screenshots import pictures

    kb = inspection.kb
    prefix = relative(config.kb_dir, Path.cwd())
    for recipe in recipes:
        for path, _ in recipe.pictures:
            line = f"{_state(kb, recipe, path):<12}  {join(prefix, path)}"
            click.echo(visible(f"{line}  from {recipe.source.text}"))
    made = {path for recipe in kb.recipes.entries.values() for path, _ in recipe.pictures}
    for picture in pictures(kb):
        if picture.path not in made:
            click.echo(visible(f"{'no recipe':<12}  {join(prefix, picture.path)}"))


def _state(kb: KnowledgeBase, recipe: Recipe, path: str) -> str:
    from helpwright.recipes import Unnumbered
    from helpwright.rules.picture_older_than_recipe import is_current

    if path not in kb.files:
        return "not taken"
    try:
        return "taken" if is_current(kb, recipe, path) else "out of date"
    except Unnumbered:
        return "no such step"


def _mistakes(inspection: Inspection) -> list[Diagnostic]:
    """Return the findings about capture.yml that taking the pictures neither mends nor repeats."""
    from helpwright.read import RECIPES_NAME
    from helpwright.rules import (
        picture_older_than_recipe,
        recipe_without_picture,
        unknown_step_in_recipe,
    )

    told = (picture_older_than_recipe, recipe_without_picture, unknown_step_in_recipe)
    return [
        found
        for found in inspection.diagnostics
        if found.path == RECIPES_NAME and found.rule not in {it.RULE for it in told}
    ]


def _taken(
    inspection: Inspection,
    config: Config,
    recipes: Sequence[Recipe],
    only_compare: bool,
    diff: Path | None,
    threshold: float,
    timeout: float,
    browser: Path | None,
) -> list[Diagnostic]:
    """Take the pictures, and keep or only compare them; return the findings."""
    from helpwright.capture import MAX_PIXELS, BrowserMissing, Studio, compare, keep, take
    from helpwright.capture.browser import host_of

    kb = inspection.kb
    if kb.ledger.unread and not only_compare:
        raise Unable("screenshots.yml cannot be read; see helpwright check")
    if not recipes:
        return []
    prefix = relative(config.kb_dir, Path.cwd())
    root = config.project_dir or config.kb_dir
    addresses = [
        it for one in recipes for it in (*([] if one.is_local else [one.source.text]), *one.allow)
    ]
    found: list[Diagnostic] = []
    recorded: dict[str, str] = {}
    try:
        with Studio(map(host_of, addresses), browser) as studio:
            for taken in take(kb, recipes, studio, root, config.kb_dir, timeout):
                path = join(prefix, taken.path)
                if taken.fault is not None:
                    found.append(taken.fault)
                    continue
                old = _old(kb.files.get(taken.path))
                change = compare(old, taken.png, MAX_PIXELS)
                same = old is not None and not change.exceeds(threshold)
                if not same and diff is not None and old is not None:
                    _write_difference(diff, taken, old)
                if only_compare and not same:
                    found.append(_out_of_date(inspection, taken, str(change)))
                    continue
                if not same:
                    keep(config.kb_dir, taken.path, taken.png)
                # Noted before anything is told, so that an interruption finds it here.
                recorded[taken.path] = taken.digest
                what = "new" if old is None else str(change)
                click.echo(f"unchanged {path}" if same else f"wrote {path}: {what}", err=True)
    except BrowserMissing as error:
        raise Unable(str(error)) from error
    finally:
        if recorded and not only_compare:
            _record(config, recorded)
    return found


def _old(file: str | None) -> bytes | None:
    return Path(file).read_bytes() if file is not None else None


def _write_difference(folder: Path, taken: Taken, old: bytes) -> None:
    from helpwright.capture import MAX_PIXELS, show_difference

    file = folder / taken.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(show_difference(old, taken.png, MAX_PIXELS))
    click.echo(f"the difference is in {shown(file)}", err=True)


def _out_of_date(inspection: Inspection, taken: Taken, change: str) -> Diagnostic:
    from helpwright.faults import PICTURE_OUT_OF_DATE

    source = inspection.kb.recipes.source
    assert source is not None
    message = f"the picture `{taken.path}` is out of date: {change}"
    help = f"run `helpwright capture {taken.path}`, and look whether the article still fits"
    return source.diagnose(PICTURE_OUT_OF_DATE, taken.recipe.span, message, help)


def _record(config: Config, recorded: Mapping[str, str]) -> None:
    """Write into screenshots.yml what is known of the pictures that were taken."""
    from helpwright.build import inspect
    from helpwright.fix.files import FileChanged, overwrite
    from helpwright.read import LEDGER_NAME
    from helpwright.screenshots import BrokenLedger, record

    kb = inspect(config).kb
    file = config.kb_dir / LEDGER_NAME
    try:
        text = record(kb, recorded)
        if text is None:
            return
        if kb.ledger.source is None:
            with file.open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(text)
        else:
            overwrite(config.kb_dir, str(file), kb.ledger.source.data, text.encode())
    except BrokenLedger as error:
        raise Unable(f"{LEDGER_NAME} is left as it is, because {error}") from error
    except FileExistsError as error:
        raise Unable(f"{LEDGER_NAME} was made by somebody else in the meantime") from error
    except FileChanged as error:
        raise Unable(f"{LEDGER_NAME} is left as it is: {error}") from error
    click.echo(f"wrote {shown(file)}", err=True)


def _report(
    ctx: click.Context,
    inspection: Inspection,
    config: Config,
    found: Sequence[Diagnostic],
    format_name: str,
    output: Path | None,
) -> None:
    from helpwright.report import FORMATS, summary
    from helpwright.settle import with_severities

    settled = tuple(with_severities(inspection.kb, found))
    inspection = replace(inspection, diagnostics=settled)
    findings = to_findings(inspection, config, base(format_name))
    if output is not None:
        write_report(output, FORMATS[format_name](findings))
        click.echo(f"{summary(findings)}; the report is in {shown(output)}", err=True)
    elif findings.diagnostics or format_name != "text":
        findings = for_terminal(findings, sys.stdout)
        click.echo(FORMATS[format_name](findings), nl=False, color=findings.color)
    ctx.exit(1 if any(map(findings.fails, findings.diagnostics)) else 0)
