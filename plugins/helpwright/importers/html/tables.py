"""Tables of a page: pipe tables where nothing is lost by it, else raw HTML or what they arrange."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.inlines import InlineReader
from helpwright.importers.html.notes import clip, is_blank, only_element
from helpwright.importers.html.raw import raw_html
from helpwright.importers.html.tidy import join_lines, lines
from helpwright.importers.html.tree import CHROME, Element, Node, words_of
from helpwright.importers.ledger import Attention, Outcome
from helpwright.model import (
    Block,
    HtmlBlock,
    Inline,
    InlineHtml,
    Style,
    Styled,
    Table,
    TableCell,
)

Flow = Callable[[Sequence[Node]], list[Block]]

_LINE = InlineHtml("<br>", NOWHERE)
_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right)", re.IGNORECASE)
_IN_CELLS = frozenset(("p", "div", "section", "center", "span", "font"))
_FRAME_CELLS = 2
MAX_COLUMNS = 40
"""How many columns a pipe table may have; beyond it stays HTML."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The rows of a table, each with its cells; the first `head` ones are its head."""

    captions: list[Element]
    rows: list[list[Element]]
    head: int
    outside: list[Node]


def read_table(table: Element, inlines: InlineReader, flow: Flow) -> list[Block]:
    """Return the blocks that a table becomes; `flow` converts what it only arranges."""
    grid = _grid(table)
    blocks = flow(grid.outside) if grid.outside else []
    for caption in grid.captions:
        blocks += flow(caption.children)
    cells = [cell for row in grid.rows for cell in row]
    if all(is_blank(cell) for cell in cells):
        return blocks
    if _is_layout(table, grid):
        for cell in cells:
            blocks += flow(cell.children)
        inlines.notes.tell(
            Outcome.MAPPED,
            "layout-table",
            "a table that only arranged text and pictures became text and pictures",
            about=clip(words_of(table)),
            attention=Attention.NONE if len(cells) == 1 else Attention.LOOK,
        )
        return blocks
    reason = _why_raw(grid)
    if reason:
        steps = any(element.tag == "ol" for element in table.walk())
        inlines.notes.tell(
            Outcome.KEPT_RAW,
            "table",
            f"the table stays HTML, because {reason}"
            + ("; the steps inside are no steps of the article" if steps else ""),
            about=clip(words_of(table)),
            attention=Attention.DECIDE if steps else Attention.NONE,
        )
        plain = table.around([c for c in table.children if not _is_caption(c)])
        return [*blocks, HtmlBlock(raw_html(plain, inlines), NOWHERE)]
    return [*blocks, _pipe_table(grid, inlines)]


def box_cells(table: Element) -> Element | None:
    """Return what stands in a table that is only the frame of a box, or None for another table."""
    grid = _grid(table)
    cells = [cell for row in grid.rows for cell in row]
    if len(grid.rows) != 1 or len(cells) > _FRAME_CELLS or grid.outside or grid.captions:
        return None
    return table.around([child for cell in cells for child in (" ", *cell.children)], blocky=True)


