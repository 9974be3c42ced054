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
from helpwright.parse.yaml_words import explain
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
    """The document uses something that is not accepted; `offset` is where."""

    def __init__(self, reason: str, help: str, offset: int) -> None:
        super().__init__(reason)
        self.help = help
        self.offset = offset


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
            self.refuse(event, len(stack), root is not None)
            if isinstance(event, yaml.ScalarEvent):
                node = Scalar(event.value, self.span(event), not event.style)
            elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
                stack.append((event, []))
            elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                opened, children = stack.pop()
                span = Span(self.offset(opened.start_mark), self.offset(event.end_mark))
                if isinstance(event, yaml.SequenceEndEvent):
                    node = Sequence(tuple(children), span)
                else:
                    node = self.mapping(children, span)
            if node is not None:
                if stack:
                    stack[-1][1].append(node)
                else:
                    root = node
        return root

    def refuse(self, event: yaml.Event, depth: int, complete: bool) -> None:
        """Raise `_Refused` for what may grow without bound or mean more than it says."""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        refused = ""
        help = "put quotes around it if it is text, or write the value out"
        if isinstance(event, yaml.AliasEvent):
            refused = f"`*{str(anchor)[:40]}` is a YAML alias, which is not accepted"
        elif anchor:
            refused = f"`&{anchor[:40]}` is a YAML anchor, which is not accepted"
        elif tag not in (None, "!"):
            refused = f"`{str(tag)[:40]}` is a YAML tag, which is not accepted"
        elif isinstance(event, yaml.CollectionStartEvent) and depth >= MAX_DEPTH:
            refused = f"the values are nested more than {MAX_DEPTH} levels deep"
            help = "remove brackets until the value is a text or a list"
        elif isinstance(event, yaml.DocumentStartEvent) and complete:
            refused, help = "the keys stand in two blocks", "move all keys into the first block"
        if refused:
            raise _Refused(refused, help, self.offset(event.start_mark))

    def mapping(self, children: list[Node], span: Span) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                help = "put quotes around it if it is text"
                raise _Refused("a key cannot be a list or have keys itself", help, key.span.start)
            if key.text in entries:
                first = entries[key.text][0].span
                self.diagnostics.append(
                    self.source.diagnose(
                        DUPLICATE_KEY,
                        key.span,
                        f"the key `{key.text}` stands twice",
                        "keep one of the two",
                        related=(self.source.related(first, "the key stands here first"),),
                    )
                )
                continue
            entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), span)


def read_yaml(
    source: Source, start: int, end: int, first_line: int, limit: int = MAX_BYTES
) -> tuple[Node | None, list[Diagnostic]]:
    """Read the YAML in bytes `start` to `end` of a source, which begins in line `first_line`.

    More bytes than `limit` are not read. Returns the tree (None where there is none or it cannot
    be read) and the findings.
    """
    whole = Span(start, end)
    if end - start > limit:
        message = f"{end - start:,} bytes of YAML are more than the {limit:,} that are read"
        fault = source.diagnose(OVERSIZED_SOURCE, Span(start, start), message, "shorten it")
        return None, [fault]
    builder = _Builder(source, first_line)
    text = source.slice(whole)
    try:
        return builder.build(text), builder.diagnostics
    except _Refused as refused:
        at, message, help = refused.offset, str(refused), refused.help
    except yaml.MarkedYAMLError as error:
        mark, message, help = explain(error, text)
        at = builder.offset(mark) if mark else start
    except (yaml.YAMLError, ValueError):
        odd = yaml.reader.Reader.NON_PRINTABLE.search(text)
        at = start + len(text[: odd.start()].encode()) if odd else start
        message = f"the character U+{ord(odd[0]):04X} is not text" if odd else "this is not YAML"
        help = "it cannot be seen: delete the line and type it again"
    at = min(at, end)
    found = source.diagnose(YAML_SYNTAX, Span(at, min(at + 1, end)), message, help)
    return None, [*builder.diagnostics, found]
