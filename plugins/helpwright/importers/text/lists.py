"""A list while its items are read."""

from __future__ import annotations

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.text.account import Account
from helpwright.importers.text.lines import Line
from helpwright.importers.text.markers import Marker
from helpwright.importers.text.notes import make_alerts
from helpwright.model import (
    Attributes,
    Block,
    BulletItem,
    BulletList,
    Paragraph,
    Quote,
    Step,
    StepList,
)

_BIGGEST_GAP = 3


class OpenList:
    """A list that still goes on; `blocks` are those of its last item, `at` is its line's index."""

    def __init__(self, marker: Marker, at: int, before: int) -> None:
        self.style = marker.style
        self.ordered = marker.ordered
        self.column = marker.column
        self.start = self.number = marker.number
        self.lettered = marker.style.startswith(("letter", "roman"))
        self.continues = marker.ordered and before > 0 and marker.number == before + 1
        self.items: list[list[Block]] = [[]]
        self.at = at
        self.told = False
        self.pictures = False

    @property
    def blocks(self) -> list[Block]:
        """The blocks of the last item."""
        return self.items[-1]

    def takes(self, marker: Marker) -> bool:
        """Tell whether an item belongs to this list."""
        if marker.style != self.style:
            return False
        if not self.ordered:
            return True
        if marker.number == 1 and self.number == 1 and self.start == 1:
            return True
        return self.number <= marker.number <= self.number + _BIGGEST_GAP

    def next_item(self, marker: Marker, at: int, line: Line, account: Account) -> None:
        """Begin the next item."""
        if self.ordered:
            self._count(marker, line, account)
        self.items.append([])
        self.column = min(self.column, marker.column)
        self.at = at

    def _count(self, marker: Marker, line: Line, account: Account) -> None:
        if marker.number != self.number + 1 and not marker.number == self.number == 1:
            account.tell(
                Entry(
                    Outcome.REPAIRED,
                    "step-number",
                    f"step {marker.number} follows step {self.number} in the original, and has the "
                    "next number now; see whether a step is missing",
                    about=line.text,
                    attention=Attention.DECIDE,
                    line=line.number,
                )
            )
        self.number = marker.number

    def finish(self, depth: int, account: Account) -> Block | None:
        """Return the list, None if there is nothing in it.

        `depth` counts the ordered lists around it and itself.
        """
        items = [make_alerts(blocks, account) for blocks in self.items]
        if not self.ordered:
            items = [blocks for blocks in items if blocks]
        if not items:
            return None
        tight = all(_is_tight(blocks) for blocks in items)
        items = [tuple(_fit(block, tight) for block in blocks) for blocks in items]
        if not self.ordered:
            return BulletList(tuple(BulletItem(blocks, NOWHERE) for blocks in items), NOWHERE)
        if self.lettered and depth == 1:
            account.guess(
                "lettered-list", "the letters of a list are numbers now", _about(items), 0
            )
        attributes = Attributes(NOWHERE, None, (), {"continue": ""}) if self.continues else None
        steps = tuple(
            Step(number, number, NOWHERE, None if at else attributes, blocks, NOWHERE)
            for at, (number, blocks) in enumerate(enumerate(items, self.start))
        )
        return StepList(self.start, steps, depth, self.continues, NOWHERE)


def _is_tight(blocks: tuple[Block, ...]) -> bool:
    """Tell whether an item can be written without blank lines."""
    rest = blocks[1:] if blocks and isinstance(blocks[0], Paragraph) else blocks
    return all(isinstance(block, BulletList | StepList | Quote) for block in rest)


def _fit(block: Block, tight: bool) -> Block:
    if isinstance(block, Paragraph) and block.tight != tight:
        return Paragraph(block.children, block.attributes, tight, block.span)
    return block


def _about(items: list[tuple[Block, ...]]) -> str:
    return f"{len(items)} items"
