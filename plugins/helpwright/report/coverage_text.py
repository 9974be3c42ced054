"""What articles cover as tables for people: a row for each article, a column for each version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
_RETIRED = ("-", "2", "retired or not out yet: nothing is needed")
_LACKS = {State.NO_RESOLUTION: "no resolution for", State.NO_CAUSE: "no cause for"}
_BOLD = "1"
_GAP = 2
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
        """Yield a line for the signs that were used."""
        known = [entry for entry in (*_SIGNS.values(), _RETIRED) if entry in self._used]
        if known:
            yield "   ".join(f"{self._paint(sign, color)} {name}" for sign, color, name in known)

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
        for columns in _bands(table.versions, self._width - first):
            yield ""
            height = max(len(column.lines) for column in columns)
            for at in range(-height, 0):
                heads = (column.lines[at] if -at <= len(column.lines) else "" for column in columns)
                line = " " * first + _spread(heads, columns)
                yield self._paint(line.rstrip(), _BOLD)
            for name, row in zip(names, rows, strict=True):
                signs = [self._sign(table, row, column.version) for column in columns]
                yield _clip(name, first).ljust(first) + self._cells(signs, columns)

    def _sign(self, table: Table, row: Row, version: str) -> tuple[str, str, str]:
        state = row.cells[version].state
        needless = version not in table.supported and state is not State.NOT_COVERED
        sign = _RETIRED if needless else _SIGNS[state]
        self._used[sign] = None
        return sign

    def _cells(self, signs: Sequence[tuple[str, str, str]], columns: Sequence[_Column]) -> str:
        parts: list[str] = []
        for (sign, color, _), column in zip(signs, columns, strict=True):
            before, after = _around(1, column.width)
            parts.append(" " * (_GAP + before) + self._paint(sign, color) + " " * after)
        return "".join(parts).rstrip()

    def _paint(self, words: str, style: str) -> str:
        return f"\x1b[{style}m{words}\x1b[0m" if self._color else words


def _bands(versions: Sequence[str], room: int) -> Iterator[list[_Column]]:
    """Yield the columns that stand beside each other."""
    band: list[_Column] = []
    left = room
    for version in versions:
        lines = tuple(visible(version).split()) or (version,)
        width = max(map(len, lines))
        if band and width + _GAP > left:
            yield band
            band, left = [], room
        band.append(_Column(version, lines, width))
        left -= width + _GAP
    yield band


def _spread(words: Iterable[str], columns: Sequence[_Column]) -> str:
    parts: list[str] = []
    for word, column in zip(words, columns, strict=True):
        before, after = _around(len(word), column.width)
        parts.append(" " * (_GAP + before) + word + " " * after)
    return "".join(parts)


def _around(length: int, width: int) -> tuple[int, int]:
    """Return the blanks in front of and behind what stands in the middle of a column."""
    before = (width - length) // 2
    return before, width - length - before


def _clip(name: str, width: int) -> str:
    return name if len(name) <= width else name[: width - 1] + "…"
