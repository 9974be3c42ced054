"""What has become of the steps of a page, in as few lines as it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from helpwright.diff.align import in_order
from helpwright.diff.difference import Change, Kind
from helpwright.diff.matching import Match
from helpwright.diff.outline import Part, Step


def step_changes(match: Match) -> Iterator[Change]:
    """Yield steps that were added, removed, moved and renumbered, in the order of the page.

    Steps of parts that are new, or gone, as a whole go with these.
    """
    old, new = match.old, match.new
    back = {b: a for a, b in match.steps.items()}
    moved = _moved(match)
    added = [
        at
        for at, step in enumerate(new.steps)
        if at not in back and step.part in match.parts.values() and _is_alone(new.steps, at, back)
    ]
    removed = [
        at
        for at, step in enumerate(old.steps)
        if at not in match.steps
        and step.part in match.parts
        and _is_alone(old.steps, at, match.steps)
    ]
    for at in removed:
        step = old.steps[at]
        part = new.parts[match.parts[step.part]]
        yield _of(part, Kind.STEP_REMOVED, was=step.number, before=step.shown.words)
    for at in added:
        step = new.steps[at]
        yield _of(new.parts[step.part], Kind.STEP_ADDED, step=step.number, after=step.shown.words)
    yield from _ranges(match, moved, Kind.STEP_MOVED)
    renumbered = [
        b
        for b, step in enumerate(new.steps)
        if b in back and b not in moved and old.steps[back[b]].place != step.place
    ]
    yield from _ranges(match, renumbered, Kind.STEP_RENUMBERED)


def step_pairs(match: Match) -> Iterator[tuple[Step, Step, Part]]:
    """Yield the steps that are there in both, as they were and as they are, with their part."""
    for a, b in sorted(match.steps.items(), key=lambda pair: pair[1]):
        step = match.new.steps[b]
        yield match.old.steps[a], step, match.new.parts[step.part]


def _of(part: Part, kind: Kind, **more: str) -> Change:
    return Change(kind, part.title, part.section, **more)


def _is_alone(steps: Sequence[Step], at: int, known: Container[int]) -> bool:
    """Tell whether the step around this one is not new, or gone, itself."""
    parent = steps[at].parent
    return parent < 0 or parent in known


def _moved(match: Match) -> set[int]:
    """Return the steps that stand in another list, or behind or before others than they did."""
    old, new = match.old, match.new
    lists: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    moved: set[int] = set()
    for a, b in sorted(match.steps.items()):
        was, now = old.steps[a], new.steps[b]
        same_part = match.parts.get(was.part) == now.part
        same_parent = (match.steps.get(was.parent, -2) if was.parent >= 0 else -1) == now.parent
        if same_part and same_parent:
            lists[now.part, now.parent].append((a, b))
        elif not (was.parent >= 0 and same_parent):
            moved.add(b)
    for pairs in lists.values():
        kept = in_order([b for _, b in pairs])
        moved.update(b for (_, b), keep in zip(pairs, kept, strict=True) if not keep)
    return moved


@dataclass(slots=True)
class _Run:
    """Steps that stand one after the other, both as they were and as they are."""

    was: list[Step]
    now: list[Step]


def _ranges(match: Match, steps: Iterable[int], kind: Kind) -> Iterator[Change]:
    """Yield one change for each run of steps that share it."""
    back = {b: a for a, b in match.steps.items()}
    runs: list[_Run] = []
    open_runs: dict[tuple[int, int], _Run] = {}
    for b in sorted(steps):
        was, now = match.old.steps[back[b]], match.new.steps[b]
        run = open_runs.get((now.part, now.parent))
        if run is not None and _goes_on(run.was[-1], was) and _goes_on(run.now[-1], now):
            run.was.append(was)
            run.now.append(now)
        else:
            runs.append(_Run([was], [now]))
            open_runs[now.part, now.parent] = runs[-1]
    for run in runs:
        first, last = run.now[0], run.now[-1]
        part = match.new.parts[first.part]
        before = match.old.parts[run.was[0].part]
        elsewhere = match.parts.get(run.was[0].part) != first.part
        yield Change(
            kind,
            part.title,
            part.section,
            step=_range(first, last),
            was=_range(run.was[0], run.was[-1]),
            before=before.title if elsewhere else "",
            after=first.shown.words if kind is Kind.STEP_MOVED else "",
        )


def _goes_on(one: Step, next: Step) -> bool:
    same_list = (one.part, one.parent) == (next.part, next.parent)
    return same_list and next.place == one.place + 1


def _range(first: Step, last: Step) -> str:
    return first.number if first is last else f"{first.number}\N{EN DASH}{last.number}"
