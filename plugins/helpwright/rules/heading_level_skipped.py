"""HW122: headings that do not step down one level at a time."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Heading

RULE = Rule(
    code="HW122",
    name="heading-level-skipped",
    severity=Severity.WARNING,
    summary="A heading is more than one level below the one before it, or a second title.",
    why="Screen readers and the table of contents show a structure that is not there, and a "
    "part may end up in the wrong section.",
    fix="Write one `#` more than the heading above it has; `##` opens a section.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each heading that skips a level, and each of level 1 that is not the first block.

    Headings inside a quote or list are not part of the article's structure.
    """
    for article in kb.articles:
        if not article.nodes.headings:
            continue
        above = 1
        for block in article.blocks:
            if not isinstance(block, Heading):
                continue
            level = block.level
            if level == 1 and block is not article.blocks[0]:
                message = "a heading of level 1 is the title, and the article has its title already"
                help = "write `##` for a section"
                yield kb.diagnose(RULE, article, block.span, message, help)
                level = 2
            elif level > above + 1:
                message = f"a heading of level {level} follows one of level {above}"
                if block is article.nodes.headings[0]:
                    message = f"the first heading has level {level}"
                help = f"write `{'#' * (above + 1)}`, or add the heading that is missing above it"
                yield kb.diagnose(RULE, article, block.span, message, help)
            above = level
