"""The texts that articles include: what each asks for, and its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpwright.diagnostic import Diagnostic, Span
from helpwright.expand.lines import CUT, MARK, VARIABLE
from helpwright.faults import INCLUSION_SYNTAX, WRONG_VALUE, YAML_SYNTAX
from helpwright.fields import FRAGMENT_FIELDS, PARAMETER_FIELDS
from helpwright.knowledge import Fragment, Library, Parameter, Registry
from helpwright.parse import yaml_tree
from helpwright.parse.front_matter import front_matter
from helpwright.parse.values import ValueReader, is_insertable
from helpwright.parse.yaml_tree import Node, read_yaml
from helpwright.source import Source

_NAME = re.compile(r"[A-Za-z][\w-]*")


def read_library(sources: Iterable[Source], registry: Registry) -> tuple[Library, list[Diagnostic]]:
    """Return what the articles of a registry can include, and what is wrong in it."""
    fragments: dict[str, Fragment] = {}
    diagnostics: list[Diagnostic] = []
    for source in sources:
        fragments[source.path], found = read_fragment(source)
        diagnostics += found
    names = {f"product.{id}": product.name for id, product in registry.products.items()}
    texts = {name: " ".join(text.split()) for name, text in {**names, **registry.variables}.items()}
    usable = {name: text for name, text in texts.items() if is_insertable(text)}
    return Library(fragments, usable), diagnostics


def read_fragment(source: Source) -> tuple[Fragment, list[Diagnostic]]:
    """Return what a text asks for and its sections, and what is wrong in it."""
    diagnostics: list[Diagnostic] = []
    parameters: dict[str, Parameter] = {}
    yaml = front_matter(source.data)
    body = 0
    if yaml is not None and yaml.body is None:
        message = "the front matter of the fragment is not closed"
        help = "put a line of three hyphens behind the last key"
        diagnostics.append(source.diagnose(YAML_SYNTAX, Span(0, 3), message, help))
    elif yaml is not None and yaml.body is not None:
        body = yaml.body
        line = source.position(yaml.span.start).line
        tree, found = read_yaml(source, yaml.span.start, yaml.span.end, line)
        reader = ValueReader(source)
        entries = reader.entries(tree, FRAGMENT_FIELDS, Span(0, 3), "a fragment's front matter")
        if "parameters" in entries:
            parameters = _parameters(reader, entries["parameters"][1])
        diagnostics += [*found, *reader.diagnostics]
    sections, found = _sections(source, body)
    diagnostics += found
    names = frozenset(
        match["name"].decode()
        for match in VARIABLE.finditer(source.data, body)
        if len(match["slashes"]) % 2 == 0
    )
    return Fragment(source, body, parameters, sections, names), diagnostics


def _parameters(reader: ValueReader, node: Node) -> dict[str, Parameter]:
    if not isinstance(node, yaml_tree.Mapping):
        message = "`parameters` must be names, each with a description or keys of its own"
        reader.report(WRONG_VALUE, node.span, message, "write one `name: what it is` a line")
        return {}
    found: dict[str, Parameter] = {}
    for key, value in node.entries:
        name = key.text.strip()
        if not _NAME.fullmatch(name):
            message = f"`{name}` cannot be the name of a parameter"
            help = "use letters, digits, `-` and `_`, and begin with a letter"
            reader.report(WRONG_VALUE, key.span, message, help)
        elif isinstance(value, yaml_tree.Mapping):
            keys = reader.entries(value, PARAMETER_FIELDS, key.span, f"the parameter `{name}`")
            texts = {
                field: text.text
                for field, (_, entry) in keys.items()
                if (text := reader.text(field, entry)) is not None
            }
            default = texts.get("default")
            if default is not None and not is_insertable(default):
                message = f"the default of `{name}` holds a backtick or `~~~`, which would end code"
                reader.report(WRONG_VALUE, value.span, message, "write it into the text")
                default = ""
            found[name] = Parameter(name, key.span, default, texts.get("description", ""))
        else:
            text = reader.text(name, value)
            found[name] = Parameter(name, key.span, None, text.text if text else "")
    return found


def _sections(source: Source, body: int) -> tuple[dict[str, Span], list[Diagnostic]]:
    """Return the spans between the lines that mark a section, and what is wrong with these."""
    found: dict[str, Span] = {}
    opened: dict[str, tuple[int, Span]] = {}
    diagnostics: list[Diagnostic] = []
    for line in CUT.finditer(source.data, body):
        mark = MARK.fullmatch(line["rest"].rstrip())
        if mark is None or line["escape"]:
            continue
        name = mark[2].decode()
        place = Span(*line.span("line"))
        if mark[1] == b"start":
            if name in opened or name in found:
                message = f"the section `{name}` begins twice"
                help = "give one of the two another name"
                diagnostics.append(source.diagnose(INCLUSION_SYNTAX, place, message, help))
            else:
                end = source.data.find(b"\n", line.end())
                opened[name] = (end + 1 if end >= 0 else len(source.data), place)
        elif name in opened:
            start, _ = opened.pop(name)
            found[name] = Span(start, max(start, line.start()))
        elif name not in found:
            message = f"the section `{name}` ends here, but does not begin"
            help = f"put `--8<-- [start:{name}]` in front of its first line"
            diagnostics.append(source.diagnose(INCLUSION_SYNTAX, place, message, help))
    for name, (_, place) in opened.items():
        message = f"the section `{name}` does not end"
        help = f"put `--8<-- [end:{name}]` behind its last line"
        diagnostics.append(source.diagnose(INCLUSION_SYNTAX, place, message, help))
    return found, diagnostics
