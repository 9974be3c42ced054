"""The candidates of a `srcset`, read as the HTML standard says."""

from __future__ import annotations

import re

_BLANKS = "\t\n\f\r "
_SKIPPED = re.compile(r"[\t\n\f\r ,]*")
_ADDRESS = re.compile(r"[^\t\n\f\r ]+")
_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_WIDTH = re.compile(r"[1-9]\d*")


def read_srcset(written: str) -> tuple[list[str], str]:
    """Return the addresses of a `srcset`, and what is wrong with it as words; or nothing."""
    found: list[tuple[str, str]] = []
    at = 0
    while True:
        skipped = _SKIPPED.match(written, at)
        at = skipped.end() if skipped else at
        match = _ADDRESS.match(written, at)
        if match is None:
            break
        at = match.end()
        address = match[0]
        described = ""
        if address.endswith(","):
            address = address.rstrip(",")
        else:
            end = _comma(written, at)
            described, at = written[at:end].strip(_BLANKS), end + 1
        found.append((address, described))
    return [address for address, _ in found], _trouble(found)


def _comma(written: str, at: int) -> int:
    """Return where the description of a candidate ends: at a comma outside of parentheses."""
    depth = 0
    for end in range(at, len(written)):
        sign = written[end]
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "," and depth <= 0:
            return end
    return len(written)


def _trouble(found: list[tuple[str, str]]) -> str:
    if not found:
        return "names no picture"
    seen: set[str] = set()
    kinds: set[str] = set()
    for _, described in found:
        words = described.split()
        sizes = [word for word in words if not (word[-1:] == "h" and _WIDTH.fullmatch(word[:-1]))]
        if len(sizes) > 1:
            return f"has `{described}` where one width or density may stand"
        size = sizes[0] if sizes else "1x"
        is_width = size.endswith("w") and _WIDTH.fullmatch(size[:-1])
        is_density = size.endswith("x") and _NUMBER.fullmatch(size[:-1])
        if not is_width and not is_density:
            return f"has `{size}` where a width such as 800w or a density such as 2x must stand"
        if size in seen:
            return f"has `{size}` twice"
        seen.add(size)
        kinds.add(size[-1])
    return "mixes widths and densities" if len(kinds) > 1 else ""
