"""Redirects of the original site: which old address leads where.

Read are Learn's redirection files, tables of old and new addresses (CSV and TSV), Netlify's
`_redirects`, and JSON lists and objects of pairs. Only a rule for one address, which holds for
every visitor, is a redirect; all others are reported with their line. Loops are for the caller
to find. A Markdown file of Learn whose front matter has `redirect_url` is a redirect too.
"""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from helpwright.importers.bundle import Bundle, Unreadable, decode
from helpwright.importers.ledger import Attention, Entry, Outcome

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
_NAME = re.compile(r"(?:^|[._-])redirect(?:s|ion|ions)?(?=$|[._-])", re.IGNORECASE)
_LEARN = re.compile(rb'"redirect_url"\s*:')
_FIRST_OBJECT = re.compile(r"\s*\[\s*(\{[^{}]*\})")
_FIRST_PAIR = re.compile(r'\s*\{\s*"(?:/|https?://)[^"\n]*"\s*:\s*"(?:/|https?://)')
_ADDRESS = re.compile(r"/(?!/)\S*|https?://\S+", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?/")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WILDCARD = re.compile(r"\*|/:[A-Za-z]|\(\.|\A\^|\$\Z")
_STATUS = re.compile(r"(\d{3})!?")
_PAGE = re.compile(
    r"\s*---[ \t]*\r?\n(?:(?!---|\.\.\.).*\n){0,200}?redirect_url[ \t]*:[ \t]*"
    r"(?P<target>[^\s#][^\r\n]*)",
    re.IGNORECASE,
)
_PARTS = re.compile(r'"(?:[^"\\]|\\.)*"|[{\n]', re.DOTALL)
_REDIRECTING = frozenset(("301", "302", "303", "307", "308"))


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address and where it leads.

    `source` is a path that begins with `/`, without host, query and fragment. In Learn's files it
    is the path that the document had in the repository, since the repository alone does not say
    under which address it was published: `Exchange/X/y.md` gives `/Exchange/X/y.md`. `target`
    begins with `/`, or is an address with its scheme.
    """

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One rule as written; `folder` is where a relative source starts."""

    source: str
    target: str
    line: int
    status: str = ""
    folder: str = ""
    conditional: bool = False


def claims_redirects(path: str, start: bytes) -> bool:
    """Tell by its path and its first 64 kB whether a file holds redirects."""
    name = posixpath.basename(path).lower()
    if name == "_redirects":
        return True
    stem, suffix = posixpath.splitext(name)
    named = bool(_NAME.search(stem))
    text = start.decode("utf-8", "replace").lstrip("\ufeff")
    if suffix == ".json":
        if _LEARN.search(start) and named:
            return True
        return _is_pairs(text) or (named and text.lstrip()[:1] in ("{", "["))
    if suffix in (".csv", ".tsv"):
        return _is_table(text, suffix, named)
    return suffix == ".md" and b"redirect_url" in start and _PAGE.match(text) is not None


def read_redirects(path: str, bundle: Bundle) -> tuple[list[Redirect], list[Entry]]:
    """Return the redirects of a file, and what became of all other rules in it.

    Raises Unreadable where nothing in the file can be understood.
    """
    text, entries = decode(bundle.data(path))
    gathered = _Gathered(list(entries))
    name = posixpath.basename(path).lower()
    if name.endswith(".json"):
        rows = _json_rows(text, posixpath.dirname(path))
    elif name.endswith((".csv", ".tsv")):
        rows = _table_rows(text, posixpath.splitext(name)[1])
    elif name.endswith(".md"):
        rows = _page_rows(path, text)
    else:
        rows = _netlify_rows(text)
    for row in rows:
        gathered.add(row)
    return gathered.redirects(), gathered.entries


# --- what a rule is worth ---------------------------------------------------------------------


@dataclass(slots=True)
class _Gathered:
    entries: list[Entry]
    found: dict[str, dict[str, tuple[str, _Row]]] = field(default_factory=dict)
    """By path and then by what stands behind it: the target and the rule."""

    def add(self, row: _Row) -> None:
        reason = _why_not(row)
        if reason:
            self.tell(row, reason)
            return
        source, rest = _source(row)
        target, assumed = _target(row.target, source)
        if not source or not target:
            self.tell(row, "one of its two addresses cannot be read")
            return
        rules = self.found.setdefault(source, {})
        if rest in rules:
            known = rules[rest][0]
            if known != target:
                reason = f"this address was led to {known} before, and that counts"
                self.tell(row, reason, candidates=(known, target))
            return
        rules[rest] = (target, row)
        if assumed:
            self.tell(row, assumed, Outcome.REPAIRED, Attention.LOOK)

    def redirects(self) -> list[Redirect]:
        """Return what was found; a page can be told from another by its path alone."""
        result: list[Redirect] = []
        for source, rules in self.found.items():
            target, row = rules.get("", next(iter(rules.values())))
            others = [rule for rest, rule in rules.items() if rest and rule[0] != target]
            if "" not in rules and others:
                for _, other in rules.values():
                    self.tell(other, _TOLD_APART)
                continue
            for _, other in others:
                self.tell(other, _TOLD_APART)
            if "" not in rules:
                reason = "what stands behind the path of the old address was left out"
                self.tell(row, reason, Outcome.REPAIRED, Attention.LOOK)
            result.append(Redirect(source, target))
        return result

    def tell(
        self,
        row: _Row,
        reason: str,
        outcome: Outcome = Outcome.LEFT,
        attention: Attention = Attention.DECIDE,
        candidates: tuple[str, ...] = (),
    ) -> None:
        about = f"{row.source} → {row.target}".strip()[:400]
        self.entries.append(
            Entry(
                outcome,
                "redirect",
                reason,
                about=about,
                attention=attention,
                line=row.line,
                candidates=candidates,
            )
        )


_TOLD_APART = (
    "the old address differs from another one only behind its question mark or number sign, where "
    "a static site cannot tell them apart"
)


def _why_not(row: _Row) -> str:
    """Return why a rule is no redirect for one address; empty if it is one."""
    if not row.source or not row.target:
        return "one of its two addresses is missing"
    if row.conditional:
        return "the rule holds only under conditions"
    status = _STATUS.fullmatch(row.status)
    if status is not None and status[1] not in _REDIRECTING:
        return f"the rule has status {status[1]} and does not lead to another address"
    if _WILDCARD.search(_behind_host(row.source)) or "/:" in _behind_host(row.target):
        return "the rule is for many addresses: write a line for each one that is still in use"
    return ""


def _behind_host(address: str) -> str:
    """Return what stands behind the host of an address."""
    return re.sub(r"\A(?:[A-Za-z][\w+.-]*:)?//[^/]*", "", address)


def _source(row: _Row) -> tuple[str, str]:
    """Return the path of an old address, and what stands behind it."""
    written = row.source.replace("\\", "/").removeprefix("~")
    if _HOST.match(written) and not row.folder and not written.lower().endswith(".md"):
        written = f"https://{written}"
    try:
        parts = urlsplit(written)
    except ValueError:
        return "", ""
    if parts.scheme.lower() not in ("", "http", "https"):
        return "", ""
    path = parts.path
    if not path.startswith("/") and not parts.netloc:
        path = posixpath.join("/", row.folder, path)
    path = posixpath.normpath(f"/{path.lstrip('/')}")
    if path == "/" and not (parts.query or parts.fragment):
        return ("/", "") if parts.netloc or written == "/" else ("", "")
    rest = f"?{parts.query}" if parts.query else ""
    return path, f"{rest}#{parts.fragment}" if parts.fragment else rest


def _target(written: str, source: str) -> tuple[str, str]:
    """Return where an address leads, with `/` or a scheme in front, and what was assumed."""
    if any(character.isspace() for character in written):
        return "", ""
    if written.startswith("//"):
        return f"https:{written}", ""
    if written.startswith("/"):
        return written, ""
    if _SCHEME.match(written):
        return (written, "") if written.lower().startswith(("http:", "https:")) else ("", "")
    if _HOST.match(written):
        return f"https://{written}", f"the new address was read as https://{written}"[:400]
    if written.startswith("~/"):
        return written[1:], ""
    if written.startswith(".") or "/" not in written:
        path, sign, fragment = written.partition("#")
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(source), path)) + sign + fragment
        )
    else:
        target = f"/{written}"
    return target, f"the new address does not begin with a slash; it was read as {target}"[:400]


