"""The resolved knowledge base: the registry, all articles, and where every link leads."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from helpwright.diagnostic import Diagnostic, Edit, Related, Rule, Severity, Span
from helpwright.model import Article, SectionKind, Status, Value
from helpwright.recipe import Recipes
from helpwright.scope import Point, Ranking, Scope, Universe
from helpwright.source import Source


@dataclass(frozen=True, slots=True)
class Release:
    """What kb.yml says about a version of a product besides its label.

    `aliases` are other names of the version. `released` and `retired` are the days, as ISO 8601
    writes them, from which it is out and from which it is no longer supported; None where kb.yml
    does not say.
    """

    aliases: tuple[str, ...] = ()
    released: str | None = None
    retired: str | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A product of the registry; the labels in `versions` run from oldest to newest.

    `aliases` are other spellings of its name. `releases` holds what is said about some of the
    versions, by label; `platforms` the names of the platforms that it runs on, by id, in order.
    """

    id: str
    name: str
    versions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    releases: Mapping[str, Release] = field(default_factory=dict)
    platforms: Mapping[str, str] = field(default_factory=dict)

    def is_released(self, version: str, today: datetime.date) -> bool:
        """Tell whether a version is out; one without a date is."""
        released = self.releases[version].released if version in self.releases else None
        return released is None or released <= today.isoformat()

    def is_supported(self, version: str, today: datetime.date) -> bool:
        """Tell whether a version is out and not retired."""
        retired = self.releases[version].retired if version in self.releases else None
        return self.is_released(version, today) and (retired is None or retired > today.isoformat())


