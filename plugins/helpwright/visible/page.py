"""From an article to what its readers see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from helpwright.diagnostic import Span
from helpwright.knowledge import Anchor, AnchorKind, KnowledgeBase, Target, TargetKind, Variant
from helpwright.model import (
    Article,
    Attributes,
    BulletList,
    CodeBlock,
    Directive,
    Footnote,
    Heading,
    HtmlBlock,
    Image,
    Paragraph,
    Quote,
    Section,
    StepList,
)
from helpwright.render.article import in_order
from helpwright.resolve.links import places_of, resolve_image, resolve_link
from helpwright.visible.line import LineReader, Value, collapse, html_tokens

KINDS = {"important": "info", "caution": "danger"}
UNSEEN = frozenset(("span", "marker", "written", "attributes", "tight"))


@dataclass(frozen=True, slots=True)
class Visible:
    """What readers see of an article.

    `contents` holds what is on its pages, each with the bits of those who see it: 0 where all see
    the same. `products` are those that it applies to, each with what it says of their versions.
    """

    title: Value
    summary: str
    errors: tuple[str, ...]
    products: frozenset[tuple[str, Value]]
    contents: frozenset[tuple[Value, int]]


Digest = Callable[[str], str]


def visible(
    kb: KnowledgeBase, article: Article, digest: Digest, renamed: Mapping[str, str]
) -> Visible:
    """Return what readers see of an article.

    `digest` stands for the bytes of a file of the KB, by its path. `renamed` gives the new id of
    articles that had another one.
    """
    metadata = article.metadata
    seen: dict[Value, int] = {}
    for variant in kb.variants[article.path]:
        content = PageReader(kb, variant, digest, renamed).content()
        seen[content] = seen.get(content, 0) | variant.scope.bits
    first = article.blocks[0] if article.blocks else None
    words: Value = collapse(article.title).strip()
    if isinstance(first, Heading) and first.level == 1:
        shown = PageReader(kb, kb.variants[article.path][0], digest, renamed).line(first.children)
        words = words if shown == (("text", (), words),) else (words, shown)
    return Visible(
        title=words,
        summary=collapse(metadata.summary.text).strip() if metadata.summary else "",
        errors=tuple(collapse(error.text).strip() for error in metadata.errors),
        products=frozenset(_products(kb, article)),
        contents=frozenset((each, bits if len(seen) > 1 else 0) for each, bits in seen.items()),
    )


def _products(kb: KnowledgeBase, article: Article) -> Iterable[tuple[str, Value]]:
    scope = kb.scopes[article.path]
    for applies in article.metadata.applies_to:
        product = applies.product.text
        points = tuple(point for point in kb.universe.members(scope) if point.product == product)
        written = sorted(collapse(version.text).strip() for version in applies.versions)
        yield product, points or tuple(written)


class PageReader:
    """Walks what the readers of a variant see, in the order of the page."""

    def __init__(
        self, kb: KnowledgeBase, variant: Variant, digest: Digest, renamed: Mapping[str, str]
    ) -> None:
        self.kb = kb
        self.variant = variant
        self.digest = digest
        self.renamed = renamed
        regions = kb.regions.get(variant.article.path, ())
        settled = [region for region in regions if region.condition.settled]
        self._settled = {region.place for region in settled} | {region.span for region in settled}
        self._notes: dict[str, int] = {}
        self._footnotes: dict[str, Footnote] = {}

    def content(self) -> Value:
        """Return what stands on the page below the title."""
        found: list[Value] = []
        for section in in_order(self.variant.article.sections):
            self.section(section, found)
        done = 0
        while batch := list(self._notes)[done:]:
            done += len(batch)
            for label in batch:
                if label in self._footnotes:
                    blocks = self.blocks(self._footnotes[label].blocks)
                    found.append(("note", self._notes[label], *blocks))
        return tuple(found)

    def line(self, children: Iterable[Any]) -> tuple[Value, ...]:
        """Return what a run of inlines shows."""
        line = LineReader(self)
        line.read(children, frozenset())
        return line.finish()

    def section(self, section: Section, found: list[Value]) -> None:
        """Add what a section shows, and the parts in it."""
        if section.heading is not None:
            found += self.block(section.heading)
        found += self.blocks(section.blocks)
        for part in section.parts:
            self.section(part, found)

    def blocks(self, blocks: Iterable[Any]) -> list[Value]:
        """Return what blocks show, one after the other."""
        return [shown for block in blocks for shown in self.block(block)]

    def block(self, block: Any) -> list[Value]:
        """Return what a block shows; lists give their items, so that it is no matter which."""
        if isinstance(block, Paragraph):
            line = self.line(block.children)
            badge = self.badge(block.attributes)
            return [("paragraph", *badge, *line)] if line or badge else []
        if isinstance(block, Heading):
            level, badge = max(2, block.level), self.badge(block.attributes)
            return [("heading", level, *badge, *self.line(block.children))]
        if isinstance(block, StepList):
            return [
                ("step", step.number, *self.badge(step.attributes), *self.blocks(step.blocks))
                for step in block.steps
            ]
        if isinstance(block, BulletList):
            return [("bullet", *self.blocks(item.blocks)) for item in block.items]
        if isinstance(block, CodeBlock):
            value = block.value.replace("\r\n", "\n").removesuffix("\n")
            return [("code", collapse(block.info).strip(), value)]
        if isinstance(block, HtmlBlock):
            html = html_tokens(block.raw, block.span.start, self)
            has_tags = any(token[0] != "text" for token in html)
            return [("html" if has_tags else "paragraph", *html)] if html else []
        if isinstance(block, Quote):
            kind = str(block.alert or "")
            box = ("box", KINDS.get(kind, kind), kind.capitalize()) if kind else ("quote",)
            return [(*box, *self.blocks(block.blocks))]
        if isinstance(block, Directive):
            return self._directive(block)
        if isinstance(block, Footnote):
            self._footnotes.setdefault(block.key, block)
            return []
        return [self._any(block)]

    def _directive(self, block: Directive) -> list[Value]:
        blocks = self.blocks(block.blocks)
        if block.span in self._settled:
            return blocks
        kind = KINDS.get(block.name, block.name)
        title = collapse(block.argument).strip() or block.name.capitalize()
        return [("box", kind, title, *blocks)]

    def _any(self, value: Any) -> Value:
        """Return what a node of any other kind shows: all fields but those about the source."""
        if isinstance(value, tuple | list):
            return tuple(map(self._any, value))
        if not is_dataclass(value):
            return value if value is None or isinstance(value, int) else str(value)
        shown: list[Value] = [type(value).__name__.lower()]
        for name in (field.name for field in fields(value) if field.name not in UNSEEN):
            inside = getattr(value, name)
            if name == "children":
                shown.append(self.line(inside))
            else:
                shown.append(tuple(self.blocks(inside)) if name == "blocks" else self._any(inside))
        return tuple(shown)

    # --- what a line asks for -------------------------------------------------------------

    def badge(self, attributes: Attributes | None) -> tuple[Value, ...]:
        """Return the words about versions that are shown: those that cannot be settled."""
        text = attributes.values.get("applies_to") if attributes else None
        if attributes is None or not text or attributes.span in self._settled:
            return ()
        return (("applies", collapse(text).strip()),)

    def note(self, label: str) -> int:
        """Return the number of a footnote, in the order of reference."""
        return self._notes.setdefault(label, len(self._notes) + 1)

    def target(self, span: Span) -> Target:
        """Return where a link leads."""
        return self.variant.links[span]

    def image(self, image: Image) -> tuple[Value, ...]:
        """Return what a picture shows."""
        target = self.kb.images[self.variant.article.path][image.span]
        return ("picture", self.picture(target, image.alt or image.source), image.alt, image.title)

    def picture(self, target: Target, instead: str) -> str:
        """Return the digest or address of a picture, or what is shown in its place."""
        if target.kind is TargetKind.ASSET:
            return self.digest(target.path)
        return target.url or f"missing: {instead}"

    def place(self, target: Target) -> Value:
        """Return the place that a link leads to, None where there is no link on the page."""
        if target.kind is TargetKind.ARTICLE:
            id = self.kb.by_path[target.path].id
            return ("article", self.renamed.get(id, id), _part(target))
        if target.kind is TargetKind.ASSET:
            return ("file", self.digest(target.path), target.fragment)
        if target.kind is TargetKind.PAGE:
            return ("page", target.path, target.fragment)
        return ("address", target.url) if target.kind is TargetKind.EXTERNAL else None

    def step(self, target: Target) -> Anchor | None:
        """Return the place in this article that a link leads to, None for any other."""
        is_own = target.kind is TargetKind.ARTICLE and target.path == self.variant.article.path
        return target.anchor if is_own else None

    def link_in_html(self, address: str, at: int) -> Value:
        """Return the place that a link in raw HTML leads to, None where there is no link."""
        article = self.variant.article
        return self.place(resolve_link(article, address, places_of(self.kb), at))

    def picture_in_html(self, address: str, at: int) -> str:
        """Return the digest or address of a picture in raw HTML."""
        target = resolve_image(self.variant.article, address, places_of(self.kb), at)
        return self.picture(target, address)


def _part(target: Target) -> Value:
    """Return the part of an article that a link leads to: by its label, or else by its place."""
    anchor = target.anchor
    if anchor is None or anchor.labelled:
        return target.fragment
    return (anchor.place, anchor.number) if anchor.kind is AnchorKind.STEP else (anchor.name, "")
