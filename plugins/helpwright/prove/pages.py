"""The pages that a knowledge base promises, and those that its site should not have."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from helpwright.diagnostic import Diagnostic
from helpwright.faults import BROKEN_FRAGMENT_ON_PAGE, BROKEN_LINK_ON_PAGE, MISSING_PAGE, STALE_PAGE
from helpwright.gate.addresses import Target
from helpwright.gate.finding import clip, on_page
from helpwright.knowledge import KnowledgeBase, Variant
from helpwright.model import Article
from helpwright.prove.site import Site

_OTHER_ENGINE = (
    "an engine that does not run MkDocs plugins, such as Zensical, leaves the knowledge base out "
    "without a word: write its pages with `helpwright compile` first, and build those"
)
_EXCLUDED = "look for a plugin or setting that excludes the page"


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a page must lead on to: to `file` of the site, or without one to `address` elsewhere.

    `of` names whose page it is, `target` what it leads to, and `promised` by what, for messages;
    `help` tells where that is written.
    """

    of: str
    target: str
    promised: str
    help: str
    file: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """The files that a site must and must not have.

    `articles` maps the file of each page of an article to the variant that it shows, `lists` that
    of a category's page to its folder, `redirects` those of aliases, of further versions and of
    kb.yml's redirects to where they lead;
    `unpublished` holds the files that articles would have which have no page, and `places` the
    fragments from which kb.yml leads on, by the file of their page.
    """

    articles: Mapping[str, Variant]
    lists: Mapping[str, str]
    redirects: Mapping[str, Lead]
    unpublished: Mapping[str, Article]
    places: Mapping[str, Sequence[str]]


def promise(site: Site, kb: KnowledgeBase) -> Promise:
    """Return what the site of a knowledge base must and must not have."""
    shown = list(kb.published(drafts=site.drafts))
    articles: dict[str, Variant] = {}
    for article in sorted(shown, key=lambda article: kb.by_id[article.id] is not article):
        for variant in kb.variants[article.path]:
            page = site.file(site.layout.article(article, variant.slug))
            articles.setdefault(page, variant)
    folders = {"": None}
    for article in shown:
        folder = article.category
        while folder:
            folders[folder] = None
            folder = folder.rpartition("/")[0]
    lists = {site.file(site.layout.category(folder)): folder for folder in folders}
    leads: dict[str, Lead] = {}
    for file, lead in _leads(site, kb, shown):
        if file and file not in articles and file not in lists:
            leads.setdefault(file, lead)
    redirects = {file: _end(leads, file) for file in leads}
    if not site.redirect_pages:
        parted = {
            _alias_file(site, "", address.partition("#")[0])
            for address in kb.registry.redirects
            if "#" in address
        }
        redirects = {file: lead for file, lead in redirects.items() if file in parted}
    published = {article.path for article in shown}
    unpublished = {
        site.file(site.layout.article(article, variant.slug)): article
        for article in kb.articles
        if article.path not in published
        for variant in kb.variants[article.path]
    }
    taken = articles.keys() | lists.keys() | redirects.keys()
    kept = {file: article for file, article in unpublished.items() if file not in taken}
    places: dict[str, list[str]] = {}
    for address in kb.registry.redirects:
        page, sign, fragment = address.partition("#")
        file = _alias_file(site, "", page) if sign and page.startswith("/") else None
        if file is not None and (file in articles or file in redirects):
            places.setdefault(file, []).append(unquote(fragment))
    return Promise(articles, lists, redirects, kept, places)


def lost_places(promised: Promise, file: str, ids: Collection[str | None]) -> Iterator[Diagnostic]:
    """Yield the places of a page from which kb.yml leads on, and which the page does not have."""
    for fragment in promised.places.get(file, ()):
        if fragment not in ids:
            message = f"the page does not lead on from `#{clip(fragment)}`, as kb.yml promises"
            help = "look for a page or plugin that uses the same address; redirects are in kb.yml"
            yield on_page(BROKEN_FRAGMENT_ON_PAGE, file, message, help)


def missing_pages(promised: Promise, files: Collection[str]) -> Iterator[Diagnostic]:
    """Yield the promised pages that a site does not have."""
    none = not any(file in files for file in promised.articles)
    help = _OTHER_ENGINE if none else _EXCLUDED
    for file, variant in promised.articles.items():
        if file not in files:
            article = variant.article
            versions = f" for {variant.label}" if variant.slug else ""
            message = (
                f"the site has no page for the article `{article.id}`{versions} ({article.path})"
            )
            yield on_page(MISSING_PAGE, file, message, help)
    for file, folder in promised.lists.items():
        if file not in files:
            of = f"category `{folder}`" if folder else "knowledge base"
            yield on_page(MISSING_PAGE, file, f"the site has no page that lists the {of}", help)
    for file, lead in promised.redirects.items():
        if file not in files:
            message = f"the site has no page here that leads on to {lead.target}"
            yield on_page(MISSING_PAGE, file, f"{message}, as {lead.promised} promises", help)


