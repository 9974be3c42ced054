"""Lists of articles: breadcrumbs, what to read next, category pages and the first page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpwright.diagnostic import Diagnostic
from helpwright.knowledge import Category, KnowledgeBase
from helpwright.model import Article, Status
from helpwright.related import Neighbours
from helpwright.render.context import Context
from helpwright.render.host import Addresses, Layout
from helpwright.render.html import HtmlWriter, Rendered
from helpwright.render.mistakes import write_mistakes

NOT_SEARCHED = {"data-search-exclude": ""}
"""The attribute that keeps an element's words out of the site's search."""


def category(kb: KnowledgeBase, path: str) -> Category:
    """Return a category as kb.yml names it, or named after its folder."""
    known = kb.registry.categories.get(path)
    if known is not None:
        return known
    name = path.rpartition("/")[2].replace("-", " ").replace("_", " ")
    return Category(path, name[:1].upper() + name[1:])


def listed(kb: KnowledgeBase, *, drafts: bool = False) -> list[Article]:
    """Return the articles that lists name, by title: published ones, in a preview drafts too."""
    found = [
        article
        for article in kb.published(drafts=drafts)
        if article.metadata.status is not Status.RETIRED
    ]
    return sorted(found, key=lambda article: (article.title.casefold(), article.path))


def category_paths(kb: KnowledgeBase, articles: Iterable[Article]) -> list[str]:
    """Return the folders that hold articles and the folders around those, without the top.

    Those that kb.yml names come first, in its order; the others follow by path.
    """
    found: set[str] = set()
    for article in articles:
        path = article.category
        while path:
            found.add(path)
            path = path.rpartition("/")[0]
    named = [path for path in kb.registry.categories if path in found]
    return named + sorted(found.difference(named))


def breadcrumb(html: HtmlWriter, context: Context) -> None:
    """Append the way from the knowledge base's first page to an article."""
    page = context.page
    _breadcrumb(html, context.kb, context.addresses, context.layout, page, context.article.category)


def _breadcrumb(
    html: HtmlWriter, kb: KnowledgeBase, addresses: Addresses, layout: Layout, page: str, path: str
) -> None:
    steps = [(layout.category(""), kb.registry.title)]
    parts = path.split("/") if path else []
    for end in range(1, len(parts) + 1):
        folder = "/".join(parts[:end])
        steps.append((layout.category(folder), category(kb, folder).title))
    attributes = {"class": "hw-breadcrumb", "aria-label": "Breadcrumb", **NOT_SEARCHED}
    with html.inside("nav", attributes | {"data-hw-chrome": "breadcrumb"}), html.inside("ol"):
        for target, title in steps:
            with html.inside("li"), html.inside("a", {"href": addresses.link(page, target)}):
                html.text(title)


def write_neighbours(html: HtmlWriter, context: Context, neighbours: Neighbours) -> None:
    """Append what to read next at the end of a page; nothing where there is nothing.

    The articles that link to the page and are not among the related ones are folded up: they tell
    a writer more than a reader.
    """
    if not neighbours.related:
        return
    title = "Related articles"
    attributes = {"class": "hw-related", "aria-label": title, "data-hw-chrome": "related"}
    with html.inside("nav", attributes | NOT_SEARCHED):
        with html.inside("p", {"class": "hw-label"}):
            html.text(title)
        with html.inside("ul"):
            for article in neighbours.related:
                _entry(html, context.link_to(article), article)
        if not neighbours.linking:
            return
        with html.inside("details", {"class": "hw-linking"}):
            with html.inside("summary"):
                html.text("Other articles that link here")
            with html.inside("ul"):
                for article in neighbours.linking:
                    with html.inside("li"), html.inside("a", {"href": context.link_to(article)}):
                        html.text(article.title)


def _entry(html: HtmlWriter, address: str, article: Article) -> None:
    with html.inside("li"):
        with html.inside("a", {"href": address}):
            html.text(article.title)
        if article.metadata.summary:
            with html.inside("span", {"class": "hw-entry-summary"}):
                html.text(article.metadata.summary.text)


def render_category(
    kb: KnowledgeBase,
    path: str,
    addresses: Addresses,
    layout: Layout,
    *,
    drafts: bool = False,
    mistakes: Sequence[Diagnostic] = (),
) -> Rendered:
    """Return the page of a category (the first page of the knowledge base for the empty path).

    Folders come first, each with the number of articles below it, then the folder's own articles
    by title. `mistakes` are shown under the title, for a preview.
    """
    html = HtmlWriter()
    articles = listed(kb, drafts=drafts)
    page = layout.category(path)
    about = Category("", kb.registry.title, kb.registry.description)
    if path:
        about = category(kb, path)
    with html.inside("div", {"class": "hw-header"}):
        if path:
            _breadcrumb(html, kb, addresses, layout, page, path.rpartition("/")[0])
        with html.heading(1, NOT_SEARCHED):
            html.text(about.title)
    write_mistakes(html, mistakes)
    if about.description:
        with html.inside("p", {"class": "hw-lead"}):
            html.text(about.description)
    folders = [
        folder for folder in category_paths(kb, articles) if folder.rpartition("/")[0] == path
    ]
    if folders:
        with html.inside("ul", {"class": "hw-categories", **NOT_SEARCHED}):
            for folder in folders:
                _folder(html, kb, addresses, layout, page, folder, articles)
    own = [article for article in articles if article.category == path]
    if own:
        with html.inside("ul", {"class": "hw-articles", **NOT_SEARCHED}):
            for article in own:
                _entry(html, addresses.link(page, layout.article(article)), article)
    return html.finish("hw-listing")


def _folder(
    html: HtmlWriter,
    kb: KnowledgeBase,
    addresses: Addresses,
    layout: Layout,
    page: str,
    folder: str,
    articles: Sequence[Article],
) -> None:
    about = category(kb, folder)
    count = sum(1 for article in articles if f"{article.category}/".startswith(f"{folder}/"))
    with html.inside("li"):
        with html.inside("a", {"href": addresses.link(page, layout.category(folder))}):
            html.text(about.title)
        with html.inside("span", {"class": "hw-count"}):
            html.text(f"{count} article{'' if count == 1 else 's'}")
        if about.description:
            with html.inside("span", {"class": "hw-entry-summary"}):
                html.text(about.description)
