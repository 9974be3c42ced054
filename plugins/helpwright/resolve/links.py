"""Where links and pictures lead."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from helpwright.html_policy import SAFE_SCHEMES
from helpwright.inventory import look_up
from helpwright.knowledge import (
    Anchor,
    Inventory,
    InventorySource,
    KnowledgeBase,
    Target,
    TargetKind,
)
from helpwright.model import Article

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BLANKS = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202f\ufeff]+")


@dataclass(frozen=True, slots=True)
class Places:
    """Everything a link can lead to.

    `pages` maps the path of a page outside the KB, relative to the KB folder (`../docs/a.md`), to
    its path in the site's own sources (`a.md`).
    """

    by_id: Mapping[str, Article]
    by_path: Mapping[str, Article]
    anchors: Mapping[str, Mapping[str, Anchor]]
    files: Mapping[str, str]
    pages: Mapping[str, str]
    active: frozenset[str]
    sites: Mapping[str, InventorySource]
    inventories: Mapping[str, Inventory]


def places_of(kb: KnowledgeBase) -> Places:
    """Return what a link in `kb` can lead to."""
    return Places(
        kb.by_id,
        kb.by_path,
        kb.anchors,
        kb.files,
        kb.pages,
        kb.active,
        kb.registry.inventories,
        kb.inventories,
    )


def resolve_link(article: Article, target: str, places: Places, at: int) -> Target:
    """Return where a link written in `article`, at the offset `at`, leads; never fails."""
    # Browsers ignore such characters in front of and inside a scheme: `java\tscript:`.
    seen = _BLANKS.sub("", target)
    scheme = _SCHEME.match(seen)
    if scheme:
        return _with_scheme(scheme[1].lower(), target, places)
    if seen.startswith(("//", "\\", "/\\")):
        return Target(TargetKind.UNSAFE, path=target)
    path, _, fragment = target.partition("#")
    path, fragment = unquote(path.partition("?")[0]), unquote(fragment)
    if not path:
        return _article(article, fragment, places)
    if path.startswith("/"):
        return Target(TargetKind.EXTERNAL, url=target)
    wanted = posixpath.normpath(posixpath.join(article.folder_at(at), path))
    for candidate in (wanted, f"{wanted}/index.md"):
        if candidate in places.by_path:
            return _article(places.by_path[candidate], fragment, places)
    if wanted in places.active:
        return Target(TargetKind.UNSAFE, path=wanted)
    if wanted in places.files:
        return Target(TargetKind.ASSET, path=wanted, fragment=fragment)
    if wanted in places.pages:
        return Target(TargetKind.PAGE, path=places.pages[wanted], fragment=fragment)
    return Target(TargetKind.DANGLING, path=wanted, fragment=fragment)


def resolve_image(article: Article, source: str, places: Places, at: int) -> Target:
    """Return the file that a picture shows; only files of the KB and web addresses will do."""
    target = resolve_link(article, source, places, at)
    if target.kind is TargetKind.EXTERNAL and not target.url.startswith(("http:", "https:")):
        return Target(TargetKind.DANGLING, path=source)
    if target.kind in (TargetKind.ARTICLE, TargetKind.PAGE):
        return Target(TargetKind.DANGLING, path=source)
    return target


def _with_scheme(scheme: str, target: str, places: Places) -> Target:
    if scheme == "kb":
        name, slash, place = unquote(target[3:]).partition("/")
        if slash and "#" not in name:
            return _in_inventory(name, place, places)
        wanted, _, fragment = target[3:].partition("#")
        found = places.by_id.get(unquote(wanted))
        if found is None:
            return Target(TargetKind.DANGLING, path=wanted, fragment=unquote(fragment))
        return _article(found, unquote(fragment), places)
    if scheme in SAFE_SCHEMES:
        return Target(TargetKind.EXTERNAL, url=target)
    return Target(TargetKind.UNSAFE, path=target)


def _in_inventory(name: str, wanted: str, places: Places) -> Target:
    """Return the place of another site; what is none, or may be several, dangles."""
    inventory, site = places.inventories.get(name), places.sites.get(name)
    found = look_up(inventory, wanted) if inventory else ()
    if site is None or len(found) != 1:
        return Target(TargetKind.DANGLING, path=wanted, inventory=name)
    (entry,) = found
    whole = entry.uri.lower().startswith(("https://", "http://"))
    url = entry.uri if whole else site.url + entry.uri
    return Target(TargetKind.EXTERNAL, url=url, inventory=name, title=entry.title)


def _article(article: Article, fragment: str, places: Places) -> Target:
    anchor = places.anchors[article.path].get(fragment) if fragment else None
    return Target(TargetKind.ARTICLE, article.path, fragment, anchor)
