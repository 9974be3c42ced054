"""`helpwright new`."""

from __future__ import annotations

import datetime
import os
import posixpath
import shlex
from pathlib import Path

import click

from helpwright.cli.errors import Unable
from helpwright.cli.project import kb_option, load_config, shown
from helpwright.config import Config


@click.command()
@click.argument("title", nargs=-1, required=True)
@kb_option
@click.option(
    "--category",
    metavar="DIR",
    default="",
    help="The folder to put the article in, such as a category of kb.yml; without it, the top of "
    "the knowledge base.",
)
@click.option(
    "--id", default="", metavar="ID", help="The article's id; without it, made of the title."
)
@click.option(
    "--folder",
    is_flag=True,
    help="Give the article a folder of its own, with room for its screenshots.",
)
def new(title: tuple[str, ...], kb: Path | None, category: str, id: str, folder: bool) -> None:
    """Begin an article: write a draft that says what goes where.

    TITLE is the problem as the customer would say it. `helpwright check` names every spot of the
    draft that is still to be filled in. A file that exists is never overwritten.
    """
    from helpwright.build import inspect
    from helpwright.new import CannotCreate, article_text, plan_article, write_article

    config = load_config(kb)
    known = inspect(config).kb
    place = _category(category, config, set(known.registry.categories))
    words = " ".join(title)
    try:
        made, path = plan_article(known, words, category=place, id=id, folder=folder)
        text = article_text(known.registry, made, words, datetime.date.today())
        file = shown(write_article(config.kb_dir, path, text))
    except CannotCreate as error:
        raise Unable(str(error)) from error
    check = shlex.join(["helpwright", "check", *(["--kb", str(kb)] if kb else []), file])
    click.echo(
        f"Wrote {file}\n\n"
        "Open it and write what its comments ask for. What is still missing is listed by\n\n"
        f"  {check}\n\n"
        "Set its status to published when it is ready."
    )


def _category(category: str, config: Config, known: set[str]) -> str:
    """Return the folder that was named, as seen from the KB folder; empty for its top.

    A folder may be named from the current folder too. Raises Unable where there is no such
    category, or where it can hold no articles.
    """
    root = config.kb_dir.resolve()
    path = posixpath.normpath(category.replace("\\", "/") or ".")
    here = Path(category).resolve()
    if path not in known and not (root / path).is_dir() and here.is_dir():
        path = os.path.relpath(here, root).replace(os.sep, "/")
    if path == ".":
        return ""
    if not (root / path).resolve().is_relative_to(root):
        raise Unable(f"{category} is not in the knowledge base {shown(root)}")
    if path not in known and not (root / path).is_dir():
        raise Unable(_no_category(category, known))
    if any(part.startswith(("_", ".")) for part in path.split("/")):
        raise Unable(f"{category} cannot hold articles: names with _ or . in front are passed over")
    if (root / path / "index.md").is_file():
        raise Unable(f"{category} is the folder of one article, and no category")
    return path


def _no_category(category: str, known: set[str]) -> str:
    from helpwright.parse.values import nearest

    near = nearest(category, known)
    meant = f"; did you mean {near}?" if near else "."
    return f"there is no category {category}{meant} To begin a new one, make its folder first"
