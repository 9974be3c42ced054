"""`helpwright move`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpwright.cli.errors import Unable
from helpwright.cli.project import kb_option, load_config, normal, shown
from helpwright.config import Config

if TYPE_CHECKING:
    from helpwright.move import Request, SectionRequest


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@kb_option
@click.option("--id", "new_id", metavar="ID", default="", help="Give the article this id, too.")
@click.option(
    "--label",
    "labels",
    multiple=True,
    metavar="OLD=NEW",
    help="Rename a label of the article, too; may be given more than once.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def move(
    old: str, new: str, kb: Path | None, new_id: str, labels: tuple[str, ...], dry_run: bool
) -> None:
    """Move or rename an article, a picture or a folder, and all that names it.

    OLD and NEW are paths as the current folder sees them, or as the knowledge base does.
    Links, pictures, related articles, kb.yml and pages of the site follow; pictures beside an
    article that nothing else shows go with it; former addresses lead on. Nothing is written where
    the move would bring a finding or lose an address.

    ARTICLE#OLD ARTICLE#NEW renames a label. ARTICLE#SECTION OTHER moves a section to another
    article, where OTHER#LABEL gives it that label.
    """
    from helpwright.move import JOURNAL, CannotMove, carry_out, plan_move, plan_section, resume

    config = load_config(kb)
    try:
        if dry_run and (config.kb_dir / JOURNAL).exists():
            raise Unable("a move was interrupted: run one without --dry-run, which completes it")
        if not dry_run and resume(config):
            click.echo("Completed a move that was interrupted.")
            if not (config.kb_dir / _in_kb(config, old.partition("#")[0])).exists():
                return
        section = _section(config, old, new, new_id, labels)
        if section is not None:
            plan = plan_section(config, section)
        else:
            plan = plan_move(config, _request(config, old, new, new_id, labels))
        if not dry_run:
            carry_out(config, plan)
    except CannotMove as error:
        raise Unable(f"{error}") from error
    for before, after in plan.renames:
        click.echo(f"{shown(before)} -> {shown(after)}")
    for write in plan.writes:
        changes = f"{write.edits} change{'' if write.edits == 1 else 's'}"
        click.echo(f"{shown(write.file)}: {changes}")
    for line in plan.added:
        click.echo(f"leads on: {line}")
    if not plan.renames and not plan.writes:
        click.echo("There is nothing to change.")
    elif dry_run:
        click.echo("Nothing was changed.")


def _section(
    config: Config, old: str, new: str, id: str, labels: tuple[str, ...]
) -> SectionRequest | None:
    """Return what is asked for where a section moves to an article that is there, else None."""
    from helpwright.move import SectionRequest

    old, sign, place = old.partition("#")
    new, new_sign, new_place = new.partition("#")
    if not sign or id or labels:
        return None
    before, after = _article(config, _in_kb(config, old)), _article(config, _in_kb(config, new))
    if before == after or not (config.kb_dir / after).is_file():
        return None
    return SectionRequest(before, place, after, new_place if new_sign else "")


def _request(config: Config, old: str, new: str, id: str, labels: tuple[str, ...]) -> Request:
    """Return what is asked for. Raises CannotMove or Unable."""
    from helpwright.move import CannotMove, Request

    old, sign, place = old.partition("#")
    new, new_sign, new_place = new.partition("#")
    if sign != new_sign:
        raise CannotMove(
            "to rename a label, name it on both sides (ARTICLE#OLD ARTICLE#NEW); to move a "
            "section, name an article that is there"
        )
    renamed = {place: new_place} if sign else {}
    for pair in labels:
        before, equals, after = pair.partition("=")
        if not equals:
            raise CannotMove(f"{pair} names no new label: write --label OLD=NEW")
        renamed[before.lstrip("#")] = after.lstrip("#")
    before = _in_kb(config, old)
    after = _in_kb(config, new)
    target = config.kb_dir / after
    if before != after and target.is_dir() and not _same(config.kb_dir / before, target):
        after = f"{after}/{Path(before).name}" if after != "." else Path(before).name
    return Request(before, after, id, renamed, _article(config, before))


def _article(config: Config, path: str) -> str:
    """Return the path of an article that may be named by its folder."""
    return f"{path}/index.md" if (config.kb_dir / path / "index.md").is_file() else path


def _in_kb(config: Config, written: str) -> str:
    """Return a path of the knowledge base, as its own folder or the current one sees it."""
    folder = config.kb_dir.resolve()
    path = normal(Path(written))
    here = path.parent.resolve() / path.name
    if here.is_relative_to(folder):
        return here.relative_to(folder).as_posix()
    if Path(written).is_absolute() or path.exists():
        raise Unable(f"{written} is not in the knowledge base {shown(folder)}")
    return Path(os.path.normpath(written)).as_posix()


def _same(one: Path, other: Path) -> bool:
    return one.exists() and one.samefile(other)
