"""Columns and long descriptions of Learn, set back to the margin.

What stands between `:::column:::` and `:::column-end:::` is indented by habit, deep enough to be
code in CommonMark. Learn takes the indentation for no more than looks, and so does this.
"""

from __future__ import annotations

import re

_MARKER = r"(?:[-*+]|\d{1,9}[.)])(?=[ \t])"
_SIGN = re.compile(
    rf"((?:[ \t]|{_MARKER})*):::+[ \t]*(row|column|image|video)(-end)?\b([^\n]*)", re.IGNORECASE
)
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_MOST_OPEN = 16


def set_back(text: str) -> str:
    """Return Markdown in which the contents of columns begin at the margin of their row."""
    if ":::" not in text or ("complex" not in text and "column" not in text.lower()):
        return text
    lines = text.split("\n")
    opened: list[tuple[int, int, str]] = []
    fence = ""
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark is not None and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if fence or ":::" not in line:
            continue
        sign = _SIGN.match(line)
        if sign is None:
            continue
        name = sign[2].lower()
        if not sign[3]:
            holds = name in ("row", "column") or "complex" in sign[4].lower()
            if holds and len(opened) < _MOST_OPEN:
                opened.append((at, len(sign[1].expandtabs(4)), name))
        elif any(entry[2] == name for entry in opened):
            while opened[-1][2] != name:
                opened.pop()
            start, margin, _ = opened.pop()
            _shift(lines, start + 1, at, margin)
            lines[at] = " " * margin + line.lstrip(" \t")
    return "\n".join(lines)


def _shift(lines: list[str], start: int, end: int, margin: int) -> None:
    """Set lines back so that the first one, and none before it, stands at the margin."""
    base = -1
    for at in range(start, end):
        blanks = _blanks(lines[at])
        width = len(lines[at][:blanks].expandtabs(4))
        if base < 0 and lines[at].strip():
            base = width
        if base > margin:
            lines[at] = " " * (margin + max(width - base, 0)) + lines[at][blanks:]


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
