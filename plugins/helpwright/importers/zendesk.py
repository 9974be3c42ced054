"""The reader of Zendesk's export: what the Help Center API gives for articles, as JSON.

Fields: developer.zendesk.com, Help Center API, Articles, Sections, Categories, Attachments.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from helpwright.importers.bundle import Bundle, Unreadable, decode
from helpwright.importers.draft import Draft, Facts
from helpwright.importers.formats import Format, Reader
from helpwright.importers.html import html_fragment
from helpwright.importers.ledger import Attention, Entry, Outcome, Tally
from helpwright.importers.text.dates import read_date
from helpwright.importers.text.notes import find_products
from helpwright.importers.walk import walk_inlines
from helpwright.model import Image, Status

MAX_BYTES = 128 * 1024 * 1024
"""How large a file may be; the API gives 100 articles a page."""

_SUFFIXES = (".json", ".jsonl", ".ndjson")
_LINES = (".jsonl", ".ndjson")
_SECTION = re.compile(rb'"section_id"\s*:')
_ARTICLE = re.compile(rb'"(?:html_url|draft|label_names|title|promoted)"\s*:')
_SHELF = re.compile(rb'"(?:category_id|categories|sections|article_attachments)"\s*:')
_ADDRESS = re.compile(rb'"(?:html_url|content_url)"\s*:')
_COMPANION = re.compile(r"section|categor|attachment", re.IGNORECASE)
_MAX_COMPANION = 16 * 1024 * 1024
_ATTACHED = re.compile(r"/article_attachments/(\d+)")
_MAX_SECTIONS = 10
"""How deep sections may stand in sections."""

Record = Mapping[str, Any]


def claims(path: str, start: bytes) -> bool:
    """Tell whether a file is part of a Zendesk export, by its name and its first bytes."""
    if posixpath.splitext(path)[1].lower() not in _SUFFIXES:
        return False
    if _SECTION.search(start) and _ARTICLE.search(start):
        return True
    return _SHELF.search(start) is not None and _ADDRESS.search(start) is not None


def read(path: str, bundle: Bundle) -> Iterator[Draft]:
    """Yield the articles of one file; one that holds only sections or the like yields none."""
    records, entries = _load(path, bundle)
    shelf = _Shelf()
    shelf.add(records)
    for other in bundle.paths():
        if other != path and _is_companion(other) and bundle.size(other) <= _MAX_COMPANION:
            try:
                shelf.add(_load(other, bundle)[0])
            except Unreadable:
                continue
    shelf.match(bundle.paths())
    articles = [record for record in records if _is_article(record)]
    for article, translations in _by_language(articles):
        draft = _draft(path, article, translations, shelf)
        yield draft.refined(entries=entries) if entries else draft
        entries = ()


def _is_companion(path: str) -> bool:
    name = posixpath.basename(path)
    return name.lower().endswith(_SUFFIXES) and _COMPANION.search(name) is not None


# --- records -------------------------------------------------------------------------------------


def _load(path: str, bundle: Bundle) -> tuple[list[Record], tuple[Entry, ...]]:
    """Return all objects of a file that may be records of the API."""
    if bundle.size(path) > MAX_BYTES:
        raise Unreadable("the file is larger than 128 MB")
    text, entries = decode(bundle.data(path))
    if posixpath.splitext(path)[1].lower() in _LINES:
        return _load_lines(text, entries)
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise Unreadable("the file is not JSON of Zendesk: it is nested too deep") from error
    except ValueError as error:
        if "\n" in text.strip():
            try:
                return _load_lines(text, entries)
            except Unreadable:
                pass
        raise Unreadable(f"the file is not valid JSON: {_where(error)}") from error
    return list(_records(value)), entries


def _where(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"there is a mistake in line {error.lineno}, column {error.colno}"
    return "a number in it is too long"


def _load_lines(text: str, entries: tuple[Entry, ...]) -> tuple[list[Record], tuple[Entry, ...]]:
    records: list[Record] = []
    wrong: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                records += _records(json.loads(line))
            except (ValueError, RecursionError):
                wrong.append(number)
    if not records:
        raise Unreadable("no line of the file is valid JSON")
    if wrong:
        entry = Entry(
            Outcome.DROPPED,
            "zendesk-line",
            "lines of the export are damaged, and their articles are missing",
            about=f"lines {', '.join(map(str, wrong[:20]))}",
            attention=Attention.LOST,
        )
        entries = (*entries, entry)
    return records, entries


def _records(value: Any) -> Iterator[Record]:
    """Yield the objects of a page of results, a list, or a single result."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))
    elif isinstance(value, dict):
        if "id" in value and not isinstance(value.get("articles"), list):
            yield value
            return
        for key in ("articles", "sections", "categories", "article_attachments", "results"):
            inner = value.get(key)
            yield from (
                (one for one in inner or () if isinstance(one, dict))
                if isinstance(inner, list)
                else ()
            )
        for key in ("article", "section", "category"):
            if isinstance(value.get(key), dict):
                yield value[key]


def _is_article(record: Record) -> bool:
    return "body" in record and ("title" in record or "name" in record)


