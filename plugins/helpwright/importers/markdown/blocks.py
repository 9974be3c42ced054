"""Markdown text to nodes, in words where that fails."""

from __future__ import annotations

from helpwright.importers.bundle import Unreadable
from helpwright.model import Block
from helpwright.parse.blocks import MAX_DEPTH, BlockReader, TooDeep


def parse_markdown(text: str) -> tuple[Block, ...]:
    """Return the blocks of CommonMark text. Raises Unreadable where it is nested too deep."""
    data = text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace")
    try:
        return BlockReader(data, 0).read()
    except TooDeep as found:
        line = data.count(b"\n", 0, found.offset) + 1
        raise Unreadable(
            f"lists, quotes or emphasis are nested more than {MAX_DEPTH} levels deep"
            f" near line {line} of its text"
        ) from None
