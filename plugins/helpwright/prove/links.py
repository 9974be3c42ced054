"""Every link, picture and id of every page of the site, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.diagnostic import Diagnostic
from helpwright.faults import (
    BROKEN_FRAGMENT_ON_PAGE,
    BROKEN_LINK_ON_PAGE,
    DUPLICATE_ID_ON_PAGE,
    MISSING_PICTURE_ON_PAGE,
)
from helpwright.prove.addresses import Addresses, Place, base_of
from helpwright.prove.finding import clip, on_page
from helpwright.prove.site import PAGE_ENDINGS, folder_of

_LINKS = frozenset(("a", "area", "link"))
_PICTURES = frozenset(("img", "source"))
_FRAMES = frozenset("audio embed iframe input script track video".split())
# One query each: an element that fits two selectors of a list would come twice.
_POINTING = ("[href]", "[src]", "[srcset]")
_NO_LINKS = frozenset("canonical dns-prefetch preconnect".split())
_CANDIDATE = re.compile(r"[^\s,]\S*[^\s,](?:\s+[\d.]+[wx])?")
_MAX_REDIRECTS = 5

Attributes = Mapping[str, str | None]


@dataclass(slots=True)
class _Page:
    """What is kept of a page until all pages are known."""

    addresses: Addresses
    ids: set[str] = field(default_factory=set)
    fragments: dict[Place, str] = field(default_factory=dict)
    redirect: Place | None = None
    refresh: str = ""


class LinkProof:
    """Checks page after page; `finish` checks what needs all of them.

    `files` are the site's files; `site` is the address of its top where it is known.
    """

    def __init__(self, files: Collection[str], site: str | None) -> None:
        self._files = files
        self._site = site
        self._pages: dict[str, _Page] = {}
        self._shared: dict[str, dict[str, Place | None]] = {}

    def check(self, page: str, parser: LexborHTMLParser) -> list[Diagnostic]:
        """Return what is wrong with a page's ids and with the files that it names."""
        base = parser.css_first("base[href]")
        prefix = (base.attributes.get("href") or "") if base is not None else ""
        kept = self._pages[page] = _Page(Addresses(page, self._site, prefix))
        found: dict[str, Diagnostic] = {}
        for node in parser.css("[id]"):
            identity = node.attributes.get("id") or ""
            if identity in kept.ids and identity and not _in_drawing(node):
                found.setdefault(identity, _duplicate(page, identity, node))
            kept.ids.add(identity)
        kept.ids |= {node.attributes.get("name") or "" for node in parser.css("a[name]")}
        for node in parser.css("meta"):
            found |= self._redirect(page, node.attributes)
        # What an address that begins with `../` means depends on the folder above alone, and most
        # addresses are the same on all pages of that: they are looked up once.
        above = "" if prefix else folder_of(folder_of(page))
        shared = self._shared.setdefault(above, {}) if not prefix and "/" in page else {}
        return [*found.values(), *self._targets(page, parser, shared)]

    def _targets(
        self, page: str, parser: LexborHTMLParser, shared: dict[str, Place | None]
    ) -> list[Diagnostic]:
        """Look for the file behind each address of a page; keep the fragments for later."""
        kept = self._pages[page]
        missing: dict[tuple[str, str], Diagnostic] = {}
        for node in chain.from_iterable(map(parser.css, _POINTING)):
            tag = node.tag or ""
            for address in _addresses(tag, node.attributes):
                if address.startswith("#") and address[1:] in kept.ids:
                    continue
                if address not in shared:
                    place = kept.addresses.find(address)
                    if place is not None:
                        place = Place(self._existing(place.file) or "", place.fragment)
                    if address.startswith(("../", "http")):
                        shared[address] = place
                else:
                    place = shared[address]
                if place is None:
                    continue
                if not place.file:
                    wanted = kept.addresses.file(address) or ""
                    missing.setdefault((tag, address), _broken(page, tag, address, wanted, node))
                elif place.fragment and place.file.endswith(PAGE_ENDINGS):
                    kept.fragments.setdefault(place, address)
        return list(missing.values())

    def finish(self) -> Iterator[Diagnostic]:
        """Yield the links whose fragment does not exist in the page that they lead to."""
        for name, page in self._pages.items():
            for place, address in page.fragments.items():
                if not self._exists(place):
                    target = "this page" if place.file == name else f"`{place.file}`"
                    yield on_page(
                        BROKEN_FRAGMENT_ON_PAGE,
                        name,
                        f"the link `{address}` names a place that {target} does not have",
                        "correct the part behind `#`, or give the place that label",
                    )

    def addresses(self, page: str) -> Addresses:
        """Return what resolves the addresses of a page that was checked."""
        return self._pages[page].addresses

    def redirect(self, page: str) -> Place | None:
        """Return where a page that was checked leads on to by itself."""
        return self._pages[page].redirect

    def refresh(self, page: str) -> str:
        """Return the address, as written, that a page that was checked leads on to; or nothing."""
        return self._pages[page].refresh

    def _redirect(self, page: str, attributes: Attributes) -> dict[str, Diagnostic]:
        """Keep where a page leads on to by itself; return the finding where that is missing."""
        kept = self._pages[page]
        address = _refresh_address(attributes)
        kept.refresh = kept.refresh or address or ""
        place = kept.addresses.find(address) if address is not None else None
        if place is None:
            return {}
        kept.redirect = place
        if self._existing(place.file) is not None:
            return {}
        message = f"the page leads on to `{place.file}`, which the site does not have"
        help = "correct the redirect, or build the page"
        return {"": on_page(BROKEN_LINK_ON_PAGE, page, message, help)}

    def _existing(self, file: str) -> str | None:
        """Return the file that a server answers with; it adds the slash of a folder."""
        if file in self._files:
            return file
        inside = f"{file}/index.html"
        return inside if inside in self._files else None

    def _exists(self, place: Place) -> bool:
        fragment = place.fragment.partition(":~:")[0]
        # Material fills in places of its own, which begin with two underscores, by script.
        if not fragment or fragment.startswith("__") or fragment.lower() == "top":
            return True
        page = self._pages.get(place.file)
        for _ in range(_MAX_REDIRECTS):
            if page is None or page.redirect is None:
                break
            page = self._pages.get(page.redirect.file)
        return page is None or fragment in page.ids or unquote(fragment) in page.ids


