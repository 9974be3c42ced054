"""Everything that a knowledge base puts on a site: pages, files and redirects."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from helpwright.config import MAX_RELATED, RedirectForm
from helpwright.derive import ORIGINALS, Pictures, shown_files
from helpwright.diagnostic import Diagnostic
from helpwright.inventory import encode
from helpwright.knowledge import KnowledgeBase, TargetKind, Variant
from helpwright.model import Article, Status
from helpwright.read import REGISTRY_NAME
from helpwright.redirects import Redirect, find_redirects
from helpwright.related import Relations
from helpwright.render.article import render_article
from helpwright.render.host import Addresses, Host, Layout, SiteAddresses
from helpwright.render.html import Rendered
from helpwright.render.inventory import inventory_file, make_inventory
from helpwright.render.lists import category, category_paths, render_category
from helpwright.render.redirects import redirect_files
from helpwright.render.versions import is_upcoming
from helpwright.resolve.raw_addresses import raw_targets


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path in the site's sources, its front matter, and how to build it.

    The texts in `meta` are HTML, as themes put them into pages as they are; `title` is plain text.
    `source` is the KB-relative path of the file that it comes from (`kb.yml` or a folder for
    lists), `text` the writer's Markdown, `article` the article that it shows, and `variant` what of
    it. `canonical` is the path of the page that search engines should name instead; `search_title`
    what the site's own search calls the page, as HTML.
    """

    path: str
    title: str
    meta: Mapping[str, object]
    source: str
    build: Callable[[Host, Addresses], Rendered]
    text: str = ""
    article: Article | None = None
    variant: Variant | None = None
    canonical: str = ""
    search_title: str = ""

    @property
    def html_title(self) -> str:
        """The title as HTML, for navigations."""
        return escape(self.title, quote=False)

    @property
    def listed(self) -> bool:
        """Whether the navigation names the page; not of retired articles and further variants."""
        if self.article is None:
            return True
        return self.article.metadata.status is not Status.RETIRED and not self.canonical


@dataclass(frozen=True, slots=True)
class SitePlan:
    """What the site gets: lists in the order of kb.yml, then articles by path; files; redirects.

    `files` maps a path in the site's sources to an absolute path; `redirects` maps a file that
    leads on from former addresses, such as `kb/old/index.html`, to its content; `inventory` maps
    the file that tells other sites what they can link to.
    """

    pages: tuple[Page, ...]
    files: Mapping[str, str]
    redirects: Mapping[str, str] = field(default_factory=dict)
    inventory: Mapping[str, bytes] = field(default_factory=dict)


def plan_site(
    kb: KnowledgeBase,
    layout: Layout,
    *,
    directory_urls: bool = True,
    drafts: bool = False,
    mistakes: Mapping[str, Sequence[Diagnostic]] | None = None,
    forms: Sequence[RedirectForm] = (RedirectForm.HTML,),
    related: int = MAX_RELATED,
    pictures: Pictures = ORIGINALS,
) -> SitePlan:
    """Plan the site of a knowledge base.

    `drafts` adds the articles that are not published yet; `mistakes`, by KB-relative path, are
    shown at the top of their article's page, those of files without a page on the first one.
    `forms` says in which forms former addresses lead on, `related` how many related articles a
    page lists, `pictures` how pictures are put on pages.
    """
    shown = list(kb.published(drafts=drafts))
    pages: dict[str, Page] = {}
    shown_mistakes = mistakes or {}
    homeless = [
        found
        for path, findings in shown_mistakes.items()
        if path not in kb.by_path
        for found in findings
    ]
    for path in ("", *category_paths(kb, shown)):
        page = _list_page(kb, layout, path, drafts, () if path else homeless)
        pages[page.path] = page
    addresses = SiteAddresses(directory_urls)
    moves: dict[str, list[Redirect]] = {}
    files = {
        layout.asset(target.path): kb.files[target.path]
        for article in shown
        for target in (
            *kb.images[article.path].values(),
            *kb.links[article.path].values(),
            *raw_targets(kb, article),
        )
        if target.kind is TargetKind.ASSET
    }
    for path in {path for article in shown for path, _ in shown_files(kb, article)}:
        files[layout.asset(path)] = kb.files[path]
        for copy in pictures.copies.get(path, ()):
            files.setdefault(layout.asset(copy.path), copy.file)
    redirects = find_redirects(kb, directory_urls=directory_urls, drafts=drafts, taken=files)
    for redirect in redirects:
        if redirect.fragment:
            moves.setdefault(redirect.file, []).append(redirect)
    relations = Relations(kb, related)
    for article in shown:
        found = shown_mistakes.get(article.path, ())
        moved = moves.get(_file(layout.article(article), addresses), ())
        for variant in kb.variants[article.path]:
            page = _article_page(kb, layout, article, variant, found, moved, relations, pictures)
            pages.setdefault(page.path, page)
    own = {_file(path, addresses) for path in pages}
    made = redirect_files(redirects, own, forms)
    places = make_inventory(kb, layout, directory_urls=directory_urls, drafts=drafts)
    inventory = {inventory_file(layout): encode(places)}
    return SitePlan(tuple(pages.values()), dict(sorted(files.items())), made, inventory)


