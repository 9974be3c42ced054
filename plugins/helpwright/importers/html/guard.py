"""HTML that would take a parser very long, made harmless.

HTML5 parsers look through all open elements for many tags and compare each attribute with all of
its tag, so that deep nesting and very many attributes take time by the square.
"""

from __future__ import annotations

import re

MAX_OPEN = 400
"""How many elements may be open at once; browsers stop at 512."""
MAX_STYLES = 20
"""How many elements of style may be open at once: each is opened anew in every paragraph."""
MAX_ATTRIBUTES = 300
"""How many attributes one tag may have."""
_FEW_TAGS = 3000
_LONG_TAG = 2000

_STYLES = frozenset("b big code em font i s small strike strong tt u".split())
_CLOSED_BY_OTHERS = frozenset(
    "a area base br button col dd dt embed hr img input li link meta nobr optgroup option p param "
    "rb rp rt source tbody td tfoot th thead tr track wbr".split()
)
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]{0,60})(?:[^>\"']|\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z))*+(?:>|\Z)"
    r"|<!--.*?(?:-->|\Z)",
    re.DOTALL,
)
_RAW = re.compile(r"script|style|textarea|title|xmp|iframe|noembed|noframes", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|[^\s>\"'][^\s>]*))?"
)


def make_harmless(text: str) -> tuple[str, str]:
    """Return HTML that a parser reads in time by its length, and what was taken out, in words.

    Only tags and attributes are taken out, no text.
    """
    few = text.count("<") <= _FEW_TAGS
    if few and len(text) < _LONG_TAG:
        return text, ""
    done: list[str] = []
    reasons: dict[str, None] = {}
    copied = at = 0
    opened: list[str] = []
    styles = 0
    while (found := _TAG.search(text, at)) is not None:
        at = found.end()
        if found[2] is None:
            continue
        name = found[2].lower()
        if at - found.start() > _LONG_TAG:
            at, short = _shortened(text, found)
            if short is not None:
                done += (text[copied : found.start()], short)
                copied = at
                reasons["very many attributes"] = None
        if few or name in _CLOSED_BY_OTHERS or text[at - 2 : at] == "/>":
            continue
        if found[1]:
            if name in opened[-20:]:
                while (last := opened.pop()) != name:
                    styles -= last in _STYLES
                styles -= name in _STYLES
            elif name in opened:
                opened.reverse()
                opened.remove(name)
                opened.reverse()
                styles -= name in _STYLES
            continue
        if len(opened) >= MAX_OPEN or (name in _STYLES and styles >= MAX_STYLES):
            if copied <= found.start():
                done.append(text[copied : found.start()])
                copied = at
            reasons["elements that are nested far too deep"] = None
            continue
        opened.append(name)
        styles += name in _STYLES
        if _RAW.fullmatch(name):
            end = re.compile(rf"</{name}\b", re.IGNORECASE).search(text, at)
            at = end.start() if end else len(text)
    if not reasons:
        return text, ""
    done.append(text[copied:])
    return "".join(done), " and ".join(reasons)


def _shortened(text: str, tag: re.Match[str]) -> tuple[int, str | None]:
    """Return where a long tag ends as a parser sees it, and a shorter one if it must be shorter."""
    at = tag.end(2)
    number = 0
    kept = at
    while (found := _ATTRIBUTE.match(text, at)) is not None and found.end() > at:
        at = found.end()
        number += 1
        if number <= MAX_ATTRIBUTES:
            kept = at
    end = text.find(">", at)
    end = len(text) if end < 0 else end + 1
    return end, f"{text[tag.start() : kept]}>" if number > MAX_ATTRIBUTES else None
