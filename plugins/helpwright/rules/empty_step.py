"""HW210: a step without content."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Block, HtmlBlock, InlineHtml, Paragraph, Text

RULE = Rule(
    code="HW210",
    name="empty-step",
    severity=Severity.ERROR,
    summary="A step has a number but says nothing.",
    why="The reader meets a bare number, and every step behind it counts one too many.",
    fix="Write what the reader does in this step, or remove its line and renumber.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each step without anything to see; a comment and a label are nothing to see."""
    for article in kb.articles:
        for steps in article.nodes.step_lists:
            for step in steps.steps:
                if all(map(_is_empty, step.blocks)):
                    message = f"step {step.number} is empty"
                    help = "write what the reader does, or remove the line"
                    yield kb.diagnose(RULE, article, step.marker, message, help)


def _is_empty(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return all(
            (isinstance(child, InlineHtml) and child.raw.startswith("<!--"))
            or (isinstance(child, Text) and not child.value.strip())
            for child in block.children
        )
    return isinstance(block, HtmlBlock) and block.raw.lstrip().startswith("<!--")
