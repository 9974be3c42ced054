"""HW114: nothing stands under a heading, or in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Block, HtmlBlock, Section, ThematicBreak
from helpwright.parse.inlines import plain_text
from helpwright.parse.values import clip

RULE = Rule(
    code="HW114",
    name="empty-section",
    severity=Severity.WARNING,
    summary="Nothing stands under a heading, or the heading has no words.",
    why="A reader who follows the table of contents to it finds nothing.",
    fix="Write what belongs there, or remove the heading.",
)

_COMMENTS = re.compile(r"\s*(?:<!--.*?-->\s*)*", re.DOTALL)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each part that has neither text nor parts, and each heading without words.

    A rule across the page and a comment are no text. A heading with further headings under it is
    not empty itself: those may be.
    """
    for article in kb.articles:
        for part in article.parts():
            heading = part.heading
            if heading is None:
                continue
            title = plain_text(heading.children).strip()
            if not title:
                message = "the heading has no words"
                help = "write what the part is about behind the `#` signs, or remove the line"
                yield kb.diagnose(RULE, article, heading.span, message, help)
            elif _is_empty(part):
                message = f'nothing stands under the heading "{clip(title)}"'
                help = "write what belongs there, or remove the heading"
                yield kb.diagnose(RULE, article, heading.span, message, help)


def _is_empty(part: Section) -> bool:
    return not part.parts and all(_says_nothing(block) for block in part.blocks)


def _says_nothing(block: Block) -> bool:
    if isinstance(block, HtmlBlock):
        return _COMMENTS.fullmatch(block.raw) is not None
    return isinstance(block, ThematicBreak)
