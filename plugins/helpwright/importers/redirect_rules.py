"""The rules of redirects as files have them: JSON, CSV, TSV, Netlify's `_redirects`, Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpwright.importers.bundle import Unreadable

_SOURCES = (
    "source_path_from_root source_path source sourcepath from old old_url oldurl old_address "
    "from_url fromurl frompath source_url old_path redirect_from origin"
).split()
_TARGETS = (
    "redirect_url target to new new_url newurl new_address to_url tourl topath target_url "
    "new_path destination redirect_to destination_url"
).split()
_STATUSES = ("status", "statuscode", "status_code", "code", "type")
_LISTS = ("redirections", "redirects", "hosting")
_FIRST_OBJECT = re.compile(r"\s*\[\s*(\{[^{}]*\})")
_FIRST_PAIR = re.compile(r'\s*\{\s*"(?:/|https?://)[^"\n]*"\s*:\s*"(?:/|https?://)')
_ADDRESS = re.compile(r"/(?!/)\S*|https?://\S+", re.IGNORECASE)
_PAGE = re.compile(
    r"\s*---[ \t]*\r?\n(?:(?!---|\.\.\.).*\n){0,200}?redirect_url[ \t]*:[ \t]*"
    r"(?P<target>[^\s#][^\r\n]*)",
    re.IGNORECASE,
)
_PARTS = re.compile(r'"(?:[^"\\]|\\.)*"|[{\n]', re.DOTALL)
STATUS = re.compile(r"(\d{3})!?")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as written; `folder` is where a relative source starts."""

    source: str
    target: str
    line: int
    status: str = ""
    folder: str = ""
    conditional: bool = False


def json_rules(text: str, folder: str) -> Iterator[Rule]:
    """Yield the rules of a JSON file: objects with two addresses each, or one object of pairs."""
    try:
        # Objects become tuples of pairs, so that an address that stands twice is not overwritten.
        data: object = json.loads(text.lstrip("\ufeff"), object_pairs_hook=tuple)
    except RecursionError:
        raise Unreadable("its brackets are nested too deep") from None
    except ValueError as error:
        place = getattr(error, "lineno", 0)
        raise Unreadable(f"it is no JSON that can be read, see line {place}") from None
    depth = 0
    while isinstance(data, tuple):
        inside = next((value for key, value in data if key in _LISTS), None)
        if inside is None:
            break
        data, depth = inside, depth + 1
    if isinstance(data, tuple):
        yield from (Rule(*_pair(key, value), 0) for key, value in data)
        return
    if not isinstance(data, list):
        raise Unreadable("it holds no list of redirects")
    lines = _object_lines(text)[depth:]
    for at, rule in enumerate(data):
        # Objects inside the rules would shift the lines: then none is given.
        line = lines[at] if len(lines) == len(data) else 0
        if isinstance(rule, tuple):
            yield _json_rule(rule, line, folder)
        else:
            yield Rule(
                *(_pair(*rule) if isinstance(rule, list) and len(rule) == 2 else ("", "")), line
            )


def _json_rule(rule: tuple[tuple[str, object], ...], line: int, folder: str) -> Rule:
    values = {key.lower(): value for key, value in reversed(rule)}
    old = next((key for key in _SOURCES if values.get(key)), "")
    new = next((key for key in _TARGETS if values.get(key)), "")
    status = next((str(values[key]) for key in _STATUSES if key in values), "")
    source, target = _pair(values.get(old, ""), values.get(new, ""))
    # Learn's `source_path` is seen from the folder of the file that holds it.
    return Rule(source, target, line, status, folder if old == "source_path" else "")


def _pair(source: object, target: object) -> tuple[str, str]:
    return (
        source.strip() if isinstance(source, str) else "",
        target.strip() if isinstance(target, str) else "",
    )


def _object_lines(text: str) -> list[int]:
    """Return the line in which each object of a JSON text begins."""
    lines: list[int] = []
    line = 1
    for found in _PARTS.finditer(text):
        if found[0] == "{":
            lines.append(line)
        elif found[0] == "\n":
            line += 1
    return lines


def table_rules(text: str, suffix: str) -> Iterator[Rule]:
    """Yield the rules of a CSV or TSV file, whose first row may name the columns."""
    reader = csv.reader(
        io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_delimiter(text, suffix)
    )
    columns: tuple[int, int, int] | None = None
    while True:
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            yield Rule("", "", reader.line_num)
            continue
        if not any(cells):
            continue
        if columns is None:
            named = _columns(cells)
            columns = named or (0, 1, 2)
            if named:
                continue
        source, target, status = (cells[at] if 0 <= at < len(cells) else "" for at in columns)
        yield Rule(source, target, reader.line_num, status if STATUS.fullmatch(status) else "")


def _columns(cells: list[str]) -> tuple[int, int, int] | None:
    """Return where a header row has the old address, the new one and the status (-1: nowhere)."""
    names = [re.sub(r"[\s-]+", "_", cell.lower()) for cell in cells]
    old, new, status = (
        next((names.index(name) for name in wanted if name in names), -1)
        for wanted in (_SOURCES, _TARGETS, _STATUSES)
    )
    return (old, new, status) if old >= 0 and new >= 0 else None


def _delimiter(text: str, suffix: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return "\t" if suffix == ".tsv" else max(",;\t", key=first.count)


def is_table(text: str, suffix: str, named: bool) -> bool:
    """Tell whether a table is one of addresses, by its first row; one that is `named` so is."""
    rows = csv.reader(text.lstrip().splitlines()[:1], delimiter=_delimiter(text, suffix))
    try:
        first = [cell.strip() for cell in next(rows, [])]
    except csv.Error:
        return False
    if len(first) < 2:
        return False
    return named or _columns(first) is not None or all(map(_ADDRESS.fullmatch, first[:2]))


def is_json_of_pairs(text: str) -> bool:
    """Tell whether a JSON text begins with a pair of addresses."""
    if _FIRST_PAIR.match(text):
        return True
    first = _FIRST_OBJECT.match(text)
    if first is None:
        return False
    try:
        keys = {str(key).lower() for key in json.loads(first[1])}
    except ValueError:
        return False
    return bool(keys.intersection(_SOURCES) and keys.intersection(_TARGETS))


def netlify_rules(text: str) -> Iterator[Rule]:
    """Yield the rules of a `_redirects` file: old address, conditions, new address, status."""
    for at, line in enumerate(text.splitlines(), 1):
        fields = line.partition(" #")[0].split()
        if not fields or fields[0].startswith("#"):
            continue
        source, *rest = fields
        to = next((i for i, part in enumerate(rest) if _ADDRESS.fullmatch(part)), -1)
        if to < 0:
            yield Rule(source, "", at)
            continue
        behind = rest[to + 1 :]
        status = next((part for part in behind if STATUS.fullmatch(part)), "")
        conditions = [*rest[:to], *(part for part in behind if "=" in part)]
        if conditions:
            source = f"{source} {' '.join(conditions)}"
        yield Rule(source, rest[to], at, status, conditional=bool(conditions))


def page_rules(path: str, text: str) -> Iterator[Rule]:
    """Yield the redirect that a page stands for; what else it says is not shown to anybody."""
    found = _PAGE.match(text.removeprefix("\ufeff"))
    if found is None:
        raise Unreadable("it has no redirect")
    target = found["target"].partition(" #")[0].strip().strip("\"'")
    yield Rule(f"/{path}", target, text.count("\n", 0, found.end()) + 1)


def is_page(text: str) -> bool:
    """Tell whether a Markdown text begins with front matter that leads on."""
    return _PAGE.match(text) is not None
