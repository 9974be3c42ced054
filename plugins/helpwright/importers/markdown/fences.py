"""Containers of other systems, carried through the parser as fences of ours.

A rewriting of the text puts a fence of slashes in the place of each mark that opens or closes
something, and remembers what stood there. After parsing, the directive that a pair of fences
makes is replaced by what it was, and a fence that found no partner by its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.rebuild import rebuild
from helpwright.importers.walk import map_blocks
from helpwright.model import (
    Block,
    BulletList,
    CodeBlock,
    Directive,
    Footnote,
    Inline,
    Paragraph,
    Quote,
    StepList,
    Text,
)

MARK = "\U0010fffd"
"""Stands in front of a number in a fence; texts that are read must not hold it."""
_FEWEST = 7
"""Slashes of our own fences, more than writers use."""
_MOST_CLOSINGS = 40
_SPILLED = re.compile(rf"(?P<slashes>/{{{_FEWEST},}})(?: note \| {MARK}(?P<number>\d+))?\Z")
_KEPT = re.compile(
    rf"(?<!/)(?P<slashes>/{{{_FEWEST},{_FEWEST + _MOST_CLOSINGS}}})(?!/)"
    rf"(?: note \| {MARK}(?P<number>\d+))?[ \t]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Container:
    """What stood between two marks: `kind` tells what it is, `title` its title as Markdown."""

    kind: str
    title: str
    opening: str


@dataclass(slots=True)
class Fences:
    """The marks of one text that have become fences."""

    containers: list[Container] = field(default_factory=list)
    closings: list[str] = field(default_factory=list)

    def pair(self, container: Container, closing: str) -> tuple[str, str]:
        """Return the lines that stand for two marks."""
        if closing not in self.closings and len(self.closings) < _MOST_CLOSINGS:
            self.closings.append(closing)
        known = closing in self.closings
        slashes = "/" * (_FEWEST + (self.closings.index(closing) if known else 0))
        self.containers.append(container)
        return f"{slashes} note | {MARK}{len(self.containers) - 1}", slashes


Build = Callable[[Container, tuple[Block, ...]], Iterable[Block]]
"""Makes blocks of a container and its contents."""


Finish = Callable[[tuple[Block, ...]], tuple[Block, ...]]
"""Goes over each run of blocks in which all containers are built."""


def unfold(
    blocks: Iterable[Block], fences: Fences, build: Build, finish: Finish
) -> tuple[Block, ...]:
    """Return blocks with every container built, and every fence without partner as its words."""
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Directive):
            inner = unfold(block.blocks, fences, build, finish)
            if block.argument.startswith(MARK):
                result += build(fences.containers[int(block.argument[1:])], inner)
            else:
                result.append(replace(block, blocks=inner))
        elif isinstance(block, StepList):
            steps = tuple(
                replace(step, blocks=unfold(step.blocks, fences, build, finish))
                for step in block.steps
            )
            result.append(replace(block, steps=steps))
        elif isinstance(block, BulletList):
            items = tuple(
                replace(item, blocks=unfold(item.blocks, fences, build, finish))
                for item in block.items
            )
            result.append(replace(block, items=items))
        elif isinstance(block, Quote | Footnote):
            result.append(replace(block, blocks=unfold(block.blocks, fences, build, finish)))
        else:
            written = _spilled(block, fences)
            if written is None:
                result.append(block)
            elif written:
                result.append(Paragraph((Text(written, NOWHERE),), None, False, NOWHERE))
    return finish(tuple(result))


def restore(blocks: tuple[Block, ...], fences: Fences) -> tuple[Block, ...]:
    """Return blocks with the marks whose fences stand where none can be, as in raw HTML."""

    def put(value: str) -> str:
        if MARK not in value and "/" * _FEWEST not in value:
            return value
        return _KEPT.sub(lambda match: _kept(match, fences), value)

    def inline(child: Inline) -> tuple[Inline, ...]:
        if isinstance(child, Text):
            value = put(child.value)
            return (child,) if value == child.value else (Text(value, NOWHERE),) if value else ()
        return (child,)

    def block(found: Block) -> Block:
        return replace(found, value=put(found.value)) if isinstance(found, CodeBlock) else found

    return map_blocks(rebuild(blocks, inline, put), block)


def _kept(match: re.Match[str], fences: Fences) -> str:
    mark = _mark(match, fences)
    return match[0] if mark is None else mark


def _mark(match: re.Match[str], fences: Fences) -> str | None:
    """Return the mark that a fence stands for; None where it is not one of these fences."""
    if match["number"] is not None:
        number = int(match["number"])
        found = fences.containers[number].opening if number < len(fences.containers) else ""
        return " ".join(found.split())
    at = len(match["slashes"]) - _FEWEST
    return " ".join(fences.closings[at].split()) if at < len(fences.closings) else None


def _spilled(block: Block, fences: Fences) -> str | None:
    """Return the mark that a fence without partner stood for; None for all other blocks."""
    if not isinstance(block, Paragraph) or len(block.children) != 1:
        return None
    text = block.children[0]
    match = _SPILLED.match(text.value) if isinstance(text, Text) else None
    return _mark(match, fences) if match is not None else None
