"""The reader of HTML pages: exports of help sites, and pages saved from a browser."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from helpwright.importers.bundle import Bundle, NoArticle, Unreadable
from helpwright.importers.draft import Draft
from helpwright.importers.formats import Format, Reader
from helpwright.importers.html.content import Content, find_content, lines_around
from helpwright.importers.html.decode import read_text
from helpwright.importers.html.facts import (
    begins_with,
    date_in,
    is_date_line,
    language,
    read_facts,
)
from helpwright.importers.html.fragment import convert, parse
from helpwright.importers.html.mhtml import read_saved
from helpwright.importers.html.notes import clip
from helpwright.importers.html.own import as_edition, read_own_facts
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.tally import inline_text, shown_text, tally_blocks
from helpwright.importers.text.notes import find_products
from helpwright.model import Block, Heading, Image, Inline, Link, Paragraph, Styled

MAX_BYTES = 64 * 1024 * 1024
"""How large a page may be; what is larger is no article."""

_NO_TEXT = "the page holds no text"
_LISTING = ".hw-listing"
"""The lists of articles on our own pages."""
_PAGES = (".html", ".htm", ".xhtml", ".mht", ".mhtml")
_SAVED = (".mht", ".mhtml")
_START = re.compile(
    rb"\s*(?:<\?xml\b[^<>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
)
_MIME = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}\r?\n", re.ASCII)
_PAGE = re.compile(r"<(?:html|body|head)\b", re.IGNORECASE)
_ATTACHMENTS = ".article-attachments a[href], ul.attachments a[href]"
_REFRESH = re.compile(
    r"<meta\b[^<>]{0,200}http-equiv\s*=\s*[\"']?refresh[\"'][^<>]{0,200}url\s*=\s*([^\"'<>]{1,500})",
    re.IGNORECASE,
)


def claims(path: str, start: bytes) -> bool:
    """Tell whether a file is an HTML page, by its name and its first bytes."""
    suffix = posixpath.splitext(path)[1].lower()
    if suffix in _PAGES:
        return True
    start = start.removeprefix(b"\xef\xbb\xbf")
    return suffix in (".xml", ".txt", ".text") and _START.match(start) is not None


def read(path: str, bundle: Bundle) -> Iterator[Draft]:
    """Yield the article of one page."""
    if bundle.size(path) > MAX_BYTES:
        raise Unreadable("the page is larger than 64 MB")
    data = bundle.data(path)
    if not data.strip():
        raise Unreadable("the page is empty")
    suffix = posixpath.splitext(path)[1].lower()
    if suffix in _SAVED or (data[:5].lower() in (b"from:", b"mime-") and _MIME.match(data)):
        saved = read_saved(data)
        draft = read_page(path, saved.html, saved.pictures, saved.url)
        yield draft.refined(entries=saved.entries)
        return
    text, entries = read_text(data)
    draft = read_page(path, text)
    yield draft.refined(entries=entries) if entries else draft


def read_page(
    origin: str, html: str, pictures: Mapping[str, str] | None = None, url: str = ""
) -> Draft:
    """Return the article of a page.

    `pictures` maps addresses of pictures to those that they have now; `url` is the address of the
    page, where it is known otherwise. Raises Unreadable where the page holds no article.
    """
    parser, entries = parse(html)
    if parser.css_first(_LISTING) is not None:
        raise NoArticle("it is a list of articles, which the site makes by itself")
    content = find_content(parser, bare=_PAGE.search(html) is None)
    if content is None or parser.body is None:
        refresh = _REFRESH.search(html[:8192])
        if refresh is not None:
            raise Unreadable(f"the page only sends its readers to {refresh[1].strip()}")
        raise Unreadable(_NO_TEXT)
    around = [] if content.whole else lines_around(parser.body, content.roots)
    found = read_facts(parser, html, origin, around)
    facts = replace(found.facts, url=found.facts.url or _web(url))
    fragment = convert(
        content.roots, own=content.own, whole=content.whole, pictures=_resolved(pictures, url)
    )
    draft = Draft(origin, fragment.blocks, facts, fragment.tally, (*entries, *found.entries))
    draft = draft.refined(entries=fragment.entries)
    if content.own:
        draft = draft.refined(facts=read_own_facts(content.roots[0], draft.facts, origin))
    draft = _without_title(draft)
    draft = _dated(draft, parser)
    draft = _described(draft)
    if not content.own:
        _require_article(draft)
    draft = as_edition(draft)
    return draft.refined(entries=tuple(_left_around(parser, content, around)))


def _require_article(draft: Draft) -> None:
    """Raise Unreadable where a page shows nothing but its title and what is no article."""
    shown = tally_blocks(draft.blocks)
    if shown.words or shown.pictures or shown.links:
        return
    left = [entry for entry in draft.entries if entry.outcome is Outcome.DROPPED and entry.text]
    words = clip(" ".join(entry.text for entry in left))
    if left and all(entry.topic == "page-chrome" for entry in left):
        raise NoArticle(f'it holds no article, only menus and lists of pages: "{words}"')
    if words:
        raise Unreadable(f'the page holds no article, only what is left out: "{words}"')
    raise Unreadable("the page holds no text below its title" if draft.facts.title else _NO_TEXT)


def _web(url: str) -> str:
    return url if url.startswith(("http://", "https://")) else ""


def _resolved(pictures: Mapping[str, str] | None, url: str) -> Mapping[str, str]:
    """Return the pictures of a saved page also by how the page may write their addresses."""
    if not pictures or not url:
        return pictures or {}
    names = dict(pictures)
    folder = urljoin(url, ".")
    for name, source in pictures.items():
        if name.startswith(folder):
            names.setdefault(name[len(folder) :], source)
        host = "/".join(url.split("/", 3)[:3])
        if name.startswith(f"{host}/"):
            names.setdefault(name[len(host) :], source)
    return names


def _without_title(draft: Draft) -> Draft:
    """Take the heading that is the page's title out of the blocks."""
    at = next((at for at, block in enumerate(draft.blocks) if isinstance(block, Heading)), None)
    if at is None:
        return draft
    heading = draft.blocks[at]
    assert isinstance(heading, Heading)
    title = inline_text(heading.children)
    first = sum(isinstance(block, Heading) and block.level == 1 for block in draft.blocks) == 1
    same = title.casefold() == draft.facts.title.casefold()
    if not title or not (same or (heading.level == 1 and first)) or _has_more(heading.children):
        return draft
    if same and heading.level > 2 and at:
        return draft
    entry = Entry(Outcome.MAPPED, "title", "the heading at the top is the title", text=title)
    blocks = (*draft.blocks[:at], *draft.blocks[at + 1 :])
    return draft.refined(blocks, replace(draft.facts, title=title), (entry,))


