"""`<details>` around Markdown, folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.markdown.log import Log
from helpwright.importers.markdown.raw_blocks import DetailsEnd, DetailsStart, Event, Opaque
from helpwright.importers.markdown.raw_elements import note_raw
from helpwright.model import Block, Directive, Heading, HtmlBlock, Paragraph

_MOST_NESTED = 4
"""How deep details may stand in details to be folded."""


def fold_details(events: list[Event], log: Log) -> tuple[Block, ...]:
    """Make a directive of each `<details>` and the blocks up to its end."""
    if any(isinstance(event, Opaque) for event in events):
        # What opens and closes in it is not known, so nothing can be paired.
        return tuple(_as_blocks(events, log))
    result: list[Block] = []
    stack: list[tuple[DetailsStart, list[Block]]] = []
    for event in events:
        assert not isinstance(event, Opaque)
        out = stack[-1][1] if stack else result
        if isinstance(event, DetailsStart):
            stack.append((event, []))
        elif not isinstance(event, DetailsEnd):
            out.append(event)
        elif not stack:
            reason = "an end tag without its beginning is gone"
            log.note(Outcome.REPAIRED, "stray-tag", reason, event.raw)
        else:
            start, inner = stack.pop()
            out = stack[-1][1] if stack else result
            if len(stack) < _MOST_NESTED:
                out.append(_details(start, inner, log))
            else:
                out += [_raw_start(start, log), *inner, HtmlBlock("</details>\n", NOWHERE)]
    while stack:
        start, inner = stack.pop()
        out = stack[-1][1] if stack else result
        out += [_raw_start(start, log), *inner]
    return tuple(result)


def _as_blocks(events: Iterable[Event], log: Log) -> Iterator[Block]:
    for event in events:
        if isinstance(event, DetailsStart):
            yield _raw_start(event, log)
        elif isinstance(event, DetailsEnd):
            yield HtmlBlock(f"{event.raw}\n", NOWHERE)
        elif isinstance(event, Opaque):
            yield HtmlBlock(event.raw, NOWHERE)
        else:
            yield event


def _details(start: DetailsStart, inner: list[Block], log: Log) -> Directive:
    blocks = tuple(
        replace(block, tight=False) if isinstance(block, Paragraph) and block.tight else block
        for block in (*start.lead, *inner)
    )
    said = "a text that opens on a click is one of ours now"
    log.note(Outcome.MAPPED, "details", said, start.title)
    if any(isinstance(block, Heading) for block in blocks):
        said = "headings inside a text that opens on a click begin no sections"
        log.note(Outcome.LEFT, "details", said, start.title, Attention.LOOK)
    return Directive("details", start.title, blocks, NOWHERE)


def _raw_start(start: DetailsStart, log: Log) -> HtmlBlock:
    """Put the beginning of details that do not end here back as it was."""
    note_raw(start.raw, log)
    before = (Directive("details", start.title, start.lead, NOWHERE),)
    block = HtmlBlock(f"{start.raw}\n", NOWHERE)
    log.settle(before, (block,), "raw-html", len(log.entries))
    return block
