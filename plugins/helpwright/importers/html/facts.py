"""What a page says of itself: title, summary, date, address, tags, categories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.importers.draft import Facts
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.text.dates import read_date

_TITLES = (
    "h1.article-title",
    "h1#title-heading",
    "#title-text",
    "h1#title",
    "h1.fw-page-title",
    "h1.t__h1",
    "h1[itemprop=headline]",
    ".article-header h1",
    "main h1",
    "article h1",
    "h1",
)
_SEPARATORS = re.compile(r"\s+(?:[|\u2013\u2014\u00b7\u2022\u00bb\u203a]|::|-)\s+")
_HOME = re.compile(r"(?:.*\b)?(?:home|help cent(?:er|re)|support|knowledge ?base|start)\Z", re.I)
_CRUMBS = (
    "#breadcrumbs li, #breadcrumb-section li",
    ".breadcrumbs li",
    ".mt-breadcrumbs li",
    ".breadcrumb li",
    "nav[aria-label*=readcrumb] li",
    ".breadcrumb a",
    ".breadcrumbs a",
    "[itemtype$=BreadcrumbList] [itemprop=name]",
)
_TAGS = "[rel=tag], .md-tags .md-tag, .mt-tags a, .content-tag-item a, .label-list a"
_DATES = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "revised",
    "dcterms.modified",
)
_DATED = "[itemprop=dateModified], .modified-date, .mt-last-updated time"
_UPDATED = re.compile(
    r"(?:^|[\s,(])(?:last\s+)?(?:updated?|modified|edited|revised|reviewed|changed)"
    r"(?:\s+(?:by\s+[^\d:]{1,60}?\s+)?(?:on|at|date))?\s*:?\s*(?P<date>[^:]{4,40})",
    re.IGNORECASE,
)
_UPDATED_ALONE = re.compile(
    r"(?:last\s+)?(?:updated?|modified|edited|revised|reviewed|changed)(?:\s+(?:on|at|date))?\s*:?",
    re.IGNORECASE,
)
_UPDATED_WORD = re.compile(r"\b(?:updated|modified|edited|revised)\b", re.IGNORECASE)
_MODIFIED_JSON = re.compile(r'"dateModified"\s*:\s*"(\d{4}-\d\d-\d\d)')
_SAVED = re.compile(r"<!--\s*saved from url=\(\d{4}\)(\S{1,2000}?)\s*-->")
_NUMBER_IN_ADDRESS = re.compile(r"/(?:articles|article|pages|page|a)/(\d{4,})|[?&]pageId=(\d+)")
_NUMBER_IN_NAME = re.compile(r"_(\d{5,})\.html?\Z", re.IGNORECASE)
_MAX_WORDS = 14
"""How many words a line that only says when a page was changed may have."""
_MAX_SUMMARY = 300


@dataclass(slots=True)
class Found:
    """Facts of a page, with entries about those that are not sure."""

    facts: Facts
    entries: list[Entry] = field(default_factory=list)


def read_facts(parser: LexborHTMLParser, html: str, path: str, around: list[str]) -> Found:
    """Return what a page says of itself outside of its article's text.

    `html` is its source, `around` are the lines of text that stand around the article.
    """
    meta = _metas(parser)
    crumbs = _crumbs(parser)
    title, entries = _title(parser, meta, crumbs)
    url = _address(parser, meta, html)
    updated, more = _updated(parser, meta, html, around)
    facts = Facts(
        title=title,
        id=_number(meta, url, path),
        summary=_summary(meta),
        updated=updated,
        tags=tuple(dict.fromkeys(_tags(parser, meta))),
        category=tuple(name for name in crumbs[1:] if name.casefold() != title.casefold()),
        products=tuple(dict.fromkeys(_products(meta))),
        url=url,
    )
    return Found(facts, [*entries, *more])


def _line(node: LexborNode) -> str:
    return " ".join(node.text(deep=True, separator=" ").split())


Meta = dict[str, str]


def _metas(parser: LexborHTMLParser) -> Meta:
    """Return what the head of a page says, by the names that it uses for that."""
    found: Meta = {}
    for node in parser.css("meta"):
        attributes = node.attributes
        value = " ".join((attributes.get("content") or "").split())
        for kind in ("name", "property", "itemprop"):
            name = (attributes.get(kind) or "").lower()
            if name and value:
                found.setdefault(name, value)
    return found


def _first(meta: Meta, *names: str) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _title(parser: LexborHTMLParser, meta: Meta, crumbs: list[str]) -> tuple[str, list[Entry]]:
    for selector in _TITLES:
        found = parser.css_first(selector)
        title = _line(found) if found is not None else ""
        if title:
            space, parted, rest = title.partition(" : ")
            if parted and rest and (not crumbs or space == crumbs[0]) and "title" in selector:
                return rest, []  # Confluence puts the name of the space in front.
            return title, []
    site = _first(meta, "og:site_name", "application-name")
    title = _first(meta, "og:title", "twitter:title")
    head = parser.css_first("head title") or parser.css_first("title")
    title = title or (_line(head) if head is not None else "")
    if site:
        for part in _SEPARATORS.finditer(title):
            if title[part.end() :].casefold() == site.casefold():
                return title[: part.start()], []
    parts = list(_SEPARATORS.finditer(title))
    if parts and (_HOME.match(title[parts[-1].end() :]) or "|" in parts[-1][0]):
        entry = Entry(
            Outcome.INFERRED,
            "title",
            "the page has no heading; its title comes from the browser's, without the site's name",
            about=title,
            attention=Attention.LOOK,
        )
        return title[: parts[-1].start()], [entry]
    return title, []


def _crumbs(parser: LexborHTMLParser) -> list[str]:
    for selector in _CRUMBS:
        names = [_line(node).strip(" >/\u203a\u00bb") for node in parser.css(selector)]
        names = [name for name in names if name]
        if names:
            return list(dict.fromkeys(names))
    return []


def _summary(meta: Meta) -> str:
    """Return the description of a page, unless it is only the beginning of its text."""
    summary = _first(meta, "description", "og:description")
    if len(summary) > _MAX_SUMMARY or summary.endswith(("...", "\u2026")):
        return ""
    return summary


def begins_with(text: str, summary: str) -> bool:
    """Tell whether a text begins with a summary, whatever the blanks."""
    return "".join(text.split()).startswith("".join(summary.split()))


def _address(parser: LexborHTMLParser, meta: Meta, html: str) -> str:
    link = parser.css_first("link[rel=canonical]")
    url = ((link.attributes.get("href") if link else "") or "").strip() or _first(meta, "og:url")
    if not url:
        saved = _SAVED.search(html[:4096])
        url = saved[1] if saved else ""
    return url if url.lower().startswith(("http://", "https://")) and _is_address(url) else ""


def _is_address(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _number(meta: Meta, url: str, path: str) -> str:
    """Return the number that a product calls a page by, where it shows."""
    number = _first(meta, "ajs-page-id") or _first(meta, "page-id")
    if number.isdigit():
        return number
    found = _NUMBER_IN_ADDRESS.search(url)
    if found is not None:
        return found[1] or found[2]
    found = _NUMBER_IN_NAME.search(path)
    return found[1] if found else ""


def _tags(parser: LexborHTMLParser, meta: Meta) -> Iterator[str]:
    words = _first(meta, "keywords", "news_keywords")
    yield from (word for part in words.split(",") if (word := part.strip()))
    if "article:tag" in meta:
        yield meta["article:tag"]
    for node in parser.css(_TAGS):
        if line := _line(node):
            yield line


def _products(meta: Meta) -> Iterator[str]:
    for name in ("products", "product"):
        words = _first(meta, name)
        yield from (word for part in re.split("[;,]", words) if (word := part.strip()))


def _updated(
    parser: LexborHTMLParser, meta: Meta, html: str, around: list[str]
) -> tuple[str, list[Entry]]:
    written = [_first(meta, name) for name in _DATES]
    for node in parser.css(_DATED):
        written.append(node.attributes.get("datetime") or _line(node))
    for words in written:
        days = read_date(words) if words else ()
        if days:
            return days[0], []
    found = _MODIFIED_JSON.search(html)
    if found is not None:
        return found[1], []
    for node in parser.css("time[datetime]"):
        days = read_date(node.attributes.get("datetime") or "")
        if days and _is_updated(node):
            return days[0], []
    return date_in(around, language(parser))


def _is_updated(time: LexborNode) -> bool:
    """Tell whether the few words around a date say that it is the one of the last change."""
    outer = time.parent
    for _ in range(3):
        if outer is None:
            return False
        line = _line(outer)
        if len(line.split()) > _MAX_WORDS:
            return False
        if _UPDATED_WORD.search(line):
            return True
        outer = outer.parent
    return False


def language(parser: LexborHTMLParser) -> str:
    """Return the language that a page says it is in, in lower case; empty if it does not."""
    html = parser.css_first("html")
    return ((html.attributes.get("lang") if html else "") or "").lower()


def date_in(lines: Iterable[str], lang: str) -> tuple[str, list[Entry]]:
    """Return the day on which short lines say that a page was changed last, and entries."""
    previous = ""
    for line in lines:
        written = ""
        if len(line.split()) <= _MAX_WORDS:
            found = _UPDATED.search(line)
            written = found["date"] if found else ""
        if not written and _UPDATED_ALONE.fullmatch(previous):
            written = line[:40]
        previous = f"{previous} {line}" if previous.lower() == "last" else line
        days = read_date(written, day_first=_day_first(lang)) if written else ()
        if days:
            return days[0], _ambiguous(days, line)
    return "", []


def is_date_line(line: str) -> bool:
    """Tell whether a line only says when a page was changed."""
    found = _UPDATED.search(line)
    if found is None or len(line.split()) > _MAX_WORDS or found.start() > 40:
        return False
    return bool(read_date(found["date"]))


def _day_first(lang: str) -> bool | None:
    if not lang:
        return None
    return lang not in ("en", "en-us", "en-ca", "fil", "es-us")


def _ambiguous(days: tuple[str, ...], line: str) -> list[Entry]:
    if len(days) < 2:
        return []
    entry = Entry(
        Outcome.INFERRED,
        "updated",
        "the date can be read in two ways",
        about=line,
        attention=Attention.LOOK,
        candidates=days,
    )
    return [entry]