def wrong_redirect(
    file: str, lead: Lead, target: Target | None, address: str
) -> Iterator[Diagnostic]:
    """Yield a finding where a page does not lead on as an alias or a redirect promises.

    `target` is the place in the site that it leads on to, `address` the address as it has it.
    """
    if address == lead.address if lead.address else target and target.file == lead.file:
        return
    found = target.file if target else address
    where = f"leads on to `{clip(found)}`" if found else "does not lead on"
    message = f"the page of {lead.of} {where}, not to `{clip(lead.file or lead.address)}`"
    help = f"look for a page or plugin that uses the same address; {lead.help}"
    yield on_page(BROKEN_LINK_ON_PAGE, file, message, help)


def stale_page(promised: Promise, file: str, is_ours: bool) -> Iterator[Diagnostic]:
    """Yield a finding where a file of the site should not be there.

    `is_ours` tells that the page looks like one that Helpwright made.
    """
    article = promised.unpublished.get(file)
    if article is not None:
        status = article.metadata.status
        message = f"the site has a page for the article `{article.id}`, whose status is `{status}`"
        help = f"build into an empty folder, or publish {article.path}"
        yield on_page(STALE_PAGE, file, message, help)
    elif is_ours and file not in promised.lists:
        message = "the site has a page of the knowledge base that no article or category asks for"
        yield on_page(STALE_PAGE, file, message, "build into an empty folder, or remove the page")


def _end(leads: Mapping[str, Lead], file: str) -> Lead:
    """Return where a page must lead on to at once, where that page leads on, too."""
    first, seen = leads[file], {file}
    end = first
    while end.file in leads and end.file not in seen:
        seen.add(end.file)
        end = leads[end.file]
    return replace(first, file=end.file, address=end.address)


def _leads(
    site: Site, kb: KnowledgeBase, shown: Sequence[Article]
) -> Iterator[tuple[str | None, Lead]]:
    """Yield each page that must lead on, and where; those of articles first."""
    for article in shown:
        for variant in kb.variants[article.path]:
            target = site.file(site.layout.article(article, variant.slug))
            for name in variant.former:
                yield (
                    site.file(site.layout.article(article, name)),
                    Lead(
                        f"a version of the article `{article.id}`",
                        f"the article `{article.id}` for {variant.label}",
                        "the list of versions",
                        "versions are in kb.yml",
                        file=target,
                    ),
                )
    for article in shown:
        page = site.layout.article(article)
        lead = Lead(
            f"an alias of the article `{article.id}`",
            f"the article `{article.id}`",
            "an alias",
            f"aliases are in {article.path}",
            file=site.file(page),
        )
        for alias in article.metadata.aliases:
            yield _alias_file(site, posixpath.dirname(page), alias.text), lead
    for article in shown:
        page = site.layout.article(article)
        variants = kb.variants[article.path]
        for alias in article.metadata.aliases if len(variants) > 1 else ():
            stem = _alias_file(site, posixpath.dirname(page), alias.text)
            stem = (stem or "").removesuffix(".html").removesuffix("/index")
            for variant in variants if stem else ():
                lead = Lead(
                    f"a version of an alias of the article `{article.id}`",
                    f"the article `{article.id}` for {variant.label}",
                    "an alias",
                    f"aliases are in {article.path}",
                    file=site.file(site.layout.article(article, variant.slug)),
                )
                for name in filter(None, (variant.slug, *variant.former)):
                    yield site.file(f"{stem}/{name}.md"), lead
    by_id = {article.id: article for article in reversed(shown)}
    for address, target in kb.registry.redirects.items():
        if not address.startswith("/") or "#" in address:
            continue
        id = target.partition("#")[0]
        lead = Lead(
            f"the redirect from `{clip(address)}`",
            f"the article `{id}`" if id in by_id else f"`{clip(target)}`",
            "a redirect of kb.yml",
            "redirects are in kb.yml",
        )
        file = _alias_file(site, "", address)
        if id in by_id:
            yield file, replace(lead, file=site.file(site.layout.article(by_id[id])))
        elif target.startswith("/"):
            path = posixpath.normpath(f"/{_path(target)}").lstrip("/")
            if not path or _path(target).endswith("/"):
                path = posixpath.join(path, "index.html")
            yield file, replace(lead, file=path)
        elif target.startswith(("https://", "http://")):
            yield file, replace(lead, address=target.strip("'\""))


def _path(address: str) -> str:
    return unquote(address.partition("#")[0].partition("?")[0]).lstrip("/")


def _alias_file(site: Site, folder: str, alias: str) -> str | None:
    """Return the file that leads on from an alias, or None where it leads out of the site.

    An alias is a former address from the site's top when it begins with `/`, else a former id, in
    the folder of its article.
    """
    path = _path(alias) if alias.startswith("/") else posixpath.join(folder, alias)
    path = posixpath.normpath(path)
    if path == "." or path.split("/")[0] == ".." or "\0" in path or "\\" in path:
        return None
    if path.endswith(".html"):
        return path
    in_folder = site.directory_urls or alias.endswith("/")
    return f"{path}/index.html" if in_folder else f"{path}.html"