# --- the forms of files -----------------------------------------------------------------------


def _json_rows(text: str, folder: str) -> Iterator[_Row]:
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
        yield from (_Row(*_pair(key, value), 0) for key, value in data)
        return
    if not isinstance(data, list):
        raise Unreadable("it holds no list of redirects")
    lines = _object_lines(text)[depth:]
    for at, rule in enumerate(data):
        # Objects inside the rules would shift the lines: then none is given.
        line = lines[at] if len(lines) == len(data) else 0
        if isinstance(rule, tuple):
            yield _json_row(rule, line, folder)
        else:
            yield _Row(
                *(_pair(*rule) if isinstance(rule, list) and len(rule) == 2 else ("", "")), line
            )


def _json_row(rule: tuple[tuple[str, object], ...], line: int, folder: str) -> _Row:
    values = {key.lower(): value for key, value in reversed(rule)}
    old = next((key for key in _SOURCES if values.get(key)), "")
    new = next((key for key in _TARGETS if values.get(key)), "")
    status = next((str(values[key]) for key in _STATUSES if key in values), "")
    source, target = _pair(values.get(old, ""), values.get(new, ""))
    # Learn's `source_path` is seen from the folder of the file that holds it.
    return _Row(source, target, line, status, folder if old == "source_path" else "")


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


