"""What the rules about step numbers share: how numbers run on, and how one is rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpwright.diagnostic import Edit, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import (
    Article,
    Block,
    BulletList,
    Directive,
    Footnote,
    Quote,
    Step,
    StepList,
)
from helpwright.rules._mentions import mentioned_numbers
from helpwright.source import Inclusion, Source

_INDENT = re.compile(rb"[ \t]*")
_LINE = re.compile(rb"\n[ \t]*(?=[^\s])")


def is_uniform(steps: StepList) -> bool:
    """Tell whether all items have the same number, as in lists that leave counting to the page."""
    return _is_uniform(steps.steps)


def _is_uniform(items: tuple[Step, ...]) -> bool:
    return len(items) > 1 and all(step.written == items[0].written for step in items)


@dataclass(frozen=True, slots=True)
class Jump:
    """A step whose written number is not one more than `before`'s; `run` is what it carries along.

    The run begins with the step itself and ends before the next jump of the list. `due` is the
    number to write: that of the page, unless the list has steps of several files.
    """

    before: Step
    run: tuple[Step, ...]
    due: int

    @property
    def step(self) -> Step:
        """The step with the wrong number."""
        return self.run[0]


def jumps(steps: StepList, source: Source) -> list[Jump]:
    """Return the places where the written numbers of a list do not run on.

    A number that the page shows too is right, whatever stands before it. Of several equal ones in
    a row only the first is a jump. The steps of each fragment are numbered in its own file, and
    those around it go on as if it were not there.
    """
    if not source.inclusions:
        return _jumps(steps.steps, False)
    written: dict[tuple[Inclusion, ...], list[Step]] = {}
    for step in steps.steps:
        written.setdefault(source.chain(step.marker.start), []).append(step)
    apart = len(written) > 1
    found = [jump for items in written.values() for jump in _jumps(tuple(items), apart)]
    return sorted(found, key=lambda jump: jump.step.span)


def _jumps(items: tuple[Step, ...], apart: bool) -> list[Jump]:
    places: list[int] = []
    for at in range(1, len(items)):
        step, before = items[at], items[at - 1]
        if step.written == before.written + 1 or step.written == step.number:
            continue
        repeats = step.written == before.written and before.written != before.number
        if not repeats or not places:
            places.append(at)
    if not places or _is_uniform(items):
        return []
    ends = [*places[1:], len(items)]
    return [
        Jump(
            items[at - 1],
            items[at:end],
            items[at - 1].written + 1 if apart else items[at].number,
        )
        for at, end in zip(places, ends, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A list, the list before it under the same heading and in the same container, if any.

    `between` are the blocks that separate the two.
    """

    steps: StepList
    before: StepList | None
    between: tuple[Block, ...]


def neighbours(article: Article) -> Iterator[Neighbours]:
    """Yield every list of an article with the one before it, in source order of containers."""
    for part in article.parts():
        yield from _neighbours(part.blocks)


def _neighbours(blocks: tuple[Block, ...]) -> Iterator[Neighbours]:
    before: StepList | None = None
    start = 0
    for at, block in enumerate(blocks):
        if isinstance(block, StepList):
            yield Neighbours(block, before, blocks[start:at] if before else ())
            before, start = block, at + 1
            for step in block.steps:
                yield from _neighbours(step.blocks)
        elif isinstance(block, Quote | Directive | Footnote):
            yield from _neighbours(block.blocks)
        elif isinstance(block, BulletList):
            for item in block.items:
                yield from _neighbours(item.blocks)


@dataclass(frozen=True, slots=True)
class Split:
    """Two lists of steps that an inclusion parts; `chain` leads to the text with its line."""

    before: StepList
    steps: StepList
    inclusion: Inclusion
    chain: tuple[Inclusion, ...]


def splits(article: Article, source: Source) -> Iterator[Split]:
    """Yield the lists that would be one if a fragment between or in them held steps only."""
    for found in neighbours(article):
        before, steps = found.before, found.steps
        if before is None or steps.continues:
            continue
        one, other = (
            {source.chain(step.marker.start) for step in it.steps} for it in (before, steps)
        )
        between = [source.chain(block.span.start) for block in found.between]
        for chain in sorted(one | other, key=len):
            depth = len(chain)
            if between:
                # Both have steps of one text, and only fragments stand between these.
                inner = between if chain in one and chain in other else []
            else:
                # Another form of number: a list that is all of a fragment, beside one that is not.
                inner = [it for it in (*one, *other) if len(it) > depth]
                inner = inner if chain in one or chain in other else []
            if inner and all(len(it) > depth and it[:depth] == chain for it in inner):
                yield Split(before, steps, inner[0][depth], chain)
                break


def last_numbers(steps: StepList) -> tuple[int, int]:
    """Return the number of a list's last step as the page shows it and as it is written."""
    last = steps.steps[-1]
    return last.number, last.written


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do about a jump: in words, and as edits where they can change nothing else."""

    help: str
    edits: tuple[Edit, ...] = ()


def find_jumps(kb: KnowledgeBase, article: Article) -> Iterator[tuple[Jump, Remedy]]:
    """Yield every jump of an article with its remedy: to write the numbers of the page."""
    mentioned: set[str] | None = None
    for steps in article.nodes.step_lists:
        source = kb.sources[article.path]
        found = jumps(steps, source)
        if not found:
            continue
        if mentioned is None:
            mentioned = mentioned_numbers(kb, article)
        back = any(jump.step.written < jump.before.written for jump in found)
        for jump in found:
            remedy = _remedy(source.data, jump, mentioned, back)
            usable = source.usable(jump.step.marker, remedy.edits)
            if jump.due != jump.step.number or (remedy.edits and not usable):
                remedy = Remedy(f"write {jump.due}")
            yield jump, remedy


def _remedy(data: bytes, jump: Jump, mentioned: set[str], back: bool) -> Remedy:
    write = f"write {jump.due}"
    if back:
        # The numbers may go back because a list of its own was meant to begin there.
        return Remedy(f"{write}; see first to the place where the numbers of the list go back")
    edits: list[Edit] = []
    for step in jump.run:
        if step.written == step.number:
            continue
        if not mentioned.isdisjoint((str(step.written), str(step.number))):
            # The text may mean the step that has the number now, or the one that should.
            return Remedy(f"{write}, and check which step the text means by its number")
        found = _rewrite(data, step)
        if found is None:
            return Remedy(f"{write}, and indent what stands under the step to match")
        edits += found
    return Remedy(f"{write}, or run `helpwright check --fix`", tuple(edits))


def _rewrite(data: bytes, step: Step) -> list[Edit] | None:
    """Return the edits for one step, or None where they could change what belongs to it."""
    digits = Span(step.marker.start, step.marker.end - 1)
    number = str(step.number)
    wider = len(number) - (digits.end - digits.start)
    lines = [match.start() + 1 for match in _LINE.finditer(data, step.marker.end, step.span.end)]
    if not wider or not lines:
        return [Edit(digits, number)]
    blanks = _INDENT.match(data, step.marker.end)
    assert blanks is not None
    width = len(blanks[0])
    if b"\t" in blanks[0] or not 1 <= width <= 4:
        return None
    if 1 <= width - wider <= 4:
        return [
            Edit(digits, number),
            Edit(Span(step.marker.end, step.marker.end + width), " " * (width - wider)),
        ]
    line = data.rfind(b"\n", 0, step.marker.start) + 1
    if data[line : step.marker.start].strip():
        return None
    shift = " " * wider
    return [Edit(digits, number), *(Edit(Span(at, at), shift) for at in lines)]
