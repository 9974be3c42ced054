"""What every article must say of itself, where its original does not."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from helpwright.importers.bundle import Bundle
from helpwright.importers.draft import Draft
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.places import category_title

_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def complete(draft: Draft, bundle: Bundle, today: datetime.date) -> Draft:
    """Return a draft with a title and a date, and with its former address as an alias.

    A title comes from the file's name, a date from the file's own or `today`; each with an entry.
    """
    facts, entries = draft.facts, []
    path = draft.origin.partition("#")[0]
    title = " ".join(_NO_TEXT.sub(" ", facts.title).split())
    if not title:
        title = category_title(posixpath.splitext(posixpath.basename(path))[0]) or "Untitled"
        entries.append(
            Entry(
                Outcome.INFERRED,
                "title",
                "the original has no title; the article is called after its file",
                about=title,
                attention=Attention.DECIDE,
            )
        )
    updated = facts.updated
    if not _is_date(updated):
        known = bundle.modified(path)
        updated = min(known or today, today).isoformat()
        how = "the day on which the file was last changed" if known else "the day of the import"
        entries.append(
            Entry(
                Outcome.INFERRED,
                "updated",
                f"the original does not say when it was last changed; the article has {how}",
                about=facts.updated or updated,
                attention=Attention.LOOK,
            )
        )
    elif updated > today.isoformat():
        entries.append(
            Entry(
                Outcome.REPAIRED,
                "updated",
                "the original was last changed on a day that has not come yet; the article has "
                "the day of the import",
                about=updated,
                attention=Attention.LOOK,
            )
        )
        updated = today.isoformat()
    aliases = list(facts.aliases)
    own = former_address(facts.url)
    if own and own not in aliases:
        aliases.insert(0, own)
        entries.append(
            Entry(
                Outcome.MAPPED,
                "former-address",
                "the address of the original leads to the article",
                about=own,
            )
        )
    made = replace(facts, title=title, updated=updated, aliases=tuple(aliases))
    return draft.refined(facts=made, entries=tuple(entries))


def former_address(url: str) -> str:
    """Return the path of a web address, with which the new site can lead on; empty for its top."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    usable = path.startswith("/") and path.strip("/") and not _NO_TEXT.search(path)
    return path if usable and ".." not in path.split("/") else ""


def distinct_aliases(drafts: Sequence[Draft]) -> list[Draft]:
    """Return drafts in which no two have the same alias; the first keeps it."""
    taken: set[str] = set()
    result: list[Draft] = []
    for draft in drafts:
        own: list[str] = []
        entries: list[Entry] = []
        for alias in draft.facts.aliases:
            key = alias.rstrip("/").casefold()
            if key in taken:
                entries.append(
                    Entry(
                        Outcome.DROPPED,
                        "former-address",
                        "another article of the import has this former address already",
                        about=alias,
                        attention=Attention.DECIDE,
                    )
                )
            else:
                taken.add(key)
                own.append(alias)
        if entries:
            draft = draft.refined(
                facts=replace(draft.facts, aliases=tuple(own)), entries=tuple(entries)
            )
        result.append(draft)
    return result


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