def site_address(page: str, parser: LexborHTMLParser) -> str | None:
    """Return the address of the site's top, if a page's canonical link tells it."""
    link = parser.css_first("link[rel=canonical]")
    address = link.attributes.get("href") if link is not None else None
    return base_of(address, page) if address else None


def _addresses(tag: str, attributes: Attributes) -> Sequence[str]:
    """Return the addresses that a browser would fetch or follow."""
    # Another language's site is often built by another run.
    if tag == "a" or tag == "area":
        address = None if "hreflang" in attributes else attributes.get("href")
    elif tag == "link":
        relations = (attributes.get("rel") or "").lower().split()
        skip = "hreflang" in attributes or not _NO_LINKS.isdisjoint(relations)
        address = None if skip else attributes.get("href")
    elif tag in _FRAMES or tag in _PICTURES:
        address = attributes.get("src")
    else:
        return ()
    candidates = attributes.get("srcset") if tag in _PICTURES else None
    if candidates and not candidates.lstrip().startswith("data:"):
        found = [part.split()[0] for part in _CANDIDATE.findall(candidates)]
        return found if address is None else [address, *found]
    return () if address is None else (address,)


def _refresh_address(attributes: Attributes) -> str | None:
    """Return the address in `<meta http-equiv="refresh" content="0; url=…">`, or None."""
    if (attributes.get("http-equiv") or "").lower() != "refresh":
        return None
    name, sign, address = (attributes.get("content") or "").partition(";")[2].partition("=")
    if not sign or name.strip().lower() != "url":
        return None
    return address.strip().strip("'\"")


def _in_drawing(node: LexborNode) -> bool:
    """Tell whether an element is part of an SVG drawing, whose ids nothing links to."""
    parent: LexborNode | None = node
    while parent is not None:
        if parent.tag == "svg":
            return True
        parent = parent.parent
    return False


def _duplicate(page: str, identity: str, node: LexborNode) -> Diagnostic:
    message = f"the id `{clip(identity)}` stands more than once on the page"
    words = clip(node.text(deep=True))
    found = f"the second is on <{node.tag}>" + (f" with the words `{words}`" if words else "")
    return on_page(DUPLICATE_ID_ON_PAGE, page, message, f"{found}: give one of them another label")


def _broken(page: str, tag: str, address: str, file: str, node: LexborNode) -> Diagnostic:
    if tag in _PICTURES:
        message = f"the picture `{clip(address)}` is missing: the site has no file `{file}`"
        return on_page(MISSING_PICTURE_ON_PAGE, page, message, MISSING_PICTURE_ON_PAGE.fix)
    what = f"the {'link' if tag in _LINKS else tag} `{clip(address)}`"
    words = clip(node.text(deep=True)) if tag == "a" else ""
    if words:
        what += f" with the words `{words}`"
    message = f"{what} leads nowhere: the site has no file `{file}`"
    return on_page(BROKEN_LINK_ON_PAGE, page, message, BROKEN_LINK_ON_PAGE.fix)
