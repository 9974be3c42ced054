"""One quick look at every page: what it has, and which of its tags are not in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from helpwright.gate.addresses import BLANKS, Addresses, Target, folder_of
from helpwright.gate.elements import Element
from helpwright.gate.judge import Judge, fragment_there
from helpwright.gate.lexicon import MAX_BYTES, Lexicon
from helpwright.gate.syntax import Flaw
from helpwright.gate.tokens import find_tags, iter_tags
from helpwright.gate.uses import Role, Use
from helpwright.gate.words import find_candidates, wordless

_WHOLE = re.compile(rb"<(?:!doctype|html|head|body)[\t\n\f\r >]", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta\s[^>]*charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_MAX_LINKS = 100_000
"""Different links without text to remember."""
_DECLARED = 1024
"""Browsers look for the encoding in so many bytes."""


def find_charset(data: bytes) -> re.Match[bytes] | None:
    """Return where a page declares its encoding, which is group 1, if browsers find it."""
    return _CHARSET.search(data, 0, _DECLARED)


class Context:
    """The pages for which the same addresses mean the same, and what is wrong with their tags.

    What is in `weak` matters only on pages that are canonical themselves, and not on the page that
    is named with it.
    """

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
        self.judged: set[bytes] = set()
        self.bad: dict[bytes, list[Flaw]] = {}
        self.weak: dict[bytes, list[tuple[Flaw, str]]] = {}

    def blame(
        self, tag: bytes, strong: Iterable[Flaw], weak: Iterable[Flaw] = (), canonical: str = ""
    ) -> None:
        """Keep what is wrong with a tag; of `weak`, on all pages but `canonical`."""
        for flaw in strong:
            self.bad.setdefault(tag, []).append(flaw)
        for flaw in weak:
            self.weak.setdefault(tag, []).append((flaw, canonical))


@dataclass(slots=True)
class PageFacts:
    """What is kept of a page.

    `canonicals` and `refresh` are addresses as written, `canonical` and `redirect` what the first
    names and what the page leads on to by itself, where that is in the site. `leads_away` tells
    that it leads on, in the site or out of it, and not only to a place of its own.
    `whole` tells that it is a whole document; `flagged` that something is wrong with it whatever
    other pages have; `based` that it has a `<base>`, whose address `base` is.
    """

    name: str
    addresses: Addresses
    contexts: tuple[Context, ...] = ()
    ids: set[str] = field(default_factory=set)
    canonicals: tuple[str, ...] = ()
    canonical: Target | None = None
    refresh: str = ""
    redirect: Target | None = None
    leads_away: bool = False
    title_count: int = 0
    base: str = ""
    based: bool = False
    whole: bool = False
    charset: str = ""
    undecodable: int = -1
    flagged: bool = False


@dataclass(slots=True)
class Late:
    """Links to one place, which are judged when all pages are known."""

    use: Use
    target: Target
    tags: list[tuple[Context, bytes, Use]] = field(default_factory=list)


class Scanner:
    """Looks at page after page; what it learns is shared by all."""

    def __init__(self, lexicon: Lexicon, judge: Judge, site: str | None, top: str | None) -> None:
        self.lexicon = lexicon
        self.judge = judge
        self.pages: dict[str, PageFacts] = {}
        self.loaded: dict[tuple[Role, str], None] = {}
        self._site, self._top = site, top
        self._wide = Context(Addresses("", site, top=top))
        self._above: dict[str | None, Context] = {}
        self._beside: dict[str, Context] = {}
        self._late: dict[tuple[str, str], Late] = {}
        self._wordless: dict[bytes, bool] = {}

    def scan(self, name: str, data: bytes) -> PageFacts:
        """Take in one page."""
        lexicon = self.lexicon
        tags = find_tags(data)
        present = set(tags)
        fresh = present - lexicon.known
        if fresh:
            if lexicon.size > MAX_BYTES:
                self._forget()
                fresh = present - lexicon.known
            lexicon.learn(fresh)
        special = [lexicon.special[tag] for tag in tags if tag in lexicon.special]
        if any(element.special == "template" for element in special):
            tags = [tag.text for tag in iter_tags(data) if not tag.inert]
            present = set(tags)
            special = [lexicon.special[tag] for tag in tags if tag in lexicon.special]
        page = PageFacts(name, Addresses(name, self._site, top=self._top))
        self.pages[name] = page
        self._take(page, special, data)
        self._places(page, tags, present)
        self._judge(page, present)
        page.flagged = page.flagged or self._is_faulty(page, present, data)
        return page

    def strays(self, page: PageFacts) -> bool:
        """Tell whether the base of a page is a folder that the site does not have."""
        target = page.addresses.target("x")
        folder = folder_of(target.path) if target is not None else ""
        names = self.judge.files.names
        return bool(folder) and not any(name.startswith(f"{folder}/") for name in names)

    def late(self) -> Iterator[Late]:
        """Yield the places that links name, for a judgement that needs all pages."""
        yield from self._late.values()

    def _forget(self) -> None:
        self.lexicon.forget()
        for context in (self._wide, *self._above.values(), *self._beside.values()):
            context.judged.clear()

    def _take(self, page: PageFacts, special: list[Element], data: bytes) -> None:
        """Keep what the tags for the whole page say."""
        canonicals: dict[str, None] = {}
        drawn = False
        for element in special:
            kind = element.special
            if kind == "title":
                page.title_count += not drawn
            elif kind == "svg":
                drawn = True
            elif kind == "canonical":
                canonicals[element.said] = None
            elif kind == "refresh":
                page.refresh = page.refresh or element.said
            elif kind == "base":
                if not page.based:
                    page.base = element.said
                    page.addresses = Addresses(page.name, self._site, element.said, self._top)
                page.flagged = page.based = True
        page.canonicals = tuple(canonicals)
        if page.canonicals:
            page.canonical = page.addresses.target(page.canonicals[0])
        if page.refresh:
            page.redirect = page.addresses.target(page.refresh)
            page.leads_away = page.redirect is None or page.redirect.file != page.name
        page.whole = _WHOLE.search(data, 0, 4096) is not None
        declared = find_charset(data)
        page.charset = declared[1].decode("ascii", "replace").lower() if declared else ""
        if data.startswith(b"\xef\xbb\xbf"):
            page.charset = "utf-8"
        try:
            data.decode()
        except UnicodeDecodeError as error:
            page.undecodable = error.start
        page.flagged |= page.undecodable >= 0 or len(canonicals) > 1
        if page.whole and (not page.refresh or not data.isascii()):
            page.flagged |= page.charset not in ("utf-8", "utf8")
        if page.whole and not page.refresh:
            # More titles may belong to drawings: that is looked at more closely.
            page.flagged |= page.title_count != 1 or not _has_language(special)
            page.flagged |= any(it.special == "title" and not it.said.strip() for it in special)

    def _places(self, page: PageFacts, tags: list[bytes], present: set[bytes]) -> None:
        lexicon = self.lexicon
        ids = [lexicon.ids[tag] for tag in tags if tag in lexicon.ids]
        page.ids = set(ids)
        page.flagged |= len(ids) != len(page.ids)
        page.ids.update([lexicon.names[tag] for tag in present if tag in lexicon.names])

    def _judge(self, page: PageFacts, present: set[bytes]) -> None:
        lexicon, folder = self.lexicon, folder_of(page.name)
        if page.based or (page.name == "404.html" and self._site is None and self._top is None):
            if page.based and self.strays(page):
                return
            page.contexts = (Context(page.addresses),)
            self._look_alone(page, present)
            return
        key = folder_of(folder) if folder else None
        above = self._above.get(key) or self._above.setdefault(key, Context(page.addresses))
        beside = self._beside.get(folder)
        beside = beside or self._beside.setdefault(folder, Context(page.addresses))
        page.contexts = (self._wide, above, beside)
        for context, tags in (
            (self._wide, lexicon.wide),
            (above, lexicon.above),
            (beside, lexicon.beside),
        ):
            fresh = (present & tags) - context.judged
            if fresh:
                context.judged |= fresh
                for tag in sorted(fresh):
                    for use in lexicon.uses[tag]:
                        self._look(context, tag, use)

    def _look_alone(self, page: PageFacts, present: set[bytes]) -> None:
        """Look for what the tags of a page name that resolves addresses in its own way."""
        for tag in sorted(present - {b""}):
            for use in self.lexicon.reader.read(tag).uses:
                # Without a base, an address of the page itself is looked at with its ids.
                if page.based or use.address.lstrip(BLANKS)[:1] not in ("", "#", "?"):
                    self._look(page.contexts[0], tag, use)

    def _look(self, context: Context, tag: bytes, use: Use) -> None:
        """Look for what an address names among the files, and keep links for later."""
        target = context.addresses.target(use.address)
        if target is None:
            return
        flaw = self.judge.look(use, target)
        if flaw is not None:
            context.blame(tag, [flaw])
        elif use.role is Role.LINK:
            key = (target.path, target.fragment)
            late = self._late.setdefault(key, Late(use, target))
            late.tags.append((context, tag, use))
        elif use.role in (Role.STYLE, Role.FILE):
            self.loaded[use.role, self.judge.existing(target.path)[0]] = None

    def _is_faulty(self, page: PageFacts, present: set[bytes], data: bytes) -> bool:
        lexicon, ids = self.lexicon, page.ids
        if not present.isdisjoint(lexicon.faulty):
            return True
        if not page.based:
            for tag in present & lexicon.own.keys():
                if not all(it in ids or fragment_there(it, ids) for it in lexicon.own[tag]):
                    return True
        for tag in present & lexicon.references.keys():
            if not ids.issuperset(lexicon.references[tag]):
                return True
        known = self._wordless
        for link in find_candidates(data):
            if link not in known:
                if len(known) > _MAX_LINKS:
                    known.clear()
                known[link] = wordless(link) is not None
            if known[link]:
                return True
        return False


def _has_language(special: list[Element]) -> bool:
    return any(element.special == "html" for element in special)
