"""`helpwright compile`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from helpwright.cli.project import kb_option, load_config, shown
from helpwright.cli.show import for_terminal, to_findings


@click.command("compile")
@kb_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    required=True,
    help="The folder to write to: that of the other site's Markdown files.",
)
@click.option(
    "--engine",
    type=click.Choice(["mkdocs", "zensical"]),
    default="mkdocs",
    show_default=True,
    help="What will build the site: Zensical, or MkDocs, ProperDocs or another like them.",
)
@click.option(
    "--no-directory-urls",
    is_flag=True,
    help="For a site whose addresses end in .html (`use_directory_urls: false`).",
)
@click.option(
    "--redirects",
    type=click.Choice(["html", "netlify", "nginx", "apache"]),
    multiple=True,
    help="How former addresses lead on: pages, a file _redirects for Netlify and Cloudflare "
    "Pages, a map for nginx, or rules for Apache; may be given more than once.  [default: that "
    "of mkdocs.yml, else html]",
)
@click.option(
    "--overrides",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write a template to this folder too, that of `custom_dir`. It tells search engines which "
    "address stands for the pages of an article, and which pages to leave out.",
)
@click.option("--drafts", is_flag=True, help="Write the pages of drafts and reviews too.")
@click.pass_context
def compile_pages(
    ctx: click.Context,
    kb: Path | None,
    out: Path,
    engine: str,
    no_directory_urls: bool,
    redirects: tuple[str, ...],
    overrides: Path | None,
    drafts: bool,
) -> None:
    """Write the pages as Markdown files, for sites that MkDocs does not build.

    ProperDocs, Zensical and other engines that render with Python-Markdown make the same pages of
    them; for Zensical say so, as it reads links in another way. Nothing is written where the
    articles hold mistakes that fail a build. A later run removes what an earlier one wrote and is
    no longer needed; other files are left alone.
    """
    from helpwright.compile import Engine, compile_site
    from helpwright.config import redirect_forms
    from helpwright.report import FORMATS, count

    config = load_config(kb)
    compiled = compile_site(
        config,
        out,
        engine=Engine(engine),
        directory_urls=not no_directory_urls,
        drafts=drafts,
        forms=redirect_forms(redirects),
        overrides=overrides,
    )
    if compiled.inspection.diagnostics:
        found = to_findings(compiled.inspection, config, Path.cwd())
        findings = for_terminal(found, sys.stderr)
        click.echo(FORMATS["text"](findings), err=True, color=findings.color)
    if compiled.failed:
        click.echo("Nothing was written.", err=True)
        ctx.exit(1)
    removed = f", and removed {len(compiled.removed):,} old ones" if compiled.removed else ""
    files = count(len(compiled.written), "file", "files")
    click.echo(f"Wrote {files} to {shown(out)}{removed}.")
