"""The front matter of an article, in the order of its reference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from helpwright.fields import DATE_PATTERN
from helpwright.model import Allowance, Applicability, Change, Metadata, Review, Status, Value
from helpwright.write.scalars import entry, scalar


class _Line(NamedTuple):
    """One line, and the place in the original source of the value in it, where it holds one."""

    text: str
    start: int | None = None


def write_front_matter(metadata: Metadata, allowances: Iterable[Allowance] = ()) -> str:
    """Return the front matter with its lines of hyphens; only keys that are set are in it.

    `allowances` are those of the front matter that `metadata` was read from; each is written above
    the value that it was written above there.
    """
    lines = list(_lines(metadata))
    for allowance in allowances:
        _put_comment(lines, allowance)
    return "".join(f"{line.text}\n" for line in (_Line("---"), *lines, _Line("---")))


def _lines(metadata: Metadata) -> Iterator[_Line]:
    yield from _text("id", metadata.id)
    yield from _text("title", metadata.title)
    yield from _text("summary", metadata.summary)
    if metadata.applies_to:
        yield _Line("applies_to:")
        for applies in metadata.applies_to:
            yield from _applicability(applies)
    yield from _texts("errors", metadata.errors)
    if metadata.status_span is not None or metadata.status is not Status.DRAFT:
        yield _Line(
            f"status: {metadata.status}",
            metadata.status_span.start if metadata.status_span else None,
        )
    yield from _date("updated", metadata.updated)
    yield from _table("changes", map(_change, metadata.changes))
    yield from _date("review_by", metadata.review_by)
    yield from _table("reviewed_for", map(_review, metadata.reviewed_for))
    yield from _texts("aliases", metadata.aliases)
    yield from _texts("tags", metadata.tags)
    if metadata.lists_related:
        yield from _texts("related", metadata.related)
    else:
        yield _Line("related: false")
    yield from _text("owner", metadata.owner)


def _text(key: str, value: Value | None) -> Iterator[_Line]:
    if value is not None:
        yield _Line(f"{key}: {scalar(value.text)}", value.span.start)


def _date(key: str, value: Value | None) -> Iterator[_Line]:
    if value is not None and re.fullmatch(DATE_PATTERN, value.text):
        yield _Line(f"{key}: {value.text}", value.span.start)
    else:
        yield from _text(key, value)


def _table(key: str, entries: Iterable[_Line]) -> Iterator[_Line]:
    for at, line in enumerate(entries):
        if at == 0:
            yield _Line(f"{key}:")
        yield line


def _change(change: Change) -> _Line:
    date = change.date.text
    if re.fullmatch(DATE_PATTERN, date):
        return _Line(f"  {date}: {scalar(change.text.text)}", change.date.span.start)
    return _entry(change.date, change.text)


def _review(review: Review) -> _Line:
    return _entry(review.product, review.version)


def _entry(key: Value, value: Value) -> _Line:
    written = entry(key.text, scalar(value.text))
    return _Line("  " + written.replace("\n", "\n  "), key.span.start)


def _texts(key: str, values: tuple[Value, ...], indent: str = "") -> Iterator[_Line]:
    if values:
        yield _Line(f"{indent}{key}:")
        for value in values:
            yield _Line(f"{indent}  - {scalar(value.text)}", value.span.start)


def _applicability(applies: Applicability) -> Iterator[_Line]:
    versions = applies.versions
    start = applies.product.span.start
    if len(versions) == 1:
        written = entry(applies.product.text, scalar(versions[0].text))
    else:
        written = entry(applies.product.text)
    yield _Line("  " + written.replace("\n", "\n  "), start)
    if len(versions) > 1:
        for version in versions:
            yield _Line(f"    - {scalar(version.text)}", version.span.start)


def _put_comment(lines: list[_Line], allowance: Allowance) -> None:
    """Put the comment of an allowance above the line of the value that came next behind it."""
    values = [line.start for line in lines if line.start is not None]
    following = min((start for start in values if start >= allowance.span.end), default=None)
    at = len(lines)
    if following is not None:
        at = next(place for place, line in enumerate(lines) if line.start == following)
        # A comment above the key of a list covers the key and not yet the first entry.
        if following >= allowance.covers.end and at and lines[at - 1].start is None:
            at -= 1
    indent = " " * (len(lines[at].text) - len(lines[at].text.lstrip()) if at < len(lines) else 0)
    comment = f"{indent}# helpwright: allow {allowance.code} {allowance.reason}"
    lines.insert(at, _Line(comment.rstrip()))
