"""Tabs of Learn: headings that link to `#tab/…`, up to the next rule, become tabs of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.tally import inline_text, tally_blocks
from helpwright.model import (
    Block,
    BulletList,
    Directive,
    Footnote,
    Heading,
    InlineHtml,
    Link,
    Quote,
    StepList,
    ThematicBreak,
)

_TAB = re.compile(r"#tab/[\w+.-]+(?:/([\w+.-]*))?/?", re.IGNORECASE)


def fold_tabs(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Entry, ...]]:
    """Return blocks with tabs as such, and what was done.

    As in DocFX, a group of tabs ends at the first rule in the same container. Where there is none,
    it ends before the next section.
    """
    folder = _Folder()
    return folder.run(blocks), tuple(folder.entries)


class _Folder:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.place = ""

    def run(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        rules = [at for at, block in enumerate(blocks) if isinstance(block, ThematicBreak)]
        out: list[Block] = []
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if isinstance(block, Heading) and _tab(block):
                while rules and rules[0] < at:
                    del rules[0]
                at = self._group(blocks, at, rules[0] if rules else -1, out)
                continue
            if isinstance(block, Heading):
                self.place = inline_text(block.children)
            out.append(self._inside(block))
            at += 1
        return tuple(out)

    def _inside(self, block: Block) -> Block:
        if isinstance(block, Quote | Directive | Footnote):
            return replace(block, blocks=self.run(block.blocks))
        if isinstance(block, StepList):
            steps = [replace(step, blocks=self.run(step.blocks)) for step in block.steps]
            return replace(block, steps=tuple(steps))
        if isinstance(block, BulletList):
            items = [replace(item, blocks=self.run(item.blocks)) for item in block.items]
            return replace(block, items=tuple(items))
        return block

    def _group(self, blocks: Sequence[Block], start: int, rule: int, out: list[Block]) -> int:
        """Put down the tabs that begin at a place; returns where the text behind them begins."""
        end = rule
        if rule < 0:
            following = range(start + 1, len(blocks))
            end = next((at for at in following if _ends_open_tabs(blocks[at])), len(blocks))
            reason = "no rule ends these tabs; they end where the next section begins"
            if end < len(blocks):
                self._tell(Outcome.REPAIRED, "tabs", reason, Attention.LOOK)
        heads = [at for at in range(start, end) if _tab(blocks[at])]
        for head, following_head in zip(heads, [*heads[1:], end], strict=True):
            heading = blocks[head]
            assert isinstance(heading, Heading)
            title = self._title(heading)
            inner = self.run(blocks[head + 1 : following_head])
            out.append(Directive("tab", title, inner, NOWHERE))
        return end + 1 if end == rule else end

    def _title(self, heading: Heading) -> str:
        link = _tab(heading)
        assert link is not None
        found = _TAB.fullmatch(link.target)
        condition = (found[1] if found else "") or ""
        title = inline_text(link.children)
        inside = tally_blocks((heading,))
        entry = Entry(
            Outcome.MAPPED,
            "tabs",
            "a heading with a link of its own kind became a tab",
            about=title,
            links=(link.target,) * inside.links,
            pictures=("a picture in the name of a tab",) * inside.pictures,
            place=self.place,
        )
        self.entries.append(entry)
        if not condition:
            return title
        reason = f"the tab was shown only where `{condition}` was chosen; its name tells that now"
        self._tell(Outcome.LEFT, "tabs", reason, Attention.DECIDE, title, condition)
        return f"{title} ({condition})"

    def _tell(
        self,
        outcome: Outcome,
        topic: str,
        reason: str,
        attention: Attention,
        about: str = "",
        added: str = "",
    ) -> None:
        self.entries.append(
            Entry(
                outcome,
                topic,
                reason,
                about=about,
                added=added,
                attention=attention,
                place=self.place,
            )
        )


def _tab(block: Block) -> Link | None:
    """Return the link of a heading that is a tab; translated texts have an anchor before it."""
    if not isinstance(block, Heading) or not block.children:
        return None
    *anchors, link = block.children
    if not isinstance(link, Link) or _TAB.fullmatch(link.target) is None:
        return None
    return link if all(isinstance(anchor, InlineHtml) for anchor in anchors) else None


def _ends_open_tabs(block: Block) -> bool:
    return isinstance(block, Heading) and block.level <= 2 and not _tab(block)
