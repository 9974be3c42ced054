"""HW510: the number of a step in plain words is right in some versions only."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import Anchor, AnchorKind, KnowledgeBase, Variant
from helpwright.model import Article
from helpwright.parse.inlines import plain_text
from helpwright.parse.values import clip
from helpwright.resolve.references import NAMED_STEP, STEP_RANGE
from helpwright.rules._scopes import Holds
from helpwright.rules._step_targets import readings
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

    A range of steps in the text of a link is plain words too, behind its first number.
    """
    for article in kb.articles:
        variants = kb.variants[article.path]
        if all(variant.article is article for variant in variants):
            continue
        holds = Holds(kb, article.path)
        yield from _in_words(kb, article, holds)
        yield from _in_links(kb, article, holds)


def _in_words(kb: KnowledgeBase, article: Article, holds: Holds) -> Iterator[Diagnostic]:
    for reading in readings(kb, article):
        mention = reading.mention
        for meaning in reading.meanings:
            if len(meaning.candidates) != 1:
                continue
            anchor = meaning.candidates[0]
            readers = holds.at(mention.span.start)
            wrong = _wrong(kb, article, readers, anchor, meaning.number.text)
            if wrong is not None:
                yield _finding(kb, article, mention.span, mention.phrase, anchor, wrong)
                break


def _in_links(kb: KnowledgeBase, article: Article, holds: Holds) -> Iterator[Diagnostic]:
    targets = kb.links[article.path]
    for link in article.nodes.links:
        anchor = targets[link.span].anchor
        if anchor is None or anchor.kind is not AnchorKind.STEP or not link.children:
            continue
        if targets[link.span].path != article.path:
            continue
        text = plain_text(link.children)
        match = NAMED_STEP.search(text)
        if match is not None and STEP_RANGE.match(text, match.end()):
            readers = holds.at(link.span.start)
            wrong = _wrong(kb, article, readers, anchor, anchor.number)
            if wrong is not None:
                yield _finding(kb, article, link.span, text, anchor, wrong)


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


def _finding(
    kb: KnowledgeBase, article: Article, span: Span, phrase: str, anchor: Anchor, wrong: Variant
) -> Diagnostic:
    shown = wrong.anchors.get(anchor.fragment)
    versions = wrong.label or "readers"
    there = f"is {shown.name} for {versions}" if shown else f"is not there for {versions}"
    message = f"`{clip(phrase)}` {there}"
    help = f"label the step and write `[step {anchor.number}](#label)`: its number follows"
    return kb.diagnose(RULE, article, span, message, help)