def _table_rows(text: str, suffix: str) -> Iterator[_Row]:
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
            yield _Row("", "", reader.line_num)
            continue
        if not any(cells):
            continue
        if columns is None:
            named = _columns(cells)
            columns = named or (0, 1, 2)
            if named:
                continue
        source, target, status = (cells[at] if 0 <= at < len(cells) else "" for at in columns)
        yield _Row(source, target, reader.line_num, status if _STATUS.fullmatch(status) else "")


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


def _is_table(text: str, suffix: str, named: bool) -> bool:
    rows = csv.reader(text.lstrip().splitlines()[:1], delimiter=_delimiter(text, suffix))
    try:
        first = [cell.strip() for cell in next(rows, [])]
    except csv.Error:
        return False
    if len(first) < 2:
        return False
    return named or _columns(first) is not None or all(map(_ADDRESS.fullmatch, first[:2]))


def _is_pairs(text: str) -> bool:
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


def _netlify_rows(text: str) -> Iterator[_Row]:
    """Yield the rules of a `_redirects` file: old address, conditions, new address, status."""
    for at, line in enumerate(text.splitlines(), 1):
        fields = line.partition(" #")[0].split()
        if not fields or fields[0].startswith("#"):
            continue
        source, *rest = fields
        to = next((i for i, part in enumerate(rest) if _ADDRESS.fullmatch(part)), -1)
        if to < 0:
            yield _Row(source, "", at)
            continue
        behind = rest[to + 1 :]
        status = next((part for part in behind if _STATUS.fullmatch(part)), "")
        conditions = [*rest[:to], *(part for part in behind if "=" in part)]
        if conditions:
            source = f"{source} {' '.join(conditions)}"
        yield _Row(source, rest[to], at, status, conditional=bool(conditions))


def _page_rows(path: str, text: str) -> Iterator[_Row]:
    """Yield the redirect that a page stands for; what else it says is not shown to anybody."""
    found = _PAGE.match(text.removeprefix("\ufeff"))
    if found is None:
        raise Unreadable("it has no redirect")
    target = found["target"].partition(" #")[0].strip().strip("\"'")
    yield _Row(f"/{path}", target, text.count("\n", 0, found.end()) + 1)
