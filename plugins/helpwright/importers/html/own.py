"""What one of our own pages says of its article."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit, urlunsplit

from selectolax.lexbor import LexborNode

from helpwright.importers.draft import Draft, Facts
from helpwright.importers.edition import Edition, identifier, read_products
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.model import SectionKind, Status
from helpwright.new import make_id
from helpwright.resolve.anchors import slug

_NUMBERED = re.compile(r"-\d+\Z")
_STATUS = {"Draft": Status.DRAFT, "Review": Status.REVIEW, "Retired": Status.RETIRED}
_PAGE = re.compile(r"(?:(?<=/)index)?(?:\.(?:html?|md))?\Z")
"""What stands behind the last part of a page's address."""


def read_own_facts(root: LexborNode, facts: Facts, origin: str) -> Facts:
    """Return facts with those that a page of ours shows around its text.

    `origin` is the path of the page.
    """
    title = root.css_first("h1")
    crumbs = root.css(".hw-breadcrumb li")
    time = root.css_first(".hw-facts time")
    products = ""
    for row in root.css(".hw-facts div"):
        term, value = row.css_first("dt"), row.css_first("dd")
        if term is not None and value is not None and _line(term) == "Applies to":
            products = value.attributes.get("data-hw-applies-to") or _line(value)
    notice = root.css_first("[data-hw-chrome=notice]:not(.hw-version-notice) .admonition-title")
    facts = replace(
        facts,
        title=_line(title) if title is not None else facts.title,
        updated=(time.attributes.get("datetime") or "") if time is not None else facts.updated,
        products=tuple(part for part in products.split("; ") if part) or facts.products,
        errors=tuple(node.text(deep=True) for node in root.css(".hw-errors pre")),
        category=tuple(_line(node) for node in crumbs[1:]) or facts.category,
        status=_STATUS.get(_line(notice)) if notice is not None else Status.PUBLISHED,
        changes=tuple(dict(_changes(root)).items()),
    )
    edition = _edition(root, facts, origin)
    if edition is None:
        return facts
    name = f"{edition.article}-{edition.slug}" if edition.slug else edition.article
    return replace(
        facts,
        edition=edition,
        id=identifier(name) or make_id(name),
        url=_variant_url(facts.url, edition.slug),
    )


def as_edition(draft: Draft) -> Draft:
    """Return the draft of a page of ours with what its readers must know of its versions.

    Each page of an article with several becomes an article. The further ones get the versions into
    their title, and an entry says what they are.
    """
    edition = draft.facts.edition
    if edition is None:
        return draft
    title = draft.facts.title
    entries = [
        Entry(
            Outcome.MAPPED,
            "version-of-article",
            "the page is for some versions of its article, and so is the article that it became; "
            "those for the other versions are articles of their own",
            about=f"{title}: {edition.label}",
        )
    ]
    if edition.slug:
        entries = [
            Entry(
                Outcome.INFERRED,
                "version-of-article",
                "the page is for some versions of an article that has several pages, and became an "
                "article of its own; a person may join them by conditions, as the guide "
                '"Versions" shows',
                about=f"{edition.article}: {edition.label}",
                attention=Attention.LOOK,
            )
        ]
        title = f"{title} ({edition.label})"
    else:
        states = [
            f"{product.name} {state}"
            for product in edition.products
            for state in product.unsupported
        ]
        if states:
            entries.append(
                Entry(
                    Outcome.DROPPED,
                    "version-support",
                    "the page does not say on which day a version came out or was retired; give "
                    "kb.yml the days of these",
                    about="; ".join(states)[:400],
                    attention=Attention.LOOK,
                )
            )
    return draft.refined(facts=replace(draft.facts, title=title), entries=tuple(entries))


def is_made_up(fragment: str, words: str) -> bool:
    """Tell whether a heading's address is the one that our pages give it without a label."""
    names = (slug(words), *SectionKind)
    return fragment in names or _NUMBERED.sub("", fragment) in names


def _changes(root: LexborNode) -> Iterator[tuple[str, str]]:
    """Yield the day and the words of each line of the history."""
    for item in root.css(".hw-history li"):
        time, words = item.css_first("time"), item.css_first("span")
        day = (time.attributes.get("datetime") or "") if time is not None else ""
        line = _line(words) if words is not None else ""
        if line and _is_date(day):
            yield day, line


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _edition(root: LexborNode, facts: Facts, origin: str) -> Edition | None:
    """Return for which versions a page is; None where its article has no other page."""
    told = root.css_first("[data-hw-versions]")
    found = read_products((told.attributes.get("data-hw-versions") or "") if told else "")
    if found is None:
        return None
    page, products = found
    current = root.css_first(".hw-versions [aria-current]")
    label = _line(current) if current is not None else page
    return Edition(_article_id(facts, origin, page), page, label, products)


def _article_id(facts: Facts, origin: str, page: str) -> str:
    """Return the id of a page's article: what the address of the article's own page ends in."""
    own = _last(unquote(urlsplit(facts.url).path), page)
    path = _last(f"/{origin}", page)
    return identifier(own) or identifier(path) or make_id(facts.title) or "article"


def _last(path: str, page: str) -> str:
    """Return the last part of a page's address, or the one before where that is its version."""
    folder, _, name = _PAGE.sub("", path).rstrip("/").rpartition("/")
    return posixpath.basename(folder) if page and name == page else name


def _variant_url(url: str, page: str) -> str:
    """Return the address of an article's page for some versions, made of that of its own page."""
    if not url or not page:
        return url
    parts = urlsplit(url)
    stem = _PAGE.sub("", parts.path).rstrip("/")
    ending = parts.path[len(stem) :]
    if posixpath.basename(stem) == page:
        return url
    return urlunsplit(parts._replace(path=f"{stem}/{page}{ending}"))


def _line(node: LexborNode) -> str:
    return " ".join(node.text(deep=True, separator=" ").split())
