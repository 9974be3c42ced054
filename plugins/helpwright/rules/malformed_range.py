"""HW503: the versions that an article applies to are not written as a range can be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip

RULE = Rule(
    code="HW503",
    name="malformed-range",
    severity=Severity.ERROR,
    summary="The versions of a product are not written as a version, a range or `all`.",
    why="Readers cannot tell whether the article is about their version.",
    fix="Write all, 1.2, >=1.2, >1.2, <=1.4, <1.4 or 1.2 - 1.4, or a list of these.",
)

_LONGEST = 200
"""No version or range has more characters; longer texts are not matched."""

_COMPARED = re.compile(r"(>=|<=|>|<|=)\s*(.+)")
_BETWEEN = re.compile(r"(\S.*?)\s+[-–]\s+(.+)")
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


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each entry of `applies_to` that is no range, and each that covers no version."""
    for article in kb.articles:
        for applies in article.metadata.applies_to:
            product = kb.registry.products.get(applies.product.text)
            known = product.versions if product else ()
            for value in applies.versions:
                fault = _fault(value.text, known, len(applies.versions) > 1)
                if fault is not None:
                    yield kb.diagnose(RULE, article, value.span, *fault)


def split_range(text: str, known: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    """Return a range's operator and the versions that it names, or None where it is no range.

    The operator of a single version is `=`, that of a range from one to another `-`, and `all`
    names no version. `known` are the product's versions, which may be called anything.
    """
    return None if _meant(text, known) else _split(text, known)


def _split(text: str, known: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    if text == "all":
        return "all", ()
    if text in known:
        return "=", (text,)
    if len(text) > _LONGEST:
        return None
    compared = _COMPARED.fullmatch(text)
    between = None if compared else _BETWEEN.fullmatch(text)
    versions: tuple[str, ...]
    if compared:
        operator, versions = compared[1], (compared[2],)
    elif between:
        operator, versions = "-", (between[1], between[2])
    else:
        operator, versions = "=", (text,)
    if all(version in known or not _NO_VERSION.search(version) for version in versions):
        return operator, versions
    return None


def _meant(text: str, known: tuple[str, ...]) -> str:
    """Return the range that a text that is none was most likely meant to be, or nothing."""
    if text == "all" or text in known or len(text) > _LONGEST:
        return ""
    for pattern, replacement in _MEANT:
        match = pattern.fullmatch(text)
        meant = match.expand(replacement) if match else ""
        parsed = _split(meant, known) if meant else None
        if parsed and (_NO_VERSION.search(text) or all(named in known for named in parsed[1])):
            return meant
    return ""


def _fault(text: str, known: tuple[str, ...], listed: bool) -> tuple[str, str] | None:
    """Return message and help for one entry, or None where it is right."""
    if listed and text == "all":
        return "`all` leaves nothing for the list to add", "keep `all`, or the other entries"
    parsed = split_range(text, known)
    if parsed is None:
        meant = clip(_meant(text, known))
        help = f"did you mean `{meant}`?" if meant else "write it like `>=1.2` or `1.2 - 1.4`"
        return f"`{clip(text)}` is not a version or a range of versions", help
    if _is_empty(*parsed, known):
        return f"`{clip(text)}` covers no version", f"the versions in kb.yml are {_list(known)}"
    return None


def _is_empty(operator: str, versions: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Tell whether no known version is in a range, all of whose versions are known."""
    if any(version not in known for version in versions):
        return False
    places = [known.index(version) for version in versions]
    if operator == "-":
        return places[0] > places[1]
    return (operator == "<" and places[0] == 0) or (operator == ">" and places[0] == len(known) - 1)


def _list(known: tuple[str, ...]) -> str:
    return ", ".join(known[:8]) + (", …" if len(known) > 8 else "") + ", oldest first"
