"""Every place on an article's page that a link can lead to: its headings and its steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from helpwright.knowledge import Anchor, AnchorKind
from helpwright.model import (
    Article,
    Attributes,
    Block,
    BulletList,
    Directive,
    Footnote,
    Heading,
    Quote,
    Role,
    Section,
    StepList,
)
from helpwright.parse.inlines import plain_text
from helpwright.resolve.raw_addresses import raw_places

_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)


def letters(number: int) -> str:
    """Return a sub-step's number as HTML shows it for `type="a"`: a … z, aa, ab …; 0 stays 0."""
    if number < 1:
        return str(number)
    result = ""
    while number:
        number, rest = divmod(number - 1, 26)
        result = chr(ord("a") + rest) + result
    return result


def roman(number: int) -> str:
    """Return a number as HTML shows it for `type="i"` (up to 3,999, else in digits)."""
    if not 1 <= number <= 3999:
        return str(number)
    result = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        result += sign * count
    return result


def step_number(outer: str, number: int, depth: int) -> str:
    """Return how a step is referred to: `6`, its sub-step `6b`, and inside that `6b.ii`."""
    if depth == 1:
        return str(number)
    if depth == 2:
        return f"{outer}{letters(number)}"
    return f"{outer}.{roman(number) if depth == 3 else number}"


def slug(text: str) -> str:
    """Return a heading's words as a fragment, in the form that code hosts give it.

    Lower case, blanks as hyphens, other punctuation left out: so a fragment that works where the
    source is read works on the page.
    """
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-") or "section"


class _Anchors:
    """Hands out the fragments of one page, each only once."""

    def __init__(self) -> None:
        self.found: dict[str, Anchor] = {}
        self.former: list[tuple[str, str]] = []
        self.reserved: set[str] = set()
        self._counts: dict[str, int] = {}

    def free(self, wanted: str) -> str:
        fragment, count = wanted, self._counts.get(wanted, 0)
        while fragment in self.found or fragment in self.reserved:
            count += 1
            fragment = f"{wanted}-{count}"
        self._counts[wanted] = count
        return fragment

    def heading(self, section: Section, heading: Heading) -> Anchor:
        title = plain_text(heading.children).strip()
        label = heading.attributes.label if heading.attributes else None
        if label and label not in self.found:
            fragment = label
        elif section.role is Role.SECTION and section.kind and section.kind not in self.found:
            fragment = self.free(str(section.kind))
        else:
            fragment = self.free(slug(title))
        anchor = Anchor(
            AnchorKind.SECTION, fragment, title, heading.span, fragment == label, place=title
        )
        self.found[fragment] = anchor
        self.keep_former(fragment, heading.attributes)
        return anchor

    def keep_former(self, fragment: str, attributes: Attributes | None) -> None:
        if attributes is not None:
            self.former += ((it, fragment) for it in attributes.former)

    def name_former(self) -> None:
        """Let each former label that is free lead to the place that had it."""
        for former, fragment in self.former:
            if former not in self.found and former not in self.reserved:
                anchor = self.found[fragment]
                anchor = replace(anchor, former=(*anchor.former, former))
                self.found |= dict.fromkeys((fragment, *anchor.former), anchor)

    def steps(self, steps: StepList, prefix: str, outer: str, place: str) -> None:
        for step in steps.steps:
            number = step_number(outer, step.number, steps.depth)
            label = step.attributes.label if step.attributes else None
            if label and label not in self.found:
                fragment = label
            else:
                fragment = self.free(f"{prefix}-step-{number.replace('.', '-')}")
            self.found[fragment] = Anchor(
                AnchorKind.STEP,
                fragment,
                f"step {number}",
                step.span,
                fragment == label,
                number,
                place,
            )
            self.keep_former(fragment, step.attributes)
            for inner in step_lists(step.blocks):
                self.steps(inner, prefix, number, place)


def step_lists(blocks: tuple[Block, ...]) -> Iterator[StepList]:
    """Yield the outermost step lists among blocks, through quotes, bullets and directives."""
    for block in blocks:
        if isinstance(block, StepList):
            yield block
        elif isinstance(block, Quote | Directive | Footnote):
            yield from step_lists(block.blocks)
        elif isinstance(block, BulletList):
            for item in block.items:
                yield from step_lists(item.blocks)


def labels(article: Article) -> Iterator[str]:
    """Yield every label that the writer gave, in source order."""
    for heading in article.nodes.headings:
        if heading.attributes and heading.attributes.label:
            yield heading.attributes.label
    for steps in article.nodes.step_lists:
        for step in steps.steps:
            if step.attributes and step.attributes.label:
                yield step.attributes.label


def find_anchors(article: Article) -> dict[str, Anchor]:
    """Return the anchors of an article's page by fragment, in source order.

    A writer's label is the fragment; else a section of a known kind is called after it, any other
    heading after its words, and a step after its heading and number. A label that stands twice
    belongs to the first. What raw HTML names is left to it. Former labels that nothing else has
    lead to the same anchor; they come last.
    """
    anchors = _Anchors()
    anchors.reserved = {*labels(article), *raw_places(article)}
    for section in article.parts():
        prefix, place = "steps", ""
        if section.heading is not None:
            anchor = anchors.heading(section, section.heading)
            prefix, place = anchor.fragment, anchor.name
        for steps in step_lists(section.blocks):
            anchors.steps(steps, prefix, "", place)
    anchors.name_former()
    return anchors.found
