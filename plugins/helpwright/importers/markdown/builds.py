"""What the containers of other systems become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Outcome
from helpwright.importers.markdown.blocks import parse_markdown
from helpwright.importers.markdown.fences import Container
from helpwright.importers.markdown.kinds import make_note, title_of
from helpwright.importers.markdown.log import Log
from helpwright.importers.tally import shown_text
from helpwright.importers.walk import walk_inlines
from helpwright.model import (
    Block,
    CodeBlock,
    Directive,
    Heading,
    Image,
    Inline,
    Link,
    Paragraph,
    Step,
    StepList,
    Style,
    Styled,
    Text,
)

_STEP = "\U0010fffd step"
"""The argument of a directive that is a step and waits for its list."""


def _addresses(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield where the links lead and pictures come from that blocks show."""
    for child in walk_inlines(blocks):
        if isinstance(child, Link | Image):
            yield child.target if isinstance(child, Link) else child.source


@dataclass(slots=True)
class Builder:
    """Makes blocks of containers, and notes what it does."""

    log: Log

    def build(self, container: Container, blocks: tuple[Block, ...]) -> Iterable[Block]:
        """Return what a container becomes; what it shows stays in its order."""
        kind = container.kind
        if kind == "comment":
            self.log.note(
                Outcome.DROPPED,
                "comment",
                "the original does not show this comment",
                " ".join((shown_text(blocks), *_addresses(blocks))).strip(),
            )
            return ()
        title, lead = read_title(container.title)
        if kind == "step":
            return (Directive("note", _STEP, _step_blocks(title, lead, blocks), NOWHERE),)
        if kind in ("group", "steps"):
            if not title and not lead:
                reason = "a mark that only arranges its contents is gone"
                self.log.note(Outcome.DROPPED, "site-syntax", reason, container.opening)
                return blocks
            return (*(lead or _strong((Text(title, NOWHERE),))), *blocks)
        if kind == "code":
            return self.code(title, blocks)
        if kind in ("details", "tab"):
            self.log.note(Outcome.MAPPED, kind, _MAPPED[kind], container.opening)
            return (Directive(kind, title, (*lead, *map(_apart, blocks)), NOWHERE),)
        self.log.note(Outcome.MAPPED, "note", "a note is one of ours now", container.opening)
        if not blocks and title:
            title, lead = "", (Paragraph((Text(title, NOWHERE),), None, False, NOWHERE),)
        return (make_note(kind, title, lead, blocks),)

    def code(self, title: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Give the block of code in a container the title that stands on it."""
        if not title:
            return blocks
        first = blocks[0] if len(blocks) == 1 else None
        if isinstance(first, CodeBlock) and first.fenced and '"' not in title:
            info = f'{first.info} title="{title}"'.strip()
            self.log.note(Outcome.MAPPED, "code-title", "the title of code is kept", title)
            return (replace(first, info=info),)
        return (*_strong((Text(title, NOWHERE),)), *blocks)


_MAPPED = {
    "details": "a text that opens on a click is one of ours now",
    "tab": "a tab is one of ours now",
}


def read_title(written: str) -> tuple[str, tuple[Block, ...]]:
    """Return a title's words, or the title as blocks where it is more than words."""
    if not any(char in "*_`[]<>&\\!~" for char in written):
        return " ".join(written.split()), ()
    blocks = parse_markdown(written)
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return title_of(blocks[0].children)
    return " ".join(written.split()), ()


def _apart(block: Block) -> Block:
    return replace(block, tight=False) if isinstance(block, Paragraph) and block.tight else block


def _strong(children: tuple[Inline, ...]) -> tuple[Block, ...]:
    if len(children) == 1 and isinstance(children[0], Styled):
        return (Paragraph(children, None, False, NOWHERE),)
    return (Paragraph((Styled(Style.STRONG, children, NOWHERE),), None, False, NOWHERE),)


def _step_blocks(
    title: str, lead: tuple[Block, ...], blocks: tuple[Block, ...]
) -> tuple[Block, ...]:
    """Return the blocks of a step: its title or heading is what it begins with."""
    if title:
        lead = _strong((Text(title, NOWHERE),))
    elif blocks and isinstance(blocks[0], Heading):
        lead, blocks = _strong(blocks[0].children), blocks[1:]
    return (*lead, *map(_apart, blocks))


def gather_steps(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Make a list of each run of steps."""
    if not any(isinstance(block, Directive) and block.argument == _STEP for block in blocks):
        return blocks
    result: list[Block] = []
    run: list[Step] = []
    for block in blocks:
        if isinstance(block, Directive) and block.argument == _STEP:
            number = len(run) + 1
            run.append(Step(number, number, NOWHERE, None, block.blocks, NOWHERE))
            continue
        if run:
            result.append(StepList(1, tuple(run), 1, False, NOWHERE))
            run = []
        result.append(block)
    if run:
        result.append(StepList(1, tuple(run), 1, False, NOWHERE))
    return tuple(result)
