"""Runs of lines that are no prose: code, prompts with their output, tables, quotations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from helpwright.importers.text.lines import Line
from helpwright.importers.text.markers import Marker

_PROMPT = re.compile(
    r"\$ (?=\S)|[A-Za-z]:\\[^<>|\"?*]{0,120}>|PS(?: [A-Za-z]:\\[^>]{0,120})?> ?(?=\S)|>>> |"
    r"[\w.-]{1,40}@[\w.-]{1,60}[:~][^\s$#]{0,80}[$#] |(?:mysql|sqlite|postgres=#|SQL)> ?(?=\S)"
)
_COMMAND = re.compile(
    r"(?:sudo|apt(?:-get)?|yum|dnf|brew|pip3?|npm|docker|kubectl|git|curl|wget|ipconfig|netsh|reg|"
    r"msiexec|sfc|chkdsk|dism|ping|tracert|nslookup|net|systemctl|service|chmod|chown|cd|mkdir|"
    r"copy|xcopy|robocopy|Get-\w+|Set-\w+|New-\w+|Remove-\w+|SELECT|INSERT|UPDATE|DELETE)\b",
)
_CODE_SIGN = re.compile(
    r"[;{}\\]$|^[<{}\[\]/\\$#@]|\w\(.{0,80}\)|[\w\]]\s?[-+]?=\s?\S|::|->|=>|/>|</|"
    r"(?:^|\s)--?[A-Za-z][\w-]*|HKEY_|[A-Za-z]:\\|\w\\\w|^[\w.\"'-]+\s?:\s?[\w\"'{\[.-]+,?$|"
    r"^\S*[\w][_./\\][\w]\S*$|^(?:for|if|while|def|class|elif|else|try|with)\b.*:$|"
    r"^(?:import|from|return|function|var|let|const|public|private)\s\w"
)
_SENTENCE = re.compile(r"(?:\S+\s+){4,}\S*[a-z]{2,}[.!?]$")
_FENCE = re.compile(r"(?:`{3,}|~{3,})[\w+-]{0,20}\s*\Z")
_GAP = re.compile(r"(?<=[^\s.])\s{2,}(?=\S)|(?<=\.) {3,}(?=\S)")
_RULED = re.compile(r"(?:\|.*\||\+[-=+]{3,})\s*\Z")
_INDENT = 4
_LEAST_CODE = 0.6


class RegionKind(Enum):
    """What a run of lines is."""

    CODE = "code"
    FENCED = "fenced"
    TABLE = "table"
    COLUMNS = "columns"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Region:
    """Lines `start` up to but not including `end`."""

    kind: RegionKind
    start: int
    end: int
    column: int


def find_regions(
    lines: Sequence[Line], markers: Mapping[int, Marker], stops: frozenset[int]
) -> dict[int, Region]:
    """Return the regions of a text by the index of their first line; none overlap."""
    found: dict[int, Region] = {}
    inner = 0
    index = 0
    while index < len(lines):
        line = lines[index]
        if index in markers:
            inner = line.column + markers[index].end - line.start
        elif not line.blank and index not in stops:
            region = _region_at(lines, index, markers, stops, inner)
            if region is not None:
                found[index] = region
                index = region.end
                continue
            if line.column < inner and (not index or lines[index - 1].blank):
                inner = line.column
        elif index in stops:
            inner = 0
        index += 1
    return found


def _region_at(
    lines: Sequence[Line],
    index: int,
    markers: Mapping[int, Marker],
    stops: frozenset[int],
    inner: int,
) -> Region | None:
    line = lines[index]
    text = line.raw[line.start :]
    first = text[0]
    if first in "`~" and _FENCE.match(text):
        return _fenced(lines, index)
    if first == ">" and not text.startswith(">>> "):
        return _quoted(lines, index, markers)
    if "\t" in text.rstrip():
        region = _tabbed(lines, index, markers, stops)
        if region is not None:
            return region
    if line.picture:
        return None
    if first in "|+" and _RULED.match(text):
        region = _ruled(lines, index)
        if region is not None:
            return region
    if "  " in text.rstrip():
        region = _aligned(lines, index, markers, stops)
        if region is not None:
            return region
    prompt = _PROMPT.match(text)
    indented = line.column >= inner + (2 if inner else _INDENT)
    if prompt is not None or indented:
        return _code(lines, index, markers, stops, prompt=not indented)
    return None


def _fenced(lines: Sequence[Line], index: int) -> Region | None:
    sign = lines[index].text[:3]
    for end in range(index + 1, len(lines)):
        if lines[end].text.startswith(sign) and not lines[end].text.strip(sign[0]):
            return Region(RegionKind.FENCED, index, end + 1, lines[index].column)
    return None


def _quoted(lines: Sequence[Line], index: int, markers: Mapping[int, Marker]) -> Region | None:
    """Take lines that each begin with the sign of a quotation, at least two or one alone."""
    end = index
    while end < len(lines) and lines[end].raw[lines[end].start : lines[end].start + 1] == ">":
        end += 1
    alone = (not index or lines[index - 1].blank) and (end == len(lines) or lines[end].blank)
    if end - index >= 2 or alone:
        return Region(RegionKind.QUOTE, index, end, lines[index].column)
    return None


def _tabbed(
    lines: Sequence[Line], index: int, markers: Mapping[int, Marker], stops: frozenset[int]
) -> Region | None:
    """Take lines that have the same number of cells, parted by tabs."""
    count = len(cells(lines[index]))
    end = index
    while end < len(lines) and not _breaks(lines, end, markers, stops):
        if len(cells(lines[end])) != count:
            break
        end += 1
    if count >= 2 and end - index >= 2:
        return Region(RegionKind.TABLE, index, end, lines[index].column)
    return None


def cells(line: Line) -> list[tuple[int, int]]:
    """Return where the cells of a line begin and end, which tabs part."""
    found, start = [], line.start
    for part in line.raw[line.start :].rstrip(" \r").split("\t"):
        found.append((start, start + len(part)))
        start += len(part) + 1
    return found


def _ruled(lines: Sequence[Line], index: int) -> Region | None:
    end = index
    while end < len(lines) and _RULED.match(lines[end].raw, lines[end].start):
        end += 1
    if end - index >= 2:
        return Region(RegionKind.COLUMNS, index, end, lines[index].column)
    return None


def _aligned(
    lines: Sequence[Line], index: int, markers: Mapping[int, Marker], stops: frozenset[int]
) -> Region | None:
    """Take three lines or more whose parts begin in the same columns."""
    common: set[int] | None = None
    end = index
    while end < len(lines) and not _breaks(lines, end, markers, stops):
        raw = lines[end].raw.rstrip().expandtabs(8)
        if len(raw) > 400:
            break
        here = {gap.end() for gap in _GAP.finditer(raw, len(raw) - len(raw.lstrip()))}
        both = here if common is None else common & here
        if not both:
            break
        common, end = both, end + 1
    if end - index >= 3:
        return Region(RegionKind.COLUMNS, index, end, lines[index].column)
    return None


def _breaks(
    lines: Sequence[Line], index: int, markers: Mapping[int, Marker], stops: frozenset[int]
) -> bool:
    return index in markers or index in stops or lines[index].blank or lines[index].picture


def _code(
    lines: Sequence[Line],
    index: int,
    markers: Mapping[int, Marker],
    stops: frozenset[int],
    *,
    prompt: bool,
) -> Region | None:
    """Take deeper indented lines most of which look like code, or a prompt and code below it."""
    column = lines[index].column
    end = at = index
    code = total = 0
    while at < len(lines) and at not in markers and at not in stops:
        line = lines[at]
        if line.picture or (line.blank and (prompt or lines[at - 1].blank)):
            break
        if not line.blank:
            likely = _is_code(line.text)
            if line.column < column or (prompt and not likely and line.column <= column):
                break
            total += 1
            code += likely
            end = at + 1
        at += 1
    prompted = bool(_PROMPT.match(lines[index].text))
    if total and (prompted or code >= total * _LEAST_CODE):
        return Region(RegionKind.CODE, index, end, column)
    return None


def _is_code(text: str) -> bool:
    if len(text) > 1000:
        return False
    if _PROMPT.match(text):
        return True
    if _SENTENCE.match(text):
        return False
    return bool(_COMMAND.match(text) or _CODE_SIGN.search(text))
