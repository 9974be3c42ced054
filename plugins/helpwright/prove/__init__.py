"""The proof: the finished site, read back from its files, against the parsed sources.

Nothing here knows how pages are rendered. What a page must show is worked out from the model, and
what it shows is read from its HTML as a browser reads it, so that whatever stands between the two
(the renderer, another plugin, a template, another engine) is held to the same account.

Taken on trust are: what an element with `data-hw-chrome` adds (but not the facts, error messages,
captions, versions and history in it); how the host shows its own inline syntax
(`data-hw-syntax`); the order of words in raw tables; styles, scripts, and what they do to a page in
the browser.
"""

from __future__ import annotations

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from helpwright.config import Config, RedirectForm
from helpwright.diagnostic import Diagnostic
from helpwright.faults import MISSING_PAGE
from helpwright.knowledge import KnowledgeBase
from helpwright.prove.article import prove_article
from helpwright.prove.copies import prove_copies
from helpwright.prove.finding import on_page
from helpwright.prove.links import LinkProof, site_address
from helpwright.prove.pages import lost_places, missing_pages, promise, stale_page, wrong_redirect
from helpwright.prove.site import PAGE_ENDINGS, Site, list_files
from helpwright.render.host import Layout

__all__ = ["Site", "prove", "prove_site"]

_OURS = ".hw-article,.hw-listing"
_TELLING_PAGES = 5
"""How many pages are asked for the site's address, the nearest to its top first."""


def prove_site(config: Config, kb: KnowledgeBase, site_dir: Path) -> list[Diagnostic]:
    """Return what is wrong with a site folder, whatever engine built it.

    Raises OSError where the folder cannot be read.
    """
    layout = Layout(config.path)
    site = Site(
        site_dir,
        layout,
        has_directory_urls(site_dir, layout, kb),
        redirect_pages=RedirectForm.HTML in config.redirects,
    )
    return prove(site, kb)


def has_directory_urls(root: Path, layout: Layout, kb: KnowledgeBase) -> bool:
    """Tell from its files whether a site was built with addresses that are folders."""
    files = list_files(root)
    pages = [layout.article(article) for article in kb.published()]
    as_folders, as_files = (
        sum(Site(root, layout, form).file(page) in files for page in pages)
        for form in (True, False)
    )
    if as_folders or as_files:
        return as_folders >= as_files
    names = {file.rpartition("/")[2] for file in files if file.endswith(".html")}
    return names <= {"index.html", "404.html"}


def prove(site: Site, kb: KnowledgeBase) -> list[Diagnostic]:
    """Return every difference between a finished site and its knowledge base.

    Steps, words, facts and links of articles are held against the model; links, pictures,
    fragments and ids are checked on all pages of the site, promised pages looked for, and stale
    ones found. Each finding's path is a page of the site. Raises OSError where the site's folder
    cannot be listed.
    """
    files = list_files(site.root)
    promised = promise(site, kb)
    found = list(missing_pages(promised, files))
    pages = sorted(
        (file for file in files if file.endswith(PAGE_ENDINGS)),
        key=lambda file: (file.count("/"), file),
    )
    links = LinkProof(files, _address(site.root, pages[:_TELLING_PAGES]))
    for file in pages:
        try:
            parser = _parse(site.root / file)
        except OSError as error:
            message = f"the page cannot be read: {error.strerror or error}"
            found.append(on_page(MISSING_PAGE, file, message, "build the site anew"))
            continue
        found += links.check(file, parser)
        if file in promised.places:
            ids = {node.attributes.get("id") for node in parser.css("[id]")}
            found += lost_places(promised, file, ids)
        variant = promised.articles.get(file)
        if variant is not None:
            addresses = links.addresses(file)
            found += prove_article(site, kb, variant, file, parser, addresses)
            found += prove_copies(site.root, files, file, parser, addresses)
        elif file in promised.redirects:
            lead = promised.redirects[file]
            found += wrong_redirect(file, lead, links.redirect(file), links.refresh(file))
        else:
            found += stale_page(promised, file, parser.css_first(_OURS) is not None)
    found += links.finish()
    return found


def _parse(file: Path) -> LexborHTMLParser:
    return LexborHTMLParser(file.read_bytes().decode("utf-8", "replace"))


def _address(root: Path, pages: list[str]) -> str | None:
    """Return the address of the site's top as the first page that tells it does, or None."""
    for page in pages:
        try:
            found = site_address(page, _parse(root / page))
        except OSError:
            continue  # It is read again, and reported, when its turn comes.
        if found is not None:
            return found
    return None
