"""The reader of Microsoft Learn's Markdown (DocFX), as the repositories of its articles have it.

The dialect is described in Learn's contributor guide, "Markdown reference", and its details are
those of DocFX's own parsers. `learn_page` resolves its syntax, `learn_facts` reads its front
matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from helpwright.importers.bundle import Bundle, NoArticle, decode
from helpwright.importers.draft import Draft
from helpwright.importers.formats import Format, Reader
from helpwright.importers.ledger import Entry, Tally, count_words
from helpwright.importers.markdown.front import split_front
from helpwright.importers.markdown.joins import join_lists
from helpwright.importers.markdown.learn_account import Account
from helpwright.importers.markdown.learn_facts import read_facts
from helpwright.importers.markdown.learn_head import take_head
from helpwright.importers.markdown.learn_links import settle_links
from helpwright.importers.markdown.learn_page import Page
from helpwright.importers.markdown.learn_tabs import fold_tabs
from helpwright.importers.markdown.raw import fold_html
from helpwright.importers.tally import tally_blocks
from helpwright.model import Block

BASE = "https://learn.microsoft.com"
"""Where links that begin with a slash lead."""
_SUFFIXES = (".md", ".markdown")
_KEYS = re.compile(rb"^(?:ms\.[a-z]+|search\.appverid|f1[._]keywords)[ \t]*:", re.M | re.I)
_SYNTAX = re.compile(
    rb":::[ \t]*(?:image|moniker|zone|row|code|no-loc|video)\b|\[!INCLUDE|\[!code|\(#tab/"
    rb"|>[ \t]*\[!(?:div|VIDEO)\b|^uid:|\(xref:",
    re.IGNORECASE | re.MULTILINE,
)
_LINKS = re.compile(r"xref:|\[[ \t\n>]*(?:!\[|:::)", re.IGNORECASE)
_LANDING = frozenset(("landing-page", "hub-page", "landingpage", "hubpage", "hub", "landing"))
_FRAGMENT = frozenset(("include", "include-file", "includes"))


def _claims(path: str, start: bytes) -> bool:
    if not path.lower().endswith(_SUFFIXES):
        return False
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"---"):
        end = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.M).search(head, 3)
        if _KEYS.search(head, 3, end.start() if end else len(head)):
            return True
    return _SYNTAX.search(start) is not None


def _read(path: str, bundle: Bundle) -> Iterator[Draft]:
    text, decoded = decode(bundle.data(path))
    front = split_front(text)
    _refuse(front.values)
    account = Account(path, bundle)
    blocks = Page(account, (path,), front.lines).read(front.body)
    resolved = tuple(account.entries)
    tally = _tally(blocks, resolved)
    blocks, told = _settle(blocks, front.body, account.files > 0)
    head = take_head(blocks)
    facts, known = read_facts(front.values, head)
    entries = (*decoded, *front.entries, *known, *head.entries, *resolved, *told)
    yield Draft(path, head.blocks, facts, tally, entries)


def _refuse(values: Mapping[str, tuple[str, ...]]) -> None:
    """Raise NoArticle for what is Markdown but no article."""
    kinds = {kind.strip().lower() for key in ("ms.topic", "layout") for kind in values.get(key, ())}
    if kinds & _LANDING:
        raise NoArticle("it is a landing page, a list of links, and not an article")
    if kinds & _FRAGMENT:
        raise NoArticle("it is a fragment for other documents to include")


def _settle(
    blocks: tuple[Block, ...], text: str, included: bool
) -> tuple[tuple[Block, ...], tuple[Entry, ...]]:
    """Give what only Learn has the form of an article; `included` text is not part of `text`."""
    changes = [fold_html, join_lists]
    if included or "#tab/" in text:
        changes.insert(0, fold_tabs)
    if included or _LINKS.search(text):
        changes.insert(0, settle_links)
    entries: list[Entry] = []
    for change in changes:
        blocks, told = change(blocks)
        entries += told
    return blocks, tuple(entries)


def _tally(blocks: tuple[Block, ...], entries: tuple[Entry, ...]) -> Tally:
    """Return what the original shows: its blocks without what was added, and what was left out."""
    found = tally_blocks(blocks)
    words = found.words
    links = found.links
    for entry in entries:
        words.update(count_words(entry.text))
        words.subtract(count_words(entry.added))
        links -= entry.added_links
    return Tally(+words, found.pictures, links)


LEARN_READER = Reader(Format.LEARN, _claims, _read)
"""Reads the Markdown of Microsoft Learn."""
