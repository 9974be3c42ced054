"""Versions of products as they are written in lists of products, and their order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

NUMBER = r"\d{1,9}(?:\.\d{1,9}){0,5}(?:\.x)?"
RELEASE = (
    r"R\d|RTM|GA|LTSC|LTSR|LTS|RC ?\d{0,3}|Preview|Beta ?\d{0,3}"
    r"|(?:SP|Service Pack|CU|Cumulative Update|UR|RU|Update Rollup|Rollup|Update|Patch) ?\d{1,4}"
    r"|(?:version|ver\.?|build) ?\d[\w.]{0,20}"
)
"""What may stand behind a version's number, as regular expressions."""

_VERSION = re.compile(
    rf"v?(?P<number>{NUMBER})(?P<rest>(?:\s+(?:{RELEASE})(?!\w))*)", re.IGNORECASE
)
_RELEASES = re.compile(RELEASE, re.IGNORECASE)
_FORMS = (
    ("service pack", "SP"),
    ("cumulative update", "CU"),
    ("update rollup", "UR"),
    ("rollup", "UR"),
    ("ru", "UR"),
    ("sp", "SP"),
    ("cu", "CU"),
    ("ur", "UR"),
)
_EARLY = ("preview", "beta", "rc")


def plain_version(text: str) -> str:
    """Return a version in one spelling: `2010 Service Pack 3` is 2010 SP3, `v2` is 2.

    What is no version in this sense comes back with single blanks.
    """
    written = " ".join(text.split())
    match = _VERSION.fullmatch(written)
    if match is None:
        return written
    parts = [match["number"], *(_release(found) for found in _RELEASES.findall(match["rest"]))]
    return " ".join(dict.fromkeys(parts))


def _release(text: str) -> str:
    words = " ".join(text.split())
    folded = words.lower()
    for long, short in _FORMS:
        number = folded.removeprefix(long).strip()
        if folded.startswith(long) and number.isdigit():
            return f"{short}{int(number)}"
    if re.fullmatch(r"(?:version|ver\.?|build) ?\S+", folded):
        return re.sub(r"^(?:version|ver\.?|build) ?", "", folded)
    return words.capitalize() if folded.startswith(("beta", "preview", "update")) else words.upper()


def version_order(version: str) -> tuple[tuple[int, ...], tuple[int, ...], str] | None:
    """Return what to sort a version by, oldest first; None where a text has no number.

    The numbers count one by one (1.9 before 1.10). Releases follow the version that they are of:
    previews before it, then itself, its service packs and updates, and then R2 with its own.
    """
    match = _VERSION.fullmatch(plain_version(version)) or _TAILED.fullmatch(plain_version(version))
    if match is None:
        return None
    numbers = tuple(-1 if part == "x" else int(part) for part in match["number"].split("."))
    folded = match["rest"].lower()
    early = -1 if any(word in folded for word in _EARLY) else 0
    ranks = (
        _after(r"\br(\d)", folded),
        early,
        int("rtm" in folded or "ga" in folded.split()),
        _after(r"\bsp ?(\d+)", folded),
        _after(r"\b(?:cu|ur|update|patch) ?(\d+)", folded),
        _after(r"\s(\d+)\b", folded),
    )
    return numbers, ranks, version.casefold()


_TAILED = re.compile(rf"v?(?P<number>{NUMBER})(?P<rest>(?:\s+[\w.]{{1,20}}){{0,6}})", re.IGNORECASE)
"""A version in its plain spelling, where a build has lost the word before it."""


def _after(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def insert_versions(known: Iterable[str], added: Iterable[str]) -> tuple[str, ...]:
    """Return known versions, in the order that they have, with new ones where they belong.

    A new one stands before the first known one that is newer; versions that cannot be compared
    count as older.
    """
    result = list(known)
    there = {plain_version(version).casefold() for version in result}
    wanted = {plain_version(version) for version in added}
    for version in sorted(wanted, key=lambda text: (version_order(text) or ((), (), ""), text)):
        if version.casefold() in there:
            continue
        there.add(version.casefold())
        order = version_order(version)
        at = next((at for at, old in enumerate(result) if _newer(old, order)), len(result))
        result.insert(at, version)
    return tuple(result)


def _newer(old: str, order: tuple[tuple[int, ...], tuple[int, ...], str] | None) -> bool:
    other = version_order(old)
    return order is not None and other is not None and other > order


@dataclass(frozen=True, slots=True)
class Versions:
    """One version, or a range of them.

    `operator` is `=`, `>=`, `<=`, `<`, `>` or `-` (from `first` to `last`).
    """

    operator: str
    first: str
    last: str = ""

    def named(self) -> tuple[str, ...]:
        """Return the versions that are named."""
        return (self.first, self.last) if self.last else (self.first,)

    def written(self) -> str:
        """Return how front matter writes it."""
        if self.operator == "=":
            return self.first
        if self.operator == "-":
            return f"{self.first} - {self.last}"
        return f"{self.operator}{self.first}"
