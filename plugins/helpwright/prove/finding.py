"""Findings about pages of a finished site."""

from __future__ import annotations

from helpwright.diagnostic import Diagnostic, Position, Rule

_START = Position(1, 1)


def on_page(rule: Rule, page: str, message: str, help: str) -> Diagnostic:
    """Return a finding about a page, whose path is POSIX and relative to the site."""
    return Diagnostic(rule, page, _START, _START, message, help)


def clip(text: str, length: int = 60) -> str:
    """Return text in one line, and of a long one the beginning."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"
