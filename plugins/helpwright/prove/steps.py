"""The parts and steps of a page against those of its source: which, where, in what order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from helpwright.diagnostic import Diagnostic
from helpwright.faults import STEP_WRONG_ON_PAGE, WORDS_WRONG_ON_PAGE
from helpwright.prove.content import Content
from helpwright.prove.names import Names


def compare_parts(
    names: Names, wanted: Collection[str], found: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield the parts that a page lacks or has in another order; both are in reading order."""
    parts = [owner for owner in wanted if not names.is_step(owner)]
    for part in parts:
        if part not in found:
            message = f"{names.of(part)} is not on the page"
            yield names.finding(WORDS_WRONG_ON_PAGE, part, message)
    order = [owner for owner in found if not names.is_step(owner)]
    yield from _order(names, [part for part in parts if part in found], order)


def compare_steps(names: Names, wanted: Content, found: Content) -> Iterator[Diagnostic]:
    """Yield the steps that are missing, in another place or order, or numbered wrong."""
    families = _families(found.parents)
    for parent, steps in _families(wanted.parents).items():
        missing = [step for step in steps if step not in found.parents]
        if missing:
            yield _missing(names, missing)
        there = [step for step in steps if step in found.parents]
        moved = [step for step in there if found.parents[step] != wanted.parents[step]]
        for step in moved:
            yield _moved(names, step, wanted.parents[step], found.parents[step])
        kept = [step for step in there if found.parents[step] == wanted.parents[step]]
        here = set(kept)
        order = [step for step in families.get(parent, ()) if step in here]
        disorder = list(_order(names, kept, order))
        yield from disorder or _numbers(names, kept, wanted, found)


def _families(parents: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the steps of each part and the sub-steps of each step."""
    families: dict[str, list[str]] = {}
    for step, parent in parents.items():
        families.setdefault(parent, []).append(step)
    return families


def _missing(names: Names, steps: list[str]) -> Diagnostic:
    message = f"{names.of(steps[0])} is not on the page as a step"
    if len(steps) > 1:
        more = len(steps) - 1
        message += f", nor {'is' if more == 1 else 'are'} {more} more of the same procedure"
    return names.finding(STEP_WRONG_ON_PAGE, steps[0], message)


def _moved(names: Names, step: str, wanted: str, found: str) -> Diagnostic:
    message = f"{names.of(step)} stands in {names.of(found)}"
    if names.is_step(wanted) or names.is_step(found):
        message += f" instead of in {names.of(wanted)}"
    return names.finding(STEP_WRONG_ON_PAGE, step, message)


def _order(names: Names, wanted: list[str], found: list[str]) -> Iterator[Diagnostic]:
    for should, does in zip(wanted, found, strict=False):
        if should != does:
            yield names.differs(does, f"{names.of(does)} stands before {names.of(should)}")
            return


def _numbers(
    names: Names, steps: list[str], wanted: Content, found: Content
) -> Iterator[Diagnostic]:
    wrong = [step for step in steps if wanted.numbers[step] != found.numbers[step]]
    if not wrong:
        return
    outer = wanted.parents[wrong[0]]
    if outer in found.numbers and wanted.numbers.get(outer) != found.numbers[outer]:
        return  # A sub-step's number begins with that of its step, which is told already.
    message = f"{names.of(wrong[0])} is numbered `{found.numbers[wrong[0]]}` on the page"
    if len(wrong) > 1:
        more = len(wrong) - 1
        message += f", and {more} more of its list {'is' if more == 1 else 'are'} wrong too"
    yield names.finding(STEP_WRONG_ON_PAGE, wrong[0], message)