def _has_more(children: Sequence[Inline]) -> bool:
    return any(
        isinstance(child, Image | Link) or (isinstance(child, Styled) and _has_more(child.children))
        for child in children
    )


def _dated(draft: Draft, parser: LexborHTMLParser) -> Draft:
    """Take the date of the last change out of the article's first or last line."""
    blocks = draft.blocks
    for at in (0, 1, len(blocks) - 1):
        block = blocks[at] if 0 <= at < len(blocks) else None
        if not isinstance(block, Paragraph) or _has_more(block.children):
            continue
        line = inline_text(block.children)
        if not is_date_line(line):
            continue
        updated, entries = date_in([line], language(parser))
        facts = draft.facts
        if not facts.updated:
            facts = replace(facts, updated=updated)
        taken = Entry(
            Outcome.MAPPED, "updated", "the line says when the page was changed last", text=line
        )
        return draft.refined((*blocks[:at], *blocks[at + 1 :]), facts, (taken, *entries))
    if draft.facts.updated:
        return draft
    chrome = (entry.text for entry in draft.entries if entry.topic == "page-chrome")
    updated, entries = date_in(chrome, language(parser))
    return draft.refined(facts=replace(draft.facts, updated=updated), entries=tuple(entries))


def _described(draft: Draft) -> Draft:
    """Return a draft with the products that its text lists, and without a made-up summary."""
    facts = draft.facts
    products = tuple(dict.fromkeys((*facts.products, *find_products(draft.blocks))))
    summary = facts.summary
    if summary and begins_with(_first_text(draft.blocks), summary):
        summary = ""
    return draft.refined(facts=replace(facts, products=products, summary=summary))


def _first_text(blocks: Sequence[Block]) -> str:
    return shown_text(blocks[:8])


def _left_around(parser: LexborHTMLParser, content: Content, around: list[str]) -> Iterator[Entry]:
    """Yield an entry for what stands around the article, which is not counted."""
    body = parser.body
    if body is None or content.whole or not around:
        return
    files = parser.css(_ATTACHMENTS)
    if files and not any(root.css_first(_ATTACHMENTS) for root in content.roots):
        names = dict.fromkeys(" ".join(node.text(deep=True).split()) for node in files)
        yield Entry(
            Outcome.DROPPED,
            "attachments",
            "files are attached to the page; link to those that readers still need",
            about=clip(", ".join(name for name in names if name)),
            attention=Attention.LOOK,
        )
    if content.own:
        return
    yield Entry(
        Outcome.DROPPED,
        "page-around",
        "menus and other parts of the page around the article are left out and not counted",
        about=clip(" · ".join(around)),
    )


READER = Reader(Format.HTML, claims, read)
