"""The front matter of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import MISSING_FRONT_MATTER, WRONG_VALUE, YAML_SYNTAX
from helpwright.fields import ARTICLE_FIELDS
from helpwright.model import Applicability, Change, Metadata, Review, Status, Value
from helpwright.parse import yaml_tree
from helpwright.parse.values import ValueReader, clip, is_empty
from helpwright.parse.yaml_tree import Node, Scalar, read_yaml
from helpwright.source import Source

_OPENING = re.compile(rb"\s{0,1000}?^---[ \t]*\r?\n", re.MULTILINE)
_CLOSING = re.compile(rb"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the lines of hyphens, and where the body begins."""

    metadata: Metadata
    body: int
    diagnostics: tuple[Diagnostic, ...]


class Place(NamedTuple):
    """Where front matter stands: the span of its YAML, and where the text behind it begins.

    `body` is None where the front matter is not closed.
    """

    span: Span
    body: int | None


def front_matter(data: bytes) -> Place | None:
    """Return where the front matter of a text stands, or None where it has none."""
    opening = _OPENING.match(data)
    if opening is None:
        return None
    closing = _CLOSING.search(data, opening.end())
    if closing is None:
        return Place(Span(opening.end(), len(data)), None)
    return Place(Span(opening.end(), closing.start()), closing.end())


def parse_front_matter(source: Source) -> FrontMatter:
    """Read the front matter at the start of an article's source."""
    start = Span(0, 0)
    place = front_matter(source.data)
    if place is None:
        found = source.diagnose(
            MISSING_FRONT_MATTER,
            start,
            "the article does not begin with front matter",
            "begin the file with `---`, the keys id, title, status and updated, and `---` again",
        )
        return FrontMatter(Metadata(), 0, (found,))
    if place.body is None:
        found = source.diagnose(
            YAML_SYNTAX,
            Span(0, 3),
            "the front matter is not closed",
            "put a line of three hyphens behind the last key",
        )
        return FrontMatter(Metadata(), 0, (found,))
    first_line = source.position(place.span.start).line
    tree, diagnostics = read_yaml(source, *place.span, first_line)
    reader = ValueReader(source)
    metadata = Metadata()
    if tree is not None or not diagnostics:
        metadata = _metadata(reader, tree)
    if first_line > 2:
        message = "the front matter does not begin in the first line"
        help = "remove the blank lines above it; elsewhere its keys are shown as text"
        diagnostics.append(source.diagnose(MISSING_FRONT_MATTER, start, message, help))
    return FrontMatter(metadata, place.body, (*diagnostics, *reader.diagnostics))


def _metadata(reader: ValueReader, tree: Node | None) -> Metadata:
    entries = reader.entries(tree, ARTICLE_FIELDS, Span(0, 3), "the front matter")

    def texts(key: str) -> tuple[Value, ...]:
        return reader.texts(key, entries[key][1]) if key in entries else ()

    def text(key: str) -> Value | None:
        return reader.text(key, entries[key][1]) if key in entries else None

    status = None
    if "status" in entries:
        status = reader.choice("status", entries["status"][1], ARTICLE_FIELDS["status"].choices)
    related = entries["related"][1] if "related" in entries else None
    lists_related = not (isinstance(related, Scalar) and related.plain and _is_false(related.text))
    return Metadata(
        id=reader.identifier("id", entries["id"][1]) if "id" in entries else None,
        title=text("title"),
        summary=text("summary"),
        applies_to=_applies_to(reader, entries["applies_to"][1]) if "applies_to" in entries else (),
        errors=texts("errors"),
        status=Status(status.text) if status else Status.DRAFT,
        status_span=status.span if status else None,
        updated=reader.date("updated", entries["updated"][1]) if "updated" in entries else None,
        aliases=texts("aliases"),
        tags=texts("tags"),
        related=tuple(reader.identifiers("related", related)) if related and lists_related else (),
        lists_related=lists_related,
        owner=reader.identifier("owner", entries["owner"][1]) if "owner" in entries else None,
        changes=tuple(_changes(reader, entries["changes"][1])) if "changes" in entries else (),
        review_by=reader.date("review_by", entries["review_by"][1])
        if "review_by" in entries
        else None,
        reviewed_for=tuple(_reviews(reader, entries["reviewed_for"][1]))
        if "reviewed_for" in entries
        else (),
    )


def _is_false(text: str) -> bool:
    return text in ("false", "False", "FALSE")  # As YAML 1.2 writes it.


def _changes(reader: ValueReader, node: Node) -> Iterator[Change]:
    if not isinstance(node, yaml_tree.Mapping):
        message = "`changes` must be days, each with what changed"
        help = "write `2024-09-18: What changed for readers.` on a line of its own"
        reader.report(WRONG_VALUE, node.span, message, help)
        return
    for key, value in node.entries:
        date = reader.date("changes", key)
        if is_empty(value):
            message = f"`changes` does not say what changed on `{clip(key.text)}`"
            help = "write what changed for readers behind the colon"
            reader.report(WRONG_VALUE, key.span, message, help)
            continue
        text = reader.text(f"changes.{key.text}", value)
        if text is not None and len(text.text.splitlines()) > 1:
            message = f"the change of `{clip(key.text)}` has more than one line"
            help = "say in one line what changed for readers"
            reader.report(WRONG_VALUE, text.span, message, help)
        elif text is not None and date is not None:
            yield Change(date, text)


def _reviews(reader: ValueReader, node: Node) -> Iterator[Review]:
    if not isinstance(node, yaml_tree.Mapping):
        message = "`reviewed_for` must name products of kb.yml, each with a version"
        help = 'write `product-id: "1.2"` on a line of its own'
        reader.report(WRONG_VALUE, node.span, message, help)
        return
    for key, value in node.entries:
        if is_empty(value):
            message = f"`reviewed_for` does not say which version of `{clip(key.text)}`"
            help = f"write the version behind the colon, or remove `{clip(key.text)}`"
            reader.report(WRONG_VALUE, key.span, message, help)
            continue
        version = reader.text(f"reviewed_for.{key.text}", value)
        if version is not None:
            yield Review(Value(key.text, key.span), version)


def _applies_to(reader: ValueReader, node: Node) -> tuple[Applicability, ...]:
    if not isinstance(node, yaml_tree.Mapping):
        message = "`applies_to` must name products of kb.yml, each with its versions"
        help = "write `product-id: all` on a line of its own"
        reader.report(WRONG_VALUE, node.span, message, help)
        return ()
    found: list[Applicability] = []
    for key, value in node.entries:
        if is_empty(value):
            message = f"`applies_to` does not say which versions of `{key.text}`"
            reader.report(WRONG_VALUE, key.span, message, f"write `{key.text}: all`, or a range")
        versions = () if is_empty(value) else reader.texts(f"applies_to.{key.text}", value)
        found.append(Applicability(Value(key.text, key.span), versions))
    return tuple(found)
