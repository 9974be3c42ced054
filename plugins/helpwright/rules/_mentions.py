"""Plain words that name a step: "step 5", "steps 2 through 4", "Step 6b".

Only words that a reader follows count. What is not one: code, links, the names of controls in
quotes, a label such as "Step 2: Install" at the start of a text, "Step 1 of 3", and a step of
something else ("step 3 of the wizard"), which the sources cannot decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from helpwright.diagnostic import Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import (
    Article,
    Block,
    BulletList,
    Directive,
    Footnote,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Step,
    StepList,
    Table,
)
from helpwright.parse.inlines import plain_text
from helpwright.rules._flat import Flat

_CANDIDATE = re.compile(rb"steps?(?:\s|\xc2\xa0|&nbsp;)+\d")
_NUMBER = r"\d{1,3}(?:(?:\.(?=[a-z](?!\w)))?[A-Za-z](?:\.[ivx]{1,5})?)?(?!\w|[.,]\d|\s?%)"
_JOIN = r"(?:\s?[-–—&]\s?|,\s(?:(?:and|or)\s)?|\s(?:to|through|thru|until|and|or)\s)"
_MENTION = re.compile(
    rf"(?<![\w-])(?P<word>(?:[Ss]tep|STEP)(?:s|S)?)\s{{1,3}}(?P<first>{_NUMBER})"
    rf"(?P<more>(?:{_JOIN}{_NUMBER}){{0,20}})"
)
_NUMBERS = re.compile(_NUMBER)
_LOCAL = (
    r"(?:this|the current|the same)\s(?:method|option|procedure|section|article|list|solution|page)"
)
_ELSEWHERE = re.compile(
    rf"\s?(?:\(\s?)?(?:of|in|from|under|at|on)\s(?!{_LOCAL})"
    r"(?=the\s|th(?:at|ose|ese|is)\s|an?\s|your\s|our\s|[A-Z0-9\"“\u2018'`\ufffc])"
    r"|\s(?:that\s(?:is|are)\s)?(?:listed|described|shown|mentioned|given|found)\s"
    r"|,?\s?sub-?steps?\s|\s(?:times|minutes?|seconds?|hours?|days?)\b"
)
_NEIGHBOUR = re.compile(
    r"\s(?:of|in|from)\sthe\s(?P<way>previous|preceding|next|following)\s"
    r"(?:(?P<list>procedure|list|set\sof\ssteps)|section|method|option|solution)\b",
    re.IGNORECASE,
)
_CONTAINERS = frozenset(
    "method option procedure section solution resolution part phase article workaround".split()
)
_NAME = re.compile(r"(?:\d+|[a-z]|[ivx]+),?")
_LABEL = re.compile(r"(?:Step|STEP)\s+(\d{1,3}[A-Za-z]?)\s*(?:[:.()–—-]|$)")
_TITLE = re.compile(r":\s[A-Z]|\s?[-–—]\s?[A-Z]")
"""Behind a capital "Step 3" in a sentence: the name of a page or button, "Step 3: Install"."""
_QUOTED = re.compile(r'"[^"]{1,200}"|“[^”]{1,200}”|\u2018[^’]{1,200}’')
MAX_MENTIONS = 1000
"""Of 826 published support articles the one with the most has 48."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a mention: folded (`6b`) and, where it stands verbatim, its place."""

    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names steps, as written, with the steps that it stands in, outermost first.

    `span` covers the whole phrase; it is exact only where `exact` is true. `shift` is -1 for steps
    of the previous procedure, 1 for those of the next, 0 where the words name no other; `loose`
    where they name a section, which may hold several procedures.
    """

    phrase: str
    numbers: tuple[Number, ...]
    span: Span
    exact: bool
    inside: tuple[tuple[StepList, Step], ...]
    shift: int = 0
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Mentions:
    """What an article says about steps: the mentions, and the numbers that labels define.

    A label is a heading, paragraph or table cell that begins with "Step 2:", or is "Step 2".
    """

    mentions: tuple[Mention, ...]
    labels: frozenset[str]


_NONE = Mentions((), frozenset())


def find_mentions(kb: KnowledgeBase, article: Article) -> Mentions:
    """Return the plain words of an article that name a step."""
    # Lower case keeps the places of bytes, and a plain first word is found many times faster.
    data = kb.sources[article.path].data.lower()
    places = [match.start() for match in _CANDIDATE.finditer(data, article.body)]
    if not places:
        return _NONE
    finder = _Finder(places)
    finder.walk(article.blocks, ())
    return Mentions(tuple(finder.mentions), frozenset(finder.labels))


def mentioned_numbers(kb: KnowledgeBase, article: Article) -> set[str]:
    """Return the numbers of all steps that the plain words of an article name."""
    found = find_mentions(kb, article).mentions
    return {number.text for mention in found for number in mention.numbers}


class _Finder:
    """Walks the blocks that hold a candidate."""

    def __init__(self, places: list[int]) -> None:
        self.places = places
        self.mentions: list[Mention] = []
        self.labels: set[str] = set()

    def _has(self, span: Span) -> bool:
        at = bisect_left(self.places, span.start)
        return at < len(self.places) and self.places[at] < span.end

    def walk(self, blocks: tuple[Block, ...], inside: tuple[tuple[StepList, Step], ...]) -> None:
        for block in blocks:
            if not self._has(block.span):
                continue
            if isinstance(block, Paragraph | Heading):
                self.read(block.children, inside, isinstance(block, Heading))
            elif isinstance(block, StepList):
                for step in block.steps:
                    if self._has(step.span):
                        self.walk(step.blocks, (*inside, (block, step)))
            elif isinstance(block, BulletList):
                for item in block.items:
                    if self._has(item.span):
                        self.walk(item.blocks, inside)
            elif isinstance(block, Quote | Directive | Footnote):
                self.walk(block.blocks, inside)
            elif isinstance(block, Table):
                for row in (block.head, *block.rows):
                    for cell in row:
                        if self._has(cell.span):
                            self.read(cell.children, inside, False)

    def read(
        self,
        children: tuple[Inline, ...],
        inside: tuple[tuple[StepList, Step], ...],
        heading: bool,
    ) -> None:
        label = _LABEL.search(plain_text(children).lstrip()) if heading else None
        label = label or _LABEL.match(plain_text(children).lstrip())
        if label:
            self.labels.add(label[1].lower())
        if heading:
            return
        flat = Flat.of(children)
        text = flat.text
        quoted = [match.span() for match in _QUOTED.finditer(text)] if _may_quote(text) else []
        for match in _MENTION.finditer(text):
            if not _is_reference(text, match, quoted, label is not None):
                continue
            if len(self.mentions) < MAX_MENTIONS:
                self.mentions.append(_mention(flat, match, inside))


def _may_quote(text: str) -> bool:
    return '"' in text or "“" in text or "\u2018" in text


def _is_reference(
    text: str, match: re.Match[str], quoted: list[tuple[int, int]], labelled: bool
) -> bool:
    """Tell whether a match sends the reader to a step of this article."""
    start = match.start()
    if labelled and start < 4 and not text[:start].strip():
        return False
    after = text[match.end() : match.end() + 80]
    if match["word"][0] == "S" and _TITLE.match(after):
        return False
    elsewhere = _ELSEWHERE.match(after) and not _NEIGHBOUR.match(after)
    if elsewhere or _is_qualified(text[max(0, start - 40) : start]):
        return False
    at = bisect_left(quoted, (start, 0))
    return not (at and quoted[at - 1][1] > start)


def _is_qualified(before: str) -> bool:
    """Tell whether a mention follows the name of what it is a step of: "in Method 2, step 3"."""
    words = before.lower().split()
    if words[-1:] in (["major"], ["main"]):
        return True
    return len(words) > 1 and words[-2] in _CONTAINERS and bool(_NAME.fullmatch(words[-1]))


def _mention(
    flat: Flat, match: re.Match[str], inside: tuple[tuple[StepList, Step], ...]
) -> Mention:
    start, exact = flat.place(match.start())
    last, verbatim = flat.place(match.end() - 1)
    numbers: list[Number] = []
    for number in _NUMBERS.finditer(flat.text, match.start("first"), match.end()):
        at, sure = flat.place(number.start())
        span = Span(at, at + len(number[0])) if sure else None
        numbers.append(Number(_fold(number[0]), span))
    phrase = " ".join(match[0].split())
    whole = Span(start, max(last + 1, start))
    neighbour = _NEIGHBOUR.match(flat.text, match.end())
    shift = 0
    if neighbour:
        shift = -1 if neighbour["way"].lower() in ("previous", "preceding") else 1
    loose = neighbour is not None and neighbour["list"] is None
    return Mention(phrase, tuple(numbers), whole, exact and verbatim, inside, shift, loose)


def _fold(number: str) -> str:
    """Return a number as an anchor has it: `6B` and `6.b` are `6b`."""
    match = re.match(r"(\d+)\.?", number)
    assert match is not None
    return str(int(match[1])) + number[match.end() :].lower()
