"""Lists of steps that a page interrupts, and steps that were typed by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.labels import read_label
from helpwright.importers.html.listing import deepened, step_list
from helpwright.importers.html.notes import Notes, clip
from helpwright.importers.html.tidy import lines, text
from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.tally import inline_text, shown_text
from helpwright.model import (
    Attributes,
    Block,
    Break,
    BulletList,
    CodeBlock,
    Directive,
    Heading,
    HtmlBlock,
    Inline,
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

_MOST_BETWEEN = 5
"""How many lists may stand between two parts of one list."""
_MOST_PARAGRAPHS = 4
"""How many paragraphs between two parts of a list may still be part of the step above them."""
_PARTS = (BulletList, CodeBlock, Directive, HtmlBlock, Quote, Table)
"""What may stand between two parts of a list as part of the step above it, besides paragraphs."""
_TYPED = re.compile(r"(\d{1,2})[.)](?:\s+|\Z)")
_TYPED_STEP = re.compile(r"step\s+(\d{1,2})\b\s*[:.\N{EN DASH}-]?", re.IGNORECASE)


def settle(blocks: list[Block], notes: Notes, depth: int, *, own: bool = False) -> list[Block]:
    """Return the blocks of one container with its lists of steps made whole.

    `depth` is the number of lists of steps around the container. In our `own` pages a list that
    counts on does so because its writer said so, and what was typed is text.
    """
    if own:
        return _continued(blocks)
    if any(isinstance(block, StepList) and block.start > 1 for block in blocks):
        above = notes.place
        blocks = _joined(blocks, notes)
        notes.place = above
    if any(isinstance(block, Paragraph) for block in blocks):
        blocks = _typed(blocks, notes, depth)
    return blocks


def _continued(blocks: list[Block]) -> list[Block]:
    """Return blocks with the lists marked that go on with the numbers of the one before."""
    out: list[Block] = []
    last = 0
    for block in blocks:
        if isinstance(block, StepList):
            if block.start > 1 and block.start == last + 1:
                block = _continuing(block)
            last = block.steps[-1].number
        out.append(block)
    return out


def _continuing(block: StepList) -> StepList:
    first = block.steps[0]
    label = first.attributes.label if first.attributes else None
    first = replace(first, attributes=Attributes(NOWHERE, label, (), {"continue": ""}))
    return replace(block, steps=(first, *block.steps[1:]), continues=True)


@dataclass(slots=True)
class _Open:
    """A list of steps that may go on; `at` is its place among the blocks."""

    first: StepList
    at: int
    steps: list[Step]
    grown: bool = False

    @property
    def last(self) -> Step:
        return self.steps[-1]


def _joined(blocks: list[Block], notes: Notes) -> list[Block]:
    """Put what stands between two lists into the step before it where the second counts on."""
    out: list[Block] = []
    held: list[_Open] = []
    barrier = 0
    for block in blocks:
        if isinstance(block, StepList):
            before = _before(held, block.start, barrier) if block.start > 1 else None
            apart = before is not None and not _belongs(out[before.at + 1 :])
            if apart:
                before, barrier = None, len(out)
            if before is not None:
                _grow(before, out[before.at + 1 :], block, notes)
                del out[before.at + 1 :]
                while held[-1] is not before:
                    held.pop()
                continue
            if block.start > 1:
                block = _apart(held, block, len(out), notes, behind_heading=not apart)
            held.append(_Open(block, len(out), list(block.steps)))
        elif isinstance(block, Heading | ThematicBreak):
            barrier = len(out) + 1
            if isinstance(block, Heading):
                notes.reach(block)
        out.append(block)
    for one in held:
        if one.grown:
            out[one.at] = step_list(one.steps, one.first.depth, continues=one.first.continues)
    return out


def _before(held: list[_Open], start: int, barrier: int) -> _Open | None:
    """Return the list that a list with this start goes on with, if there is one."""
    for one in reversed(held[-_MOST_BETWEEN:]):
        if one.at < barrier:
            return None
        if one.last.number + 1 == start:
            return one
        if one.first.start != 1 or start <= one.last.number:
            return None
    return None


def _belongs(between: Sequence[Block]) -> bool:
    """Tell whether what stands between two parts of a list clearly is part of the step above it.

    It is not where there is much text, or where something new begins with a line in bold or with
    words that lead to the second part. Other steps are part of it only right below that step.
    """
    paragraphs = 0
    for at, block in enumerate(between):
        if isinstance(block, StepList):
            if at and not isinstance(between[at - 1], StepList):
                return False
        elif isinstance(block, Paragraph):
            if _is_topic(block):
                return False
            paragraphs += not _is_picture(block)
        elif not isinstance(block, _PARTS):
            return False
    last = between[-1] if between else None
    leads = isinstance(last, Paragraph) and inline_text(last.children).rstrip().endswith(":")
    return paragraphs <= _MOST_PARAGRAPHS and not leads


def _is_topic(block: Paragraph) -> bool:
    """Tell whether a paragraph is a line in bold that is no sentence and no label of a note."""
    shown = [
        child
        for child in block.children
        if not isinstance(child, Break) and inline_text((child,)).strip()
    ]
    if not shown or read_label(block.children) is not None:
        return False
    bold = all(isinstance(child, Styled) and child.style is Style.STRONG for child in shown)
    return bold and not inline_text(shown).rstrip().endswith((".", "!", "?"))


def _is_picture(block: Paragraph) -> bool:
    return not inline_text(block.children).strip()


def _grow(one: _Open, between: list[Block], rest: StepList, notes: Notes) -> None:
    if between:
        last = one.last
        one.steps[-1] = replace(last, blocks=(*last.blocks, *map(deepened, between)))
        lists = any(isinstance(block, StepList) for block in between)
        words = shown_text(between)
        notes.tell(
            Outcome.REPAIRED,
            "interrupted-list",
            f"the list of steps was interrupted behind step {last.number} and goes on with step "
            f"{rest.start}; what stood between is now part of step {last.number}",
            about=f'the list that begins with "{_first(one.first)}": {words or "a picture"}',
            attention=Attention.DECIDE if lists else Attention.LOOK,
        )
    one.steps += rest.steps
    one.grown = True


def _apart(
    held: list[_Open], block: StepList, at: int, notes: Notes, *, behind_heading: bool
) -> StepList:
    """Return a list that begins with a number of its own; `at` is its place among the blocks."""
    before = held[-1] if held else None
    if before is not None and before.last.number + 1 == block.start:
        about = f'the list that begins with "{_first(block)}"'
        if behind_heading:
            notes.tell(
                Outcome.MAPPED,
                "continued-list",
                f"the list of steps goes on with step {block.start} on purpose, behind a heading",
                about=about,
            )
        else:
            notes.tell(
                Outcome.INFERRED,
                "continued-list",
                f"the list of steps goes on with step {block.start}, behind text that is more than "
                f"a part of step {before.last.number}; it is marked as going on",
                about=about,
                attention=Attention.LOOK,
            )
        return _continuing(block)
    if before is None or before.at != at - 1:
        notes.tell(
            Outcome.LEFT,
            "list-start",
            f"the list of steps begins with {block.start}, though "
            + ("no list before it ends" if behind_heading else "the list before it does not end")
            + f" with {block.start - 1}",
            about=f'the list that begins with "{_first(block)}"',
            attention=Attention.DECIDE,
        )
    return block


def _first(steps: StepList) -> str:
    return clip(shown_text(steps.steps[0].blocks))[:60]


# --- steps typed by hand -------------------------------------------------------------------------


def _typed(blocks: list[Block], notes: Notes, depth: int) -> list[Block]:
    """Make steps of paragraphs that follow each other and begin with 1., 2., 3. and so on."""
    out: list[Block] = []
    left: list[Paragraph] = []
    place = ""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Heading):
            notes.reach(block)
        if not (isinstance(block, Paragraph) and _may_be_typed(block)):
            out.append(block)
            at += 1
            continue
        run = _run(blocks, at)
        if len(run) > 1:
            out.append(_steps(run, notes, depth))
            at += len(run)
            continue
        if _looks_typed(block):
            place = place if left else notes.place
            left.append(block)
        out.append(block)
        at += 1
    if left:
        notes.place = place
        notes.tell(
            Outcome.LEFT,
            "typed-steps",
            "steps whose numbers were typed by hand stay text; make a numbered list of them",
            about=" … ".join(inline_text(block.children) for block in left[:4]),
            attention=Attention.LOOK,
        )
    return out


def _may_be_typed(block: Paragraph) -> bool:
    """Tell quickly whether a line of a paragraph may begin with a number."""
    begins = True
    for child in block.children:
        if begins:
            lead = inline_text(child.children) if isinstance(child, Styled) else ""
            lead = child.value if isinstance(child, Text) else lead
            if lead[:1].isdigit() or lead[:4].lower() == "step":
                return True
        begins = isinstance(child, Break)
    return False


def _run(blocks: Sequence[Block], at: int) -> list[Paragraph]:
    run: list[Paragraph] = []
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if not isinstance(block, Paragraph) or _number(block.children) != len(run) + 1:
            break
        if _numbered_lines(block) > 1:
            break
        run.append(block)
    return run


def _number(children: Sequence[Inline]) -> int:
    """Return the number that a line begins with, 0 for none."""
    lead = children[0] if children else None
    if isinstance(lead, Styled):
        written = inline_text(lead.children)
        found = _TYPED.fullmatch(written) if len(children) > 1 else None
    else:
        found = _TYPED.match(lead.value) if isinstance(lead, Text) else None
        if found and found.end() == len(found.string) and len(children) == 1:
            return 0
    return int(found[1]) if found else 0


def _numbered_lines(block: Paragraph) -> int:
    return sum(1 for line in lines(block.children) if _number(line))


def _looks_typed(block: Paragraph) -> bool:
    if _numbered_lines(block) > 1:
        return True
    if _number(block.children) in (1, 2):
        return True
    lead = block.children[0] if block.children else None
    words = lead.value if isinstance(lead, Text) else ""
    if isinstance(lead, Styled):
        words = inline_text(lead.children)
    return _TYPED_STEP.match(words) is not None


def _steps(run: list[Paragraph], notes: Notes, depth: int) -> StepList:
    steps = []
    taken = []
    for number, block in enumerate(run, 1):
        lead, *rest = block.children
        if isinstance(lead, Text):
            found = _TYPED.match(lead.value)
            assert found is not None
            taken.append(found[0].strip())
            behind = lead.value[found.end() :]
            children: list[Inline] = [*([text(behind)] if behind else []), *rest]
        else:
            assert isinstance(lead, Styled)
            taken.append(inline_text(lead.children))
            children = rest
            if children and isinstance(children[0], Text):
                children[0] = text(children[0].value.lstrip())
        body = replace(block, children=tuple(child for child in children if child != text("")))
        steps.append(Step(number, number, NOWHERE, None, (body,), NOWHERE))
    notes.tell(
        Outcome.INFERRED,
        "typed-steps",
        "paragraphs that follow each other with numbers typed by hand became a list of steps",
        about=f'the list that begins with "{clip(shown_text(steps[0].blocks))[:60]}"',
        text=" ".join(taken),
        attention=Attention.LOOK,
    )
    return step_list(steps, depth + 1)
