"""Lines that are headings, and what speaks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from helpwright.importers.text.lines import Line
from helpwright.importers.text.markers import Marker, read_marker
from helpwright.importers.text.names import (
    CLOSING_NAMES,
    FREE_NAMES,
    LONGEST,
    NAMES,
    is_exact,
    is_solution,
    known_kind,
)
from helpwright.importers.text.wrap import goes_on, starts_low
from helpwright.model import SectionKind
from helpwright.parse.sections import fold_name

_RULE = re.compile(r"\s*([=\-~*_#^+\"─━═])\1{2,}\s*\Z")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=[^\W\d_])")
_LABEL_LINE = re.compile(r"([A-Z][A-Za-z ]{2,30}?)\s?:\s+(?=\S)")
_LABEL = re.compile(
    r"(?:note|tip|hint|important|warning|caution|attention|danger|n\.?b\.?)\s*[:!.]?\Z", re.I
)
_CLOSING = re.compile(
    r"(?:(?:best|kind|warm|many)?\s*(?:regards|thanks|wishes|cheers)|thank you|sincerely|yours|hi|"
    r"hello|dear)\b",
    re.IGNORECASE,
)
SMALL_WORDS = frozenset(
    "a an and as at but by for from in into of on or over per the to up via with your vs".split()
)
_MOST_WORDS = 16
_MOST_WORDS_ABOVE = 8
_LONGEST_RUN = 3
"""So many short lines one below the other are no headings."""


class Look(Enum):
    """What makes a line a heading."""

    NAME = "name"
    SOLUTION = "solution"
    DOUBLE = "underlined twice"
    SINGLE = "underlined"
    CAPITALS = "capitals"
    NUMBER = "number"
    COLON = "colon"
    LABEL = "label"
    ABOVE = "above"
    ALONE = "alone"


SURE = (Look.NAME, Look.SOLUTION, Look.DOUBLE, Look.SINGLE)
"""What makes a heading of a line beyond doubt."""
WEAK = (Look.ALONE, Look.ABOVE, Look.COLON)


@dataclass(frozen=True, slots=True)
class Found:
    """A heading: what makes it one, the section that it opens, and its depth by its number.

    `look` is how it stands out, `rule` whether a line of signs under it belongs to it. Behind `end`
    characters of the line the text begins; 0 if the line is the heading.
    """

    reason: Look
    kind: SectionKind | None
    look: Look
    rule: bool = False
    depth: int = 0
    end: int = 0
    free: bool = False
    """Whether its name says that it belongs to no section before it."""


def is_rule(line: Line) -> bool:
    """Tell whether a line consists of one sign, as they are drawn under headings."""
    return bool(_RULE.match(line.raw))


def find_sure(lines: Sequence[Line]) -> dict[int, Found]:
    """Return those headings that nothing else can be: names of sections, and underlined lines."""
    found = {}
    numbered = sum(
        1
        for index, line in enumerate(lines)
        if line.raw[line.start : line.start + 1].isdigit()
        and _NUMBERED.match(line.raw, line.start)
        and _is_alone(lines, index)
        and goes_on(line)
    )
    for index, line in enumerate(lines):
        if line.blank or line.picture or line.column > 8 or len(line.raw) > LONGEST + 40:
            continue
        rule = index + 1 < len(lines) and _underlines(line, lines[index + 1])
        heading = _sure(lines, index, rule, numbered >= 2)
        if heading is not None:
            found[index] = heading
    labels = _labels(lines)
    if len({heading.kind for heading in labels.values()}) >= 2:
        found = dict(sorted({**labels, **found}.items()))
    return found


def _labels(lines: Sequence[Line]) -> dict[int, Found]:
    """Return lines such as "Cause: A lever is bent." by the name that they begin with."""
    found = {}
    for index, line in enumerate(lines):
        if line.blank or line.column > 3:
            continue
        match = _LABEL_LINE.match(line.raw, line.start)
        if match is None or fold_name(match[1]) not in NAMES:
            continue
        if not index or lines[index - 1].blank or not goes_on(lines[index - 1]):
            kind = NAMES[fold_name(match[1])]
            found[index] = Found(Look.LABEL, kind, Look.LABEL, end=match.end(1))
    return found


def _sure(lines: Sequence[Line], index: int, rule: bool, numbered: bool) -> Found | None:
    line, text = lines[index], lines[index].text
    free = not index or lines[index - 1].blank or is_rule(lines[index - 1])
    if rule and free and not read_marker(line) and len(text) <= LONGEST and text[-1] not in ".;,":
        look = Look.DOUBLE if lines[index + 1].text[0] in "=═━#*" else Look.SINGLE
        return Found(look, known_kind(text), look, rule=True)
    look = Look.CAPITALS if _is_capital(text) else Look.ALONE
    if is_exact(text) and (free or not goes_on(lines[index - 1]) or _ends(lines, index)):
        return Found(Look.NAME, known_kind(text), look)
    words = text.split()
    above = _ends(lines, index) or not starts_low(lines[index + 1])
    if free and above and is_solution(text) and goes_on(line) and len(words) <= _MOST_WORDS:
        return Found(Look.SOLUTION, known_kind(text), look)
    if not _is_alone(lines, index):
        return None
    if known_kind(text) is not None and len(words) <= 12:
        return Found(Look.NAME, known_kind(text), look)
    match = _NUMBERED.match(line.raw, line.start) if numbered else None
    if match is not None and goes_on(line) and len(text) <= LONGEST:
        return Found(Look.NUMBER, None, Look.NUMBER, depth=match[1].count("."))
    return None


def find_headings(
    lines: Sequence[Line],
    sure: Mapping[int, Found],
    markers: Mapping[int, Marker],
    inside: Sequence[bool],
    taken: frozenset[int],
    width: int,
) -> dict[int, Found]:
    """Return all headings by the index of their line.

    `inside` tells of each line whether it stands between two steps of a list, where a short line
    is text; `taken` lines are code or tables. `width` is that of wrapped lines.
    """
    found = dict(sure)
    for index, line in enumerate(lines):
        if (
            line.blank
            or index in sure
            or index in markers
            or index in taken
            or inside[index]
            or line.pieces
            or line.column > 3
            or len(line.raw) > LONGEST
        ):
            continue
        heading = _likely(lines, index, width)
        if heading is not None:
            found[index] = heading
    return _with_text(lines, dict(sorted(found.items())))


def _likely(lines: Sequence[Line], index: int, width: int) -> Found | None:
    line, text = lines[index], lines[index].text
    free = not index or lines[index - 1].blank
    first, words = text[0], text.split()
    if not free or len(words) > _MOST_WORDS or not any(sign.isalpha() for sign in text):
        return None
    if _LABEL.match(text) or _CLOSING.match(text) or is_rule(line):
        return None
    if fold_name(text) in FREE_NAMES | CLOSING_NAMES and first.isupper():
        return Found(Look.ALONE, None, Look.ALONE, free=fold_name(text) in CLOSING_NAMES)
    if _is_capital(text) and text[-1] not in ".,;":
        return Found(Look.CAPITALS, None, Look.CAPITALS)
    if text[-1] == ":":
        following = next(
            (i for i in range(index + 1, min(index + 3, len(lines))) if not lines[i].blank), None
        )
        before_list = following is not None and bool(read_marker(lines[following]))
        if before_list and 2 <= len(words) <= 5 and _is_title_case(words):
            return Found(Look.COLON, None, Look.COLON)
        return None
    begins = first.isupper() or first.isdigit() or first in "\"“\u2018'([¿¡"
    if not begins or not (goes_on(line) or text[-1] == "?"):
        return None
    if _ends(lines, index):
        return Found(Look.ALONE, None, Look.ALONE)
    if _stands_above(line, lines[index + 1], width):
        return Found(Look.ABOVE, None, Look.ABOVE)
    return None


def _stands_above(line: Line, following: Line, width: int) -> bool:
    """Tell whether a short line is the heading of the text right below it."""
    text, words = line.text, line.text.split()
    if following.picture or is_rule(following) or len(words) > _MOST_WORDS_ABOVE:
        return False
    if text[-1] in ",:" or "\t" in text or "  " in text or text[0] in "\"'“":
        return False
    if read_marker(following):
        return len(words) <= 5 and words[0] not in ("To", "You", "If", "In", "Then")
    if starts_low(following) or len(line.raw) > (width * 0.6 if width else 60):
        return False
    return len(following.text) > 2 * len(text) and (bool(width) or not goes_on(following))


def _with_text(lines: Sequence[Line], found: dict[int, Found]) -> dict[int, Found]:
    """Leave out short lines that no text follows, and lists of short lines."""
    result = dict(found)
    order = list(found)
    run: list[int] = []
    for at, index in enumerate(order):
        following = order[at + 1] if at + 1 < len(order) else len(lines)
        empty = all(lines[i].blank or is_rule(lines[i]) for i in range(index + 1, following))
        guessed = found[index].reason is Look.ALONE
        if guessed and empty:
            run.append(index)
            if len(run) >= _LONGEST_RUN or following == len(lines):
                for member in run[-_LONGEST_RUN:]:
                    result.pop(member, None)
        else:
            if guessed and len(run) >= _LONGEST_RUN:
                result.pop(index)
            run = []
    return result


def _is_alone(lines: Sequence[Line], index: int) -> bool:
    before = not index or lines[index - 1].blank or is_rule(lines[index - 1])
    return before and _ends(lines, index)


def _ends(lines: Sequence[Line], index: int) -> bool:
    return index + 1 >= len(lines) or lines[index + 1].blank


def _underlines(line: Line, following: Line) -> bool:
    if following.blank or not is_rule(following) or is_rule(line):
        return False
    length = len(following.text)
    return len(line.text) * 0.5 <= length <= max(len(line.text) * 2, 12) or length >= 20


def _is_capital(text: str) -> bool:
    """Tell whether a line is written in capitals, and is not just an abbreviation or error code."""
    if text.upper() != text or "_" in text:
        return False
    letters = sum(sign.isalpha() for sign in text)
    coded = " " not in text and any(sign.isdigit() for sign in text)
    return letters >= 4 and not coded and letters >= len(text) * 0.6


def _is_title_case(words: Sequence[str]) -> bool:
    return all(
        word[0].isupper() or word[0].isdigit() or word.lower() in SMALL_WORDS for word in words
    )
