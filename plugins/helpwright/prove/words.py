"""The words, pictures, code and conditions of a page against those of its source."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from helpwright.diagnostic import Diagnostic
from helpwright.faults import MISSING_PICTURE_ON_PAGE, STEP_WRONG_ON_PAGE
from helpwright.gate.finding import clip
from helpwright.prove.content import Mark, is_mark, mark_parts
from helpwright.prove.difference import Difference, first_difference
from helpwright.prove.expect import Expectation
from helpwright.prove.names import Names
from helpwright.prove.page import Shown

Tokens = Mapping[str, Sequence[str]]


def compare_words(
    names: Names, wanted: Tokens, found: Tokens, unordered: Container[str], told: bool
) -> Iterator[Diagnostic]:
    """Yield, for each part and step that is on the page, the first difference of its words.

    The words of `unordered` owners may stand in any order. `told` tells that other findings
    already say where steps are.
    """
    everywhere = {token for tokens in found.values() for token in tokens}
    for owner, tokens in wanted.items():
        shown = found.get(owner)
        if shown is None or shown == tokens:
            continue
        if owner in unordered and sorted(shown) == sorted(tokens):
            continue
        difference = first_difference(_without_steps(tokens), _without_steps(shown))
        if difference is not None:
            yield _differs(names, owner, difference, everywhere)
        elif not told:
            message = f"the steps of {names.of(owner)} stand elsewhere among its words"
            yield names.finding(STEP_WRONG_ON_PAGE, owner, message)


def compare_details(names: Names, expected: Expectation, shown: Shown) -> Iterator[Diagnostic]:
    """Yield what the words do not tell: blanks of code, pictures' titles, versions."""
    yield from _codes(names, expected, shown)
    yield from _titles(names, expected, shown)
    yield from _conditions(names, expected, shown)


def contains(text: str, words: str) -> bool:
    """Tell whether words stand in a text, whatever the blanks between them."""
    return f" {' '.join(words.split())} " in f" {' '.join(text.split())} "


def _without_steps(tokens: Sequence[str]) -> list[str]:
    kinds = (Mark.STEP, Mark.STEPS)
    return [token for token in tokens if not is_mark(token) or mark_parts(token)[0] not in kinds]


def _differs(names: Names, owner: str, difference: Difference, everywhere: set[str]) -> Diagnostic:
    message = f"{names.of(owner)} {difference.told()}"
    pictures = [
        token
        for token in difference.missing
        if is_mark(token) and mark_parts(token)[0] is Mark.PICTURE
    ]
    if any(picture not in everywhere for picture in pictures):
        return names.finding(MISSING_PICTURE_ON_PAGE, owner, message)
    return names.differs(owner, message)


def _codes(names: Names, expected: Expectation, shown: Shown) -> Iterator[Diagnostic]:
    """Compare code blank by blank; other words, or another place, are told already."""
    if [owner for owner, _ in expected.codes] != [owner for owner, _ in shown.codes]:
        return
    for (owner, wanted), (_, found) in zip(expected.codes, shown.codes, strict=True):
        if wanted is None or wanted.split() != found.split() or _code(wanted) == _code(found):
            continue
        message = f"a code block of {names.of(owner)} has other blanks or lines than its source"
        yield names.differs(owner, message)


def _code(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _titles(names: Names, expected: Expectation, shown: Shown) -> Iterator[Diagnostic]:
    """Look for each picture's title, in its caption or as its tooltip."""
    if [entry[:2] for entry in expected.titles] != [entry[:2] for entry in shown.titles]:
        return
    for (owner, _, wanted), (_, _, found) in zip(expected.titles, shown.titles, strict=True):
        if not contains(found, wanted):
            message = f"a picture of {names.of(owner)} lacks its title `{clip(wanted)}`"
            yield names.differs(owner, message)


def _conditions(names: Names, expected: Expectation, shown: Shown) -> Iterator[Diagnostic]:
    said: dict[str, list[str]] = {}
    for owner, text in shown.conditions:
        said.setdefault(owner, []).append(text)
    for owner, versions in expected.conditions:
        fitting = [text for text in said.get(owner, ()) if contains(text, versions)]
        if fitting:
            said[owner].remove(fitting[0])
        else:
            message = f"{names.of(owner)} does not say that it applies to `{clip(versions)}`"
            yield names.differs(owner, message)
