"""The pictures and links of an original, found again on the built page."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from benchmarks.page import fold
from benchmarks.reader import CHROME_ATTRIBUTE, CHROME_CLASSES, CONTENT, HIDDEN

_SIGNS = re.compile(r"[\W_]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: its source and its alternative text, white space collapsed."""

    source: str
    text: str

    @property
    def stem(self) -> str:
        """The file's name without folders, suffix and signs; a picture inside a page has none."""
        if self.source.startswith("data:"):
            return ""
        path = unquote(self.source.partition("?")[0].partition("#")[0]).replace("\\", "/")
        stem = posixpath.splitext(posixpath.basename(path))[0].casefold()
        return _SIGNS.sub("-", stem).strip("-") or stem


@dataclass(frozen=True, slots=True)
class Link:
    """A link with an address, and its words."""

    target: str
    text: str

    @property
    def plain(self) -> bool:
        """Whether the link shows nothing but its own address."""
        return self.target in (self.text, f"mailto:{self.text}")


@dataclass(slots=True)
class Shown:
    """The pictures and links of a page in their order."""

    pictures: list[Picture] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def read_shown(html: str) -> Shown:
    """Return the pictures and links that a browser shows of an article, without page chrome."""
    tree = LexborHTMLParser(html)
    root = tree.css_first(CONTENT) or tree.body
    shown = Shown()
    stack = [root] if root is not None else []
    while stack:
        node = stack.pop()
        tag = node.tag or ""
        if tag in HIDDEN or (not tag.startswith("-") and _is_chrome(node)):
            continue
        if tag == "img":
            shown.pictures.append(Picture(_value(node, "src"), _value(node, "alt")))
        if tag == "a" and "href" in node.attributes:
            shown.links.append(Link(_value(node, "href"), " ".join(node.text().split())))
        stack.extend(reversed(list(node.iter(include_text=False))))
    return shown


def _is_chrome(node: LexborNode) -> bool:
    attributes = node.attributes
    classes = (attributes.get("class") or "").split()
    return (
        CHROME_ATTRIBUTE in attributes
        or "hidden" in attributes
        or not CHROME_CLASSES.isdisjoint(classes)
    )


def _value(node: LexborNode, name: str) -> str:
    return " ".join((node.attributes.get(name) or "").split())


T = TypeVar("T")


@dataclass(slots=True)
class Matches(Generic[T]):
    """Which of the original's is which of the page's, and what is left on both sides.

    `told` is how many of those that are not on the page an entry names.
    """

    pairs: list[tuple[T, T]] = field(default_factory=list)
    lost: list[T] = field(default_factory=list)
    added: list[T] = field(default_factory=list)
    told: int = 0


def match_pictures(
    wanted: Sequence[Picture], shown: Sequence[Picture], told: Iterable[str]
) -> Matches[Picture]:
    """Match pictures by file name and description, then by one of them."""
    keys: list[Callable[[Picture], Hashable]] = [
        lambda picture: (picture.stem, picture.text),
        lambda picture: picture.stem or None,
        lambda picture: fold(picture.text) or None,
    ]
    matches = _match(wanted, shown, keys)
    stems = [Picture(name, "").stem for name in told]
    matches.lost = [p for p in matches.lost if not _taken(stems, p.stem, p.text.casefold())]
    # The bytes of a picture inside the page get a name of their own.
    embedded = [picture for picture in matches.lost if not picture.stem]
    for picture in embedded[: len(matches.added)]:
        matches.lost.remove(picture)
        matches.pairs.append((picture, matches.added.pop(0)))
    matches.told = len(wanted) - len(matches.pairs) - len(matches.lost)
    return matches


