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

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from helpwright.config import Config, RedirectForm
from helpwright.diagnostic import Diagnostic
from helpwright.gate import check_site
from helpwright.gate.files import Files, list_site
from helpwright.knowledge import KnowledgeBase
from helpwright.prove.article import prove_article
from helpwright.prove.copies import prove_copies
from helpwright.prove.pages import lost_places, missing_pages, promise, stale_page, wrong_redirect
from helpwright.prove.site import Site
from helpwright.render.host import Layout

__all__ = ["Proof", "Site", "prove", "prove_site"]

_OURS = ".hw-article,.hw-listing"


class Proof(NamedTuple):
    """What was found in a site, and how many of its pages were looked at."""

    findings: list[Diagnostic]
    pages: int


def prove_site(
    config: Config,
    kb: KnowledgeBase,
    site_dir: Path,
    *,
    address: str | None = None,
    ignore: Sequence[str] = (),
) -> Proof:
    """Return what is wrong with a site folder, whatever engine built it.

    `address` and `ignore` are as for `gate.check_site`. Raises OSError where the folder cannot
    be read.
    """
    layout = Layout(config.path)
    site = Site(
        site_dir,
        layout,
        has_directory_urls(site_dir, layout, kb),
        redirect_pages=RedirectForm.HTML in config.redirects,
    )
    return prove(site, kb, address=address, ignore=ignore)


def has_directory_urls(root: Path, layout: Layout, kb: KnowledgeBase) -> bool:
    """Tell from its files whether a site was built with addresses that are folders."""
    files = list_site(root).names
    pages = [layout.article(article) for article in kb.published()]
    as_folders, as_files = (
        sum(Site(root, layout, form).file(page) in files for page in pages)
        for form in (True, False)
    )
    if as_folders or as_files:
        return as_folders >= as_files
    names = {file.rpartition("/")[2] for file in files if file.endswith(".html")}
    return names <= {"index.html", "404.html"}


def prove(
    site: Site, kb: KnowledgeBase, *, address: str | None = None, ignore: Sequence[str] = ()
) -> Proof:
    """Return every difference between a finished site and its knowledge base.

    Steps, words, facts and links of articles are held against the model; links, pictures,
    fragments and ids are checked on all pages of the site, promised pages looked for, and stale
    ones found. Each finding's path is a page of the site. Raises OSError where the site's folder
    cannot be listed.
    """
    gate = check_site(site.root, address=address, ignore=ignore)
    files = gate.files.names
    promised = promise(site, kb)
    found = [*missing_pages(promised, files), *gate.findings]
    for file, page in gate.pages.items():
        if file in promised.places:
            found += lost_places(promised, file, page.ids)
        variant = promised.articles.get(file)
        if variant is not None:
            parser = _parse(gate.files, file)
            found += prove_article(site, kb, variant, file, parser, page.addresses)
            found += prove_copies(site.root, files, file, parser, page.addresses)
        elif file in promised.redirects:
            lead = promised.redirects[file]
            found += wrong_redirect(file, lead, page.redirect, page.refresh)
        else:
            is_ours = _parse(gate.files, file).css_first(_OURS) is not None
            found += stale_page(promised, file, is_ours)
    return Proof(found, len(gate.pages))


def _parse(files: Files, page: str) -> LexborHTMLParser:
    return LexborHTMLParser(files.read(page).decode("utf-8", "replace"))
