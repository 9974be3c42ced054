"""`kb.yml` to the registry."""

from __future__ import annotations

import re

from helpwright.diagnostic import Diagnostic, Severity, Span
from helpwright.faults import WRONG_VALUE
from helpwright.fields import REGISTRY_FIELDS
from helpwright.knowledge import Category, LinkSettings, Registry
from helpwright.model import SectionKind
from helpwright.parse import yaml_tree
from helpwright.parse.inventories import read_inventory_sources
from helpwright.parse.products import read_products
from helpwright.parse.sections import section_names
from helpwright.parse.values import ValueReader, clip, is_empty, is_insertable, nearest
from helpwright.parse.yaml_tree import Node, Scalar, read_yaml
from helpwright.source import Source

MAX_REGISTRY_BYTES = 1024 * 1024
"""Room for ten thousand redirects; the same as for an article."""

_VARIABLE = re.compile(r"[A-Za-z][\w-]*")

Entries = dict[str, tuple[Scalar, Node]]


def parse_registry(
    source: Source | None, rule_codes: dict[str, str]
) -> tuple[Registry, list[Diagnostic]]:
    """Read `kb.yml`; without one, or where it cannot be read, the registry is the default one.

    `rule_codes` maps every rule's code and name to its code.
    """
    if source is None:
        return Registry(section_names=section_names({})), []
    tree, diagnostics = read_yaml(source, 0, len(source.data), 1, MAX_REGISTRY_BYTES)
    reader = ValueReader(source)
    entries = reader.entries(tree, REGISTRY_FIELDS, Span(0, 0), "kb.yml")

    def text(key: str, default: str = "") -> str:
        value = reader.text(key, entries[key][1]) if key in entries else None
        return value.text if value else default

    registry = Registry(
        title=text("title", "Knowledge base"),
        description=text("description"),
        products=read_products(reader, _table(reader, entries, "products")),
        categories=_categories(reader, entries),
        section_names=section_names(_section_names(reader, entries)),
        owners=_texts(reader, entries, "owners"),
        severities=_severities(reader, entries, rule_codes),
        redirects=_texts(reader, entries, "redirects"),
        redirect_spans={key.text: key.span for key, _ in _entries(entries, "redirects")},
        links=_link_settings(reader, entries),
        inventories=read_inventory_sources(reader, _table(reader, entries, "inventories")),
        variables=_variables(reader, entries),
        unread=tree is None and bool(diagnostics),
    )
    return registry, [*diagnostics, *reader.diagnostics]


def _table(reader: ValueReader, entries: Entries, key: str) -> list[tuple[Scalar, Node]]:
    if key not in entries:
        return []
    node = entries[key][1]
    if isinstance(node, yaml_tree.Mapping):
        return _entries(entries, key)
    message = f"`{key}` must be keys and values"
    reader.report(WRONG_VALUE, node.span, message, "write one `name: value` a line")
    return []


def _entries(entries: Entries, key: str) -> list[tuple[Scalar, Node]]:
    node = entries[key][1] if key in entries else None
    if not isinstance(node, yaml_tree.Mapping):
        return []
    return [(name, value) for name, value in node.entries if not is_empty(value)]


def _variables(reader: ValueReader, entries: Entries) -> dict[str, str]:
    """Return the texts that can be used; names that begin with `product.` are those of products."""
    found: dict[str, str] = {}
    for key, node in _table(reader, entries, "variables"):
        value = reader.text(f"variables.{key.text}", node)
        if not _VARIABLE.fullmatch(key.text):
            message = f"`{clip(key.text)}` cannot be the name of a variable"
            help = "use letters, digits, `-` and `_`, and begin with a letter"
            reader.report(WRONG_VALUE, key.span, message, help)
        elif value is not None and not is_insertable(value.text):
            message = f"`variables.{key.text}` holds a backtick or `~~~`, which would end code"
            reader.report(WRONG_VALUE, node.span, message, "write it where it is needed")
        elif value is not None:
            found[key.text] = value.text
    return found


def _link_settings(reader: ValueReader, entries: Entries) -> LinkSettings:
    if "links" not in entries:
        return LinkSettings()
    key, node = entries["links"]
    fields = REGISTRY_FIELDS["links"].fields
    found = reader.entries(node, fields, key.span, "`links`")
    ignored = found["ignore"][1] if "ignore" in found else None
    for pattern, reason in ignored.entries if isinstance(ignored, yaml_tree.Mapping) else ():
        if is_empty(reason):
            message = f"`ignore` gives no reason for `{clip(pattern.text)}`"
            help = "write behind the colon why these addresses are not asked"
            reader.report(WRONG_VALUE, pattern.span, message, help)
    interval = reader.seconds("interval", found["interval"][1]) if "interval" in found else None
    intervals: dict[str, float] = {}
    for host, value in _table(reader, found, "intervals"):
        seconds = reader.seconds(f"intervals.{host.text}", value)
        if seconds is not None:
            intervals[host.text.strip().lower()] = seconds
    return LinkSettings(
        ignore=_texts(reader, found, "ignore"),
        interval=LinkSettings().interval if interval is None else interval,
        intervals=intervals,
    )


def _categories(reader: ValueReader, entries: Entries) -> dict[str, Category]:
    categories: dict[str, Category] = {}
    for key, node in _table(reader, entries, "categories"):
        fields = REGISTRY_FIELDS["categories"].fields
        found = reader.entries(node, fields, key.span, f"the category `{key.text}`")
        title = reader.text("title", found["title"][1]) if "title" in found else None
        about = (
            reader.text("description", found["description"][1]) if "description" in found else None
        )
        path = key.text.strip("/")
        categories[path] = Category(
            path, title.text if title else path, about.text if about else "", key.span
        )
    return categories


def _section_names(reader: ValueReader, entries: Entries) -> dict[SectionKind, list[str]]:
    names: dict[SectionKind, list[str]] = {}
    for key, node in _table(reader, entries, "sections"):
        kind = reader.choice("sections", key, REGISTRY_FIELDS["sections"].choices)
        if kind is not None:
            names[SectionKind(kind.text)] = [
                value.text for value in reader.texts(f"sections.{key.text}", node)
            ]
    return names


def _texts(reader: ValueReader, entries: Entries, table: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, node in _table(reader, entries, table):
        value = reader.text(f"{table}.{key.text}", node)
        if value is not None:
            texts[key.text] = value.text
    return texts


def _severities(
    reader: ValueReader, entries: Entries, rule_codes: dict[str, str]
) -> dict[str, Severity | None]:
    severities: dict[str, Severity | None] = {}
    for key, node in _table(reader, entries, "rules"):
        code = rule_codes.get(key.text)
        if code is None:
            near = nearest(key.text.lower(), rule_codes)
            help = f"did you mean `{near}`?" if near else "`helpwright explain` lists the rules"
            message = f"`{clip(key.text)}` is not the code or name of a rule"
            reader.report(WRONG_VALUE, key.span, message, help)
        choices = REGISTRY_FIELDS["rules"].choices
        level = reader.choice(f"rules.{key.text}", node, choices)
        if code is not None and level is not None:
            severities[code] = None if level.text == "off" else Severity(level.text)
    return severities
