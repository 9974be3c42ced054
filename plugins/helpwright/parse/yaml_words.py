"""What a YAML parser's complaint means to someone who writes articles."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

_QUOTE_IT = "put the whole value in quotes"
_NO_BEGINNING = "a value without quotes cannot begin with `{character}`"
_KEY = re.compile(r"\s*(?:- +)*[^\s:#][^:#]*:(?=\s)")

# What problem and context say; whether the fault is where the context began; message and help.
# The two parsers of PyYAML word some problems differently.
_WORDS: tuple[tuple[re.Pattern[str], bool, str, str], ...] = tuple(
    (re.compile(said), at_context, message, help)
    for said, at_context, message, help in (
        (
            "unexpected end of stream",
            True,
            "a quotation mark is opened and not closed",
            "put the same mark behind the text",
        ),
        (
            "scanning a simple key",
            True,
            "the line has no colon with a blank behind it",
            "write it as `key: value`",
        ),
        ("cannot start any token", False, _NO_BEGINNING, _QUOTE_IT),
        ("scanning an? (?:alias|anchor|tag|block scalar)", True, _NO_BEGINNING, _QUOTE_IT),
        (
            "parsing a flow",
            True,
            "what `{character}` opens is not closed",
            "put the closing bracket behind the last entry, and a comma between the entries",
        ),
        (
            "quoted scalar",
            False,
            "a backslash in double quotes does not stand for itself",
            "put the text in single quotes, or write two backslashes",
        ),
    )
)


class Complaint(NamedTuple):
    """Where the fault is (a mark of the parser, None for the start), what it is, what to do."""

    mark: Any
    message: str
    help: str


def explain(error: yaml.MarkedYAMLError, text: str) -> Complaint:
    """Return a parser's error about `text` in plain words.

    Covers what goes wrong in hand-written keys and values; anything else keeps the parser's words.
    """
    said = f"{error.context or ''}; {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    line, column = _place(mark, text)
    if "mapping values are not allowed" in said:
        return _colon(mark, line[:column])
    if line[column : column + 1] == "\t" and not line[:column].strip():
        return Complaint(mark, "the line begins with a tab", "indent it with blanks")
    for words, at_context, message, help in _WORDS:
        if words.search(said):
            mark = error.context_mark if at_context else mark
            line, column = _place(mark, text)
            return Complaint(mark, message.format(character=line[column : column + 1]), help)
    if not line[:column].strip():
        message = "the line does not begin where the lines above it begin"
        return Complaint(mark, message, "indent the lines that belong together equally")
    if "parsing a block" in said:
        help = f"{_QUOTE_IT}, and write an apostrophe inside single quotes twice"
        return Complaint(mark, "something stands behind the end of the value", help)
    return Complaint(mark, f"this is not valid YAML: {' '.join(said.split())}", _QUOTE_IT)


def _place(mark: Any, text: str) -> tuple[str, int]:
    """Return the line that a mark is in, and its place there."""
    lines = text.split("\n")
    if mark is None or mark.line >= len(lines):
        return "", 0
    return lines[mark.line], mark.column


def _colon(mark: Any, before: str) -> Complaint:
    if _KEY.match(before):
        message = "a colon with a blank behind it stands inside a value"
        return Complaint(mark, message, _QUOTE_IT)
    help = "begin it where the other keys begin, and put a blank behind the colon above it"
    return Complaint(mark, "the key does not fit the line above it", help)
