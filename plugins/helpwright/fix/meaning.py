"""Whether two versions of an article say the same: words, structure and step numbers."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.diagnostic import Span
from helpwright.model import (
    Article,
    Attributes,
    Block,
    Break,
    BulletList,
    Checkbox,
    Code,
    CodeBlock,
    Directive,
    Footnote,
    FootnoteReference,
    Heading,
    HtmlBlock,
    Image,
    Inline,
    InlineHtml,
    Link,
    Paragraph,
    Phrase,
    Quote,
    StepList,
    Styled,
    Table,
    Text,
)
from helpwright.parse.inlines import is_verbatim

Cuts = Sequence[Span]
Outline = tuple[object, ...]


def keeps_meaning(old: Article, new: Article, old_cuts: Cuts = (), new_cuts: Cuts = ()) -> bool:
    """Tell whether readers of `new` see what those of `old` see.

    Compared are the blocks with their words, the number of every step, the labels and the links
    that were there. Links and labels may be added. The cuts are places of words, in bytes of either
    file, that are not compared.
    """
    if outline(old.blocks, old_cuts) != outline(new.blocks, new_cuts):
        return False
    if not _labels(old) <= _labels(new):
        return False
    targets = iter([link.target for link in new.nodes.links])
    return all(link.target in targets for link in old.nodes.links)


def _labels(article: Article) -> set[str]:
    found: list[Attributes | None] = [heading.attributes for heading in article.nodes.headings]
    found += [step.attributes for steps in article.nodes.step_lists for step in steps.steps]
    return {attributes.label for attributes in found if attributes and attributes.label}


def outline(blocks: tuple[Block, ...], cuts: Cuts = ()) -> Outline:
    """Return what blocks show, one entry for each, without its place in the source."""
    return tuple(_block(block, cuts) for block in blocks)


def _block(block: Block, cuts: Cuts) -> Outline:
    """Return what a block shows, without its place in the source."""
    kind = type(block).__name__
    if isinstance(block, Paragraph):
        return (kind, block.tight, _more(block.attributes), _words(block.children, cuts))
    if isinstance(block, Heading):
        return (kind, block.level, _more(block.attributes), _words(block.children, cuts))
    if isinstance(block, CodeBlock):
        return (kind, block.info, block.value, block.fenced)
    if isinstance(block, StepList):
        return (
            kind,
            block.depth,
            *(
                (step.number, _more(step.attributes), outline(step.blocks, cuts))
                for step in block.steps
            ),
        )
    if isinstance(block, BulletList):
        return (kind, *(outline(item.blocks, cuts) for item in block.items))
    if isinstance(block, Quote):
        return (kind, block.alert, outline(block.blocks, cuts))
    if isinstance(block, Directive):
        return (kind, block.name, block.argument, outline(block.blocks, cuts))
    if isinstance(block, Footnote):
        return (kind, block.label, outline(block.blocks, cuts))
    if isinstance(block, Table):
        rows = (block.head, *block.rows)
        cells = tuple(tuple(_words(cell.children, cuts) for cell in row) for row in rows)
        return (kind, block.alignments, cells)
    return (kind, block.raw) if isinstance(block, HtmlBlock) else (kind,)


def _more(attributes: Attributes | None) -> Outline:
    """Return what attributes hold besides a label."""
    if attributes is None:
        return ((), ())
    return (attributes.classes, tuple(sorted(attributes.values.items())))


def _words(children: tuple[Inline, ...], cuts: Cuts) -> str:
    """Return the words of a run of inlines and what shows about them; a link is its text."""
    parts: list[str] = []
    for child in children:
        if isinstance(child, Text):
            parts.append(_without(child, cuts))
        elif isinstance(child, Code):
            parts.append(f"`{child.value}`")
        elif isinstance(child, Styled):
            parts.append(f"<{child.style}>{_words(child.children, cuts)}</{child.style}>")
        elif isinstance(child, Phrase):
            inner = _words(child.children, cuts)
            parts.append(f"[{inner}]{_more(child.attributes)}")
        elif isinstance(child, Link):
            parts.append(_words(child.children, cuts) or f"[]({child.target})")
        elif isinstance(child, Image):
            parts.append(f"![{child.alt}]({child.title}){_more(child.attributes)}")
        elif isinstance(child, InlineHtml):
            parts.append(child.raw)
        elif isinstance(child, Break):
            parts.append("\n" if child.hard else " ")
        elif isinstance(child, FootnoteReference):
            parts.append(f"[^{child.label}]")
        elif isinstance(child, Checkbox):
            parts.append("[x]" if child.checked else "[ ]")
    return "".join(parts)


def _without(text: Text, cuts: Cuts) -> str:
    """Return a text without the bytes that are cut."""
    inside = [cut for cut in cuts if cut[0] < text.span.end and text.span.start < cut[1]]
    if not inside or not is_verbatim(text):
        return text.value
    data, done, start = text.value.encode(), 0, text.span.start
    parts: list[bytes] = []
    for first, last in inside:
        parts.append(data[done : max(first - start, 0)])
        done = last - start
    return b"".join((*parts, data[done:])).decode("utf-8", "replace")
