"""`helpwright redirects`."""

from __future__ import annotations

from pathlib import Path

import click

from helpwright.cli.project import kb_option, load_config


@click.command()
@kb_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json", "netlify", "nginx", "apache")),
    default="text",
    show_default=True,
    help="text for people, json for scripts, netlify for a file _redirects (Netlify and Cloudflare "
    "Pages), nginx for a map to include in its configuration, apache for rules of mod_rewrite.",
)
@click.option("--drafts", is_flag=True, help="Show those of drafts and reviews too.")
def redirects(kb: Path | None, format_name: str, drafts: bool) -> None:
    """Show the former addresses of the site and where they lead.

    They come from the aliases of articles, the redirects of kb.yml and the versions that have no
    page of their own. A redirect that `helpwright check` finds wrong may be missing.
    """
    from helpwright.build import inspect
    from helpwright.redirects import find_redirects
    from helpwright.render.redirect_rules import (
        apache_rules,
        netlify_rules,
        nginx_map,
        redirects_json,
        redirects_text,
    )

    config = load_config(kb)
    inspected = inspect(config).kb
    found = find_redirects(inspected, directory_urls=config.directory_urls, drafts=drafts)
    if format_name == "netlify":
        report = netlify_rules(found)
    elif format_name == "nginx":
        report = nginx_map(found)
    elif format_name == "apache":
        report = apache_rules(found)
    elif format_name == "json":
        report = redirects_json(found)
    else:
        report = redirects_text(found)
    click.echo(report, nl=False)
    if format_name == "text" and not found:
        click.echo("No address of the site leads on to another one.", err=True)
