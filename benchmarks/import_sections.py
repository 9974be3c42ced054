"""The sections of an original and of its page, found again whatever their level, name and order."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from benchmarks.import_words import sequence
from benchmarks.page import HEADINGS, Page

LEAST_LIKENESS = 0.5
"""How many of their words two sections of different names must share to be taken for one."""


def in_sections(original: Page, page: Page) -> tuple[Page, Page]:
    """Return both pages with a section for each heading, those that are the same under one name.

    Sections are the same if their headings are; among several of one heading, and among those
    whose heading the other side does not have, the words of the text below decide.
    """
    mine, other = _sectioned(original), _sectioned(page)
    bags, others = _bags(mine), _bags(other)
    found: dict[int, int] = {}
    for name in dict.fromkeys((*other.sections, None)):
        here, there = (
            [at for at, heading in enumerate(side.sections, 1) if name in (heading, None)]
            for side in (mine, other)
        )
        pairs = [
            (_likeness(bags[one], others[two]), -one, -two)
            for one in set(here) - set(found.values())
            for two in set(there) - found.keys()
        ]
        for likeness, one, two in sorted(pairs, reverse=True):
            free = -two not in found and -one not in found.values()
            if free and (name is not None or likeness >= LEAST_LIKENESS):
                found[-two] = -one
    # Sections are known by their number from here on; what comes before the first is number 0.
    mine.sections[:] = [str(at) for at in range(1, len(mine.sections) + 1)]
    other.sections[:] = [
        str(found.get(at, f"only here {at}")) for at in range(1, len(other.sections) + 1)
    ]
    return mine, other


def _sectioned(page: Page) -> Page:
    result = Page(steps=page.steps, pictures=page.pictures)
    for leaf in page.leaves:
        if leaf.kind in HEADINGS and leaf.step is None:
            result.sections.append(" ".join(sequence(leaf.text)))
        result.leaves.append(replace(leaf, section=len(result.sections)))
    return result


def _bags(page: Page) -> dict[int, Counter[str]]:
    bags: dict[int, Counter[str]] = defaultdict(Counter)
    for leaf in page.leaves:
        bags[leaf.section].update(leaf.words)
    return bags


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    most = max(one.total(), other.total())
    return (one & other).total() / most if most else 0.0


def step_texts(page: Page) -> dict[int, str]:
    """Return the first text of each step; empty for one without text."""
    texts: dict[int, str] = dict.fromkeys(range(len(page.steps)), "")
    for leaf in page.leaves:
        if leaf.step is not None and not texts[leaf.step]:
            texts[leaf.step] = leaf.text
    return texts


def step_sections(page: Page) -> dict[int, int]:
    """Return the section of each step; steps without any text are in the first."""
    sections: dict[int, int] = dict.fromkeys(range(len(page.steps)), 0)
    for leaf in reversed(page.leaves):
        step = leaf.step
        while step is not None:
            sections[step] = leaf.section
            step = page.steps[step].parent
    return sections


def headings_of(page: Page) -> dict[int, str]:
    """Return the heading of each section."""
    return {0: ""} | {
        leaf.section: leaf.text
        for leaf in page.leaves
        if leaf.kind in HEADINGS and leaf.step is None
    }
