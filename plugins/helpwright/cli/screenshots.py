"""`helpwright screenshots`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpwright.cli.errors import Unable
from helpwright.cli.project import kb_option, load_config, relative, shown
from helpwright.cli.show import join

if TYPE_CHECKING:
    from helpwright.knowledge import KnowledgeBase


@click.command()
@kb_option
@click.option(
    "--update",
    "wanted",
    is_flag=True,
    help="Write screenshots.yml: add what is new, and the digest and day of what has changed.",
)
@click.option(
    "--alike",
    "compared",
    is_flag=True,
    help="Show instead which pictures look alike, though their files differ. Takes a second for "
    "every few hundred.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="text for people, json for scripts.",
)
@click.pass_context
def screenshots(
    ctx: click.Context, kb: Path | None, wanted: bool, compared: bool, format_name: str
) -> None:
    """Show the screenshots that articles show, and what screenshots.yml says about them.

    Drawings and icons in a line of text are left out. The exit code is 1 where screenshots.yml
    is there and does not fit the pictures, and with --alike where two pictures look alike.
    """
    from helpwright.alike import alike
    from helpwright.build import inspect
    from helpwright.report.pictures import pairs_json, pairs_text, pictures_json, pictures_text
    from helpwright.screenshots import State, pictures

    if wanted and compared:
        raise click.UsageError("--update and --alike cannot be given together")
    config = load_config(kb)
    found = inspect(config).kb
    if wanted:
        _update(found, config.kb_dir)
        return
    if found.ledger.unread:
        raise Unable("screenshots.yml cannot be read; see helpwright check")
    prefix = relative(config.kb_dir, Path.cwd())
    every = pictures(found)
    if compared:
        # The same bytes twice are a finding of `check`.
        different = {it.digest: it.path for it in reversed(every) if it.digest}
        pairs = [
            (join(prefix, one), join(prefix, other))
            for one, other in alike({path: found.files[path] for path in different.values()})
        ]
        click.echo(pairs_json(pairs) if format_name == "json" else pairs_text(pairs), nl=False)
        ctx.exit(1 if pairs else 0)
    make = pictures_json if format_name == "json" else pictures_text
    click.echo(make(found, every, lambda path: join(prefix, path)), nl=False)
    if found.ledger.source is None and every:
        click.echo("there is no screenshots.yml yet: --update writes it", err=True)
    fits = all(picture.state is State.KNOWN for picture in every)
    ctx.exit(0 if fits or found.ledger.source is None else 1)


def _update(kb: KnowledgeBase, folder: Path) -> None:
    """Write the ledger and say what has changed in it."""
    from helpwright.fix.files import FileChanged, overwrite
    from helpwright.read import LEDGER_NAME
    from helpwright.screenshots import BrokenLedger, update

    try:
        made = update(kb)
    except BrokenLedger as error:
        raise Unable(
            f"{LEDGER_NAME} is left as it is, because {error}; see helpwright check"
        ) from error
    _tell("added", made.added)
    _tell("refreshed", made.changed)
    _tell("moved", (f"{old} to {new}" for old, new in made.moved.items()))
    _tell("removed", made.removed)
    if not (made.added or made.changed or made.moved or made.removed):
        click.echo("nothing to update")
        return
    file = folder / LEDGER_NAME
    source = kb.ledger.source
    try:
        if source is None:
            with file.open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(made.text)
        else:
            overwrite(folder, str(file), source.data, made.text.encode())
    except FileExistsError as error:
        raise Unable(f"{LEDGER_NAME} was made by somebody else in the meantime") from error
    except FileChanged as error:
        raise Unable(f"{LEDGER_NAME} is left as it is: {error}") from error
    click.echo(f"wrote {shown(file)}")


def _tell(what: str, paths: Iterable[str]) -> None:
    from helpwright.report.escape import visible

    for path in paths:
        click.echo(visible(f"{what} {path}"))
