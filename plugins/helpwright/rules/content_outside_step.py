"""HW205: something that belongs to a step stands between two halves of its list."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Position, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import (
    Article,
    Block,
    BulletList,
    CodeBlock,
    Directive,
    Footnote,
    HtmlBlock,
    Image,
    Paragraph,
    Quote,
    Step,
    Table,
)
from helpwright.rules._numbering import Neighbours, last_numbers, neighbours, splits
from helpwright.source import Source

RULE = Rule(
    code="HW205",
    name="content-outside-step",
    severity=Severity.ERROR,
    summary="Text, a picture or code stands at the margin in the middle of a list of steps.",
    why="It is not part of the step that it explains, and splits the procedure in two.",
    fix="Indent it to the text of its step, or write {continue} behind the step after it.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield the first block of what stands between a list and the one that goes on with it."""
    for article in kb.articles:
        if all(steps.start == 1 for steps in article.nodes.step_lists):
            continue
        source = kb.sources[article.path]
        split = {it.steps.span for it in splits(article, source)} if source.inclusions else set()
        for found in neighbours(article):
            if not falls_out(found) or found.before is None or found.steps.span in split:
                continue
            last = found.before.steps[-1]
            block = next(block for block in found.between if not _is_invisible(block))
            message = (
                f"{_what(block)} stands outside the steps, between step {last.number} and step "
                f"{found.steps.start}"
            )
            help = (
                f"put {_indent(kb, article, last)} spaces in front of its lines if it belongs to "
                f"step {last.number}; if not, write {{continue}} behind step {found.steps.start}"
            )
            yield kb.diagnose(RULE, article, block.span, message, help)


def falls_out(found: Neighbours) -> bool:
    """Tell whether a list goes on with the one before it after something that readers see."""
    return (
        found.before is not None
        and found.steps.start != 1
        and not found.steps.continues
        and found.steps.start - 1 in last_numbers(found.before)
        and not all(map(_is_invisible, found.between))
    )


def _indent(kb: KnowledgeBase, article: Article, step: Step) -> int:
    """Return how many characters stand in front of a step's text."""
    source = kb.sources[article.path]
    marker = _written(source, step.marker.end)
    text = _written(source, step.blocks[0].span.start) if step.blocks else marker
    return text.column - 1 if text.line == marker.line else marker.column


def _written(source: Source, offset: int) -> Position:
    place = source.locate(Span(offset, offset))
    return place.source.position(place.span.start)


def _is_invisible(block: Block) -> bool:
    return isinstance(block, Footnote) or (
        isinstance(block, HtmlBlock) and block.raw.lstrip().startswith("<!--")
    )


def _what(block: Block) -> str:
    if isinstance(block, Paragraph):
        images = [child for child in block.children if isinstance(child, Image)]
        return "a picture" if images and len(images) == len(block.children) else "a paragraph"
    if isinstance(block, CodeBlock):
        return "a code block"
    if isinstance(block, Quote):
        return "a note" if block.alert else "a quote"
    if isinstance(block, BulletList):
        return "a bullet list"
    if isinstance(block, Table):
        return "a table"
    if isinstance(block, Directive):
        return f"a `{block.name}` block"
    return "raw HTML" if isinstance(block, HtmlBlock) else "a line"
