"""What articles cover as tables for people: a row for each article, a column for each version."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from helpwright.conditions import in_words
from helpwright.coverage import ALL, Coverage, Row, State, Table
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.report.escape import visible
from helpwright.report.findings import count
from helpwright.scope import Scope

_SIGNS = {
    State.COVERED: ("+", "32", "covered"),
    State.NO_RESOLUTION: ("X", "1;31", "no resolution"),
    State.NO_CAUSE: ("?", "33", "no cause"),
    State.NOT_COVERED: (".", "2", "not about this version"),
}
_RETIRED = ("-", "2", "retired, or not out yet")
_LACKS = {State.NO_RESOLUTION: "no resolution for", State.NO_CAUSE: "no cause for"}
_BOLD = "1"
_GAPS = (2, 1)
"""How many blanks stand between columns, where there is room and where it is tight."""
_LEAST = 12
"""How many cells the names of articles get at least."""
_MOST_NAMED = 5
"""How many articles without a product are named."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A version with the words of its heading, one a line, and the cells that it takes."""

    version: str
    lines: tuple[str, ...]
    width: int


def coverage_text(
    kb: KnowledgeBase,
    coverage: Coverage,
    shown: Callable[[Article], str],
    *,
    gaps: bool = False,
    color: bool = False,
    width: int = 100,
) -> str:
    """Return a table for each product, what is lacking in words, a legend and a sum.

    `shown` is the path of an article to name. `gaps` leaves out the articles that lack nothing. A
    table that is wider than `width` goes on below.
    """
    writer = _Writer(kb, shown, gaps, color, width)
    parts = [list(writer.table(table)) for table in coverage.tables]
    parts += [list(writer.homeless(coverage.homeless)), list(writer.legend())]
    parts.append([_sum(coverage)])
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _sum(coverage: Coverage) -> str:
    """Return the outcome in one line."""
    versions = sum(len(table.supported - {ALL}) for table in coverage.tables)
    counted = [
        count(coverage.articles, "article", "articles"),
        count(versions, "supported version", "supported versions"),
    ]
    lacking = coverage.count(State.NO_RESOLUTION)
    counted.append(count(lacking, "gap", "gaps") if lacking else "no gaps")
    causes = coverage.count(State.NO_CAUSE)
    if causes:
        counted.append(count(causes, "missing cause", "missing causes"))
    return ", ".join(counted)


