"""The further numbers of steps beside a link: "[steps 3 to 5](#look)", "[step 3](#look) and 4"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, Link
from helpwright.parse.inlines import plain_text
from helpwright.resolve.references import NAMED_STEP, STEP_RANGE

_GAP = re.compile(rb"[*_]*(?:[ \t]*\\?\r?\n[ \t>]*)?[*_]*")
"""What may stand in the source between texts that are read as one: emphasis, the end of a line."""
_LONGEST = 80
"""How many characters behind a link are looked at."""
_ENDS = re.compile(
    r"\s*(?:$|[.,;:!?)\]\"”’–—&/-](?![\d\w])|(?:above|again|also|and|are|as|at|before|below|after|by"
    r"|each|first|from|here|if|in|instead|is|on|once|or|then|through|thru|to|together|twice|until"
    r"|when|whenever|while|with|without)\b)"
)
"""What stands behind a number that is not one of things: not "4 minutes", "4-inch" or "4 GB"."""


def more_steps(
    kb: KnowledgeBase, article: Article, link: Link, name: str
) -> Iterator[tuple[str, str]]:
    """Yield the numbers that the words of a link to a step name besides its own.

    They are the numbers behind the first one in its text, and those behind the link that go on with
    it. Each comes with the words that it stands in; `name` is what a link without words reads. One
    with the word "step" behind the link is a plain mention of its own.
    """
    text = plain_text(link.children) if link.children else name
    at = len(text)
    if link.children:
        match = NAMED_STEP.search(text)
        if match is None:
            return
        at = match.end()
        several = "steps" in match[0].lower()
        while (found := STEP_RANGE.match(text, at)) and found["number"]:
            if not (several or found["word"] or _ENDS.match(text, found.end())):
                return
            yield found["number"].lower(), text
            at = found.end()
    if text[at:].strip():
        return
    behind = _behind(kb, article, link)
    if behind:
        for number, end in _going_on(behind):
            yield number, (text + behind[:end]).strip()


def _going_on(behind: str) -> Iterator[tuple[str, int]]:
    """Yield the numbers at the start of a text, each with where it ends.

    What comes behind a comma alone begins another part of the sentence, if no last number follows.
    """
    at = 0
    pending: list[tuple[str, int]] = []
    while (found := STEP_RANGE.match(behind, at)) and found["number"] and not found["word"]:
        if not _ENDS.match(behind, found.end()):
            return
        at = found.end()
        pending.append((found["number"].lower(), at))
        if found["sign"] != ",":
            yield from pending
            pending.clear()


def _behind(kb: KnowledgeBase, article: Article, link: Link) -> str:
    """Return the start of the plain words right behind a link."""
    data = kb.sources[article.path].data
    texts = article.nodes.texts
    index = bisect_left(texts, link.span.end, key=lambda text: text.span.start)
    at, words = link.span.end, ""
    while index < len(texts) and len(words) < _LONGEST:
        start, end = texts[index].span
        gap = data[at:start] if start - at <= _LONGEST else b"?"
        if not _GAP.fullmatch(gap):
            break
        words += (" " if b"\n" in gap else "") + texts[index].value[:_LONGEST]
        at, index = end, index + 1
    return words
