"""HW402: a picture's name is written in other capitals than its file has."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from helpwright.diagnostic import Diagnostic, Edit, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.parse.values import clip
from helpwright.rules._addresses import Address, pictures
from helpwright.rules._near import Near

RULE = Rule(
    code="HW402",
    name="picture-case-mismatch",
    severity=Severity.ERROR,
    summary="A picture's name is written in other capitals than its file has.",
    why="It shows on the writer's computer and is missing on the web server.",
    fix="Write the name exactly as the file has it.",
    fixable=True,
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each picture whose path fits a file but for upper and lower case."""
    near = Near(kb)
    for picture in pictures(kb):
        if picture.target.kind is not TargetKind.DANGLING:
            continue
        found = near.other_case(picture.target.path)
        if found:
            message = f"the file of the picture `{clip(picture.written)}` is called `{found}`"
            edits = _edits(kb, picture, found)
            edits = kb.sources[picture.article.path].usable(picture.span, edits)
            folder = picture.article.folder_at(picture.span.start)
            name = posixpath.relpath(found, folder or ".")
            help = f"write `{name}`" + (", or run `helpwright check --fix`" if edits else "")
            yield kb.diagnose(RULE, picture.article, picture.span, message, help, edits=edits)


def _edits(kb: KnowledgeBase, picture: Address, found: str) -> tuple[Edit, ...]:
    """Return the edit that changes the capitals of a path, where it stands in full in the picture.

    A path given by reference (`![alt][name]`) stands elsewhere; one with escapes, and one in raw
    HTML, is left alone.
    """
    article, span, written, target = picture
    raw = kb.sources[article.path].data[span.start : span.end]
    at = raw.rfind(b"](") + 2
    at += raw[at : at + 1] == b"<"
    if unquote(written) != written or not raw.startswith(written.encode(), at) or at < 2:
        return ()
    # Only the end of a path that begins with `./` or `../` is part of the file's own path.
    tail = 0
    while (
        tail < min(len(written), len(found))
        and written[-1 - tail].casefold() == found[-1 - tail].casefold()
    ):
        tail += 1
    mended = written[: len(written) - tail] + found[len(found) - tail :]
    resolved = posixpath.normpath(posixpath.join(article.folder_at(span.start), mended))
    if resolved != found or resolved.casefold() != target.path.casefold():
        return ()
    start = span.start + at
    return (Edit(Span(start, start + len(written.encode())), mended),)
