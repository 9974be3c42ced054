"""A page of the knowledge base as MkDocs knows pages."""

from __future__ import annotations

import re

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from helpwright.render.extension import HelpwrightExtension, PageBuilder, marker
from helpwright.render.host import Host
from helpwright.render.html import Rendered
from helpwright.render.site import Page

TEMPLATE = "helpwright-article.html"
_LINKED = re.compile(
    r"""(<picture>(?:<source(?:[^>"]|"[^"]*")*>)+)(<a(?:[^>"]|"[^"]*")*>)"""
    r"""(<img(?:[^>"]|"[^"]*")*>)</a></picture>"""
)
_PLACE = re.compile(r"<!--helpwright:(\d+)-->")


class FileAddresses:
    """Addresses as MkDocs gives them to its files."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def link(self, source: str, target: str, fragment: str = "") -> str:
        """Return the relative address from page to page or file."""
        if source == target and fragment:
            return f"#{fragment}"
        here, there = (self._files.get_file_from_path(path) for path in (source, target))
        # A link to a page that is not built stays as written, and is a finding already.
        address = there.url_relative_to(here) if here and there else target
        return f"{address}#{fragment}" if fragment else address


def link_whole_pictures(html: str) -> str:
    """Put links that a plugin made around an `img` around its `picture`, which must hold it."""
    return _LINKED.sub(r"\2\1\3</picture></a>", html)


class Renderer:
    """One Markdown instance for all pages of a build: making one takes longer than using it."""

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        self.files = files
        self._addresses = FileAddresses(files)
        self._pages: dict[str, PageBuilder] = {}
        self._apart: list[str] = []
        self._md = Markdown(
            extensions=[
                *config.markdown_extensions,
                HelpwrightExtension(self._pages, self._set_apart),
            ],
            extension_configs=config.mdx_configs or {},
        )

    def render(self, page: KnowledgePage) -> None:
        """Fill in a page's content, table of contents and anchors."""
        planned = page.planned

        def build(host: Host) -> Rendered:
            rendered = planned.build(host, self._addresses)
            page.present_anchor_ids = set(rendered.ids)
            return rendered

        self._pages.clear()
        self._pages[planned.path] = build
        self._apart = page.apart
        self._md.reset()
        page.content = self._md.convert(marker(planned.path))
        page.toc = get_toc(getattr(self._md, "toc_tokens", []))

    def _set_apart(self, html: str) -> str:
        """Keep an element for later, and return what marks its place."""
        self._apart.append(html)
        return f"<!--helpwright:{len(self._apart) - 1}-->"


class KnowledgePage(MkDocsPage):
    """A page that is rendered from the parsed knowledge base instead of from its Markdown.

    `markdown` is the writer's text, for plugins that read it. `apart` holds what stands on the
    page besides the article; it joins the content when the page is put into its template.
    `canonical` is the address of the article's own page for the template of a site that has no
    address itself, empty where MkDocs' `canonical_url` or nothing is to be said. `pages` holds the
    page that takes this one's place in the navigation, while that is written.
    """

    def __init__(self, file: File, config: MkDocsConfig, planned: Page) -> None:
        super().__init__(planned.html_title, file, config)
        self.planned = planned
        self.canonical = ""
        self.pages: list[KnowledgePage] = []
        self.apart: list[str] = []
        self.renderer: Renderer | None = None

    def read_source(self, config: MkDocsConfig) -> None:
        """Take text and front matter as planned, unless a plugin brings a source of its own."""
        if config.plugins.on_page_read_source(page=self, config=config) is not None:
            super().read_source(config)
            return
        self.markdown = self.planned.text
        self.meta = {"template": TEMPLATE, **self.planned.meta}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Build the page; `on_files` has given it a renderer."""
        assert self.renderer is not None
        self.renderer.render(self)
        article = self.planned.article
        if article is not None and article.metadata.updated is not None:
            self.update_date = article.metadata.updated.text

    def join(self) -> None:
        """Put what stands apart back into its places."""
        self.content = _PLACE.sub(lambda place: self.apart[int(place[1])], self.content or "")

    def name_canonical(self) -> None:
        """Tell search engines which address stands for a page of one of an article's variants."""
        own = self._own_page()
        if own is not None:
            self.canonical_url = own.canonical_url
            if not self.canonical_url:
                self.canonical = own.file.url_relative_to(self.file)

    def take_place(self, taken: bool) -> None:
        """Stand in the navigation where the article's own page stands, while this one is written.

        Of the pages of an article's variants only that one has a place there. Material lets a page
        of `pages` take the place of an entry.
        """
        own = self._own_page()
        if own is not None:
            own.active = taken
            own.pages = [self] if taken else []

    def _own_page(self) -> KnowledgePage | None:
        """Return the article's own page, or None where this is it, or is no article's."""
        assert self.renderer is not None
        file = self.renderer.files.get_file_from_path(self.planned.canonical)
        page = file.page if file is not None and self.planned.canonical else None
        return page if isinstance(page, KnowledgePage) else None
