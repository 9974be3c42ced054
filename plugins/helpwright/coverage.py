"""What the readers of each version find in an article: something to do, and the reason for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from helpwright.conditions import ConditionReader
from helpwright.diagnostic import Span
from helpwright.knowledge import KnowledgeBase, Product, Variant
from helpwright.model import (
    Article,
    Block,
    BulletList,
    Directive,
    Footnote,
    Heading,
    HtmlBlock,
    Image,
    InlineHtml,
    Paragraph,
    Phrase,
    Quote,
    Section,
    SectionKind,
    Status,
    StepList,
    ThematicBreak,
)
from helpwright.parse.inlines import plain_text
from helpwright.resolve.regions import KEY
from helpwright.scope import NOTHING, Point, Scope, Universe

ALL = "all"
"""What stands for the versions of a product that has none in kb.yml."""
_TAGS = re.compile(
    r"<!--.*?-->|<(?!img\b|video\b|audio\b|iframe\b)[^>]*>", re.DOTALL | re.IGNORECASE
)
_LEADS_ON = (":", "\uff1a")
"""How a text ends that says nothing without what stands behind it."""


class State(StrEnum):
    """What the readers of a version find in an article, the worst first."""

    NO_RESOLUTION = "no-resolution"
    NO_CAUSE = "no-cause"
    COVERED = "covered"
    NOT_COVERED = "not-covered"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(State).index(self)


@dataclass(frozen=True, slots=True)
class Cell:
    """What readers of a version find in an article, and the slug of the variant that they see.

    `platforms` holds a cell for each platform of the product, where these differ; what stands
    outside is then that of the worst.
    """

    state: State
    slug: str = ""
    platforms: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """An article about a product: a cell for each version, and who lacks what.

    `lacking` holds the supported points of the product for each bad state.
    """

    article: Article
    cells: Mapping[str, Cell]
    lacking: Mapping[State, Scope]


@dataclass(frozen=True, slots=True)
class Table:
    """A product with the articles about it, in order of path.

    `versions` are its labels from the oldest to the newest, `ALL` where there are none, and
    `supported` those that are out and not retired. `untold` are its supported points that no
    article of the whole knowledge base is about.
    """

    product: Product
    versions: tuple[str, ...]
    supported: frozenset[str]
    rows: tuple[Row, ...]
    untold: Scope


@dataclass(frozen=True, slots=True)
class Coverage:
    """The tables of all products that were asked for, and the articles that are about none."""

    tables: tuple[Table, ...]
    homeless: tuple[Article, ...]
    universe: Universe

    def lacking(self, state: State) -> Iterator[tuple[Table, Row, str, tuple[str, ...]]]:
        """Yield each supported version of an article in a bad state, and its platforms that are."""
        for table in self.tables:
            for row in table.rows:
                for version, platforms in self.versions(row.lacking.get(state, NOTHING)):
                    yield table, row, version, platforms

    def versions(self, scope: Scope) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the versions in a scope of one product, each with its platforms that are in it."""
        for version, points in groupby(self.universe.members(scope), lambda point: point.version):
            yield version or ALL, tuple(point.platform for point in points if point.platform)

    def count(self, state: State) -> int:
        """Return how many versions of articles are in a bad state."""
        return sum(1 for _ in self.lacking(state))

    @property
    def articles(self) -> int:
        """How many articles stand in the tables."""
        return len({row.article.path for table in self.tables for row in table.rows})


def shortfalls(kb: KnowledgeBase, kind: SectionKind) -> Iterator[tuple[Article, Scope]]:
    """Yield each published article in which readers of supported versions find no part of a kind.

    The scope is theirs. A kind that nobody finds in an article is not looked for; for a resolution
    it is enough that the source has it.
    """
    reader = ConditionReader(kb.registry, kb.universe)
    for article in kb.articles:
        variants = kb.variants[article.path]
        if article.metadata.status is not Status.PUBLISHED or (
            len(variants) == 1 and variants[0].article is article
        ):
            continue
        found = [finds(article, variant.article, kind) for variant in variants]
        if all(found):
            continue
        wanted = finds(article, article, kind) if kind is SectionKind.RESOLUTION else any(found)
        lacking = NOTHING
        for variant, there in zip(variants, found, strict=True):
            lacking |= NOTHING if there else variant.scope
        lacking = lacking & kb.ranking.supported
        if wanted and lacking and (lacking := lacking & about(kb, article, reader)):
            yield article, lacking


def about(kb: KnowledgeBase, article: Article, reader: ConditionReader) -> Scope:
    """Return whom an article is surely for: entries of `applies_to` that are mistaken left out."""
    scope = kb.scopes[article.path]
    if not article.metadata.applies_to:
        return scope
    understood = NOTHING
    for applies in article.metadata.applies_to:
        for _, condition in reader.applicability(applies):
            if condition.settled:
                understood |= condition.scope
    return scope & understood


def first_of(article: Article, kind: SectionKind) -> Heading | None:
    """Return the heading of the first section of a kind."""
    return next((it.heading for it in article.sections if it.kind is kind and it.heading), None)


def finds(article: Article, shown: Article, kind: SectionKind) -> bool:
    """Tell whether a section of a kind says something in what is `shown` of an article."""
    whole: Mapping[Span, Section] = {}
    if shown is not article:
        whole = {part.span: part for part in article.parts()}
    return any(section.kind is kind and _says(section, whole) for section in shown.sections)


