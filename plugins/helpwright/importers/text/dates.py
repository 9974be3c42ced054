"""Dates as people write them, to ISO 8601."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

_NAMES = (
    ("jan", "ene", "janv"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "mrz"),
    ("apr", "abr", "avr"),
    ("may", "mai"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "ago", "août"),
    ("sep", "set"),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez", "dic", "déc"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_SIGNS = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_MONTH_FIRST = re.compile(
    r"\b([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:de |of )?([^\W\d_]{3,9})\.?,?[\s-]+(?:de )?"
    r"(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)


def read_date(text: str, *, day_first: bool | None = None) -> tuple[str, ...]:
    """Return the day that a text names, as ISO 8601; several where it can be read in two ways.

    The likeliest is first: `day_first` says which way other dates of the same text are written.
    Returns nothing where there is no date.
    """
    match = _ISO.search(text)
    if match is not None:
        return _days([(match[1], match[3], match[4])])
    match = _SIGNS.search(text)
    if match is not None:
        first, sign, second, year = match.groups()
        year = year if len(year) == 4 else f"20{year}"
        days = [(year, second, first), (year, first, second)]
        prefer_day = sign != "/" if day_first is None else day_first
        if sign == "." or first == second:
            return _days(days[:1])
        return _days(days if prefer_day else reversed(days))
    match = _MONTH_FIRST.search(text)
    if match is not None and _month(match[1]):
        return _days([(match[3], str(_month(match[1])), match[2])])
    match = _DAY_FIRST.search(text)
    if match is not None and _month(match[2]):
        year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
        return _days([(year, str(_month(match[2])), match[1])])
    return ()


def is_date(text: str) -> bool:
    """Tell whether a text is a date and nothing else."""
    text = text.strip(" .,")
    patterns = (_ISO, _SIGNS, _MONTH_FIRST, _DAY_FIRST)
    return any(pattern.fullmatch(text) for pattern in patterns) and bool(read_date(text))


def day_comes_first(text: str) -> bool | None:
    """Tell how the dates of a text are written, by those that can be read in one way only."""
    for match in _SIGNS.finditer(text):
        if match[2] == "/" and int(match[1]) > 12 >= int(match[3]):
            return True
        if match[2] == "/" and int(match[3]) > 12 >= int(match[1]):
            return False
    return None


def _month(name: str) -> int:
    folded = name.lower()
    return _MONTHS.get(folded[:4]) or _MONTHS.get(folded[:3], 0)


def _days(choices: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    found = []
    for year, month, day in choices:
        try:
            found.append(datetime.date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return tuple(found)
