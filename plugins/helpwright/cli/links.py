"""`helpwright links`."""

from __future__ import annotations

import datetime
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpwright.cli.check import FORMAT_NAMES, base
from helpwright.cli.errors import Unable, in_words
from helpwright.cli.project import kb_option, load_config, shown
from helpwright.cli.show import for_terminal, to_findings, write_report
from helpwright.config import FAIL_ON, Config, fail_level

if TYPE_CHECKING:
    from helpwright.build import Inspection
    from helpwright.diagnostic import Diagnostic
    from helpwright.external import Asked, Cache


@click.command()
@kb_option
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
@click.option(
    "--offline",
    is_flag=True,
    help="Ask nothing: tell what is known from earlier runs. lychee is not needed for that.",
)
@click.option(
    "--refresh", is_flag=True, help="Ask for all links, also those whose day has not come."
)
@click.option(
    "--max-requests",
    type=click.IntRange(min=1),
    default=1_000,
    show_default=True,
    metavar="NUMBER",
    help="The highest number of pages to ask for; the next run goes on with the others.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=1, max=120),
    default=20,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for a page.",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="Also ask for addresses of your own network, which are left out otherwise since an "
    "article of somebody else could name them.",
)
@click.option(
    "--update-moved",
    is_flag=True,
    help="Write the new addresses of pages that have moved for good into the articles.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="The severity from which findings make the exit code 1; without it, `fail_on` of "
    "mkdocs.yml, else error.",
)
@click.pass_context
def links(
    ctx: click.Context,
    kb: Path | None,
    format_name: str,
    output: Path | None,
    offline: bool,
    refresh: bool,
    max_requests: int,
    timeout: float,
    allow_private: bool,
    update_moved: bool,
    fail_on: str | None,
) -> None:
    """Ask other sites whether the pages that articles link to are still there.

    What they answer is remembered in `.cache/helpwright/links.json`, with the day before which a
    link is not asked again. Needs lychee: `pip install "helpwright[links]"`.
    """
    from helpwright.build import inspect
    from helpwright.external import Cache, LycheeMissing, NoNetwork, cache_file, gather
    from helpwright.external.findings import report
    from helpwright.report import FORMATS, summary

    if offline and refresh:
        raise click.UsageError("--offline asks nothing, and --refresh asks for everything")
    config = load_config(kb)
    if fail_on is not None:
        config = replace(config, fail_on=fail_level(fail_on))
    inspection = inspect(config)
    places = gather(inspection.kb)
    cache = Cache(cache_file(config))
    if cache.set_aside is not None:
        click.echo(
            f"what was known about links could not be read and is now in {shown(cache.set_aside)}; "
            "what it knew is lost",
            err=True,
        )
    try:
        asked = _ask(
            [place.url for place in places],
            inspection,
            cache,
            offline=offline,
            refresh=refresh,
            limit=max_requests,
            timeout=timeout,
            private=allow_private,
        )
    except (LycheeMissing, NoNetwork) as error:
        raise Unable(str(error)) from error
    _tell(asked, offline)
    wanted = [place for place in places if place.url not in asked.skipped]
    found = _settled(inspection, list(report(wanted, cache.entries)))
    if update_moved:
        found = _update(config, inspection, found)
    # The edits are of this command; `check --fix` does not know them.
    found = [replace(entry, edits=()) for entry in found]
    inspection = replace(inspection, diagnostics=tuple(found))
    findings = to_findings(inspection, config, base(format_name))
    if output is None:
        findings = for_terminal(findings, sys.stdout)
        click.echo(FORMATS[format_name](findings), nl=False, color=findings.color)
    else:
        write_report(output, FORMATS[format_name](findings))
        click.echo(f"{summary(findings)}; the report is in {shown(output)}", err=True)
    ctx.exit(1 if any(map(findings.fails, findings.diagnostics)) else 0)


def _ask(
    urls: list[str],
    inspection: Inspection,
    cache: Cache,
    *,
    offline: bool,
    refresh: bool,
    limit: int,
    timeout: float,
    private: bool,
) -> Asked:
    from helpwright.external import Lychee, ask
    from helpwright.external.ask import Clock
    from helpwright.external.guard import Guard

    clock = Clock(lambda: datetime.datetime.now(datetime.UTC), time.sleep)

    def keep(requests: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{requests:,} pages asked ", nl=False, err=True)
        try:
            cache.write(clock.now())
        except OSError as error:
            raise Unable(
                f"what was learnt about links cannot be written: {in_words(error)}"
            ) from error

    with ExitStack() as stack:
        fetcher = None
        if not offline and urls:
            guard = None if private else stack.enter_context(Guard())
            fetcher = Lychee(timeout, guard)
        asked = ask(
            urls,
            cache.entries,
            fetcher,
            inspection.kb.registry.links,
            clock,
            refresh=refresh,
            private=private,
            limit=limit,
            after_round=keep,
        )
    if asked.requests and sys.stderr.isatty():
        click.echo(err=True)
    return asked


def _tell(asked: Asked, offline: bool) -> None:
    """Say on standard error what was asked and what was not."""
    from helpwright.report import count

    skipped = list(asked.skipped.values())
    parts = [
        (len(asked.asked), "asked"),
        (len(asked.known), "known from earlier runs"),
        (len(asked.put_off), "put off, since their hosts gave no clear answer"),
        (len(asked.left), "not asked" if offline else "left for the next run (--max-requests)"),
        (skipped.count("ignored"), "ignored by kb.yml"),
        (skipped.count("example"), "only examples"),
        (skipped.count("private"), "of private networks"),
        (skipped.count("unreadable"), "that cannot be read"),
    ]
    total = sum(number for number, _ in parts)
    told = ", ".join(f"{number:,} {words}" for number, words in parts if number)
    line = f"{count(total, 'link', 'links')} to other sites"
    click.echo(f"{line}: {told}" if told else line, err=True)


def _settled(inspection: Inspection, found: list[Diagnostic]) -> list[Diagnostic]:
    """Return the findings that count, after the comments and severities of the knowledge base."""
    from helpwright.faults import EXTERNAL_RULES
    from helpwright.settle import settle

    return [entry for entry in settle(inspection.kb, found) if entry.rule in EXTERNAL_RULES]


def _update(config: Config, inspection: Inspection, found: list[Diagnostic]) -> list[Diagnostic]:
    """Write new addresses into the sources; return the findings that are left."""
    from helpwright.fix.edits import choose, make_change
    from helpwright.fix.files import FileChanged, overwrite

    kb = inspection.kb
    done: set[Diagnostic] = set()
    for path in sorted({entry.path for entry in found if entry.edits}):
        chosen = choose([entry for entry in found if entry.path == path and entry.edits])
        old = kb.sources[path].written.data
        try:
            overwrite(config.kb_dir, kb.files[path], old, make_change(old, chosen).data)
        except (FileChanged, OSError) as error:
            reason = in_words(error) if isinstance(error, OSError) else str(error)
            click.echo(f"left {path} as it is: {reason}", err=True)
            continue
        done.update(chosen)
        for entry in chosen:
            click.echo(f"updated {path}:{entry.start.line}: {entry.message}", err=True)
    return [entry for entry in found if entry not in done]
