"""Fenced containers: `/// name | argument` … `///`, as pymdown-extensions' blocks write them.

CommonMark knows no such fence and would read it as a line of the paragraph before it. So a fence
line is hidden from the parser as a thematic break of the same length, which ends a paragraph
wherever it stands; afterwards the breaks become fences again, and what stands between an opening
and a closing fence of as many slashes is gathered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from helpwright.diagnostic import Span
from helpwright.model import Block, Directive, Paragraph, Text, ThematicBreak

_FENCE = re.compile(
    rb"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?"
    rb"(?P<fence>(?P<slashes>/{3,})"
    rb"(?:[ \t]+(?P<name>[A-Za-z][\w-]*)(?:[ \t]*\|(?P<argument>[^\r\n]*))?)?)"
    rb"[ \t]*\r?$",
    re.MULTILINE,
)
ADMONITIONS = frozenset(
    "abstract bug caution danger example failure important info note question quote success tip "
    "warning".split()
)
CONDITION = "applies_to"
"""The directive that shows its blocks to the readers of some versions; they stand as they are."""

NAMES = ADMONITIONS | {"details", "tab", CONDITION}
"""What a directive may be called: an admonition's kind, `details`, `tab` or `applies_to`."""


MAX_NESTED = 16
"""How many directives may be open inside one another; spilling more would take quadratic time."""


class Fence(NamedTuple):
    """One fence line, `text` as written; `name` is empty on a closing one."""

    slashes: int
    name: str
    argument: str
    text: str
    span: Span


class DirectiveFault(NamedTuple):
    """A fence that cannot be folded: `unknown`, `unclosed` or `unopened`."""

    kind: str
    name: str
    span: Span


def hide_fences(data: bytes, base: int) -> tuple[bytes, dict[int, Fence]]:
    """Return the bytes from `base` on with each fence line as asterisks, and the fences by place.

    Places are offsets from the start of `data`, in ascending order.
    """
    fences: dict[int, Fence] = {}
    pieces: list[bytes] = []
    done = base
    for match in _FENCE.finditer(data, base):
        start, end = match.span("fence")
        argument = (match["argument"] or b"").decode("utf-8", "replace").strip()
        name = (match["name"] or b"").decode().lower()
        text = match["fence"].decode("utf-8", "replace")
        fences[start] = Fence(len(match["slashes"]), name, argument, text, Span(start, end))
        pieces += (data[done:start], b"*" * (end - start))
        done = end
    pieces.append(data[done:])
    return b"".join(pieces), fences


@dataclass(slots=True)
class _Open:
    """An opening fence whose closing one has not come yet, with the blocks behind it."""

    fence: Fence
    blocks: list[Block] = field(default_factory=list)


class _Folder:
    """Gathers the blocks of one container into directives."""

    def __init__(self, faults: list[DirectiveFault]) -> None:
        self.faults = faults
        self.found: list[Directive] = []
        self.result: list[Block] = []
        self.stack: list[_Open] = []

    def put(self, block: Block) -> None:
        (self.stack[-1].blocks if self.stack else self.result).append(block)

    def spill(self, kind: str) -> None:
        """Give up on the innermost open fence; its words and blocks stay where they are."""
        fence, blocks = self.stack[-1].fence, self.stack.pop().blocks
        self.faults.append(DirectiveFault(kind, fence.name, fence.span))
        for block in (_as_text(fence), *blocks):
            self.put(block)

    def open(self, fence: Fence) -> None:
        if len(self.stack) < MAX_NESTED:
            self.stack.append(_Open(fence))
        else:
            self.faults.append(DirectiveFault("unclosed", fence.name, fence.span))
            self.put(_as_text(fence))

    def close(self, fence: Fence) -> None:
        if not any(entry.fence.slashes == fence.slashes for entry in self.stack):
            self.faults.append(DirectiveFault("unopened", "", fence.span))
            self.put(_as_text(fence))
            return
        while self.stack[-1].fence.slashes != fence.slashes:
            self.spill("unclosed")
        if self.stack[-1].fence.name not in NAMES:
            self.spill("unknown")
            self.put(_as_text(fence))
            return
        opened = self.stack.pop()
        span = Span(opened.fence.span.start, fence.span.end)
        blocks = tuple(_apart(block) for block in opened.blocks)
        node = Directive(opened.fence.name, opened.fence.argument, blocks, span)
        self.found.append(node)
        self.put(node)


def _apart(block: Block) -> Block:
    """Make a paragraph of a tight list item one of its own: it stands between two fences."""
    return replace(block, tight=False) if isinstance(block, Paragraph) and block.tight else block


def _as_text(fence: Fence) -> Paragraph:
    """Return a fence that could not be folded as the line that it is."""
    return Paragraph((Text(fence.text, fence.span),), None, False, fence.span)


def fold_directives(
    blocks: Sequence[Block], fences: Mapping[int, Fence], faults: list[DirectiveFault]
) -> tuple[tuple[Block, ...], list[Directive]]:
    """Fold the directives among the blocks of one container.

    Returns the blocks and the directives found, inner ones first, and appends each fence that
    cannot be folded to `faults`. An unknown or unclosed directive leaves its contents in place,
    so that no word is lost.
    """
    folder = _Folder(faults)
    for block in blocks:
        fence = fences.get(block.span.start) if isinstance(block, ThematicBreak) else None
        if fence is None:
            folder.put(block)
        elif fence.name:
            folder.open(fence)
        else:
            folder.close(fence)
    while folder.stack:
        folder.spill("unclosed")
    return tuple(folder.result), folder.found
