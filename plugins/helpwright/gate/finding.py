"""Findings about pages of a finished site."""

from __future__ import annotations

from helpwright.diagnostic import Diagnostic, Position, Rule

START = Position(1, 1)


def on_page(
    rule: Rule,
    page: str,
    message: str,
    help: str,
    start: Position = START,
    end: Position | None = None,
) -> Diagnostic:
    """Return a finding about a page, whose path is POSIX and relative to the site.

    What is no text in the name of a file is shown as its bytes.
    """
    return Diagnostic(rule, _shown(page), start, end or start, _shown(message), _shown(help))


def _shown(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def clip(text: str, length: int = 60) -> str:
    """Return text in one line, and of a long one the beginning."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def position(data: bytes, offset: int) -> Position:
    """Return the line and column of an offset in a file; columns count characters."""
    start = data.rfind(b"\n", 0, offset) + 1
    column = len(data[start:offset].decode("utf-8", "replace")) + 1
    return Position(data.count(b"\n", 0, offset) + 1, column)
