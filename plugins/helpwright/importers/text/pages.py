"""The pages of a printed text: page numbers and running heads, and what goes on across pages."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.text.account import Account
from helpwright.importers.text.lines import Line, blank_line
from helpwright.importers.text.markers import read_marker
from helpwright.importers.text.names import known_kind
from helpwright.importers.text.wrap import goes_on, starts_low

_NUMBER_LINE = re.compile(
    r"\W*(?:page|seite|p\.|pg\.)?\s*(?P<number>\d{1,4})(?:\s*(?:of|/|von|sur|de)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_SURE_NUMBER_LINE = re.compile(
    r"(?P<before>.{0,100}?)(?<!\w)(?:(?:page|seite)\s{0,3}(?P<page>\d{1,4})"
    r"(?:\s{0,3}(?:of|/|von|sur|de)\s{0,3}\d{1,4})?"
    r"|(?P<number>\d{1,4})\s{0,3}(?:of|/|von)\s{0,3}\d{1,4})(?P<behind>.{0,100})",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_EDGE = 3
"""How many lines at the top and at the bottom of a page can be a running head."""
_LONGEST = 120


def drop_running_heads(
    lines: Sequence[Line], breaks: frozenset[int], account: Account
) -> list[Line]:
    """Return lines without what repeats on every page, and with pages joined.

    `breaks` are the indexes of lines that begin a page.
    """
    pages = _split(lines, breaks)
    if len(pages) < 2:
        return _without_last_number(list(lines), account)
    keys: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, page in enumerate(pages):
        filled = [index for index, line in enumerate(page) if not line.blank]
        for index in {*filled[:_EDGE], *filled[-_EDGE:]}:
            keys[_key(page[index])].append((at, index))
    least = max(2, math.ceil(len(pages) * 0.5))
    dropped: list[set[int]] = [set() for _ in pages]
    for key, places in keys.items():
        if len({at for at, _ in places}) >= least and _is_head(key, places, pages):
            for at, index in places:
                dropped[at].add(index)
    _spare_title(pages[0], dropped[0])
    gone = [pages[at][index] for at, indexes in enumerate(dropped) for index in sorted(indexes)]
    if gone:
        _tell(gone, account)
    kept = [
        [line for index, line in enumerate(page) if index not in dropped[at]]
        for at, page in enumerate(pages)
    ]
    return _join(kept)


def find_breaks(raws: Sequence[str]) -> frozenset[int]:
    """Return the indexes of lines that begin a page: behind form feeds or numbers of pages."""
    breaks = {index for index, raw in enumerate(raws) if index and raw.startswith("\f")}
    if breaks:
        return frozenset(breaks)
    counted: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for index, raw in enumerate(raws):
        match = _SURE_NUMBER_LINE.fullmatch(raw.strip()) if len(raw) < 200 else None
        if match is not None:
            around = " ".join(match["before"].split()), " ".join(match["behind"].split())
            counted[around].append((index, int(match["page"] or match["number"])))
    found: list[int] = []
    for places in counted.values():
        steady = all(after == before + 1 for (_, before), (_, after) in pairwise(places))
        if steady and len(places) > max(len(found), 1):
            found = [index for index, _ in places]
    if not found:
        return frozenset()
    # Numbers that stand at the top of pages leave no text before the first.
    at_top = not any(raw.strip() for raw in raws[: max(0, found[0] - _EDGE)])
    return frozenset(index if at_top else index + 1 for index in found if index or not at_top)


def _split(lines: Sequence[Line], breaks: frozenset[int]) -> list[list[Line]]:
    pages: list[list[Line]] = [[]]
    for index, line in enumerate(lines):
        if index in breaks:
            pages.append([])
        pages[-1].append(line)
    return [page for page in pages if any(not line.blank for line in page)]


def _key(line: Line) -> str:
    return " ".join(_DIGITS.sub("#", line.text).split())


def _is_head(key: str, places: Sequence[tuple[int, int]], pages: Sequence[Sequence[Line]]) -> bool:
    lines = [pages[at][index] for at, index in places]
    if len(key) > _LONGEST or any(line.picture for line in lines):
        return False
    if known_kind(lines[0].text) is not None:
        return False
    if "#" not in key:
        return not read_marker(lines[0])
    numbers = [[int(number) for number in _DIGITS.findall(line.text)[:6]] for line in lines]
    steady = all(numbers[0] == other for other in numbers)
    counting = any(
        all(b[place] == a[place] + 1 for a, b in pairwise(numbers))
        for place in range(len(numbers[0]))
    )
    whole = all(_NUMBER_LINE.fullmatch(line.text) for line in lines)
    marked = any(read_marker(line) for line in lines) and not whole
    return (steady or counting) and not marked


def _spare_title(page: Sequence[Line], dropped: set[int]) -> None:
    """Keep the first line of the text if it is the title, which other pages repeat."""
    filled = [index for index, line in enumerate(page) if not line.blank]
    kept = [index for index in filled if index not in dropped]
    if not filled or filled[0] not in dropped or _NUMBER_LINE.fullmatch(page[filled[0]].text):
        return
    if kept:
        following, end = kept[0], kept[0] + 1
        while end < len(page) and not page[end].blank:
            end += 1
        # A title is a few words without a full stop, with text below it.
        short = end - following <= 3 and end < kept[-1] and goes_on(page[end - 1])
        if short and known_kind(page[following].text) is None:
            return
    dropped.discard(filled[0])


def _join(pages: Sequence[list[Line]]) -> list[Line]:
    """Put pages one below the other, as one text where a sentence goes on across them."""
    result: list[Line] = []
    for page in pages:
        while page and page[0].blank:
            del page[0]
        while result and result[-1].blank:
            del result[-1]
        if result and page and not (goes_on(result[-1]) and starts_low(page[0])):
            result.append(blank_line(page[0].number))
        result += page
    return result


def _without_last_number(lines: list[Line], account: Account) -> list[Line]:
    """Drop the number of the only page."""
    last = next((index for index in reversed(range(len(lines))) if not lines[index].blank), None)
    if last and re.fullmatch(r"\W*page\s*1\s*(?:of|/)\s*1\W*", lines[last].text, re.IGNORECASE):
        _tell([lines[last]], account)
        del lines[last]
    return lines


def _tell(lines: Sequence[Line], account: Account) -> None:
    account.take(
        Entry(
            Outcome.DROPPED,
            "running-head",
            "lines that stand on every printed page are no part of the article",
            attention=Attention.LOOK,
        ),
        lines,
    )