def match_links(
    wanted: Sequence[Link], shown: Sequence[Link], told: Iterable[str]
) -> Matches[Link]:
    """Match links by words and address, then those that no entry names by one of them."""
    matches = _match(wanted, shown, [lambda link: (link.target, link.text)])
    names = list(told)
    told_of = [link for link in matches.lost if _taken(names, link.target)]
    keys: list[Callable[[Link], Hashable]] = [
        lambda link: (_words(link), posixpath.basename(link.target)),
        lambda link: (words, link.target[:1] == "#") if (words := _words(link)) else None,
        lambda link: _words(link) or None,
        lambda link: link.target,
    ]
    rest = _match(_without(matches.lost, told_of), matches.added, keys)
    rest.pairs = matches.pairs + rest.pairs
    # A link around a picture has no words to be found by.
    silent = [link for link in rest.lost if not link.text]
    others = [link for link in rest.added if not link.text]
    for link, other in zip(silent, others, strict=False):
        rest.lost.remove(link)
        rest.added.remove(other)
        rest.pairs.append((link, other))
    rest.lost = [link for link in rest.lost if not _taken(names, link.text)]
    rest.told = len(wanted) - len(rest.pairs) - len(rest.lost)
    return rest


def _without(links: Iterable[Link], taken: Sequence[Link]) -> list[Link]:
    left = Counter(taken)
    kept = []
    for link in links:
        if left[link]:
            left[link] -= 1
        else:
            kept.append(link)
    return kept


def _words(link: Link) -> str:
    return " ".join(fold(link.text).split())


def _match(
    wanted: Sequence[T], shown: Sequence[T], keys: Iterable[Callable[[T], Hashable]]
) -> Matches[T]:
    matches: Matches[T] = Matches(lost=list(wanted), added=list(shown))
    for key in keys:
        there: dict[Hashable, list[int]] = {}
        for at, other in enumerate(matches.added):
            there.setdefault(key(other), []).append(at)
        lost, used = [], set()
        for mine in matches.lost:
            name = key(mine)
            places = there.get(name, []) if name is not None else []
            if places:
                at = places.pop(0)
                used.add(at)
                matches.pairs.append((mine, matches.added[at]))
            else:
                lost.append(mine)
        matches.lost = lost
        matches.added = [other for at, other in enumerate(matches.added) if at not in used]
    return matches


def _taken(names: list[str], *wanted: str) -> bool:
    for name in wanted:
        if name and name in names:
            names.remove(name)
            return True
    return False


@dataclass(frozen=True, slots=True)
class Leads:
    """Where the links of one document must lead.

    `path` is the document in the source, `page` the folder of its page in the site. `pages` maps
    documents of the source to the folders of their pages, `files` are all files of the source.
    """

    path: str
    page: str
    pages: Mapping[str, str]
    files: frozenset[str]

    def right(self, wanted: Link, shown: Link) -> bool:
        """Tell whether a link of the page leads where that of the original led."""
        target, found = unquote(wanted.target), unquote(shown.target)
        if target == found or target.rstrip("/") == found.rstrip("/"):
            return True
        if target.startswith(("#", "?")) or not target:
            return found.startswith("#") or self._page_of(found) == self.page
        inside = self._page_of(found) in self.pages.values()
        if _SCHEME.match(target):
            return inside and not _SCHEME.match(found)
        path = target.partition("#")[0].partition("?")[0]
        if path.startswith("/"):
            return inside or urlsplit(found).path.rstrip("/").endswith(path.rstrip("/"))
        named = posixpath.normpath(
            posixpath.join("" if path.startswith("~/") else posixpath.dirname(self.path), path)
        ).removeprefix("~/")
        known = next((name for name in _spellings(named) if name in self.pages), None)
        if known is not None:
            return self._page_of(found) == self.pages[known]
        if named in self.files:
            return Picture(named, "").stem == Picture(found, "").stem
        return inside or bool(_SCHEME.match(found))

    def _page_of(self, target: str) -> str:
        path = target.partition("#")[0].partition("?")[0]
        if _SCHEME.match(target):
            return ""
        here = posixpath.normpath(posixpath.join("/", self.page, path)).lstrip("/")
        return here.removesuffix("/index.html")


def _spellings(path: str) -> tuple[str, ...]:
    stem = posixpath.splitext(path)[0]
    ends = (".md", ".markdown", ".html", ".htm", ".txt", "/index.md", "/README.md", "/index.html")
    return (path, *(path + end for end in ends), *(stem + end for end in ends))
