"""Links of the original to links of the knowledge base."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from helpwright.html_policy import is_safe_url
from helpwright.importers.draft import Draft
from helpwright.importers.redirects import Redirect

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LOCALE = re.compile(r"/[a-z]{2}(?:-[a-z]{2,4})?(?=/)", re.IGNORECASE)
_SUFFIXES = (".md", ".markdown", ".html", ".htm", ".xhtml", ".txt")
_NUMBER = re.compile(r"/(?:articles|article|a|page|pages)/(\d{4,})|[?&]pageId=(\d+)")
MOST_REDIRECTS = 10
"""How many redirects of the original are followed one behind the other."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a link of the original leads now.

    `origin` names the document, `file` the file of the bundle, `url` the address elsewhere; at most
    one of them is set, and none where the target is missing. `how` says what was assumed.
    """

    origin: str = ""
    file: str = ""
    url: str = ""
    fragment: str = ""
    how: str = ""
    unsafe: bool = False


@dataclass(slots=True)
class Atlas:
    """Everything that a link of the original can lead to.

    `base` is the address of the original site, for links that begin with `/`; empty if unknown.
    """

    origins: frozenset[str]
    files: frozenset[str]
    base: str = ""
    by_address: dict[str, str] = field(default_factory=dict)
    by_number: dict[str, str] = field(default_factory=dict)
    by_tail: dict[str, set[str]] = field(default_factory=dict)
    by_fold: dict[str, str] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    redirects: dict[str, str] = field(default_factory=dict)

    def find(self, draft: Draft, target: str) -> Found:
        """Return where a link in a draft leads."""
        target = "".join(target.split())
        if not is_safe_url(target.replace("\\", "/")) or target.lower().startswith("file:"):
            return Found(url=target, unsafe=True)
        if _SCHEME.match(target):
            return self._absolute(target)
        path, _, fragment = target.partition("#")
        path, fragment = unquote(path.partition("?")[0]), unquote(fragment)
        if not path:
            return Found(origin=draft.origin, fragment=fragment)
        if path.startswith("/"):
            return self._rooted(target, path, fragment)
        here = "" if path.startswith("~/") else posixpath.dirname(draft.origin.partition("#")[0])
        wanted = posixpath.normpath(posixpath.join(here, path.removeprefix("~/")))
        found = self._in_bundle(wanted, fragment)
        if found is not None:
            return found
        moved = self.redirects.get(address_key(wanted))
        if moved is not None:
            path, _, own = moved.partition("#")
            fragment = own or fragment
            if moved.startswith("/"):
                return self._rooted(moved, path, fragment)
            return self._absolute(moved)
        if draft.facts.url:
            return self._absolute(_join(draft.facts.url, target))
        return Found()

    def find_address(self, address: str) -> Found:
        """Return where an address of the original site leads: a path from its top, or a URL."""
        if _SCHEME.match(address):
            return self._absolute(address)
        path, _, fragment = address.partition("#")
        return self._rooted(address, unquote(path.partition("?")[0]), fragment)

    def _in_bundle(self, wanted: str, fragment: str) -> Found | None:
        for candidate in _spellings(wanted):
            if candidate in self.origins:
                return Found(origin=candidate, fragment=fragment)
            if candidate in self.files:
                return Found(file=candidate, fragment=fragment)
        for candidate in _spellings(wanted):
            other = self.by_fold.get(candidate.casefold())
            if other is not None:
                how = f"the original has the name in other capitals: {other}"
                if other in self.origins:
                    return Found(origin=other, fragment=fragment, how=how)
                return Found(file=other, fragment=fragment, how=how)
        return None

    def _absolute(self, url: str) -> Found:
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").lower()
        except ValueError:
            return Found(url=url)
        if host and host in self.hosts:
            found = self._by_path(parts.path, parts.query, parts.fragment)
            if found is not None:
                return found
        return Found(url=url)

    def _rooted(self, target: str, path: str, fragment: str) -> Found:
        found = self._by_path(path, target.partition("?")[2], fragment)
        if found is not None:
            return found
        inside = self._in_bundle(path.strip("/"), fragment)
        if inside is not None:
            return inside
        tail = _tail(path)
        origins = self.by_tail.get(tail, set()) if tail else set()
        if len(origins) == 1:
            how = "the address ends like the path of this document, and of no other"
            return Found(origin=next(iter(origins)), fragment=fragment, how=how)
        return Found(url=self.base + target) if self.base else Found(url=target)

    def _by_path(self, path: str, query: str, fragment: str) -> Found | None:
        for _ in range(MOST_REDIRECTS):
            key = address_key(path)
            origin = self.by_address.get(key)
            if origin is not None:
                return Found(origin=origin, fragment=unquote(fragment))
            if key not in self.redirects:
                break
            path = urlsplit(self.redirects[key]).path
        number = _NUMBER.search(f"{path}?{query}")
        if number is not None:
            origin = self.by_number.get(number[1] or number[2])
            if origin is not None:
                return Found(origin=origin, fragment=unquote(fragment))
        return None


def make_atlas(
    drafts: Sequence[Draft],
    files: Iterable[str],
    redirects: Iterable[Redirect],
    base: str,
) -> Atlas:
    """Gather what links can lead to; `base` is the address of the original site, or empty."""
    redirects = list(redirects)
    origins = frozenset(draft.origin for draft in drafts)
    leading_on = {redirect.file for redirect in redirects if redirect.file}
    atlas = Atlas(origins, frozenset(files) - origins - leading_on, base.rstrip("/"))
    if base:
        atlas.hosts.add((urlsplit(base).hostname or "").lower())
    for draft in drafts:
        _enter(atlas, draft)
    for file in sorted((*origins, *atlas.files)):
        atlas.by_fold.setdefault(file.casefold(), file)
    for redirect in redirects:
        atlas.redirects.setdefault(address_key(redirect.source), redirect.target)
        if redirect.file:
            atlas.redirects.setdefault(address_key(f"/{redirect.file}"), redirect.target)
    return atlas


def _enter(atlas: Atlas, draft: Draft) -> None:
    facts = draft.facts
    if facts.url:
        parts = urlsplit(facts.url)
        if parts.hostname:
            atlas.hosts.add(parts.hostname.lower())
        atlas.by_address.setdefault(address_key(parts.path), draft.origin)
    for alias in facts.aliases:
        if alias.startswith("/"):
            atlas.by_address.setdefault(address_key(alias), draft.origin)
    if facts.id.isdigit():
        atlas.by_number.setdefault(facts.id, draft.origin)
    tail = _tail("/" + draft.origin)
    if tail:
        atlas.by_tail.setdefault(tail, set()).add(draft.origin)


def address_key(path: str) -> str:
    """Return a path of a web address as it is compared.

    Language, suffix, capitals and a slash at the end do not count.
    """
    path = unquote(path).partition("?")[0].partition("#")[0].rstrip("/").lower()
    path = _LOCALE.sub("", path, count=1) if _LOCALE.match(path) else path
    for suffix in (*_SUFFIXES, "/index"):
        path = path.removesuffix(suffix)
    return path if path.startswith("/") else f"/{path}"


def _tail(path: str) -> str:
    """Return the last two parts of a path, which name a document fairly well."""
    parts = [part for part in address_key(path).split("/") if part]
    return "/".join(parts[-2:]) if len(parts) >= 2 else ""


def _spellings(wanted: str) -> Iterator[str]:
    yield wanted
    for suffix in _SUFFIXES:
        yield wanted + suffix
    stem, suffix = posixpath.splitext(wanted)
    if suffix.lower() in _SUFFIXES:
        yield from (stem + other for other in _SUFFIXES if other != suffix)
    for name in ("index.md", "README.md", "index.html"):
        yield f"{wanted}/{name}"


def _join(base: str, target: str) -> str:
    try:
        return urljoin(base, target)
    except ValueError:
        return target
