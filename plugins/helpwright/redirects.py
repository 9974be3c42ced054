"""Every former address of a site, and where it leads now."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote, unquote

from helpwright.knowledge import KnowledgeBase, Variant
from helpwright.model import Article

_KEPT = "/:@!$&'()*+,;=~-._"
_KEPT_BEHIND = _KEPT + "?%"
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


class Cause(StrEnum):
    """What asks for a redirect."""

    VERSION = "version"
    ALIAS = "alias"
    REGISTRY = "kb.yml"


@dataclass(frozen=True, slots=True)
class Redirect:
    """A former address and where it leads.

    `file` is the file of the site that answers for the address, such as `kb/old/index.html`, and
    `fragment` the place on its page that has moved, empty where the whole page has. `target` is an
    address from the top of the site (`/kb/new/#step`), or of the web as it was written; `title` is
    what it is called. `version` is the name of a version where the address was that of one. `path`
    names the source that asks for the redirect, from the KB folder, `written` its key in kb.yml.
    """

    file: str
    fragment: str
    target: str
    title: str
    cause: Cause
    path: str
    version: str = ""
    written: str = ""

    @property
    def address(self) -> str:
        """The former address from the top of the site, not encoded, without its fragment."""
        return address_of(self.file)


def find_redirects(
    kb: KnowledgeBase,
    *,
    directory_urls: bool = True,
    drafts: bool = False,
    taken: Collection[str] = (),
) -> tuple[Redirect, ...]:
    """Return all redirects of a site, by address: those of versions, of aliases and of kb.yml.

    Where an address leads to another one that leads on, it leads to the end at once; what leads
    round in a circle, or to no page, is left out. A page keeps its address, and of two redirects
    from one the first counts. `directory_urls` tells whether addresses are folders, `drafts` adds
    the articles that are not published yet, `taken` names further files of the site.
    """
    return _Finder(kb, directory_urls, drafts, taken).run()


@dataclass(frozen=True, slots=True)
class Answers:
    """What a site answers for: its pages, by their file, and its redirects.

    The article of a page is None where it is another page: a list or a page outside the KB.
    """

    pages: Mapping[str, Article | None]
    redirects: tuple[Redirect, ...]

    @property
    def files(self) -> frozenset[str]:
        """The files that answer for an address, such as `kb/old/index.html`."""
        return frozenset((*self.pages, *(redirect.file for redirect in self.redirects)))


def find_answers(kb: KnowledgeBase, *, directory_urls: bool = True) -> Answers:
    """Return everything that the site of a knowledge base answers for."""
    finder = _Finder(kb, directory_urls, False, ())
    return Answers(finder.pages, finder.run())


def page_file(kb: KnowledgeBase, article: Article, slug: str, directory_urls: bool) -> str:
    """Return the file of the site that is the page of an article's variant."""
    return _file(_join(kb.site_path, article.category, article.id, slug), directory_urls)


def address_of(file: str) -> str:
    """Return the address of a file of the site from its top, not encoded."""
    return "/" + re.sub(r"(?:\A|(?<=/))index\.html\Z", "", file)


