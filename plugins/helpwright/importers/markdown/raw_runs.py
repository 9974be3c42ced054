"""Runs of inlines whose line ends and blanks are to be in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpwright.importers.draft import NOWHERE
from helpwright.model import Break, Inline, Text


def part_lines(children: Sequence[Inline]) -> list[tuple[Inline, ...]]:
    """Part a run of inlines where two shown line ends leave an empty line.

    Blanks and line ends at both ends of a part are gone; there is no empty part.
    """
    runs: list[list[Inline]] = [[]]
    for at, child in enumerate(children):
        if _is_end(child) and at and _is_end(children[at - 1]):
            runs.append([])
        else:
            runs[-1].append(child)
    parts = (tuple(trim(run)[1]) for run in runs)
    return [part for part in parts if part]


def _is_end(child: Inline) -> bool:
    return isinstance(child, Break) and child.hard


def trim(inner: list[Inline]) -> tuple[list[Inline], list[Inline], list[Inline]]:
    """Part blanks and line ends at both ends from what stands between them."""
    start, end = 0, len(inner)
    while start < end and _is_blank(inner[start]):
        start += 1
    while end > start and _is_blank(inner[end - 1]):
        end -= 1
    before, middle, after = inner[:start], inner[start:end], inner[end:]
    if middle and isinstance(first := middle[0], Text):
        rest = first.value.lstrip()
        if rest != first.value:
            before.append(Text(first.value[: len(first.value) - len(rest)], NOWHERE))
            middle[0] = Text(rest, NOWHERE)
    if middle and isinstance(last := middle[-1], Text):
        rest = last.value.rstrip()
        if rest != last.value:
            after.insert(0, Text(last.value[len(rest) :], NOWHERE))
            middle[-1] = Text(rest, NOWHERE)
    return before, middle, after


def _is_blank(child: Inline) -> bool:
    return isinstance(child, Break) or (isinstance(child, Text) and not child.value.strip())


def settle_breaks(children: list[Inline]) -> Iterator[Inline]:
    """Join texts, and let shown line ends take the place of blanks and line ends beside them."""
    run: list[Inline] = []
    for child in [*children, None]:
        if isinstance(child, Text | Break):
            run.append(child)
            continue
        yield from _settle_run(run)
        run = []
        if child is not None:
            yield child


def _settle_run(run: list[Inline]) -> Iterator[Inline]:
    """Yield texts and line ends that stand together."""
    lines: list[list[str]] = [[]]
    ends: list[bool] = []
    for child in run:
        if isinstance(child, Break):
            ends.append(child.hard)
            lines.append([])
        elif isinstance(child, Text):
            lines[-1].append(child.value)
    texts = ["".join(line) for line in lines]
    keep = [True] * len(ends)
    for at, hard in enumerate(ends):
        if not hard:
            # A line end in the source beside a shown one shows nothing.
            before = at > 0 and ends[at - 1] and not texts[at].strip()
            after = at + 1 < len(ends) and ends[at + 1] and not texts[at + 1].strip()
            keep[at] = not (before or after)
    for at, text in enumerate(texts):
        if at > 0 and ends[at - 1]:
            text = text.lstrip()
        if at < len(ends) and ends[at]:
            text = text.rstrip()
        if text:
            yield Text(text, NOWHERE)
        if at < len(ends) and keep[at]:
            yield Break(ends[at], NOWHERE)
