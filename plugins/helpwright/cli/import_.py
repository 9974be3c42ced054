"""`helpwright import`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpwright.cli.errors import Unable, in_words
from helpwright.cli.project import shown, version
from helpwright.config import ConfigError, find_config

if TYPE_CHECKING:
    from helpwright.importers.run import Result

_MOST_LEFT = 10
"""How many files that were not brought in are named; the report names all."""
FORMAT_NAMES = ("learn", "markdown", "html", "text", "zendesk")
"""The values of `importers.formats.Format`, which takes its time to import."""


@click.command("import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--to",
    "kb",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of the articles, which is made where it is missing. Without it, that of the "
    "project that the current folder is in.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMAT_NAMES),
    help="What the documents are: Microsoft Learn's Markdown, other Markdown, HTML pages, plain "
    "text, or a JSON export of Zendesk. Without it, each file is told by its contents.",
)
@click.option(
    "--site",
    "base",
    default="",
    metavar="URL",
    help="Where the original was published, such as https://help.example.com. Links to it become "
    "links between articles, and links that begin with / name it in full.",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write the report, as JSON and beside it as a page; without it, "
    "import-report.json beside the folder of the articles.",
)
@click.option(
    "--restore",
    is_flag=True,
    help="Write files again that an earlier import wrote and somebody removed since.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing but the report.")
@click.pass_context
def import_documents(
    ctx: click.Context,
    source: Path,
    kb: Path | None,
    format_name: str | None,
    base: str,
    report: Path | None,
    restore: bool,
    dry_run: bool,
) -> None:
    """Bring an existing knowledge base in, with an account of every word.

    SOURCE is a folder, a single file, or an archive (zip, tar). Each document becomes an article
    with its pictures beside it. What was already in the folder of the articles is never
    overwritten; a later run updates only what an import wrote and nobody has edited since, and
    carries on where one was stopped. The exit code is 1 where something could not be brought in.
    """
    from helpwright.importers.bundle import Unreadable
    from helpwright.importers.formats import Format
    from helpwright.importers.run import import_kb
    from helpwright.importers.target import CannotImport

    root = kb if kb is not None else _project()
    if report is not None and report.suffix == ".html":
        raise click.UsageError("--report takes the name of the JSON file; the page goes beside it")
    if base and not base.startswith(("https://", "http://")):
        raise click.UsageError("--site takes an address that begins with https://")
    try:
        result = import_kb(
            source,
            root,
            format=Format(format_name) if format_name else None,
            base=base,
            restore=restore,
            dry_run=dry_run,
            stages=_stages,
        )
    except CannotImport as error:
        raise Unable(str(error)) from error
    except Unreadable as error:
        raise Unable(f"{shown(source)} cannot be imported: {error}") from error
    file = report or root.parent / "import-report.json"
    page = file.with_suffix(".html")
    _write_report(result, file, page)
    click.echo(_summary(result, page, dry_run))
    ctx.exit(0 if result.clean else 1)


def _project() -> Path:
    """Return the KB folder of the project around the current folder, or the one to make there."""
    try:
        return find_config(Path.cwd()).kb_dir
    except ConfigError:
        return Path("kb-source")


def _stages(stage: str) -> Callable[[int, int], None]:
    """Show how far a stage is, in a line that is written over on a terminal."""
    stream = sys.stderr
    if stream is None or not stream.isatty():
        return lambda done, of: None
    last = 0.0

    def progress(done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done < of and now - last < 0.1:
            return
        last = now
        end = "\n" if done >= of else ""
        stream.write(f"\r{stage}: {done:,} of {of:,} files{end}")
        stream.flush()

    return progress


def _write_report(result: Result, file: Path, page: Path) -> None:
    from helpwright.importers.report import report, to_json
    from helpwright.importers.report_page import report_page

    found = report(result, version())
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(to_json(found), encoding="utf-8", newline="\n", errors="backslashreplace")
        page.write_text(
            report_page(found), encoding="utf-8", newline="\n", errors="xmlcharrefreplace"
        )
    except OSError as error:
        raise Unable(f"the report cannot be written: {in_words(error)}") from error


def _summary(result: Result, page: Path, dry_run: bool) -> str:
    from collections import Counter

    from helpwright.importers.ledger import Attention
    from helpwright.report import count
    from helpwright.report.escape import visible

    statuses = Counter(it.status for it in result.articles)
    names = {
        "written": "written", "updated": "updated", "unchanged": "unchanged",
        "kept": "left as edited", "failed": "not written", "planned": "planned",
    }  # fmt: skip
    said = ", ".join(f"{statuses[key]:,} {name}" for key, name in names.items() if statuses[key])
    lines = [f"{count(len(result.articles), 'article', 'articles')}: {said or 'none'}"]
    pictures = sum(result.pictures.values())
    if pictures:
        lines.append(count(pictures, "picture or file", "pictures and files"))
    left = [("not imported", it.origin, it.reason) for it in result.failures]
    left += [("refused", it.path, it.reason) for it in result.refused]
    lines += [visible(f"{what}: {path}: {reason}") for what, path, reason in left[:_MOST_LEFT]]
    if len(left) > _MOST_LEFT:
        lines.append(f"and {len(left) - _MOST_LEFT:,} more: see the report")
    entries = [entry for it in result.articles for entry in it.planned.entries]
    levels = Counter(entry.attention for entry in entries)
    even = sum(it.planned.balance.even for it in result.articles)
    if result.articles and even == len(result.articles):
        lines.append("Every word, picture and link is in an article or in the report.")
    elif result.articles:
        uneven = len(result.articles) - even
        lines.append(f"{count(uneven, 'article does', 'articles do')} not balance: see the report.")
    lines.append(
        f"For a person: {levels[Attention.LOST]:,} that may be lost or wrong, "
        f"{levels[Attention.DECIDE]:,} to decide, {levels[Attention.LOOK]:,} worth a glance."
    )
    if result.softened:
        number = sum(result.softened.values())
        lines.append(
            f"kb.yml lets {count(number, 'mistake', 'mistakes')} pass as warnings "
            f"({', '.join(result.softened)}): remove these lines once they are mended."
        )
    lines.append(f"The report is {shown(page)}")
    if not dry_run and result.articles:
        lines.append(f"Next: helpwright check --kb {shown(result.root)}")
    return "\n".join(lines)