def _is_caption(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "caption"


def _grid(table: Element) -> _Grid:
    grid_rows: list[list[Element]] = []
    heads: list[list[Element]] = []
    captions: list[Element] = []
    outside: list[Node] = []
    for part in table.children:
        if isinstance(part, str):
            outside += [part] if part.strip() else []
        elif part.tag == "caption":
            captions.append(part)
        elif part.tag in ("thead", "tbody", "tfoot"):
            rows = heads if part.tag == "thead" and not grid_rows else grid_rows
            for row in part.children:
                if isinstance(row, Element) and row.tag == "tr":
                    rows.append(_cells(row, outside))
                elif not is_blank(row):
                    outside.append(row)
        elif part.tag == "tr":
            grid_rows.append(_cells(part, outside))
        elif part.tag not in ("colgroup", "col") and not is_blank(part):
            outside.append(part)
    heads, grid_rows = [row for row in heads if row], [row for row in grid_rows if row]
    return _Grid(captions, heads + grid_rows, len(heads), outside)


def _cells(row: Element, outside: list[Node]) -> list[Element]:
    cells: list[Element] = []
    for cell in row.children:
        if isinstance(cell, Element) and cell.tag in ("td", "th"):
            cells.append(cell)
        elif not is_blank(cell):
            outside.append(cell)
    return cells


def _is_layout(table: Element, grid: _Grid) -> bool:
    """Tell whether a table says nothing by its rows and columns."""
    if table.attributes.get("role") in ("presentation", "none"):
        return True
    if any(cell.tag == "th" for row in grid.rows for cell in row):
        return False
    if all(len(row) == 1 for row in grid.rows):
        return len(grid.rows) == 1 or any(cell.blocky for row in grid.rows for cell in row)
    if len(grid.rows) == 1:
        shown = [cell for cell in grid.rows[0] if not is_blank(cell)]
        pictures = [cell for cell in shown if _is_picture_cell(cell) or "icon" in cell.classes]
        return len(shown) == 1 or len(pictures) >= len(shown) - 1
    return False


def _is_picture_cell(cell: Element) -> bool:
    only = only_element(cell)
    while only is not None and only.tag != "img":
        only = only_element(only)
    return only is not None


def _why_raw(grid: _Grid) -> str:
    """Return why a table cannot be a pipe table; empty if it can."""
    if grid.head > 1:
        return "its head has several rows"
    if max(len(row) for row in grid.rows) > MAX_COLUMNS:
        return "it has too many columns"
    for row in grid.rows:
        for cell in row:
            for name in ("colspan", "rowspan"):
                if cell.attributes.get(name, "1").strip() not in ("", "0", "1"):
                    return "cells span several columns or rows"
            if cell.blocky and not _is_lines(cell):
                return "cells hold lists, code or other blocks"
    return ""


def _is_lines(cell: Element) -> bool:
    """Tell whether a cell holds nothing but lines of text and pictures."""
    return all(
        element.tag in _IN_CELLS or (not element.blocky and element.tag not in _STRUCTURE)
        for element in cell.walk()
    )


_STRUCTURE = frozenset(
    "blockquote details dl fieldset figure form h1 h2 h3 h4 h5 h6 hr iframe li ol pre table ul "
    "video xmp".split()
)


def _pipe_table(grid: _Grid, inlines: InlineReader) -> Table:
    rows = [[_cell(cell, inlines) for cell in row] for row in grid.rows]
    columns = max(len(row) for row in rows)
    first = grid.rows[0]
    has_head = grid.head == 1 or all(cell.tag == "th" for cell in first)
    if not has_head and len(rows) > 1:
        has_head = all(_is_strong(cell) for cell in rows[0])
    alignments = [_alignment(cell) for cell in (grid.rows[1] if len(rows) > 1 else first)]
    alignments = alignments[:columns] + ["None"] * (columns - len(alignments))
    if has_head:
        rows[0] = [_plain(cell) for cell in rows[0]]
    full = [_row(row, columns) for row in rows]
    empty = _row([], columns)
    return Table(
        tuple(alignments),
        full[0] if has_head else empty,
        tuple(full[1:] if has_head else full),
        NOWHERE,
    )


def _row(cells: list[list[Inline]], columns: int) -> tuple[TableCell, ...]:
    full = cells + [[] for _ in range(columns - len(cells))]
    return tuple(TableCell(tuple(cell), NOWHERE) for cell in full)


def _cell(cell: Element, inlines: InlineReader) -> list[Inline]:
    """Return the lines of a cell as one run."""
    parts: list[list[Inline]] = []
    run: list[Node] = []
    _lines_of(cell, run, parts, inlines)
    _end(run, parts, inlines)
    return join_lines(parts, _LINE)


def _lines_of(
    element: Element, run: list[Node], parts: list[list[Inline]], inlines: InlineReader
) -> None:
    for child in element.children:
        if isinstance(child, Element) and (child.blocky or child.tag in ("p", "div", "section")):
            _end(run, parts, inlines)
            if CHROME not in child.attributes:
                _lines_of(child, run, parts, inlines)
            _end(run, parts, inlines)
        else:
            run.append(child)


def _end(run: list[Node], parts: list[list[Inline]], inlines: InlineReader) -> None:
    if run:
        parts += lines(inlines.read(run))
        run.clear()


def _is_strong(cell: list[Inline]) -> bool:
    return len(cell) == 1 and isinstance(cell[0], Styled) and cell[0].style is Style.STRONG


def _plain(cell: list[Inline]) -> list[Inline]:
    """Return a cell of the head without bold type, which it has anyway."""
    lead = cell[0] if len(cell) == 1 else None
    return list(lead.children) if isinstance(lead, Styled) and _is_strong(cell) else cell


def _alignment(cell: Element) -> str:
    found = _ALIGN.search(cell.attributes.get("style", ""))
    written = found[1] if found else cell.attributes.get("align", "")
    name = written.strip().capitalize()
    return name if name in ("Left", "Center", "Right") else "None"
