"""`helpwright explain`."""

from __future__ import annotations

import click

from helpwright.cli.errors import Unable


@click.command()
@click.argument("rule", required=False, metavar="[CODE|NAME]")
def explain(rule: str | None) -> None:
    """Say what a finding means, why it matters and what to do about it.

    CODE or NAME is that of a rule, such as HW204 or step-number-gap. Without it, all rules are
    listed.
    """
    from helpwright.explain import UnknownRule, explain_rule, find_rule, list_rules

    try:
        words = explain_rule(find_rule(rule)) if rule else list_rules()
    except UnknownRule as error:
        raise Unable(str(error)) from error
    click.echo(words, nl=False)
