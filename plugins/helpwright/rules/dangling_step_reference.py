"""HW206: the words "step 7" where no step 7 can be meant."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.rules._step_targets import Meaning, readings

RULE = Rule(
    code="HW206",
    name="dangling-step-reference",
    severity=Severity.ERROR,
    summary="The text names a step that the article does not have.",
    why="A reader who is sent to the step cannot find it, or does another one.",
    fix="Name the step that is meant, best as a link to its label.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each plain mention of a step number that no step of the article has."""
    for article in kb.articles:
        for reading in readings(kb, article):
            meaning = reading.dangling()
            if meaning is not None:
                span = meaning.number.span or reading.mention.span
                yield kb.diagnose(RULE, article, span, _message(meaning), _help(meaning))


def _message(meaning: Meaning) -> str:
    message = f"`step {meaning.number.text}` points at no step"
    if meaning.candidates:
        return f"{message}: the page shows it as {meaning.candidates[0].name}"
    if meaning.home is not None and meaning.number.text.isdecimal():
        return f"{message}: the procedure ends with step {meaning.home.last}"
    return f"{message} of this article"


def _help(meaning: Meaning) -> str:
    if meaning.candidates:
        name = meaning.candidates[0].name
        return f"label the step and write `[{name}](#label)`"
    return "label the step that is meant and write `[](#label)`, or say which article it is in"