def _text(value: Any) -> str:
    """Return a value as one line of text that can be written; empty for what is no text."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split())


@dataclass(slots=True)
class _Shelf:
    """What else an export holds: sections and categories by id, attached files by id."""

    sections: dict[str, Record] = field(default_factory=dict)
    categories: dict[str, Record] = field(default_factory=dict)
    attached: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def add(self, records: Iterable[Record]) -> None:
        """Keep what articles refer to."""
        for record in records:
            name = _text(record.get("id"))
            if "file_name" in record:
                self.attached[name] = _text(record["file_name"])
            elif "category_id" in record:
                self.sections[name] = record
            elif "name" in record and "body" not in record:
                self.categories[name] = record
            for file in _list(record.get("attachments")):
                if isinstance(file, dict) and "file_name" in file:
                    self.attached[_text(file.get("id"))] = _text(file["file_name"])

    def match(self, paths: Iterable[str]) -> None:
        """Look for the attached files among those of the bundle, by their names."""
        if not self.attached:
            return
        by_name: dict[str, list[str]] = {}
        for path in paths:
            by_name.setdefault(posixpath.basename(path).casefold(), []).append(path)
        for name, file in self.attached.items():
            found = by_name.get(file.casefold(), [])
            if len(found) == 1:
                self.files[name] = found[0]

    def category(self, article: Record) -> tuple[str, ...]:
        """Return the names of the category and the sections of an article, outermost first."""
        names: list[str] = []
        name = _text(article.get("section_id"))
        for _ in range(_MAX_SECTIONS):
            section = self.sections.get(name)
            if section is None:
                break
            names.append(_text(section.get("name")))
            outer = _text(section.get("parent_section_id"))
            if not outer:
                category = self.categories.get(_text(section.get("category_id")))
                names.append(_text(category.get("name")) if category else "")
                break
            name = outer
        return tuple(name for name in reversed(names) if name)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


# --- languages -----------------------------------------------------------------------------------


def _by_language(articles: Iterable[Record]) -> Iterator[tuple[Record, list[str]]]:
    """Yield each article once, in the language that it was written in, and its other languages."""
    groups: dict[str, list[Record]] = {}
    for article in articles:
        groups.setdefault(_text(article.get("id")), []).append(article)
    for name, group in groups.items():
        if not name:
            yield from ((article, []) for article in group)
            continue
        first = next((one for one in group if _is_source(one)), group[0])
        others = [_text(one.get("locale")) for one in group if one is not first]
        inside = [one for one in _list(first.get("translations")) if isinstance(one, dict)]
        others += [_text(one.get("locale")) for one in inside]
        own = _text(first.get("locale"))
        yield first, [locale for locale in dict.fromkeys(others) if locale and locale != own]


def _is_source(article: Record) -> bool:
    return _text(article.get("locale")) == _text(article.get("source_locale"))


# --- articles ------------------------------------------------------------------------------------


def _draft(path: str, article: Record, translations: list[str], shelf: _Shelf) -> Draft:
    body = article.get("body")
    fragment = html_fragment(body if isinstance(body, str) else "")
    name = _text(article.get("id"))
    written = article.get("edited_at") or article.get("updated_at")
    days = read_date(_text(written))
    url = _text(article.get("html_url"))
    facts = Facts(
        title=_text(article.get("title")) or _text(article.get("name")),
        id=name,
        updated=days[0] if days else "",
        products=find_products(fragment.blocks),
        tags=tuple(dict.fromkeys(filter(None, map(_text, _list(article.get("label_names")))))),
        category=shelf.category(article),
        status=Status.DRAFT if article.get("draft") is True else Status.PUBLISHED,
        url=url if url.startswith(("https://", "http://")) else "",
    )
    entries = (*fragment.entries, *_entries(article, translations, fragment.tally, facts))
    sources = {child.source for child in walk_inlines(fragment.blocks) if isinstance(child, Image)}
    pictures = tuple(
        (source, shelf.files[found[1]])
        for source in sorted(sources)
        if (found := _ATTACHED.search(source)) and found[1] in shelf.files
    )
    origin = f"{path}#{name or _text(article.get('title'))[:60] or 'article'}"
    return Draft(origin, fragment.blocks, facts, fragment.tally, entries, pictures)


def _entries(
    article: Record, translations: list[str], tally: Tally, facts: Facts
) -> Iterator[Entry]:
    """Yield what an article of Zendesk says that has no place in ours."""
    if not tally.words and not tally.pictures:
        yield Entry(
            Outcome.LEFT,
            "zendesk-empty",
            "the article has no text in the export",
            about=facts.title,
            attention=Attention.LOST,
        )
    if translations:
        yield Entry(
            Outcome.DROPPED,
            "translation",
            "the article is there in other languages, too; only the one it was written in is "
            "imported",
            about=", ".join(translations),
            attention=Attention.LOOK,
        )
    if article.get("outdated") is True:
        yield Entry(
            Outcome.LEFT,
            "zendesk-outdated",
            "Zendesk marks the article as out of date",
            about=facts.title,
            attention=Attention.DECIDE,
        )
    if article.get("user_segment_id") or article.get("user_segment_ids"):
        yield Entry(
            Outcome.LEFT,
            "zendesk-readers",
            "only some readers could see the article; here everybody can once it is published",
            about=facts.title,
            attention=Attention.DECIDE,
        )
    if article.get("promoted") is True:
        yield Entry(
            Outcome.DROPPED, "zendesk-promoted", "the article was promoted in the help center"
        )
    if facts.category == () and article.get("section_id"):
        yield Entry(
            Outcome.LEFT,
            "zendesk-section",
            "the export does not say what the article's section is called",
            about=f"section {_text(article.get('section_id'))}",
            attention=Attention.LOOK,
        )


READER = Reader(Format.ZENDESK, claims, read)
