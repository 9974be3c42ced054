"""What the head of a Markdown document says, under the names that other systems have for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from helpwright.importers.draft import Facts
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.text.dates import read_date
from helpwright.model import Status

_TITLES = ("title", "sidebar_label", "sidebar-label", "sidebar_title", "linktitle", "name")
_IDS = ("slug", "id", "uid", "article_id", "zendesk_id", "external_id")
_SUMMARIES = ("summary", "description", "excerpt", "abstract", "meta_description")
_DATES = (
    "updated", "last_updated", "lastupdated", "last_modified", "last_modified_at", "lastmod",
    "last_update.date", "last_reviewed", "modified", "updated_at", "date_updated", "date",
    "published_date", "created_at", "created", "publishdate",
)  # fmt: skip
_TAGS = ("tags", "tag", "labels", "label", "label_names", "keywords", "categories")
_PRODUCTS = (
    "products", "product", "applies_to", "applies-to", "appliesto", "applies to",
)  # fmt: skip
_VERSIONS = ("versions", "version")
_CATEGORIES = ("category", "section", "folder")
_ALIASES = ("aliases", "alias", "redirect_from", "redirects", "redirect_urls", "old_urls")
_URLS = ("permalink", "url", "canonical_url", "canonical", "html_url")
_OWNERS = ("author", "authors", "owner", "owners", "maintainer", "last_update.author")
_STATES = {
    "draft": Status.DRAFT,
    "unpublished": Status.DRAFT,
    "wip": Status.DRAFT,
    "in progress": Status.DRAFT,
    "review": Status.REVIEW,
    "in review": Status.REVIEW,
    "published": Status.PUBLISHED,
    "public": Status.PUBLISHED,
    "live": Status.PUBLISHED,
    "archived": Status.RETIRED,
    "deprecated": Status.RETIRED,
    "obsolete": Status.RETIRED,
    "retired": Status.RETIRED,
    "outdated": Status.RETIRED,
}
_YES = frozenset(("true", "yes", "on", "1"))
_NO = frozenset(("false", "no", "off", "0"))
_LONGEST = 200


@dataclass(slots=True)
class _Head:
    values: dict[str, tuple[str, ...]]
    entries: list[Entry] = field(default_factory=list)

    def texts(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Take the texts of the first of these keys that has any; the others are left."""
        for key in keys:
            if self.values.get(key):
                return self.values.pop(key)
        return ()

    def all_texts(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Take the texts of all of these keys, each once."""
        found = (text for key in keys for text in _parted(self.values.pop(key, ())))
        return tuple(dict.fromkeys(found))

    def text(self, keys: Iterable[str]) -> str:
        """Take the text of the first of these keys that has one, in one line."""
        return " ".join(" ".join(self.texts(keys)).split())

    def drop(self, key: str, reason: str, attention: Attention = Attention.NONE) -> None:
        texts = self.values.pop(key, ())
        if texts:
            about = f"{key}: {', '.join(texts)}"[:_LONGEST]
            entry = Entry(Outcome.DROPPED, "front-matter-key", reason, about=about)
            self.entries.append(_with(entry, attention))


def _with(entry: Entry, attention: Attention) -> Entry:
    return Entry(entry.outcome, entry.topic, entry.reason, about=entry.about, attention=attention)


def read_facts(values: Mapping[str, tuple[str, ...]]) -> tuple[Facts, tuple[Entry, ...]]:
    """Return what a head says as facts, and what is not taken over, key by key."""
    head = _Head(dict(values))
    title = head.text(_TITLES)
    summary = head.text(_SUMMARIES)
    products = _products(head)
    updated = _date(head)
    status = _status(head)
    slug, url = _address(head)
    facts = Facts(
        title=title,
        id=slug,
        summary=summary,
        updated=updated,
        products=products,
        tags=head.all_texts(_TAGS),
        aliases=_aliases(head),
        category=tuple(filter(None, (head.text((key,)) for key in _CATEGORIES[:2]))),
        status=status,
        url=url,
    )
    for key in _OWNERS:
        head.drop(key, "who wrote the original is not taken along")
    for key in [key for key, texts in head.values.items() if texts]:
        head.drop(key, "the knowledge base has no such key")
    return facts, tuple(head.entries)


def _parted(texts: tuple[str, ...]) -> list[str]:
    """Return the items of a list that is one text with commas or semicolons."""
    if len(texts) == 1 and re.search(r"[,;]", texts[0]):
        texts = tuple(re.split(r"[,;]", texts[0]))
    return [" ".join(text.split()) for text in texts if text.strip()]


def _products(head: _Head) -> tuple[str, ...]:
    """Return the products; versions that stand apart are those of the only product."""
    products = head.all_texts(_PRODUCTS)
    if len(products) == 1:
        versions = head.all_texts(_VERSIONS)
        return tuple(f"{products[0]} {version}" for version in versions) or products
    for key in _VERSIONS:
        head.drop(key, "these versions belong to no product that is named", Attention.LOOK)
    return products


def _date(head: _Head) -> str:
    for key in _DATES:
        written = " ".join(head.values.get(key, ()))
        days = read_date(written[:80]) if written else ()
        if not days:
            continue
        del head.values[key]
        if len(days) > 1:
            head.entries.append(
                Entry(
                    Outcome.INFERRED,
                    "updated",
                    "the date can be read in two ways",
                    about=f"{key}: {written}"[:_LONGEST],
                    attention=Attention.DECIDE,
                    candidates=days,
                )
            )
        return days[0]
    return ""


def _status(head: _Head) -> Status | None:
    def one(key: str) -> str:
        return " ".join(head.values.get(key, ())).strip().lower()

    found: Status | None = None
    if one("draft") in _YES or one("published") in _NO or one("publish") in _NO:
        found = Status.DRAFT
    elif one("archived") in _YES or one("deprecated") in _YES or one("outdated") in _YES:
        found = Status.RETIRED
    for key in ("draft", "published", "publish", "archived", "deprecated", "outdated"):
        if one(key) in _YES | _NO:
            del head.values[key]
    state = one("status") or one("state")
    if state in _STATES:
        head.values.pop("status" if one("status") else "state")
        found = found or _STATES[state]
    return found


def _address(head: _Head) -> tuple[str, str]:
    """Return the document's short name, and the address at which the original stood."""
    written = [head.text((key,)) for key in _IDS]
    names = [text for text in written if text]
    slug = next((text for text in names if "/" not in text), "")
    path = next((text for text in names if text.startswith("/") and len(text) > 1), "")
    url = head.text(_URLS)
    if not url.startswith(("/", "http://", "https://")):
        url = f"/{url}" if url and " " not in url and ":" not in url else ""
    return slug, url or path


def _aliases(head: _Head) -> tuple[str, ...]:
    found: list[str] = []
    others: list[str] = []
    for key in _ALIASES:
        for text in _parted(head.values.pop(key, ())):
            path = _path(text)
            (found if path else others).append(path or text)
    if others:
        head.entries.append(
            Entry(
                Outcome.DROPPED,
                "front-matter-key",
                "another name of the document is no address that could lead to it",
                about=f"aliases: {', '.join(others)}"[:_LONGEST],
            )
        )
    return tuple(dict.fromkeys(found))


def _path(text: str) -> str:
    """Return the path of a former address; empty where a text is none."""
    try:
        path = urlsplit(text).path
    except ValueError:
        return ""
    if " " in text or not path or (":" in text and not text.startswith(("http:", "https:"))):
        return ""
    if not path.startswith("/") and "/" not in path and "." not in path and "-" not in path:
        return ""
    return path if path.startswith("/") else f"/{path}"