def _article_page(
    kb: KnowledgeBase,
    layout: Layout,
    article: Article,
    variant: Variant,
    mistakes: Sequence[Diagnostic],
    moved: Sequence[Redirect],
    relations: Relations,
    pictures: Pictures,
) -> Page:
    """Plan the page of a variant; those for versions that are not supported are not indexed.

    Those for versions that are not out yet are not found by the site's own search either.
    """
    labelled = f"{article.title} ({variant.label})" if variant.label else article.title
    title = labelled if variant.slug else article.title
    meta: dict[str, object] = {"title": escape(title, quote=False)}
    if article.metadata.summary:
        meta["description"] = _for_attribute(article.metadata.summary.text)
    if article.metadata.tags and not variant.slug:  # Lists by tag name an article once.
        meta["tags"] = [escape(tag.text, quote=False) for tag in article.metadata.tags]
    if article.metadata.updated:
        meta["updated"] = datetime.date.fromisoformat(article.metadata.updated.text)
    hidden = article.metadata.status is not Status.PUBLISHED or is_upcoming(kb, variant)
    if hidden:
        meta["search"] = {"exclude": True}
    if hidden or (variant.slug and not variant.supported):
        meta["robots"] = "noindex"
    source = kb.sources[article.path]
    return Page(
        path=layout.article(article, variant.slug),
        title=title,
        meta=meta,
        source=article.path,
        build=lambda host, addresses: render_article(
            kb, variant, host, addresses, layout, mistakes, moved, relations.of(variant), pictures
        ),
        text=source.data[article.body :].decode("utf-8"),
        article=article,
        variant=variant,
        canonical=layout.article(article) if variant.slug else "",
        search_title=escape(labelled, quote=False),
    )


def _list_page(
    kb: KnowledgeBase, layout: Layout, path: str, drafts: bool, mistakes: Sequence[Diagnostic]
) -> Page:
    about = category(kb, path) if path else None
    title = about.title if about else kb.registry.title
    description = about.description if about else kb.registry.description
    meta = {
        "title": escape(title, quote=False),
        "description": _for_attribute(description or f"All articles of {title}."),
    }
    return Page(
        path=layout.category(path),
        title=title,
        meta=meta,
        source=REGISTRY_NAME if REGISTRY_NAME in kb.files else "",
        build=lambda host, addresses: render_category(
            kb, path, addresses, layout, drafts=drafts, mistakes=mistakes
        ),
        text=description,
    )


def _for_attribute(text: str) -> str:
    """Return a text as HTML that stands between double quotes."""
    return escape(text, quote=False).replace('"', "&quot;")


def _file(path: str, addresses: SiteAddresses) -> str:
    """Return the site file that a source path becomes."""
    url = addresses.url(path)
    return f"{url}index.html" if url.endswith("/") or not url else url
