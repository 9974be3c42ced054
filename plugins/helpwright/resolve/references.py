"""What a reference reads: the words that a link takes from the place that it leads to."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from helpwright.diagnostic import Span
from helpwright.knowledge import Anchor, AnchorKind, KnowledgeBase, Target
from helpwright.model import Article, Inline, Phrase, StepList, Styled, Text

STEP_NUMBER = r"\d{1,9}(?:[A-Za-z]{1,6}(?:\.(?:[ivxlcdm]{1,15}|\d{1,9}))*)?(?!\w|\.\d)"
"""A step's number as it is written in a text: `6`, `6b`, `6b.ii`."""
NAMED_STEP = re.compile(
    rf"\b(?:[Ss]tep|STEP)s?\s{{1,3}}(?P<number>{STEP_NUMBER})|^\s*(?P<bare>{STEP_NUMBER})\s*$"
)
"""The number of a step in the text of a link."""

STEP_RANGE = re.compile(
    r"\s*(?P<sign>,\s*(?:and|or)\s|[-–—,&/]|(?:to|through|thru|until|(?:and|or)(?:\sthen)?)\s)\s*"
    rf"(?P<word>(?:[Ss]tep|STEP)[sS]?\s{{1,3}})?(?:(?P<number>{STEP_NUMBER})|\d)"
)
"""What stands behind the first number where a text names several steps: a sign and a number."""


def renumbered(children: tuple[Inline, ...], target: Target) -> tuple[Inline, ...]:
    """Return the words of a link to a step with the number that the step has for its readers."""
    if not target.written or target.anchor is None:
        return children
    return tuple(_renumbered(child, target.written, target.anchor.number) for child in children)


def _renumbered(child: Inline, written: str, number: str) -> Inline:
    if isinstance(child, Styled | Phrase):
        inner = tuple(_renumbered(it, written, number) for it in child.children)
        return replace(child, children=inner)
    match = NAMED_STEP.search(child.value) if isinstance(child, Text) else None
    if match is None or not isinstance(child, Text):
        return child
    group = "number" if match["number"] else "bare"
    if match[group].lower() != written:
        return child
    return replace(
        child, value=child.value[: match.start(group)] + number + child.value[match.end(group) :]
    )


def reference_text(kb: KnowledgeBase, article: Article, span: Span, target: Target) -> str:
    """Return the words of a link at `span` whose own text is empty.

    A step is "step 2" where that is clear: in its own procedure, or under the same heading where
    no other steps stand. From elsewhere it is "step 2 of “Title of its part”", and in another
    article that article's title comes behind. A section gives its heading, an article its title.
    """
    other = kb.by_path[target.path]
    anchor = target.anchor
    if anchor is None:
        return other.title
    if other.path != article.path:
        return f"{_name(anchor, near=False)} ({other.title})" if anchor.name else other.title
    return _name(anchor, near=_is_near(article, span, anchor))


def _name(anchor: Anchor, *, near: bool) -> str:
    if anchor.kind is AnchorKind.STEP and anchor.place and not near:
        return f"{anchor.name} of “{anchor.place}”"
    return anchor.name


def _is_near(article: Article, span: Span, anchor: Anchor) -> bool:
    """Tell whether a step can be meant by its number alone at a place of its own article."""
    lists = [found for found in article.nodes.step_lists if found.depth == 1]
    own = _around(lists, anchor.span)
    if own is None or _around(lists, span) is own:
        return True
    under = _heading(article, anchor.span)
    alone = all(found is own or _heading(article, found.span) != under for found in lists)
    return alone and _heading(article, span) == under


def _around(lists: list[StepList], span: Span) -> StepList | None:
    """Return the outermost list that a place stands in."""
    at = bisect_right([found.span.start for found in lists], span.start) - 1
    return lists[at] if at >= 0 and lists[at].span.end >= span.end else None


def _heading(article: Article, span: Span) -> int:
    """Return the index of the heading that a place stands under, -1 for none."""
    starts = [heading.span.start for heading in article.nodes.headings]
    return bisect_right(starts, span.start) - 1