class _Finder:
    """Gathers the redirects of one site."""

    def __init__(
        self, kb: KnowledgeBase, directory_urls: bool, drafts: bool, taken: Collection[str]
    ) -> None:
        self.kb = kb
        self.directory_urls = directory_urls
        self.shown = list(kb.published(drafts=drafts))
        self.by_id = {article.id: article for article in reversed(self.shown)}
        self.pages: dict[str, Article | None] = dict.fromkeys(taken)
        self.pages |= {self.file(path.removesuffix(".md")): None for path in kb.pages.values()}
        for article in reversed(self.shown):
            folder = article.category
            while True:
                self.pages[self.file(self._join(folder, "index"))] = None
                if not folder:
                    break
                folder = folder.rpartition("/")[0]
            for variant in kb.variants[article.path]:
                self.pages[self.page(article, variant.slug)] = article

    def run(self) -> tuple[Redirect, ...]:
        found: dict[tuple[str, str], Redirect] = {}
        for redirect in (*self._versions(), *self._aliases(), *self._registry()):
            if redirect.fragment or redirect.file not in self.pages:
                found.setdefault((redirect.file, redirect.fragment), redirect)
        ends: dict[tuple[str, str], Redirect | None] = {}
        for key in found:
            self._follow(key, found, ends)
        return tuple(end for _, end in sorted(ends.items()) if end is not None)

    def file(self, stem: str) -> str:
        """Return the file of the site that a page's path without its ending becomes."""
        return _file(stem, self.directory_urls)

    def page(self, article: Article, slug: str = "") -> str:
        """Return the file of the page of an article's variant."""
        return page_file(self.kb, article, slug, self.directory_urls)

    def _join(self, *parts: str) -> str:
        return _join(self.kb.site_path, *parts)

    def _versions(self) -> Iterator[Redirect]:
        """Yield those of the versions that have no page of their own."""
        for article in self.shown:
            for variant in self.kb.variants[article.path]:
                to = _encoded(self.page(article, variant.slug))
                for name in variant.former:
                    file = self.page(article, name)
                    yield Redirect(file, "", to, article.title, Cause.VERSION, article.path, name)

    def _aliases(self) -> Iterator[Redirect]:
        """Yield those of articles' former ids and addresses, and of their versions there."""
        behind: list[Redirect] = []
        for article in self.shown:
            variants = self.kb.variants[article.path]
            folder = posixpath.dirname(self._join(article.category, article.id))
            to = _encoded(self.page(article))
            for alias in article.metadata.aliases:
                file = site_file(alias.text, folder, self.directory_urls)
                if file is None:
                    continue
                whole = Redirect(file, "", to, article.title, Cause.ALIAS, article.path)
                yield whole
                if len(variants) > 1:
                    behind += self._versions_behind(article, variants, whole)
        yield from behind

    def _versions_behind(
        self, article: Article, variants: Sequence[Variant], whole: Redirect
    ) -> Iterator[Redirect]:
        """Yield those from the former addresses of an article's versions."""
        stem = whole.file.removesuffix("/index.html").removesuffix(".html")
        for variant in variants:
            to = _encoded(self.page(article, variant.slug))
            own = () if not variant.slug else (variant.slug,)
            for name in (*own, *variant.former):
                file = self.file(f"{stem}/{name}")
                yield replace(whole, file=file, target=to, version="" if name in own else name)

    def _registry(self) -> Iterator[Redirect]:
        """Yield those of kb.yml."""
        for written, target in self.kb.registry.redirects.items():
            address, _, fragment = written.partition("#")
            file = site_file(address, "", self.directory_urls)
            if not address.startswith("/") or file is None:
                continue
            name, sign, place = target.partition("#")
            article = self.by_id.get(name)
            if article is not None:
                to = _encoded(self.page(article)) + sign + quote(unquote(place), _KEPT)
                title = article.title
            elif target.startswith(("/", "https://", "http://")):
                to, title = _as_written(target), target
            else:
                continue
            yield Redirect(
                file, unquote(fragment), to, title, Cause.REGISTRY, "kb.yml", written=written
            )

    def _follow(
        self,
        key: tuple[str, str],
        found: dict[tuple[str, str], Redirect],
        ends: dict[tuple[str, str], Redirect | None],
    ) -> None:
        """Find the end of the way on from an address, of which each step is walked once."""
        way: list[tuple[str, str]] = []
        on: set[tuple[str, str]] = set()
        at: tuple[str, str] | None = key
        while at is not None and at not in ends and at not in on:
            way.append(at)
            on.add(at)
            at = self._next(found[at].target, found)
        is_round = at in on
        end = None if at is None or is_round else ends[at]
        for each in reversed(way):
            if is_round or (at is not None and end is None):
                ends[each] = None
                continue
            end = found[each] if end is None else _joined(found[each], end)
            ends[each] = end

    def _next(self, target: str, found: dict[tuple[str, str], Redirect]) -> tuple[str, str] | None:
        """Return the redirect that an address leads to, or None where it leads to a page."""
        if not target.startswith("/"):
            return None
        path, _, fragment = target.partition("#")
        path = unquote(path.partition("?")[0]).lstrip("/")
        place = unquote(fragment)
        for file in (path, posixpath.join(path, "index.html"), f"{path.rstrip('/')}.html"):
            if place and (file, place) in found:
                return file, place
            if (file, "") in found:
                return file, ""
        return None


def _join(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def _file(stem: str, directory_urls: bool) -> str:
    is_index = stem == "index" or stem.endswith("/index")
    return f"{stem}/index.html" if directory_urls and not is_index else f"{stem}.html"


def _joined(first: Redirect, second: Redirect) -> Redirect:
    """Return a redirect that leads at once to where another leads on from its target."""
    target, _, rest = second.target, *_split(first.target)
    if "#" not in target and "#" in rest and not second.fragment:
        target += rest[rest.index("#") :]
    return replace(first, target=target, title=second.title, version=second.version)


def _split(address: str) -> tuple[str, str]:
    """Return an address in two: its path, and what stands behind."""
    at = min((address.find(sign) for sign in "?#" if sign in address), default=len(address))
    return address[:at], address[at:]


def site_file(address: str, folder: str, directory_urls: bool) -> str | None:
    """Return the file of the site that answers for a former address, or None for an unusable one.

    An address that begins with `/` starts at the top of the site; any other is a former id, in
    `folder`.
    """
    path, _ = _split(address)
    path = unquote(path).lstrip("/") if address.startswith("/") else posixpath.join(folder, address)
    path = posixpath.normpath(path)
    if not path or path.split("/")[0] == ".." or path == "." or "\0" in path or "\\" in path:
        return None
    if path.endswith(".html"):
        return path
    is_folder = directory_urls or address.endswith("/")
    return f"{path}/index.html" if is_folder else f"{path}.html"


def _encoded(file: str) -> str:
    """Return the address of a file of the site from its top."""
    return quote(address_of(file), _KEPT)


def _as_written(target: str) -> str:
    """Return an address as it was written, with all encoded that is no part of an address."""
    path, rest = _split(target)
    if target.startswith("/"):
        folder = "/" if path.endswith("/") else ""
        path = posixpath.normpath(f"/{unquote(path).lstrip('/')}")
        return quote(path.rstrip("/") + folder or "/", _KEPT) + rest
    return target


def encoded(address: str) -> str:
    """Return an address with all encoded that may not stand in one as it is."""
    return _escaped(address, "#[]")


def _escaped(text: str, kept: str) -> str:
    """Percent-encode what is neither kept nor encoded already."""
    parts = re.split(f"({_ESCAPE.pattern})", text)
    safe = _KEPT_BEHIND.replace("%", "") + kept
    return "".join(part if _ESCAPE.fullmatch(part) else quote(part, safe) for part in parts)