def _says(section: Section, whole: Mapping[Span, Section]) -> bool:
    """Tell whether what is left of a part says something; `whole` are the parts of the source.

    Prose that led to several things, of which none is left, does not.
    """
    if any(_says(part, whole) for part in section.parts):
        return True
    said = [block for block in section.blocks if _tells(block)]
    if not all(_is_prose(block) for block in said):
        return True
    before = whole.get(section.span, section)
    things = len(before.parts) + sum(_tells(it) and not _is_prose(it) for it in before.blocks)
    return bool(said) and things < 2


def _is_prose(block: Block) -> bool:
    """Tell whether a block is text for whoever reads the part, without a condition of its own."""
    if not isinstance(block, Paragraph):
        return False
    if block.attributes is not None and KEY in block.attributes.values:
        return False
    return not any(isinstance(child, Phrase | Image) for child in block.children)


def _tells(block: Block) -> bool:
    """Tell whether a block says something by itself."""
    if isinstance(block, Paragraph):
        words = plain_text(block.children).rstrip()
        if words:
            return not words.endswith(_LEADS_ON)
        return any(isinstance(it, Image) for it in block.children) or any(
            isinstance(it, InlineHtml) and _TAGS.sub("", it.raw).strip() for it in block.children
        )
    if isinstance(block, HtmlBlock):
        return bool(_TAGS.sub("", block.raw).strip())
    if isinstance(block, Quote | Directive):
        return any(_tells(inner) for inner in block.blocks)
    if isinstance(block, StepList):
        return any(step.blocks for step in block.steps)
    if isinstance(block, BulletList):
        return any(item.blocks for item in block.items)
    return not isinstance(block, ThematicBreak | Footnote | Heading)


def cover(
    kb: KnowledgeBase,
    products: Collection[str] = (),
    wanted: Callable[[str], bool] | None = None,
) -> Coverage:
    """Return what the published articles are about.

    `products` are the ids of those to look at, all where it is empty; `wanted` tells by its path
    whether an article is looked at, and then products without one are left out.
    """
    reader = ConditionReader(kb.registry, kb.universe)
    scopes: dict[str, Scope] = {}
    told = NOTHING
    for article in kb.articles:
        if article.metadata.status is Status.PUBLISHED:
            scopes[article.path] = about(kb, article, reader)
            told |= scopes[article.path]
    shown = [path for path in scopes if wanted is None or wanted(path)]
    articles = [_Seen.of(kb, path, scopes[path]) for path in shown]
    tables: list[Table] = []
    for product in kb.registry.products.values():
        if products and product.id not in products:
            continue
        scope = kb.universe.product(product.id)
        rows = tuple(seen.row(product, scope) for seen in articles if seen.scope & scope)
        if not rows and wanted is not None:
            continue
        versions = product.versions or (ALL,)
        untold = scope & kb.ranking.supported - told
        supported = frozenset(
            version
            for version in versions
            if not product.versions or product.is_supported(version, kb.today)
        )
        tables.append(Table(product, versions, supported, rows, untold))
    homeless = () if products else tuple(kb.by_path[path] for path in shown if not scopes[path])
    return Coverage(tuple(tables), homeless, kb.universe)


@dataclass(frozen=True, slots=True)
class _Seen:
    """An article with what the readers of each of its variants find."""

    kb: KnowledgeBase
    article: Article
    scope: Scope
    found: Sequence[tuple[Variant, State]]

    @staticmethod
    def of(kb: KnowledgeBase, path: str, scope: Scope) -> _Seen:
        article = kb.by_path[path]
        shown = [variant.article for variant in kb.variants[path]]
        causes = [finds(article, each, SectionKind.CAUSE) for each in shown]
        states = [
            State.NO_RESOLUTION
            if not finds(article, each, SectionKind.RESOLUTION)
            else State.NO_CAUSE
            if any(causes) and not cause
            else State.COVERED
            for each, cause in zip(shown, causes, strict=True)
        ]
        return _Seen(kb, article, scope, tuple(zip(kb.variants[path], states, strict=True)))

    def row(self, product: Product, whole: Scope) -> Row:
        """Return what the readers of a product find; `whole` are all its points."""
        universe = self.kb.universe
        by_point: dict[Point, Cell] = {}
        lacking: dict[State, Scope] = {}
        for variant, state in self.found:
            part = variant.scope & self.scope & whole
            by_point.update(dict.fromkeys(universe.members(part), Cell(state, variant.slug)))
            part = part & self.kb.ranking.supported
            if part and state in (State.NO_RESOLUTION, State.NO_CAUSE):
                lacking[state] = lacking.get(state, NOTHING) | part
        cells: dict[str, Cell] = {}
        for version in product.versions or ("",):
            platforms = {
                platform: by_point.get(Point(product.id, version, platform), _NONE)
                for platform in product.platforms or ("",)
            }
            worst = min(platforms.values(), key=lambda cell: cell.state.rank)
            differ = any(cell != worst for cell in platforms.values())
            cells[version or ALL] = Cell(worst.state, worst.slug, platforms if differ else {})
        return Row(self.article, cells, lacking)


_NONE = Cell(State.NOT_COVERED)
