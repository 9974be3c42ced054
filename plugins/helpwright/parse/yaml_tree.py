"""YAML to a tree of strings with places: no implicit types, no aliases, bounded depth and size.

YAML's implicit types turn `1.10` into 1.1 and `no` into false; aliases make documents that grow
without bound when walked; PyYAML's composer crashes on deep nesting and lets a duplicate key win
silently. So only the parser's events are used, and the tree is built here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import DUPLICATE_KEY, OVERSIZED_SOURCE, YAML_SYNTAX
from helpwright.source import Source

MAX_DEPTH = 16
MAX_BYTES = 256 * 1024
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string; `plain` when it stands without quotes and may therefore mean "nothing"."""

    text: str
    span: Span
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in source order; a duplicate key keeps its first value."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span


Node = Scalar | Sequence | Mapping


class _Refused(Exception):
    """The document uses something that is not accepted."""

    def __init__(self, reason: str, mark: Any) -> None:
        super().__init__(reason)
        self.mark = mark


class _Builder:
    def __init__(self, source: Source, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.diagnostics: list[Diagnostic] = []

    def offset(self, mark: Any) -> int:
        return self.source.offset(mark.line + self.first_line, mark.column + 1)

    def span(self, event: yaml.Event) -> Span:
        start, end = self.offset(event.start_mark), self.offset(event.end_mark)
        # A block collection ends where the next token starts: keep the written part only.
        return Span(start, max(start, end))

    def build(self, text: str) -> Node | None:
        stack: list[tuple[yaml.Event, list[Node]]] = []
        root: Node | None = None
        for event in yaml.parse(text, Loader=_Loader):
            node: Node | None = None
            if isinstance(event, yaml.AliasEvent):
                raise _Refused("an alias (`*name`) is not accepted", event.start_mark)
            if getattr(event, "anchor", None):
                raise _Refused("an anchor (`&name`) is not accepted", event.start_mark)
            if getattr(event, "tag", None) not in (None, "!"):
                raise _Refused("a tag (`!name`) is not accepted", event.start_mark)
            if isinstance(event, yaml.ScalarEvent):
                node = Scalar(event.value, self.span(event), not event.style)
            elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
                if len(stack) >= MAX_DEPTH:
                    raise _Refused(f"more than {MAX_DEPTH} levels of nesting", event.start_mark)
                stack.append((event, []))
            elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                opened, children = stack.pop()
                span = Span(self.offset(opened.start_mark), self.offset(event.end_mark))
                if isinstance(event, yaml.SequenceEndEvent):
                    node = Sequence(tuple(children), span)
                else:
                    node = self.mapping(children, span, opened)
            elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise _Refused("a second document is not accepted", event.start_mark)
            if node is not None:
                if stack:
                    stack[-1][1].append(node)
                else:
                    root = node
        return root

    def mapping(self, children: list[Node], span: Span, opened: yaml.Event) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                raise _Refused("a key must be a single word", opened.start_mark)
            if key.text in entries:
                first = self.source.position(entries[key.text][0].span.start).line
                self.diagnostics.append(
                    self.source.diagnose(
                        DUPLICATE_KEY,
                        key.span,
                        f"the key `{key.text}` stands twice (first in line {first})",
                        "keep one of the two",
                    )
                )
                continue
            entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), span)


def read_yaml(
    source: Source, start: int, end: int, first_line: int
) -> tuple[Node | None, list[Diagnostic]]:
    """Read the YAML in bytes `start` to `end` of a source, which begins in line `first_line`.

    Returns the tree (None where there is none or it cannot be read) and the findings.
    """
    whole = Span(start, end)
    if end - start > MAX_BYTES:
        message = f"{end - start:,} bytes of YAML are more than the {MAX_BYTES:,} that are read"
        fault = source.diagnose(OVERSIZED_SOURCE, Span(start, start), message, "shorten it")
        return None, [fault]
    builder = _Builder(source, first_line)
    try:
        root = builder.build(source.slice(whole))
    except _Refused as refused:
        at = builder.offset(refused.mark)
        help = "write the value out in full"
        found = source.diagnose(YAML_SYNTAX, Span(at, min(at + 1, end)), str(refused), help)
        return None, [*builder.diagnostics, found]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = min(builder.offset(mark), end) if mark else start
        problem = (error.problem or error.context or "not YAML").replace("\n", " ")
        message = f"this is not valid YAML: {problem}"
        help = "check the indentation, and put quotes around a text that holds `: ` or ` #`"
        return None, [
            *builder.diagnostics,
            source.diagnose(YAML_SYNTAX, Span(at, min(at + 1, end)), message, help),
        ]
    except (yaml.YAMLError, ValueError) as error:
        message = f"this is not valid YAML: {str(error).splitlines()[0]}"
        found = source.diagnose(YAML_SYNTAX, Span(start, start), message, "save it as plain text")
        return None, [*builder.diagnostics, found]
    return root, builder.diagnostics
