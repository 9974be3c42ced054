"""HW207: the words "step 3" where several steps can be meant."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import Anchor, KnowledgeBase
from helpwright.parse.values import clip
from helpwright.rules._step_targets import Meaning, readings

RULE = Rule(
    code="HW207",
    name="ambiguous-step-reference",
    severity=Severity.WARNING,
    summary="The text names a step by a number that several steps can have.",
    why="The reader has to guess which one is meant.",
    fix="Label the step that is meant and link to it.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each plain mention of a step number that fits several steps equally well."""
    for article in kb.articles:
        for reading in readings(kb, article):
            meaning = reading.ambiguous()
            if meaning is not None:
                span = meaning.number.span or reading.mention.span
                help = "label the step that is meant and write `[](#label)`"
                yield kb.diagnose(RULE, article, span, _message(meaning), help)


def _message(meaning: Meaning) -> str:
    wanted = f"`step {meaning.number.text}`"
    places = {anchor.place for anchor in meaning.candidates}
    names = dict.fromkeys(_name(meaning, anchor, len(places) > 1) for anchor in meaning.candidates)
    if len(names) > 1:
        first, second, *_ = names
        return f"{wanted} can mean {first} or {second}"
    place = clip(meaning.candidates[0].place)
    return f'{wanted} can mean several steps under "{place}"'


def _name(meaning: Meaning, anchor: Anchor, with_place: bool) -> str:
    name = f'{anchor.name} of "{clip(anchor.place)}"' if with_place else anchor.name
    wanted = meaning.number.text
    if anchor.number == wanted:
        return name
    return f"{name}, which is {wanted} in the source"
