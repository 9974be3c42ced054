"""The resolved knowledge base: the registry, all articles, and where every link leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from helpwright.diagnostic import Diagnostic, Edit, Rule, Severity, Span
from helpwright.model import Article, SectionKind, Status
from helpwright.source import Source


@dataclass(frozen=True, slots=True)
class Product:
    """A product of the registry; `versions` run from oldest to newest.

    `aliases` are other spellings of its name.
    """

    id: str
    name: str
    versions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


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
class Registry:
    """What `kb.yml` says.

    `section_names` maps a heading, folded to lower case, to the kind of section it opens.
    `redirects` maps former addresses of the site to the id of an article, an address of the site
    that begins with `/`, or one of the web; `redirect_spans` holds the place of each in `kb.yml`.
    `severities` holds the configured level of a rule by code; None switches it off. A registry that
    is `unread` stands in for a file that cannot be read, so what it lacks says nothing.
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
    nearest heading. `labelled` tells a writer's label from a generated id.
    """

    kind: AnchorKind
    fragment: str
    name: str
    span: Span
    labelled: bool
    number: str = ""
    place: str = ""


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
    address. For DANGLING and UNSAFE, `path` is what was looked for.
    """

    kind: TargetKind
    path: str = ""
    fragment: str = ""
    anchor: Anchor | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything that was read, linked together; resolving never fails, so links may dangle.

    Mappings by path use `Article.path`. `anchors[path][fragment]`, `links[path][span]` and
    `images[path][span]` hold what an article's nodes resolve to; `backlinks[path]` names the
    articles that link to it. `files` maps every file below the KB folder, POSIX and relative, to
    its absolute path; `sources` holds articles and `kb.yml`. `pages` maps the site's pages outside
    the KB, by their path relative to the KB folder, to their path in the site's own sources;
    `site_path` is the folder of the site that the KB's pages go to. `active` names the files that
    may run code in a browser, which no page may lead to.
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
    ) -> Diagnostic:
        """Return a finding at a span of an article."""
        return self.sources[article.path].diagnose(
            rule, span, message, help, label=label, edits=edits
        )
