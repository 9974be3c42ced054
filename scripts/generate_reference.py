#!/usr/bin/env python3
"""Write what is made from the program itself: the reference pages and the JSON Schemas.

    python scripts/generate_reference.py            write the files that have changed
    python scripts/generate_reference.py --check    only say which would; exit code 1 if any

The prose of a page is in `scripts/reference/`; a line such as `{{ command check }}` in it stands
for a part that is made from the commands, the table of fields or the rules.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import click

from helpwright.cli import program
from helpwright.diagnostic import Rule
from helpwright.fields import (
    ARTICLE_FIELDS,
    LEDGER_FIELDS,
    RECIPE_FIELDS,
    REGISTRY_FIELDS,
    Field,
    Form,
)
from helpwright.rules import RULES
from helpwright.schema import SCHEMAS, to_json

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "scripts" / "reference"
PAGES = ROOT / "docs" / "reference"
SCHEMA_FOLDER = ROOT / "plugins" / "helpwright" / "schemas"
NOTICE = (
    "<!-- Made by scripts/generate_reference.py from scripts/reference/{}: change it there. -->"
)

_PART = re.compile(r"^\{\{ (\w+)(?: ([\w.-]+))? \}\}$", re.MULTILINE)
FAMILIES = {
    "1": "Source and front matter",
    "2": "Steps",
    "3": "Links",
    "4": "Screenshots",
    "5": "Versions",
    "6": "Life cycle",
    "7": "The built site",
    "8": "External links",
}
FORMS = {
    Form.TEXT: "a text",
    Form.TEXTS: "a text, or a list of texts",
    Form.IDENTIFIER: "an id",
    Form.IDENTIFIERS_OR_NONE: "an id, a list of ids, or `false`",
    Form.DATE: "a date, as `YYYY-MM-DD`",
    Form.DIGEST: "64 digits from `0` to `f`",
    Form.CHOICE: "one of {choices}",
    Form.APPLIES_TO: "ids of products, each with its versions",
    Form.DATED_LINES: "dates, each with one line of text",
    Form.VERSION_TABLE: "ids of products, each with a version",
    Form.VERSIONS: "a list of versions, each a text or keys of its own: see below",
    Form.NAMES: "ids, each with a name",
    Form.TABLE: "names, each with keys of its own: see below",
    Form.TEXT_TABLE: "names, each with a text",
    Form.TEXTS_TABLE: "any of {choices}, each with a text or a list of texts",
    Form.CHOICE_TABLE: "codes or names of rules, each with one of {choices}",
    Form.SETTINGS: "keys of its own: see below",
    Form.SECONDS: "a number of seconds",
    Form.SECONDS_TABLE: "names, each with a number of seconds",
    Form.SIZE: "width and height, as `1280x800`",
    Form.SCALE: "a number from 1 to 4",
    Form.ADDRESS: "an address, or the path of an HTML file",
    Form.ORIGINS: "an address without a path, or a list of them",
    Form.LOCALE: "a language, as `de-DE`",
    Form.STEP: "`article-id#label`",
    Form.NUMBER: "a number, such as `6` or `6b`",
    Form.ENTRIES: "a list of entries with keys of their own: see below",
}


def main(arguments: list[str]) -> int:
    """Write, or with `--check` compare, all generated files; return the exit code."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    stale = [path for path, text in generated() if read(path) != text]
    if arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what scripts/generate_reference.py makes")
        return 1 if stale else 0
    texts = dict(generated())
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[path], encoding="utf-8", newline="\n")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


def read(path: Path) -> str | None:
    """Return a file's text, None where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else None


def generated() -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of every generated file."""
    for name, make in SCHEMAS.items():
        yield SCHEMA_FOLDER / f"{name}.schema.json", to_json(make())
    for template in sorted(TEMPLATES.glob("*.md")):
        text = fill(template.read_text(encoding="utf-8"))
        yield PAGES / template.name, f"{NOTICE.format(template.name)}\n\n{text}"


def fill(template: str) -> str:
    """Return a template with its parts filled in; raises KeyError for an unknown one."""
    return _PART.sub(lambda part: PARTS[part[1]](part[2] or "").rstrip("\n"), template)


def command(name: str) -> str:
    """Describe a command: how it is called, what it does, its options.

    A dot leads from a group to a command in it.
    """
    found: click.Command = program
    for part in name.split("."):
        assert isinstance(found, click.Group), name
        found = found.commands[part]
    name = name.replace(".", " ")
    context = click.Context(found, info_name=f"helpwright {name}")
    usage = " ".join(found.collect_usage_pieces(context))
    options = [param for param in found.params if isinstance(param, click.Option)]
    rows = [(_option(option), _meaning(option)) for option in options]
    table = _table(("option", "meaning"), rows) if rows else ""
    return f"```text\nhelpwright {name} {usage}\n```\n\n{_prose(found, usage)}\n\n{table}"


def _option(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {' or '.join(f'`{choice}`' for choice in option.type.choices)}"
    return f"{names} `{option.metavar or option.type.name.upper()}`"


def _meaning(option: click.Option) -> str:
    default = f" Default: `{option.default}`." if option.show_default else ""
    return f"{option.help or ''}{default}"


def _prose(command: click.Command, usage: str) -> str:
    """Return a command's help as Markdown, with the arguments that its usage names as code."""
    paragraphs = re.split(r"\n\s*\n", command.help or "")
    words = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    arguments = set(re.findall(r"[A-Z]{2,}", usage))
    return re.sub(
        r"\b([A-Z]{2,})(s?)\b",
        lambda name: f"`{name[1]}`{name[2]}" if name[1] in arguments else name[0],
        words,
    )


def fields(name: str) -> str:
    """Describe the keys of a kind of file, such as front matter (`article`), or a table in it."""
    table, *keys = name.split(".")
    described = {
        "article": ARTICLE_FIELDS,
        "ledger": LEDGER_FIELDS,
        "recipe": RECIPE_FIELDS,
        "registry": REGISTRY_FIELDS,
    }[table]
    for key in keys:
        described = described[key].fields
    rows = [
        (f"`{key}`", "yes" if field.required else "", _form(field), field.description)
        for key, field in described.items()
    ]
    return _table(("key", "required", "value", "meaning"), rows)


def _form(field: Field) -> str:
    return FORMS[field.form].format(choices=", ".join(f"`{name}`" for name in field.choices))


def rules(family: str) -> str:
    """List all rules by family."""
    parts = []
    head = ("code", "name", "severity", "`--fix`", "what it finds")
    for digit, found in groupby(RULES, key=lambda rule: rule.code[2]):
        parts.append(f"## {FAMILIES[digit]}\n\n{_table(head, [_rule(rule) for rule in found])}")
    return "\n".join(parts)


def _rule(rule: Rule) -> tuple[str, ...]:
    name = f"[{rule.name}](../kb/rules/{rule.name}.md)"
    return rule.code, name, rule.severity, "yes" if rule.fixable else "", rule.summary


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


PARTS: Mapping[str, Callable[[str], str]] = {
    "command": command,
    "fields": fields,
    "rules": rules,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
