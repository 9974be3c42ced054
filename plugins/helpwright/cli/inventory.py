"""`helpwright inventory`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpwright.cli.errors import Unable, in_words
from helpwright.cli.project import kb_option, load_config, shown

if TYPE_CHECKING:
    from helpwright.config import Config
    from helpwright.knowledge import Inventory, InventorySource, Registry


@click.group()
def inventory() -> None:
    """Show what other sites can link to, and keep the lists of those that this one links to."""


@inventory.command("list")
@kb_option
@click.argument("name", required=False)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="text for people, json for scripts.",
)
def show(kb: Path | None, name: str | None, format_name: str) -> None:
    """Show the names that links can use: those of the inventory NAME of kb.yml.

    Without NAME, show what this knowledge base itself offers in its `objects.inv`. Each line has
    the kind, the name, the address and the words that a link without any shows.
    """
    from helpwright.report.inventories import inventory_json, inventory_text

    found, base = _own(kb) if name is None else _of_other(kb, name)
    make = inventory_json if format_name == "json" else inventory_text
    click.echo(make(found, base), nl=False)
    if found.skipped:
        click.echo(f"{found.skipped:,} lines are no entry and were passed over", err=True)


@inventory.command()
@kb_option
@click.argument("name", required=False)
@click.option(
    "--allow-http",
    is_flag=True,
    help="Also ask sites whose address begins with http://, where others can change the answer.",
)
@click.pass_context
def refresh(ctx: click.Context, kb: Path | None, name: str | None, allow_http: bool) -> None:
    """Fetch the inventory NAME of kb.yml anew from its site, or all of them without NAME.

    Nothing else asks other sites for their inventories: builds and checks read the files, so
    commit them. A file that cannot be fetched or used stays as it is.
    """
    config = load_config(kb)
    registry = _registry(config)
    if not registry.inventories:
        raise Unable("kb.yml names no inventory: add one under `inventories`")
    if name is not None:
        _source(registry, name)
    wanted = [name] if name is not None else list(registry.inventories)
    failed = [it for it in wanted if not _refresh(config, it, registry.inventories[it], allow_http)]
    if failed:
        ctx.exit(2)


def _own(kb: Path | None) -> tuple[Inventory, str]:
    from helpwright.build import inspect
    from helpwright.render.host import Layout
    from helpwright.render.inventory import make_inventory

    config = load_config(kb)
    layout = Layout(config.path)
    found = make_inventory(inspect(config).kb, layout, directory_urls=config.directory_urls)
    return found, f"{layout.path}/" if layout.path else ""


def _of_other(kb: Path | None, name: str) -> tuple[Inventory, str]:
    from helpwright.inventory import read_inventories
    from helpwright.read import read

    config = load_config(kb)
    registry = _registry(config)
    source = _source(registry, name)
    found = read_inventories(registry, read(config.kb_dir).files)[name]
    if found.fault:
        raise Unable(f"{found.fault}; `helpwright inventory refresh {name}` fetches it")
    return found, source.url


def _registry(config: Config) -> Registry:
    from helpwright.parse import parse_registry
    from helpwright.read import read
    from helpwright.rules import RULE_CODES

    return parse_registry(read(config.kb_dir).registry, RULE_CODES)[0]


def _source(registry: Registry, name: str) -> InventorySource:
    from helpwright.parse.values import nearest

    if name in registry.inventories:
        return registry.inventories[name]
    near = nearest(name, registry.inventories)
    raise Unable(
        f"kb.yml names no inventory `{name}`" + (f": did you mean `{near}`?" if near else "")
    )


def _refresh(config: Config, name: str, source: InventorySource, allow_http: bool) -> bool:
    """Fetch one inventory and say what came of it; tell whether it could be used."""
    from helpwright.inventory import MAX_FILE, InventoryError
    from helpwright.inventory.fetch import FetchError, fetch
    from helpwright.inventory.refresh import put
    from helpwright.report import count
    from helpwright.report.escape import visible

    try:
        data = fetch(f"{source.url}objects.inv", MAX_FILE, allow_http=allow_http)
        done = put(config.kb_dir, source.file, data)
    except FetchError as error:
        click.echo(visible(f"{name}: {error}"), err=True)
        return False
    except InventoryError as error:
        reason = f"{name}: what {source.url}objects.inv holds cannot be used: {error}"
        click.echo(visible(reason), err=True)
        return False
    except OSError as error:
        click.echo(visible(f"{name}: {in_words(error)}"), err=True)
        return False
    if not done.changed:
        click.echo(f"{name}: {count(done.total, 'name', 'names')}, unchanged")
        return True
    told = f"{len(done.new):,} new, {len(done.gone):,} gone"
    click.echo(
        f"{name}: {count(done.total, 'name', 'names')}, {told}; "
        f"written to {shown(config.kb_dir / source.file)}"
    )
    if done.gone:
        click.echo("`helpwright check` finds links to what is gone.", err=True)
    return True
