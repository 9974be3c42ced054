"""`helpwright schema`."""

from __future__ import annotations

from importlib.resources import files

import click


@click.command()
@click.argument(
    "which",
    type=click.Choice(["front-matter", "kb", "screenshots", "capture"]),
    default="front-matter",
)
def schema(which: str) -> None:
    """Print the JSON Schema of a kind of file.

    With it, editors complete and check what is typed.
    `front-matter` (without an argument, too) is for the block at the top of an article, `kb` is
    for kb.yml, `screenshots` for screenshots.yml, `capture` for capture.yml.
    """
    file = files("helpwright") / "schemas" / f"{which}.schema.json"
    click.echo(file.read_text(encoding="utf-8"), nl=False)
