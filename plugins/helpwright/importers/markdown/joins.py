"""Lists of steps that fell apart, joined again.

CommonMark ends a list where a picture, a note or a paragraph stands below a step without being
indented, and begins another one with the next number. Where the numbers go on, what stands
between belongs to the step above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.markdown.lists import settle_lists
from helpwright.importers.tally import inline_text, shown_text
from helpwright.model import (
    Attributes,
    Block,
    Break,
    BulletList,
    CodeBlock,
    Directive,
    Footnote,
    Heading,
    Image,
    Paragraph,
    Quote,
    Step,
    StepList,
    Style,
    Styled,
    Table,
    Text,
    ThematicBreak,
)

_FEWEST_SINGLE = 3
"""How many lists of one step make a list whose steps are all written as `1.`."""
_LONGEST_NAME = 60


@dataclass(slots=True)
class _Run:
    """A list and those that may go on with it; `between` stand in front of the list's number."""

    lists: list[StepList] = field(default_factory=list)
    between: list[list[Block]] = field(default_factory=list)


def join_lists(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Entry, ...]]:
    """Return blocks in which the steps of one list are one list again, and what was done."""
    entries: list[Entry] = []
    joined = _join(blocks, entries)
    return (settle_lists(joined), tuple(entries)) if entries else (blocks, ())


def _join(blocks: tuple[Block, ...], entries: list[Entry]) -> tuple[Block, ...]:
    """Join the lists of one run of blocks, and of those inside them first."""
    blocks = tuple(_inside(block, entries) for block in blocks)
    if sum(isinstance(block, StepList) for block in blocks) < 2:
        return blocks
    result: list[Block] = []
    run, gap = _Run(), list[Block]()
    for block in blocks:
        if isinstance(block, StepList):
            run.lists.append(block)
            run.between.append(gap)
            gap = []
        elif isinstance(block, Heading | Footnote) or not run.lists:
            result += [*_settle(run, entries), *gap, block]
            run, gap = _Run(), []
        else:
            gap.append(block)
    return (*result, *_settle(run, entries), *gap)


def _inside(block: Block, entries: list[Entry]) -> Block:
    if isinstance(block, StepList):
        steps = tuple(replace(step, blocks=_join(step.blocks, entries)) for step in block.steps)
        return block if steps == block.steps else replace(block, steps=steps)
    if isinstance(block, BulletList):
        items = tuple(replace(item, blocks=_join(item.blocks, entries)) for item in block.items)
        return block if items == block.items else replace(block, items=items)
    if isinstance(block, Quote | Directive | Footnote):
        return replace(block, blocks=_join(block.blocks, entries))
    return block


def _settle(run: _Run, entries: list[Entry]) -> list[Block]:
    """Return the blocks of a run of lists, joined where that is right."""
    if len(run.lists) > 1 and _all_ones(run):
        return [_join_ones(run, entries)]
    result: list[Block] = []
    chain: list[StepList] = []
    gaps: list[list[Block]] = []
    for number, steps in enumerate(run.lists):
        between = run.between[number]
        goes_on = bool(chain) and steps.start == chain[-1].steps[-1].number + 1
        if goes_on and not _introduces(between):
            chain.append(steps)
            gaps.append(between)
            continue
        result += _close(chain, gaps, entries)
        result += between
        if goes_on:
            steps = _continued(steps, entries)
        chain, gaps = [steps], []
    return result + _close(chain, gaps, entries)


def _close(chain: list[StepList], gaps: list[list[Block]], entries: list[Entry]) -> list[Block]:
    if len(chain) < 2:
        return list(chain)
    joined = _joined(chain, gaps, chain[0].start)
    entries.append(
        Entry(
            Outcome.REPAIRED,
            "list-joined",
            "the list fell apart because what stands between its steps is not indented; it is one"
            " list again, and each such piece belongs to the step above it",
            about=_named(joined),
            attention=Attention.LOOK,
        )
    )
    return [joined]


def _joined(chain: Sequence[StepList], gaps: Sequence[list[Block]], start: int) -> StepList:
    steps: list[Step] = []
    for number, piece in enumerate(chain):
        if number:
            last = steps[-1]
            steps[-1] = replace(last, blocks=(*last.blocks, *gaps[number - 1]))
        steps += piece.steps
    numbered = tuple(
        replace(step, number=number, written=number) for number, step in enumerate(steps, start)
    )
    return replace(chain[0], steps=numbered, span=NOWHERE)


def _introduces(between: Sequence[Block]) -> bool:
    """Tell whether what stands between two lists begins something new with the second."""
    for block in between:
        if isinstance(block, ThematicBreak):
            return True
        if isinstance(block, Paragraph):
            shown = [child for child in block.children if not isinstance(child, Break)]
            if len(shown) == 1 and isinstance(shown[0], Styled) and shown[0].style is Style.STRONG:
                return not inline_text(shown).rstrip().endswith((".", "!", "?"))
    last = between[-1] if between else None
    return isinstance(last, Paragraph) and inline_text(last.children).rstrip().endswith(":")


def _continued(steps: StepList, entries: list[Entry]) -> StepList:
    entries.append(
        Entry(
            Outcome.INFERRED,
            "list-continued",
            "the list goes on with the numbers of the list before it, behind words that begin"
            " something new; it is marked as going on",
            about=_named(steps),
            attention=Attention.LOOK,
        )
    )
    first = steps.steps[0]
    attributes = first.attributes or Attributes(NOWHERE)
    attributes = replace(attributes, values={**attributes.values, "continue": ""})
    first = replace(first, attributes=attributes)
    return replace(steps, steps=(first, *steps.steps[1:]), continues=True)


def _all_ones(run: _Run) -> bool:
    """Tell whether all steps are written as `1.` and mostly stand alone, with pictures between."""
    single = sum(len(steps.steps) == 1 for steps in run.lists)
    return (
        single >= _FEWEST_SINGLE
        and all(step.written == 1 for steps in run.lists for step in steps.steps)
        and all(_illustrates(block) for between in run.between[1:] for block in between)
        and all(run.between[1:])
    )


def _illustrates(block: Block) -> bool:
    """Tell whether a block can only belong to the step above it."""
    if isinstance(block, Paragraph):
        return any(isinstance(child, Image) for child in block.children) and not any(
            isinstance(child, Text) and child.value.strip() for child in block.children
        )
    return isinstance(block, CodeBlock | Quote | Directive | Table)


def _join_ones(run: _Run, entries: list[Entry]) -> StepList:
    joined = _joined(run.lists, run.between[1:], 1)
    entries.append(
        Entry(
            Outcome.INFERRED,
            "list-joined",
            "the original numbers each of these steps as 1, with pictures, code or notes between"
            " them that are not indented; they are one list now",
            about=_named(joined),
            attention=Attention.LOOK,
        )
    )
    return joined


def _named(steps: StepList) -> str:
    """Return a list's numbers and first words."""
    words = next(
        (shown_text((block,)) for block in steps.steps[0].blocks if isinstance(block, Paragraph)),
        "",
    )
    if len(words) > _LONGEST_NAME:
        words = f"{words[: _LONGEST_NAME - 1]}…"
    return f"steps {steps.start} to {steps.steps[-1].number}: {words}"
