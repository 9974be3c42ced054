"""The line that includes a fragment: `--8<-- "_shared/open.md" app="Calendar"`.

The syntax is that of the snippets of pymdown-extensions, with values behind the path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from helpwright.diagnostic import Span
from helpwright.parse.values import is_insertable
from helpwright.read import FRAGMENTS

CUT = re.compile(
    rb"^(?P<indent>[ \t]*)(?P<escape>;*)(?P<comment><!--[ \t]*)?(?P<line>--8<--(?P<rest>[^\r\n]*))",
    re.MULTILINE,
)
"""A line that includes something or marks a section, or would without its semicolon."""

MARK = re.compile(
    rb"[ \t]+\[[ \t]*(start|end)[ \t]*:[ \t]*([a-z][-_0-9a-z]*)[ \t]*\](?:[ \t]*-->)?"
)
VARIABLE = re.compile(
    rb"(?P<slashes>\\*)(?P<braces>\{\{[ \t]*(?P<name>[A-Za-z][\w-]*(?:\.[\w-]+(?:\.[\w-]+)*)?)"
    rb"[ \t]*\}\})"
)
"""The name of a variable or parameter between two braces, and the backslashes in front of it."""

_TARGET = re.compile(rb"[ \t]+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
_PARAMETER = re.compile(
    rb"[ \t]+(?P<name>[A-Za-z][\w-]*)="
    rb"(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)')"
)
_SECTION = re.compile(r"[a-z][-_0-9a-z]*")
_ESCAPED = re.compile(r"\\([\\\"'])")


class BadLine(ValueError):
    """A line that cannot be followed: what is wrong, where, and what to do."""

    def __init__(self, message: str, help: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.span = span


@dataclass(frozen=True, slots=True)
class Order:
    """What a line includes: a fragment, one section of it or all, and the values for it.

    The spans are those of the path and of the names of the values.
    """

    path: str
    section: str
    values: Mapping[str, str]
    place: Span
    places: Mapping[str, Span]


def read_order(data: bytes, found: re.Match[bytes]) -> Order:
    """Return what a line says, given its match of `CUT`. Raises BadLine."""
    line = Span(*found.span("line"))
    target = _TARGET.match(data, found.start("rest"), line.end)
    if target is None:
        help = f'write `--8<-- "{FRAGMENTS}/name.md"`, or put `;` in front to show the line'
        raise BadLine("the line includes nothing, as it names no fragment", help, line)
    group = "double" if target["double"] is not None else "single"
    place = Span(*target.span(group))
    path, section = _path(target[group].decode("utf-8", "replace").strip(), place)
    values: dict[str, str] = {}
    places: dict[str, Span] = {}
    at = target.end()
    while parameter := _PARAMETER.match(data, at, line.end):
        name = parameter["name"].decode()
        span = Span(*parameter.span("name"))
        if name in values:
            raise BadLine(f"`{name}` stands twice", "keep one of the two", span)
        group = "double" if parameter["double"] is not None else "single"
        value = _ESCAPED.sub(r"\1", parameter[group].decode("utf-8", "replace"))
        if not is_insertable(value):
            message = f"the value of `{name}` holds a sign that would end code: a backtick or `~~~`"
            raise BadLine(message, "write it into the fragment", span)
        values[name], places[name] = value, span
        at = parameter.end()
    rest = data[at : line.end]
    if rest.strip():
        start = at + len(rest) - len(rest.lstrip())
        raise BadLine(
            "the inclusion ends in something that is no value",
            'write values as `name="text"`, with a blank between them',
            Span(start, at + len(rest.rstrip())),
        )
    return Order(path, section, values, place, places)


def _path(written: str, place: Span) -> tuple[str, str]:
    """Return path and section of a fragment. Raises BadLine for one that may not be included."""
    path, colon, section = written.partition(":")
    inside = f"{FRAGMENTS}/"
    if not path:
        raise BadLine("the inclusion names no fragment", f'write `"{inside}name.md"`', place)
    if path.startswith("/") or "\\" in path or ".." in path.split("/"):
        message = f"`{path}` is no path of a fragment"
        raise BadLine(message, f"name a file of the folder `{FRAGMENTS}`, without `..`", place)
    if not path.startswith(inside):
        help = f"put the file into the folder `{FRAGMENTS}`, and write `{inside}…`"
        raise BadLine(f"`{path}` is not in `{FRAGMENTS}`, so it is not included", help, place)
    if colon and not _SECTION.fullmatch(section):
        message = f"`{section}` is not the name of a section"
        help = "name a section that stands between `--8<-- [start:name]` and `--8<-- [end:name]`"
        raise BadLine(message, help, place)
    return path, section
