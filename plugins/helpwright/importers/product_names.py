"""Names of products as documents list them, taken apart: name, versions, what was left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from helpwright.importers.product_versions import NUMBER, RELEASE, Versions, plain_version

LONGEST = 120
"""Longer texts are no names."""

_MOST_NUMBERS = 3
"""A name with more numbers in it is none, and reading it anew for each takes its time."""

_SIGNS = re.compile(r"[®™©℠]|\((?:r|tm|c)\)", re.IGNORECASE)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_ECHO = re.compile(r"\s*\((?:SP|CU|UR|RU) ?\d{1,4}\)", re.IGNORECASE)
"""A short form in brackets behind the long one, as in "Service Pack 2 (SP2)"."""
_EVERY = r"(?:all|any|every|alle|toutes les|todas las|tutte le|todas as)"
_KINDS = r"(?:versions?|releases?|editions?|versionen|versiones|versioni|versões|versies|wersje)"
_ALL = re.compile(
    rf"{_EVERY}(?: supported| current)? {_KINDS} (?:of|von|de|du|di|do|van) (?:the )?(?P<before>.+)"
    rf"|(?P<behind>.+?)[\s,(:-]+{_EVERY}(?: supported| current)? {_KINDS}\)?",
    re.IGNORECASE,
)
_ONE = rf"v?{NUMBER}(?![\w.-]*[^\W\d_])(?:\s+(?:{RELEASE})(?!\w))*"
_FIRST = re.compile(rf"(?<![\w.#+/-])(?P<version>{_ONE})", re.IGNORECASE)
_RANGE = re.compile(rf"\s*(?:-|\bto\b|\bthrough\b|\buntil\b|\bbis\b)\s*(?P<version>{_ONE})", re.I)
_NEXT = re.compile(
    rf"\s*(?:,|/|&|\b(?:and|or|und|oder|et|ou|y|e|en|of)\b)+\s*(?:and\s+|or\s+)?"
    rf"(?:versions?\s+)?(?P<version>{_ONE})",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\s*(?:\+(?!\w)|[(,]?\s*(?:and|or|und|oder|et|ou|y|o|e|en|of|&)\s+(?:any |all )?"
    r"(?:versions?\s+|versiones\s+|versioni\s+|versões\s+)?"
    r"(?:later|newer|above|higher|greater|up|upwards|onwards?|subsequent|höher\w*|neuer\w*|später\w*"
    r"|ultérieure?s?|supérieure?s?|posterior(?:es)?|superior(?:es)?|successiv[ei]|hoger|nieuwer"
    r"|nowsz\w+)\b(?:\s+(?:versions?|releases?))?\)?)",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\s*[(,]?\s*(?:and|or|und|oder|et|ou|y|o|e|en|of|&)\s+(?:any |all )?(?:versions?\s+)?"
    r"(?:earlier|older|below|lower|prior|previous|früher\w*|älter\w*|antérieure?s?"
    r"|anterior(?:es)?|precedent[ei]|lager|ouder)\b(?:\s+(?:versions?|releases?))?\)?",
    re.IGNORECASE,
)
_BEFORE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"[\s,(]*\b(?:versions?\s+)?(?:{words})(?:\s+versions?)?\s*$", re.I), operator)
    for words, operator in (
        ("from|since|starting (?:with|from)|ab", ">="),
        ("later than|newer than|after", ">"),
        ("before|prior to|earlier than|older than|vor", "<"),
        ("up to|until|bis", "<="),
    )
) + tuple(
    (re.compile(rf"\s*(?:{signs})\s*$"), operator)
    for signs, operator in ((">=|≥", ">="), ("<=|≤", "<="), (">", ">"), ("<", "<"))
)
_WORD_BEFORE = re.compile(r"[\s,(:-]*\b(?:versions?|ver\.?|v\.?|releases?|build)[\s:]*$", re.I)
_EDITIONS = frozenset(
    "standard enterprise professional pro ultimate home premium basic starter foundation datacenter"
    " business essentials n kn e web storage workgroup education developer express plus msi c2r"
    " client edition editions x64 x86 32-bit 64-bit (x64) (x86) retail volume license trial free"
    " evaluation small and".split()
)
_EDITION_BEHIND = re.compile(
    r"(?<=\S),? (?:standard|enterprise|professional|premium|basic|ultimate|datacenter|community"
    r"|developer|express) edition$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_VIA = re.compile(r"\s+via\s.+$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?P<year>(?:19[89]|20[0-4])\d)\s+(?P<name>[^\W\d_][^\d]*)")
_LEADING = re.compile(r"^(?:(?:[•·*▪-]|and|or|und|et|y)\s+)+", re.IGNORECASE)
_NEW_ITEM = re.compile(r"\s*(?:,|;|/|&|\b(?:and|or|und|oder|et|ou|y)\b)\s*(?=[^\W\d_])", re.I)


@dataclass(frozen=True, slots=True)
class Naming:
    """One item of a list of products.

    `text` is it as written, `name` the product's name without versions; `versions` is empty where
    all are meant. `exact` is false where a rule left something out or moved it.
    """

    text: str
    name: str
    versions: tuple[Versions, ...]
    exact: bool = True


@lru_cache(maxsize=4096)
def read_names(text: str) -> tuple[Naming, ...]:
    """Return the products that one entry of a list names; an item without letters has no name.

    "Outlook 2013, 2016" is two versions of one product, "A 1, B 2" two products.
    """
    text = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    found: list[Naming] = []
    for piece in _pieces(_cleaned(text)):
        found += _join(found, _read(piece))
    if len(found) == 1:
        written = " ".join(text.split())[: 4 * LONGEST]
        found = [replace(found[0], text=written, exact=found[0].exact and written == found[0].text)]
    return tuple(found)


def _cleaned(text: str) -> str:
    text = _DASHES.sub("-", _SIGNS.sub("", text[: 4 * LONGEST]))
    if text.count("(") != text.count(")"):
        text = text.replace("(", " ").replace(")", " ")
    return " ".join(text.split())


def _pieces(text: str) -> list[str]:
    """Split at commas and semicolons that stand outside brackets."""
    pieces, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        if sign in ",;|" and depth == 0:
            pieces.append(text[start:at])
            start = at + 1
    pieces.append(text[start:])
    return [made for piece in pieces if (made := _LEADING.sub("", piece.strip()).strip(" .:"))]


def _join(before: list[Naming], read: list[Naming]) -> list[Naming]:
    """Give versions without a name to the product before them."""
    if not read or read[0].name or not before:
        return read
    last = before.pop()
    first, *rest = read
    if re.match(r"(?:version|ver|build)\b", first.text, re.IGNORECASE) and last.versions:
        *older, newest = last.versions
        number = plain_version(f"{newest.first} version {first.versions[0].first}")
        versions = (*older, replace(newest, first=number))
    else:
        versions = (*last.versions, *first.versions)
    return [Naming(f"{last.text}, {first.text}", last.name, versions, False), *rest]


def _read(text: str) -> list[Naming]:
    every = _ALL.fullmatch(text)
    if every:
        name = (every["before"] or every["behind"]).strip(" ,:-(")
        return [replace(_unversioned(name), text=text, exact=False)]
    year = _YEAR_FIRST.fullmatch(text)
    if year and not _reads_versioned(name := _LEADING.sub("", year["name"]).strip()):
        return [Naming(text, name, (Versions("=", year["year"]),), False)]
    plain = _ECHO.sub("", text)
    for match in _FIRST.finditer(plain):
        name, operator, explicit = _name_before(plain[: match.start()])
        if _is_version(match["version"], explicit) and (name or match.start() == 0 or explicit):
            made = _versioned(text, plain, name, operator, match)
            if made is not None:
                return made
    return [replace(_unversioned(plain), text=text)]


def _name_before(text: str) -> tuple[str, str, bool]:
    """Return the name before a version, the operator there, and whether a word says "version"."""
    operator = ""
    for pattern, sign in _BEFORE:
        match = pattern.search(text)
        if match:
            text, operator = text[: match.start()], sign
            break
    word = _WORD_BEFORE.search(text)
    if word:
        text = text[: word.start()]
    return text.strip(" ,(:-"), operator, bool(word or operator)


def _is_version(text: str, explicit: bool) -> bool:
    """Whether a number is a version: not those of a name such as Microsoft 365."""
    number = text.split()[0].lower()
    if explicit or number.startswith("v") or "." in number:
        return True
    return number not in ("365", "360") and (
        len(number) <= 3 or (len(number) == 4 and 1980 <= int(number) < 2050)
    )


def _versioned(
    text: str, plain: str, name: str, operator: str, match: re.Match[str]
) -> list[Naming] | None:
    """Read versions from `match` on; None where the number is part of a name after all."""
    versions = [Versions(operator or "=", plain_version(match["version"]))]
    at = match.end()
    while True:
        between = _RANGE.match(plain, at)
        if between and versions[-1].operator == "=":
            last = plain_version(between["version"])
            versions[-1] = Versions("-", versions[-1].first, last)
            at = between.end()
            continue
        behind = next(
            (
                (sign, found.end())
                for pattern, sign in ((_LATER, ">="), (_EARLIER, "<="))
                if (found := pattern.match(plain, at))
            ),
            None,
        )
        if behind and versions[-1].operator == "=":
            versions[-1], at = Versions(behind[0], versions[-1].first), behind[1]
            continue
        following = _NEXT.match(plain, at)
        if following is None or not _is_version(following["version"], False):
            break
        versions.append(Versions("=", plain_version(following["version"])))
        at = following.end()
    return _behind(text, plain, name, tuple(versions), at)


def _behind(
    text: str, plain: str, name: str, versions: tuple[Versions, ...], at: int
) -> list[Naming] | None:
    """Read what stands behind the versions: an edition, more of the name, another product."""
    if _reads_versioned(name):
        return None
    rest = plain[at:].strip(" ,.:)")
    item = _NEW_ITEM.match(plain, at)
    if item and name:
        return [Naming(plain[:at].strip(), name, versions), *_read(plain[item.end() :].strip())]
    rest = _BRACKETS.sub("", f" {rest}").strip(" (")
    simple = all(part.operator == "=" for part in versions)
    if not rest:
        return [Naming(text, name, versions, text == f"{name} {versions[0].written()}")]
    if all(word.lower() in _EDITIONS for word in rest.replace(",", " ").split()):
        return [Naming(text, name, versions, False)]
    if not name:
        return None
    of_year = simple and re.match(r"(?:19|20)\d\d\b", versions[0].first)
    if rest.lower().startswith(("for ", "on ")) or of_year:
        whole = f"{name} {rest}"
        return None if _reads_versioned(whole) else [Naming(text, whole, versions, False)]
    return None


def _reads_versioned(name: str) -> bool:
    """Whether a name would be taken for another one with a version, so that it can be none."""
    numbers = len(_FIRST.findall(name))
    return numbers > _MOST_NUMBERS or (
        numbers > 0 and any(one.versions or one.name != name for one in _read(name))
    )


def _unversioned(text: str) -> Naming:
    """Read a name without versions: what stands in brackets and the plan are left out."""
    name = _VIA.sub("", _BRACKETS.sub("", text)).strip(" ,.:-")
    name = _EDITION_BEHIND.sub("", name)
    if not name or (name != text and _reads_versioned(name)):
        name = text
    return Naming(text, name, (), name == text)
