"""The command `helpwright`.

Exit codes: 0 for a clean run, 1 where something was found, 2 where the command could not do its
work, 130 when it was interrupted and 141 when the reader of its output went away.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import Any

import click

from helpwright.cli.capture import capture
from helpwright.cli.check import check
from helpwright.cli.compile import compile_pages
from helpwright.cli.coverage import coverage
from helpwright.cli.diff import diff
from helpwright.cli.errors import Unable, in_words
from helpwright.cli.explain import explain
from helpwright.cli.import_ import import_documents
from helpwright.cli.inventory import inventory
from helpwright.cli.links import links
from helpwright.cli.move import move
from helpwright.cli.new import new
from helpwright.cli.project import version
from helpwright.cli.redirects import redirects
from helpwright.cli.schema import schema
from helpwright.cli.screenshots import screenshots
from helpwright.config import ConfigError


class Program(click.Group):
    """A group of commands in which what a user can cause ends in a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # At its end Python flushes the output again, and would complain again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(141)
        except KeyboardInterrupt:
            ctx.exit(130)
        except (ConfigError, OSError) as error:
            raise Unable(in_words(error)) from error


def _show_version(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"helpwright {version()}")
        ctx.exit()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def program() -> None:
    """Check, write and publish troubleshooting articles."""


for command in (
    capture,
    check,
    compile_pages,
    coverage,
    diff,
    explain,
    import_documents,
    inventory,
    links,
    move,
    new,
    redirects,
    schema,
    screenshots,
):
    program.add_command(command)


def main() -> None:
    """Run the command line of this process and exit."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets its number instead of a traceback.
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        program(prog_name="helpwright")
    except Exception:
        # An exit code of 1, Python's own, would say that the check has found something.
        traceback.print_exc()
        click.echo("helpwright stopped at a mistake of its own; please report the above.", err=True)
        sys.exit(2)