@dataclass(frozen=True, slots=True)
class Category:
    """A folder of articles: its path, title and one-sentence description.

    `span` is the place of the path in `kb.yml`, None for a category that is not there.
    """

    path: str
    title: str
    description: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """How the pages of other sites are asked for.

    `ignore` maps patterns of addresses, in which `*` stands for any text, to the reason. `interval`
    is the least number of seconds between two requests to a host; `intervals` are those of single
    hosts.
    """

    ignore: Mapping[str, str] = field(default_factory=dict)
    interval: float = 1.0
    intervals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InventorySource:
    """An inventory that kb.yml names: the top of its site, its file in the KB folder.

    `url` ends with a slash; `span` is the place of the inventory's name in kb.yml.
    """

    url: str
    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class InventoryEntry:
    """A name of an inventory, its kind as `domain:role`, where it leads, and the words to show.

    `uri` begins at the top of the site, or is a whole address of the web.
    """

    name: str
    role: str
    uri: str
    title: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """The places of a site that others can link to, in the order of the file.

    `skipped` counts lines that are no entry. An inventory with a `fault`, the reason as a sentence,
    stands in for a file that cannot be used.
    """

    project: str = ""
    version: str = ""
    entries: tuple[InventoryEntry, ...] = ()
    skipped: int = 0
    fault: str = ""
    _by_name: dict[str, list[InventoryEntry]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the entries."""
        by_name: dict[str, list[InventoryEntry]] = {}
        for entry in self.entries:
            by_name.setdefault(entry.name, []).append(entry)
        object.__setattr__(self, "_by_name", by_name)

    @property
    def names(self) -> Iterable[str]:
        """Every name, once."""
        return self._by_name

    def named(self, name: str) -> Sequence[InventoryEntry]:
        """Return the entries of a name."""
        return self._by_name.get(name, ())


@dataclass(frozen=True, slots=True)
class Registry:
    """What `kb.yml` says.

    `section_names` maps a heading, folded to lower case, to the kind of section it opens.
    `redirects` maps former addresses of the site to the id of an article, an address of the site
    that begins with `/`, or one of the web; `redirect_spans` holds the place of each in `kb.yml`.
    `variables` are texts that articles name between two braces. `severities` holds the configured
    level of a rule by code; None switches it off. A registry that is `unread` stands in for a file
    that cannot be read, so what it lacks says nothing.
    """

    title: str = "Knowledge base"
    description: str = ""
    products: Mapping[str, Product] = field(default_factory=dict)
    categories: Mapping[str, Category] = field(default_factory=dict)
    section_names: Mapping[str, SectionKind] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    redirect_spans: Mapping[str, Span] = field(default_factory=dict)
    links: LinkSettings = field(default_factory=LinkSettings)
    inventories: Mapping[str, InventorySource] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a fragment asks for; without a `default`, each inclusion must give it."""

    name: str
    span: Span
    default: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text that articles include.

    `body` is the offset of the first byte behind its front matter, which may declare `parameters`.
    `sections` holds the spans of its named parts, and `names` are those that it uses between two
    braces.
    """

    source: Source
    body: int
    parameters: Mapping[str, Parameter]
    sections: Mapping[str, Span]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Library:
    """What can be put into articles: fragments by their path, and variables by name."""

    fragments: Mapping[str, Fragment] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger says about one picture; `span` is the place of its path there.

    `path` is relative to the KB folder. `sha256` is the digest of the file's bytes, in lower case,
    and empty where the ledger has none that can be used. `product` and `version` are what the
    picture shows, as written. `taken` is the day on which it was taken, with an empty text where
    the ledger says none. `recipe` is the digest of the recipe that it was taken by.
    """

    path: str
    sha256: str
    product: Value | None
    version: Value | None
    taken: Value
    recipe: Value | None
    span: Span


@dataclass(frozen=True, slots=True)
class Ledger:
    """What `screenshots.yml` says, by path of the picture.

    `source` is None where there is no such file; then the ledger says nothing about any picture,
    and neither does one that is `unread`, because it is there and cannot be read.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    source: Source | None = None
    unread: bool = False


class AnchorKind(StrEnum):
    """What a fragment of a page leads to."""

    SECTION = "section"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place on an article's page that a link can lead to.

    `fragment` is the element's id. `name` is what a reference to it reads: a heading's text, or
    `step 6b`. For a step, `number` is the part behind the word (`6b`), and `place` the title of the
    nearest heading. `labelled` tells a writer's label from a generated id. `former` are fragments
    that lead to the place, too: its former labels, as far as no other place has them.
    """

    kind: AnchorKind
    fragment: str
    name: str
    span: Span
    labelled: bool
    number: str = ""
    place: str = ""
    former: tuple[str, ...] = ()


class TargetKind(StrEnum):
    """Where a link leads."""

    ARTICLE = "article"
    ASSET = "asset"
    PAGE = "page"
    EXTERNAL = "external"
    UNSAFE = "unsafe"
    DANGLING = "dangling"


@dataclass(frozen=True, slots=True)
class Target:
    """A resolved link or picture.

    `path` is the KB-relative path of an article or asset, or the docs-relative path of a PAGE, a
    page of the site that is not an article. `anchor` is set when the fragment exists
    in the target article; a fragment without an anchor is a broken one. `url` is an external
    address. For DANGLING and UNSAFE, `path` is what was looked for. A link into another site's
    `inventory` tells its name, and the `title` that it gives the place.

    The links of a `Variant` also tell the `variant` that they lead to, by its slug, and `written`,
    the number that a step has in the source where the reader sees another.
    """

    kind: TargetKind
    path: str = ""
    fragment: str = ""
    anchor: Anchor | None = None
    url: str = ""
    variant: str = ""
    written: str = ""
    inventory: str = ""
    title: str = ""


class FaultKind(StrEnum):
    """What can be wrong with a condition."""

    MALFORMED = "malformed"
    UNKNOWN_PRODUCT = "unknown-product"
    UNKNOWN_VERSION = "unknown-version"
    UNKNOWN_PLATFORM = "unknown-platform"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a condition, as a sentence and what to do about it."""

    kind: FaultKind
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What an `applies_to` means: the points that it names, of all that there are.

    It is `settled` where every version in it is known; one that is not holds for everyone, with
    its words shown. `faults` say what is wrong with it.
    """

    text: str
    scope: Scope
    settled: bool = True
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A part of an article with a condition of its own.

    `span` is that of what goes with it: a section with all its parts, a step, an item of a list, a
    paragraph, a block with slashes, a picture, a phrase. `place` is where the condition is written.
    `scope` is what is left of it inside the parts around it and the article's own products.
    """

    span: Span
    place: Span
    condition: Condition
    scope: Scope


@dataclass(frozen=True, slots=True)
class Variant:
    """What the readers of some versions see of an article: a page of its own.

    `article` holds only what they see, its steps numbered anew. `scope` are their points, `point`
    the one that stands for them: the newest supported one. `slug` is the last part of the page's
    address, empty for the article's own page; `former` are those of the other versions, which lead
    on to it. `label` names the versions, empty where the article has only one variant. `anchors`
    and `links` are those of `KnowledgeBase`, as they are for these readers. `supported` tells
    whether any of the versions is.
    """

    article: Article
    scope: Scope
    point: Point | None
    slug: str
    former: tuple[str, ...]
    label: str
    supported: bool
    anchors: Mapping[str, Anchor]
    links: Mapping[Span, Target]


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything that was read, linked together; resolving never fails, so links may dangle.

    Mappings by path use `Article.path`. `anchors[path][fragment]`, `links[path][span]` and
    `images[path][span]` hold what an article's nodes resolve to; former fragments are keys, too.
    `backlinks[path]` names the articles that link to it. `files` maps every file below the KB
    folder, POSIX and relative, to its absolute path; `sources` holds articles, `kb.yml`,
    `screenshots.yml`, whose entries are the `ledger`, `capture.yml`, which holds the `recipes`, and
    fragments, which are in the `library`; those of articles are expanded. `inventories` has those
    that kb.yml names. `pages` maps the site's pages outside
    the KB, by their path relative to the KB folder, to their path in the site's own sources;
    `site_path` is the folder of the site that the KB's pages go to. `active` names the files that
    may run code in a browser, which no page may lead to.

    `today` decides which versions are supported, and so the `ranking`. `universe` has every version
    of every product;
    `scopes[path]` are those that an article applies to, `regions[path]` its parts with conditions,
    outer ones first, and `variants[path]` what its readers see: the article's own page first, then
    the others from the newest to the oldest.
    """

    registry: Registry
    articles: tuple[Article, ...]
    sources: Mapping[str, Source]
    files: Mapping[str, str]
    by_id: Mapping[str, Article]
    by_path: Mapping[str, Article]
    anchors: Mapping[str, Mapping[str, Anchor]]
    links: Mapping[str, Mapping[Span, Target]]
    images: Mapping[str, Mapping[Span, Target]]
    backlinks: Mapping[str, tuple[str, ...]]
    pages: Mapping[str, str]
    site_path: str
    active: frozenset[str]
    today: datetime.date
    universe: Universe
    ranking: Ranking
    scopes: Mapping[str, Scope]
    regions: Mapping[str, tuple[Region, ...]]
    variants: Mapping[str, tuple[Variant, ...]]
    inventories: Mapping[str, Inventory] = field(default_factory=dict)
    ledger: Ledger = Ledger()
    recipes: Recipes = field(default_factory=Recipes)
    library: Library = Library()

    def published(self, *, drafts: bool = False) -> Iterator[Article]:
        """Yield the articles that get a page, in order of path; `drafts` adds the unfinished."""
        for article in self.articles:
            status = article.metadata.status
            if drafts or status in (Status.PUBLISHED, Status.RETIRED):
                yield article

    def diagnose(
        self,
        rule: Rule,
        article: Article,
        span: Span,
        message: str,
        help: str = "",
        *,
        label: str = "",
        edits: tuple[Edit, ...] = (),
        related: tuple[Related, ...] = (),
    ) -> Diagnostic:
        """Return a finding at a span of an article."""
        return self.sources[article.path].diagnose(
            rule, span, message, help, label=label, edits=edits, related=related
        )
