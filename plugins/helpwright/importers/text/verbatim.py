"""Tables and code out of runs of lines."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Entry, Outcome
from helpwright.importers.text.account import Account
from helpwright.importers.text.inline import make_inlines
from helpwright.importers.text.lines import Line
from helpwright.importers.text.regions import Region, RegionKind, cells
from helpwright.model import Block, CodeBlock, Table, TableCell


def make_table(lines: Sequence[Line], account: Account) -> Block:
    """Return lines with tabs as a table."""
    rows = []
    for line in lines:
        rows.append(
            tuple(
                TableCell(make_inlines([(line, start, end)], account), NOWHERE)
                for start, end in cells(line)
            )
        )
    account.guess(
        "table",
        "lines with tabs are a table now, whose first line is its head",
        lines[0].text,
        lines[0].number,
    )
    return Table(("None",) * len(rows[0]), rows[0], tuple(rows[1:]), NOWHERE)


def make_code(lines: Sequence[Line], region: Region, account: Account) -> Block:
    """Return lines as a block in which every blank is kept."""
    if region.kind is RegionKind.FENCED:
        info = lines[0].text.strip("`~").strip()
        if info:
            reason = "the word behind the fence is the language of the code"
            account.tell(Entry(Outcome.MAPPED, "code-language", reason, text=info))
        lines = lines[1:-1]
    else:
        info = ""
        what = "a table of blanks" if region.kind is RegionKind.COLUMNS else "code"
        account.guess(
            "code",
            f"lines that look like {what} are a block in which every blank is kept",
            lines[0].text,
            lines[0].number,
        )
    texts = []
    for line in lines:
        text = account.plain(line, line.start).rstrip()
        texts.append(" " * max(0, line.column - region.column) + text if text else "")
    return CodeBlock(info, "\n".join(texts) + "\n", True, NOWHERE)