class _Writer:
    """Writes the tables, and keeps which signs they have."""

    def __init__(
        self,
        kb: KnowledgeBase,
        shown: Callable[[Article], str],
        gaps: bool,
        color: bool,
        width: int,
    ) -> None:
        self._kb = kb
        self._shown = shown
        self._gaps = gaps
        self._color = color
        self._width = width
        self._used: dict[tuple[str, str, str], None] = {}

    def table(self, table: Table) -> Iterator[str]:
        """Yield the lines of a product."""
        rows = [row for row in table.rows if row.lacking or not self._gaps]
        about = count(len(table.rows), "article", "articles") if table.rows else "no article"
        name = self._paint(visible(table.product.name), _BOLD)
        if rows or table.untold or not self._gaps:
            yield f"{name} ({table.product.id}): {about}"
        if rows:
            yield from self._grid(table, rows)
        lacks = [line for row in rows for line in self._lacks(table, row)]
        if lacks:
            yield ""
            yield from lacks
        if table.untold and table.rows:
            yield ""
            yield f"no article is about {self._words(table, table.untold)}"

    def homeless(self, articles: Sequence[Article]) -> Iterator[str]:
        """Yield a line about the articles that no table has."""
        if articles and not self._gaps:
            names = ", ".join(self._shown(article) for article in articles[:_MOST_NAMED])
            more = ", …" if len(articles) > _MOST_NAMED else ""
            verb = "article is" if len(articles) == 1 else "articles are"
            yield f"{len(articles):,} {verb} about no product of kb.yml: {names}{more}"

    def legend(self) -> Iterator[str]:
        """Yield what the signs mean that were used, in as many lines as it takes."""
        line, length = "", 0
        for entry in (*_SIGNS.values(), _RETIRED):
            if entry not in self._used:
                continue
            sign, color, name = entry
            taken = len(name) + 5
            if line and length + taken > self._width + 3:
                yield line.rstrip()
                line, length = "", 0
            line += f"{self._paint(sign, color)} {name}   "
            length += taken
        if line:
            yield line.rstrip()

    def _lacks(self, table: Table, row: Row) -> Iterator[str]:
        """Yield in words what an article lacks."""
        for state, scope in sorted(row.lacking.items(), key=lambda it: it[0].rank):
            words = self._words(table, scope)
            yield f"{self._shown(row.article)}: {_LACKS[state]} {words}"

    def _words(self, table: Table, scope: Scope) -> str:
        words = in_words(self._kb.registry, self._kb.universe, scope, (table.product.id,))
        return visible(words)

    def _grid(self, table: Table, rows: Sequence[Row]) -> Iterator[str]:
        """Yield the rows, with as many versions beside each other as there is room for."""
        names = [row.article.id for row in rows]
        first = min(max(map(len, names)), max(self._width // 2, _LEAST))
        gap, bands = _bands(table.versions, self._width - first)
        for columns in bands:
            yield ""
            for at in range(-max(len(column.lines) for column in columns), 0):
                heads = [it.lines[at] if -at <= len(it.lines) else "" for it in columns]
                line = "".join(
                    _centred(head, len(head), it.width, gap)
                    for head, it in zip(heads, columns, strict=True)
                )
                yield self._paint((" " * first + line).rstrip(), _BOLD)
            for name, row in zip(names, rows, strict=True):
                signs = [self._sign(table, row, column.version) for column in columns]
                cells = "".join(
                    _centred(self._paint(sign, color), 1, it.width, gap)
                    for (sign, color, _), it in zip(signs, columns, strict=True)
                )
                yield (_clip(name, first).ljust(first) + cells).rstrip()

    def _sign(self, table: Table, row: Row, version: str) -> tuple[str, str, str]:
        state = row.cells[version].state
        needless = version not in table.supported and state is not State.NOT_COVERED
        sign = _RETIRED if needless else _SIGNS[state]
        self._used[sign] = None
        return sign

    def _paint(self, words: str, style: str) -> str:
        return f"\x1b[{style}m{words}\x1b[0m" if self._color else words


def _bands(versions: Sequence[str], room: int) -> tuple[int, list[list[_Column]]]:
    """Return the blanks between columns, and the columns that stand beside each other.

    Where there is not room for all, those of the last band are about as many as of the others.
    """
    columns = [
        _Column(version, lines, max(map(len, lines)))
        for version, lines in ((it, tuple(visible(it).split()) or (it,)) for it in versions)
    ]
    gap = next((it for it in _GAPS if _fit(columns, room, it) == len(columns)), _GAPS[0])
    fewest = -(-len(columns) // _count(columns, room, gap))
    bands: list[list[_Column]] = []
    while columns:
        taken = min(_fit(columns, room, gap), fewest)
        bands.append(columns[:taken])
        columns = columns[taken:]
    return gap, bands


def _fit(columns: Sequence[_Column], room: int, gap: int) -> int:
    """Return how many columns there is room for, at least one."""
    taken = 0
    for column in columns:
        room -= gap + column.width
        if room < 0:
            break
        taken += 1
    return max(taken, 1)


def _count(columns: Sequence[_Column], room: int, gap: int) -> int:
    """Return how many bands the columns need."""
    bands = 0
    while columns:
        bands += 1
        columns = columns[_fit(columns, room, gap) :]
    return bands


def _centred(words: str, length: int, width: int, gap: int) -> str:
    """Return words that take `length` cells in the middle of a column, with blanks around."""
    before = (width - length) // 2
    return " " * (gap + before) + words + " " * (width - length - before)


def _clip(name: str, width: int) -> str:
    return name if len(name) <= width else name[: width - 1] + "…"
