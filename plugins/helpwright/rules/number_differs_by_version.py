"""HW510: the number of a step in plain words is right in some versions only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import Anchor, AnchorKind, KnowledgeBase, Variant
from helpwright.model import Article
from helpwright.parse.values import clip
from helpwright.rules._more_steps import more_steps
from helpwright.rules._scopes import Holds
from helpwright.rules._step_targets import Steps, readings
from helpwright.scope import Scope

RULE = Rule(
    code="HW510",
    name="number-differs-by-version",
    severity=Severity.ERROR,
    summary="The text names a step by a number that the step does not have in every version.",
    why="Readers of the other versions do another step than the one that is meant.",
    fix="Link to the step: the number of a link is right in every version.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each number in plain words that is another one for some readers.

    Beside a link to a step, the numbers behind its first one are plain words too.
    """
    for article in kb.articles:
        variants = kb.variants[article.path]
        if all(variant.article is article for variant in variants):
            continue
        holds = Holds(kb, article.path)
        yield from _in_words(kb, article, holds)
        yield from _beside_links(kb, article, holds)


def _in_words(kb: KnowledgeBase, article: Article, holds: Holds) -> Iterator[Diagnostic]:
    for reading in readings(kb, article):
        mention = reading.mention
        readers = holds.at(mention.span.start)
        sure = [it for it in reading.meanings if len(it.candidates) == 1]
        for meaning in sure:
            anchor = meaning.candidates[0]
            wrong = _wrong(kb, article, readers, anchor, meaning.number.text)
            if wrong is None:
                continue
            several = len(reading.meanings) > 1 and len(sure) > 1
            anchors = [it.candidates[0] for it in sure[:2]] if several else [anchor]
            message = f"`{clip(mention.phrase)}` {_there(anchor, wrong)}"
            yield kb.diagnose(RULE, article, mention.span, message, _help(*anchors))
            break


def _beside_links(kb: KnowledgeBase, article: Article, holds: Holds) -> Iterator[Diagnostic]:
    targets = kb.links[article.path]
    procedures: _Procedures | None = None
    for link in article.nodes.links:
        first = targets[link.span].anchor
        if first is None or first.kind is not AnchorKind.STEP:
            continue
        if targets[link.span].path != article.path:
            continue
        for number, words in more_steps(kb, article, link, first.name):
            procedures = procedures or _Procedures(kb, article)
            anchor = procedures.step(first, number)
            if anchor is None:
                continue
            wrong = _wrong(kb, article, holds.at(link.span.start), anchor, number)
            if wrong is not None:
                message = f"`{number}` of `{clip(words)}` {_there(anchor, wrong)}"
                yield kb.diagnose(RULE, article, link.span, message, _help(first, anchor))
                break


class _Procedures:
    """Finds the steps beside one another."""

    def __init__(self, kb: KnowledgeBase, article: Article) -> None:
        procedures = Steps(kb, article).procedures
        self._lists = [(steps.span.start, it) for it in procedures for steps in it.lists]

    def step(self, beside: Anchor, number: str) -> Anchor | None:
        """Return the step of a number in the procedure that has another step."""
        at = bisect_right(self._lists, beside.span.start, key=lambda it: it[0]) - 1
        return self._lists[at][1].anchors.get(number) if at >= 0 else None


def _wrong(
    kb: KnowledgeBase, article: Article, readers: Scope, anchor: Anchor, number: str
) -> Variant | None:
    """Return a variant that shows a place of the text and has another number for the step."""
    for variant in kb.variants[article.path]:
        if not variant.scope & readers:
            continue
        shown = variant.anchors.get(anchor.fragment)
        if shown is None or shown.number != number:
            return variant
    return None


def _there(anchor: Anchor, wrong: Variant) -> str:
    """Return what a step is where its number is wrong."""
    shown = wrong.anchors.get(anchor.fragment)
    versions = wrong.label or "readers"
    return f"is {shown.name} for {versions}" if shown else f"is not there for {versions}"


def _help(first: Anchor, second: Anchor | None = None) -> str:
    """Return how to write links to one step or to several."""
    label = clip(first.fragment) if first.labelled else "label"
    link = f"[step {first.number}](#{label})"
    if second is not None:
        other = "label" if first.labelled else "other-label"
        other = clip(second.fragment) if second.labelled else other
        return f"write a link for each number: `{link} and [{second.number}](#{other})`"
    if first.labelled:
        return f"write `{link}`: its number follows"
    return f"label the step and write `{link}`: its number follows"
