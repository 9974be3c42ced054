"""What the parts of the block reader need of the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from helpwright.importers.html.context import Page
from helpwright.importers.html.inlines import InlineReader
from helpwright.importers.html.notes import Notes
from helpwright.importers.html.tree import Element, Node
from helpwright.model import Block

LABEL = re.compile(r"[\w.:-]+\Z")
"""The ids that our format can give a heading or step."""


class Flow(Protocol):
    """Reads the blocks of one page; `ordered` counts the lists of steps around the place."""

    page: Page
    notes: Notes
    inlines: InlineReader
    ordered: int

    def read(self, nodes: Sequence[Node]) -> list[Block]:
        """Return the blocks that nodes show."""

    def read_box(self, nodes: Sequence[Node]) -> list[Block]:
        """Return the blocks inside a box, in which labels such as "Note:" make no other box."""

    def mark(self, element: Element) -> None:
        """Keep an element's id for the paragraph or heading that comes next."""
