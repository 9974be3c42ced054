"""Notes, fold-outs and tabs of Python-Markdown, whose contents are indented by four blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.importers.markdown.code_ranges import code_ranges
from helpwright.importers.markdown.fences import Container, Fences
from helpwright.importers.markdown.kinds import kind_of

_OPENING = re.compile(r"(?P<indent>[ \t]*)(?P<mark>!!!|\?\?\?\+?|===[+!]?)(?P<rest>.*)\Z")
_REST = re.compile(r"(?P<classes>[\w-]+(?:[ \t]+[\w-]+)*)?(?:[ \t]*\"(?P<title>[^\"]*)\")?\Z")
_PRESENT = re.compile(r"^[ \t]*(?:!!!|\?\?\?|===[+!]?[ \t]*\")", re.MULTILINE)
_MOST_NESTED = 8
_INDENT = 4


def rewrite_indented(text: str, fences: Fences) -> str:
    """Return a text with the containers of Python-Markdown as fences.

    Code is left alone. What stands in a container comes to light when its indentation is gone, so
    the text is gone through as often as they are nested.
    """
    for _ in range(_MOST_NESTED):
        if not _PRESENT.search(text):
            break
        lines = list(_rewrite(text, fences))
        rewritten = "\n".join(lines)
        if rewritten == text:
            break
        text = rewritten
    return text


def _rewrite(text: str, fences: Fences) -> Iterator[str]:
    code = code_ranges(text.encode("utf-8", "replace"))
    lines = text.split("\n")
    offset = at = 0
    while at < len(lines):
        line = lines[at]
        match = _OPENING.match(line) if "!!!" in line or "???" in line or "===" in line else None
        found = None
        if match is not None and not code.cover(offset + len(match["indent"])):
            found = _container(match)
        width = len(match["indent"].expandtabs(4)) if match is not None else 0
        end = _end(lines, at, width) if found is not None else at
        # A title in quotes makes a box even without contents; other words may be a text.
        if found is None or (end == at + 1 and not found[1]):
            yield line
            offset += len(line.encode("utf-8", "replace")) + 1
            at += 1
            continue
        opening, closing = fences.pair(found[0], "")
        indent = " " * width
        yield f"{indent}{opening}"
        for inner in lines[at + 1 : end]:
            yield f"{indent}{_without(inner, width + _INDENT)}" if inner.strip() else ""
        yield f"{indent}{closing}"
        offset += sum(len(old.encode("utf-8", "replace")) + 1 for old in lines[at:end])
        at = end


def _container(match: re.Match[str]) -> tuple[Container, bool] | None:
    """Return what a line opens, and whether it has a title in quotes; None where it is a text."""
    rest = _REST.match(match["rest"].strip())
    if rest is None:
        return None
    mark, title, opening = match["mark"], rest["title"], match[0].strip()
    classes = (rest["classes"] or "").split()
    if mark.startswith("==="):
        return None if title is None or classes else (Container("tab", title, opening), True)
    if not classes and (title is None or mark == "!!!"):
        return None
    name = classes[0] if classes else "details"
    kind = kind_of(name)
    if mark != "!!!" or not kind:
        shown = title if title is not None else name.replace("-", " ").capitalize()
        kind = "details" if mark != "!!!" else "note"
        return Container(kind, shown, opening), bool(title)
    return Container(kind, title or "", opening), bool(title)


def _end(lines: list[str], at: int, width: int) -> int:
    """Return behind which line the contents of the container in line `at` end."""
    end = following = at + 1
    while following < len(lines):
        line = lines[following]
        if line.strip():
            expanded = line.expandtabs(4)
            if len(expanded) - len(expanded.lstrip()) < width + _INDENT:
                break
            end = following + 1
        following += 1
    return end


def _without(line: str, width: int) -> str:
    """Return a line without blanks at its beginning, as many as `width`."""
    stripped = line.lstrip(" \t")
    blanks = line[: len(line) - len(stripped)].expandtabs(4)
    return blanks[width:] + stripped
