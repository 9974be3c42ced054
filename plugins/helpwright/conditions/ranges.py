"""Ranges of versions as they are written: `all`, `1.2`, `>=1.2`, `1.2 - 1.4 on windows`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

_LONGEST = 200
"""No version or range has more characters; longer texts are not matched."""

_COMPARED = re.compile(r"(>=|<=|>|<|=)\s*(.+)")
_BETWEEN = re.compile(r"(?<=\S)\s+[-–]\s+(?=\S)")
_ON = re.compile(r"(?:(?P<range>.*\S)\s+)?on\s+(?P<names>[\w.-]+(?:\s+or\s+[\w.-]+)*)")
_NO_VERSION = re.compile(
    r"[<>=,;|~^*]|\+$|\b(?:and|or|to|through|until|later|newer|earlier|older)\b", re.IGNORECASE
)
_MEANT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), meant)
    for pattern, meant in (
        (r"(?:all|any|every|\*)(?: versions?)?", "all"),
        (r"=\s*([<>])\s*([^\s<>=,]+)", r"\1=\2"),
        (r"(?:from )?([^\s<>=,]+?)(?:\+| (?:and|or) (?:later|newer|up|above|higher))", r">=\1"),
        (r"([^\s<>=,]+) (?:and|or) (?:earlier|older|below|lower)", r"<=\1"),
        (r"([^\s<>=,]+?)(?: (?:to|through|until) |[-–—]| [—] )([^\s<>=,]+)", r"\1 - \2"),
    )
)


@dataclass(frozen=True, slots=True)
class Range:
    """A range as written: its operator, the versions and the platforms that it names.

    The operator of a single version is `=`, that of a range from one to another `-`, and `all`
    names no version. Without `platforms` it is for all of them.
    """

    operator: str
    versions: tuple[str, ...]
    platforms: tuple[str, ...] = ()


def parse_range(text: str, known: Collection[str]) -> Range | None:
    """Return what a text says, or None where it is no range.

    `known` are the product's versions, which may be called anything.
    """
    if text in known or len(text) > _LONGEST:
        return Range("=", (text,)) if text in known else None
    split = _split(text, known)
    if split and all(version in known for version in split[1]):
        return Range(*split)  # Even where a version's name reads like more than that.
    platforms: tuple[str, ...] = ()
    on = _ON.fullmatch(text)
    if on:
        platforms = tuple(re.split(r"\s+or\s+", on["names"]))
        text = on["range"] or "all"
    split = None if _meant(text, known) else _split(text, known)
    return Range(*split, platforms) if split else None


def meant_range(text: str, known: Collection[str]) -> str:
    """Return the range that a text that is none was most likely meant to be, or nothing."""
    return _meant(text, known)


def _split(text: str, known: Collection[str]) -> tuple[str, tuple[str, ...]] | None:
    if text == "all":
        return "all", ()
    if text in known:
        return "=", (text,)
    if len(text) > _LONGEST:
        return None
    compared = _COMPARED.fullmatch(text)
    between = None if compared else _between(text, known)
    versions: tuple[str, ...]
    if compared:
        operator, versions = compared[1], (compared[2],)
    elif between:
        operator, versions = "-", between
    else:
        operator, versions = "=", (text,)
    if all(version in known or not _NO_VERSION.search(version) for version in versions):
        return operator, versions
    return None


def _between(text: str, known: Collection[str]) -> tuple[str, str] | None:
    """Part a text at a dash: at the one with versions that there are on both sides, or the first.

    Returns None where it has none.
    """
    found = [(text[: dash.start()], text[dash.end() :]) for dash in _BETWEEN.finditer(text)]
    both = (pair for pair in found if pair[0] in known and pair[1] in known)
    return next(both, found[0] if found else None)


def _meant(text: str, known: Collection[str]) -> str:
    if text == "all" or text in known or len(text) > _LONGEST:
        return ""
    for pattern, replacement in _MEANT:
        match = pattern.fullmatch(text)
        meant = match.expand(replacement) if match else ""
        parsed = _split(meant, known) if meant else None
        if parsed and (_NO_VERSION.search(text) or all(named in known for named in parsed[1])):
            return meant
    return ""


def covered(range: Range, labels: Sequence[str], places: Sequence[int]) -> Sequence[str]:
    """Return the versions in a range, given all `labels` from oldest to newest.

    `places` are the indexes in `labels` of the versions that the range names.
    """
    if range.operator == "all":
        return labels
    first = places[0]
    if range.operator == "-":
        return labels[first : places[1] + 1]
    if range.operator == "=":
        return labels[first : first + 1]
    if range.operator in (">=", ">"):
        return labels[first + (range.operator == ">") :]
    return labels[: first + (range.operator == "<=")]
