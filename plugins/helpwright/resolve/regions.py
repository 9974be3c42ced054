"""The parts of an article that are not for all its readers, and for whom they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from helpwright.conditions import ConditionReader
from helpwright.diagnostic import Span
from helpwright.knowledge import Region
from helpwright.model import (
    Article,
    Attributes,
    Block,
    BulletItem,
    BulletList,
    Directive,
    Footnote,
    Heading,
    Image,
    Inline,
    Link,
    Paragraph,
    Phrase,
    Quote,
    Section,
    StepList,
    Styled,
    Table,
)
from helpwright.parse.directives import CONDITION
from helpwright.scope import NOTHING, Scope

KEY = "applies_to"
"""The attribute that holds a condition."""


def article_scope(article: Article, reader: ConditionReader, regions: Iterable[Region]) -> Scope:
    """Return whom an article is for: what its front matter says.

    One that does not say is for all versions of the products that its conditions are about.
    """
    if article.metadata.applies_to:
        return reader.scope(article.metadata.applies_to)
    scope = NOTHING
    for product in {
        point.product
        for region in regions
        for point in reader.universe.members(region.condition.scope)
    }:
        scope |= reader.universe.product(product)
    return scope


def find_regions(
    article: Article, data: bytes, reader: ConditionReader
) -> tuple[Scope, tuple[Region, ...]]:
    """Return whom an article is for, and its parts with a condition, outer ones first.

    `data` is its source.
    """
    if data.find(b"applies_to", article.body) < 0:
        return article_scope(article, reader, ()), ()
    scope = reader.scope(article.metadata.applies_to)
    finder = _Finder(article, data, reader, scope)
    if not article.metadata.applies_to:
        finder.run()
        scope = article_scope(article, reader, finder.found)
        finder = _Finder(article, data, reader, scope)
    finder.run()
    if scope:
        return scope, tuple(finder.found)
    # Nobody knows whom the article is for: everybody sees all of it, with the words of conditions.
    untold = (replace(it, condition=replace(it.condition, settled=False)) for it in finder.found)
    return scope, tuple(untold)


class _Finder:
    """Walks an article; `around` is whom the surroundings are for."""

    def __init__(
        self, article: Article, data: bytes, reader: ConditionReader, scope: Scope
    ) -> None:
        self.found: list[Region] = []
        self._article = article
        self._data = data
        self._reader = reader
        self._scope = scope
        self._products = [applies.product.text for applies in article.metadata.applies_to]

    def run(self) -> None:
        for section in self._article.sections:
            self._section(section, self._scope)

    def _add(self, span: Span, place: Span, text: str, around: Scope) -> Scope:
        condition = self._reader.condition(text, self._products)
        scope = around & condition.scope if condition.settled else around
        self.found.append(Region(span, place, condition, scope))
        return scope

    def _attributed(self, span: Span, attributes: Attributes | None, around: Scope) -> Scope:
        if attributes is None or KEY not in attributes.values:
            return around
        return self._add(span, attributes.span, attributes.values[KEY], around)

    def _section(self, section: Section, around: Scope) -> None:
        if section.heading is not None:
            around = self._attributed(section.span, section.heading.attributes, around)
            self._inlines(section.heading.children, around)
        self._blocks(section.blocks, around)
        for part in section.parts:
            self._section(part, around)

    def _blocks(self, blocks: Sequence[Block], around: Scope) -> None:
        for block in blocks:
            self._block(block, around)

    def _block(self, block: Block, around: Scope) -> None:
        if isinstance(block, Paragraph | Heading):
            around = self._attributed(block.span, block.attributes, around)
            self._inlines(block.children, around)
        elif isinstance(block, StepList):
            for step in block.steps:
                self._blocks(step.blocks, self._attributed(step.span, step.attributes, around))
        elif isinstance(block, BulletList):
            for item in block.items:
                self._item(item, around)
        elif isinstance(block, Quote):
            self._blocks(block.blocks, around)
        elif isinstance(block, Footnote):
            self._blocks(block.blocks, self._scope)  # Others may refer to it, too.
        elif isinstance(block, Directive):
            if block.name == CONDITION:
                start, end = block.span
                line = self._data.find(b"\n", start, end)
                place = Span(start, line if line >= 0 else end)
                around = self._add(block.span, place, block.argument.strip("\"' "), around)
            self._blocks(block.blocks, around)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                for cell in row:
                    self._inlines(cell.children, around)

    def _item(self, item: BulletItem, around: Scope) -> None:
        """Take the condition of an item's first paragraph for that of the item."""
        blocks = item.blocks
        if blocks and isinstance(blocks[0], Paragraph):
            first = blocks[0]
            around = self._attributed(item.span, first.attributes, around)
            self._inlines(first.children, around)
            blocks = blocks[1:]
        self._blocks(blocks, around)

    def _inlines(self, children: Sequence[Inline], around: Scope) -> None:
        for child in children:
            if isinstance(child, Image):
                self._attributed(child.span, child.attributes, around)
            elif isinstance(child, Phrase):
                self._inlines(
                    child.children, self._attributed(child.span, child.attributes, around)
                )
            elif isinstance(child, Link | Styled):
                self._inlines(child.children, around)
