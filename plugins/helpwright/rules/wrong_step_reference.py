"""HW209: the text of a link names another step than the one that the link leads to."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Edit, Rule, Severity, Span
from helpwright.knowledge import AnchorKind, KnowledgeBase
from helpwright.model import Inline, Link, Phrase, Styled, Text
from helpwright.parse.inlines import is_verbatim, plain_text
from helpwright.parse.values import clip
from helpwright.resolve.references import NAMED_STEP, STEP_RANGE

RULE = Rule(
    code="HW209",
    name="wrong-step-reference",
    severity=Severity.ERROR,
    summary="The text of a link names another step than the one that it leads to.",
    why="A reader who goes by the number does another step than one who follows the link.",
    fix="Write the number of the step that the label stands at, or leave the text empty.",
    fixable=True,
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each link to a step whose text holds another step's number."""
    for article in kb.articles:
        targets = kb.links[article.path]
        for link in article.nodes.links:
            anchor = targets[link.span].anchor
            if anchor is None or anchor.kind is not AnchorKind.STEP or not link.children:
                continue
            text = plain_text(link.children)
            match = NAMED_STEP.search(text)
            if match is None:
                continue
            number = match["number"] or match["bare"]
            if number.lower() == anchor.number:
                continue
            message = f'the link reads "{clip(text)}", but it leads to {anchor.name}'
            edits = () if STEP_RANGE.match(text, match.end()) else _edits(link, anchor.number)
            edits = kb.sources[article.path].usable(link.span, edits)
            help = f"write {anchor.number}, or leave the text empty: `[]({link.target})`"
            if edits:
                help += "; `helpwright check --fix` writes the number"
            yield kb.diagnose(RULE, article, link.span, message, help, edits=edits)


def _edits(link: Link, number: str) -> tuple[Edit, ...]:
    """Return the edit that writes the number, where one text holds all of the old one."""
    for text in _texts(link.children):
        match = NAMED_STEP.search(text.value)
        if match is not None and is_verbatim(text):
            group = "number" if match["number"] else "bare"
            start = text.span.start + len(text.value[: match.start(group)].encode())
            return (Edit(Span(start, start + len(match[group])), number),)
    return ()


def _texts(children: tuple[Inline, ...]) -> Iterator[Text]:
    for child in children:
        if isinstance(child, Text):
            yield child
        elif isinstance(child, Styled | Phrase):
            yield from _texts(child.children)
