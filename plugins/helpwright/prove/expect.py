"""What an article's page must show, worked out from the parsed source alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from helpwright.diagnostic import Span
from helpwright.knowledge import Anchor, KnowledgeBase, Target, TargetKind, Variant
from helpwright.model import (
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
    Section,
    SectionKind,
    StepList,
    Styled,
    Table,
    Text,
)
from helpwright.parse.directives import CONDITION
from helpwright.prove.content import FOOTNOTES, Content, Mark, mark
from helpwright.prove.elements import ELEMENT_MARKS, INLINE_ELEMENTS, external_picture
from helpwright.prove.raw import Tag, shown_parts
from helpwright.prove.readers import Readers, inner_blocks, shown_numbers
from helpwright.prove.site import Site
from helpwright.resolve import reference_text, renumbered
from helpwright.resolve.links import Places, places_of, resolve_image, resolve_link
from helpwright.resolve.variants import in_variant

_RANKS = {kind: rank for rank, kind in enumerate(SectionKind)}
# Two control characters mean something to Python-Markdown; they are replaced on purpose.
_REPLACED = {2: "\N{REPLACEMENT CHARACTER}", 3: "\N{REPLACEMENT CHARACTER}"}


@dataclass(frozen=True, slots=True)
class ExpectedLink:
    """A link to a file of the site; no `fragment` is its top."""

    file: str
    fragment: str
    written: str


@dataclass(slots=True)
class Expectation:
    """What a page must show.

    `codes` holds the exact text of each code block with its owner (None for raw HTML, of which
    only the words are known), `titles` what belongs to each picture in words, `conditions` the
    versions that a part is written for; by owner where they are mappings, in reading order.
    `raw_tables` names the owners of tables in raw HTML: words in them but outside of cells are
    shown in front of the table by browsers.
    """

    content: Content = field(default_factory=Content)
    codes: list[tuple[str, str | None]] = field(default_factory=list)
    links: dict[str, list[ExpectedLink]] = field(default_factory=dict)
    titles: list[tuple[str, str, str]] = field(default_factory=list)
    conditions: list[tuple[str, str]] = field(default_factory=list)
    raw_tables: set[str] = field(default_factory=set)


def expect(kb: KnowledgeBase, variant: Variant, site: Site) -> Expectation:
    """Return what the page of an article's variant must show.

    It is worked out from the whole article, by asking of each part whether it is for the version
    that the variant stands for: not from what the compiler has cut down to that variant.
    """
    return _Expecter(kb, variant, site, places_of(kb)).run()


def in_published_order(sections: Sequence[Section]) -> list[Section]:
    """Return sections as a page has them: by kind, a free one behind the one it follows."""
    rank = -1
    ranked: list[tuple[int, Section]] = []
    for section in sections:
        rank = rank if section.kind is None else _RANKS[section.kind]
        ranked.append((rank, section))
    return [section for _, section in sorted(ranked, key=lambda entry: entry[0])]


class _Expecter:
    """Writes one article's blocks into an `Expectation`."""

    def __init__(self, kb: KnowledgeBase, variant: Variant, site: Site, places: Places) -> None:
        self.kb = kb
        self.variant = variant
        self.article = article = kb.by_path[variant.article.path]
        self.readers = Readers(kb, variant)
        self.numbers = shown_numbers(self.readers, article.sections)
        self.site = site
        self.places = places
        self.result = Expectation()
        self.content = self.result.content
        self.anchors: dict[Span, Anchor] = {
            anchor.span: anchor
            for anchors in (kb.anchors[article.path], variant.anchors)
            for anchor in anchors.values()
        }
        self.footnotes: dict[str, Footnote] = {}
        self.footnote_numbers: dict[str, int] = {}
        self.open_tags: Counter[str] = Counter()

    def run(self) -> Expectation:
        first = self.article.blocks[0] if self.article.blocks else None
        self.content.write(mark(Mark.HEADING))
        if isinstance(first, Heading) and first.level == 1:
            self.inlines(first.children)
        else:
            self.text(self.article.title)
        self.content.write(" ")
        seen = [it for it in self.article.sections if self.readers.see_section(it)]
        for section in self.article.sections:
            if not self.readers.see_section(section):
                self.keep_footnotes(section)
        for section in in_published_order(seen):
            self.section(section)
        self.notes()
        return self.result

    def section(self, section: Section) -> None:
        if not self.readers.see_section(section):
            self.keep_footnotes(section)
            return
        if section.heading is not None:
            self.content.begin_part(self.anchors[section.heading.span].fragment)
            self.heading(section.heading)
        self.blocks(section.blocks)
        for part in section.parts:
            self.section(part)

    def notes(self) -> None:
        """Expect the footnotes that were referred to, also by others, in the order of reference."""
        done = 0
        while batch := list(self.footnote_numbers)[done:]:
            done += len(batch)
            for label in batch:
                if label in self.footnotes:
                    self.content.begin_part(FOOTNOTES)
                    self.content.write(mark(Mark.ITEM))
                    self.blocks(self.footnotes[label].blocks)

    def keep_footnotes(self, section: Section) -> None:
        """Remember what a part that is not shown defines."""
        for part in section.walk():
            self.unseen(part.blocks)

    def unseen(self, blocks: Iterable[Block]) -> None:
        """Remember the footnotes in blocks that are not shown."""
        for block in inner_blocks(blocks):
            if isinstance(block, Footnote):
                self.footnotes.setdefault(block.key, block)

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if not self.readers.see(block):
                self.unseen([block])
                continue
            self.content.write(" ")
            self.block(block)
            self.content.write(" ")

    def block(self, block: Block) -> None:
        write = self.content.write
        if isinstance(block, Paragraph):
            self.inlines(block.children)
            self.condition(block.attributes)
        elif isinstance(block, StepList):
            self.steps(block)
        elif isinstance(block, BulletList):
            for item in block.items:
                if self.readers.see(item):
                    self.content.write(mark(Mark.ITEM))
                    self.blocks(item.blocks)
                else:
                    self.unseen(item.blocks)
        elif isinstance(block, CodeBlock):
            write(mark(Mark.CODE))
            self.text(block.value)
            self.result.codes.append((self.content.owner, block.value.translate(_REPLACED)))
        elif isinstance(block, Quote):
            write(mark(Mark.NOTE if block.alert else Mark.QUOTE))
            self.blocks(block.blocks)
        elif isinstance(block, Table):
            write(mark(Mark.TABLE))
            for row in (block.head, *filter(self.readers.see_row, block.rows)):
                for cell in row:
                    self.inlines(cell.children)
                    write(" ")
        elif isinstance(block, HtmlBlock):
            self.raw(block.raw, block.span.start)
        elif isinstance(block, Directive) and block.name == CONDITION:
            versions = self.readers.unsettled.get(block.span.start)
            if versions is not None:
                self.result.conditions.append((self.content.owner, versions))
            self.blocks(block.blocks)
        elif isinstance(block, Directive):
            kinds = {"details": Mark.DETAILS, "tab": Mark.TAB}
            write(mark(kinds.get(block.name, Mark.NOTE)))
            self.text(block.argument)
            self.blocks(block.blocks)
        elif isinstance(block, Heading):
            self.heading(block)
        elif isinstance(block, Footnote):
            self.footnotes.setdefault(block.key, block)

    def heading(self, heading: Heading) -> None:
        self.content.write(mark(Mark.HEADING))
        self.inlines(heading.children)
        self.condition(heading.attributes)
        self.content.write(" ")

    def steps(self, steps: StepList) -> None:
        self.content.write(mark(Mark.STEPS))
        for step in steps.steps:
            if not self.readers.see(step):
                self.unseen(step.blocks)
                continue
            self.content.begin_step(self.anchors[step.span].fragment, self.numbers[step.span])
            self.condition(step.attributes)
            self.blocks(step.blocks)
            self.content.end_step()

    def condition(self, attributes: Attributes | None) -> None:
        if attributes is not None and attributes.span.start in self.readers.unsettled:
            versions = attributes.values["applies_to"]
            self.result.conditions.append((self.content.owner, versions))

    def text(self, value: str) -> None:
        self.content.write(value.translate(_REPLACED))

    def inlines(self, children: Iterable[Inline]) -> None:
        for child in children:
            if isinstance(child, Text | Code):
                self.text(child.value)
            elif isinstance(child, Styled):
                self.inlines(child.children)
            elif isinstance(child, Link):
                self.link(child)
            elif isinstance(child, Phrase):
                if self.readers.see_any([child]):
                    if child.attributes.span.start in self.readers.unsettled:
                        self.content.write(" ")  # Its versions stand in front of it.
                    self.condition(child.attributes)
                    self.inlines(child.children)
            elif isinstance(child, Image):
                if not self.readers.is_for(child.span):
                    continue
                self.picture(self.kb.images[self.article.path][child.span], child.title)
            elif isinstance(child, InlineHtml):
                self.raw(child.raw, child.span.start)
            elif isinstance(child, Break | Checkbox):
                self.content.write(" ")
            elif isinstance(child, FootnoteReference):
                numbers = self.footnote_numbers
                number = numbers.setdefault(child.key, len(numbers) + 1)
                self.content.write(str(number))

    def link(self, link: Link) -> None:
        if link.children and not self.readers.see_any(link.children):
            return
        target = self.variant.links[link.span]
        self.leads_to(target, link.target)
        named = target.kind is TargetKind.ARTICLE and (link.autolink or not link.children)
        if named:
            self.text(reference_text(self.kb, self.variant.article, link.span, target))
        elif target.title and (link.autolink or not link.children):
            self.text(target.title)
        elif link.children:
            self.inlines(renumbered(link.children, target))
        else:
            self.text(link.target)

    def leads_to(self, target: Target, written: str) -> None:
        layout = self.site.layout
        if target.kind is TargetKind.ARTICLE:
            other = self.kb.by_path[target.path]
            file = self.site.file(layout.article(other, target.variant))
        elif target.kind is TargetKind.ASSET:
            file = layout.asset(target.path)
        elif target.kind is TargetKind.PAGE:
            file = self.site.file(target.path)
        else:
            return
        link = ExpectedLink(file, target.fragment, written)
        self.result.links.setdefault(self.content.owner, []).append(link)

    def picture(self, target: Target, title: str) -> None:
        """Expect a picture; one that is not there to be shown is reported from the source."""
        if target.kind is TargetKind.ASSET:
            name = self.site.layout.asset(target.path)
        elif target.kind is TargetKind.EXTERNAL:
            name = external_picture(target.url)
        else:
            return
        self.content.write(mark(Mark.PICTURE, name))
        self.result.titles.append((self.content.owner, name, title.translate(_REPLACED)))

    def raw(self, raw: str, at: int) -> None:
        for part in shown_parts(raw):
            if isinstance(part, str):
                self.text(part)
            else:
                self.tag(part, at)

    def tag(self, tag: Tag, at: int) -> None:
        if tag.closing:
            if self.open_tags[tag.name] or tag.name == "br":  # A stray one closes nothing.
                self.open_tags[tag.name] -= 1
                self.content.write(" ")
            return
        if tag.name not in INLINE_ELEMENTS:
            self.open_tags[tag.name] += 1
            self.content.write(" ")
        if tag.name in ELEMENT_MARKS:
            self.content.write(mark(ELEMENT_MARKS[tag.name]))
            if tag.name == "pre":
                self.result.codes.append((self.content.owner, None))
            elif tag.name == "table":
                self.result.raw_tables.add(self.content.owner)
        elif tag.name == "li":
            self.content.write(mark(Mark.ITEM))
        elif tag.name == "img":
            source = tag.attribute("src")
            target = resolve_image(self.article, source, self.places, at)
            self.picture(target, tag.attribute("title"))
        elif tag.name == "a" and tag.attribute("href"):
            written = tag.attribute("href")
            target = resolve_link(self.article, written, self.places, at)
            kb = self.kb
            self.leads_to(in_variant(kb.variants, kb.ranking, self.variant, target), written)
