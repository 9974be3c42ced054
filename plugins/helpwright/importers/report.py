"""The loss ledger as data: `import-report.json`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from helpwright.importers.ledger import Attention, Balance, Entry, Outcome, Tally, count_words
from helpwright.importers.run import Imported, Result

SCHEMA = 1
"""The version of the report's form; a change that breaks readers counts it up."""


def report(result: Result, version: str) -> dict[str, Any]:
    """Return the report of an import as values that JSON can hold.

    Words, pictures and links are numbers: `original` = `text` + `moved` + `dropped` - `added`
    + `missing`, where `text` is what the articles show, `moved` what became front matter or
    structure, `dropped` what is in no article, `added` what the import put there; `missing` is 0
    where the account balances.
    """
    return {
        "schema": SCHEMA,
        "tool": f"helpwright {version}",
        "source": result.source,
        "totals": totals(result),
        "articles": [_article(imported) for imported in result.articles],
        "failures": [{"origin": it.origin, "reason": it.reason} for it in result.failures],
        "others": [{"path": path, "reason": reason} for path, reason in result.others],
        "refused": [{"path": it.path, "reason": it.reason} for it in result.refused],
        "removed": result.removed,
        "gone": result.gone,
        "general": [{"about": path, **_entry(entry)} for path, entry in result.entries],
        "softened": result.softened,
        "findings": dict(sorted(Counter(it.rule.name for it in result.findings).items())),
    }


def to_json(report: Mapping[str, Any]) -> str:
    """Return a report as JSON text."""
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def totals(result: Result) -> dict[str, Any]:
    """Return the sums over all articles."""
    entries = [entry for it in result.articles for entry in it.planned.entries]
    levels = Counter(entry.attention for entry in entries)
    accounts = [account(it) for it in result.articles]
    return {
        "documents": len(result.articles) + len(result.failures) + len(result.removed),
        "articles": len(result.articles),
        "by_status": dict(sorted(Counter(it.status for it in result.articles).items())),
        "balanced": sum(it.planned.balance.even for it in result.articles),
        **{
            kind: {key: sum(one[kind][key] for one in accounts) for key in _KEYS}
            for kind in ("words", "pictures", "links")
        },
        "attention": {level.name.lower(): levels[level] for level in Attention},
        "outcomes": dict(sorted(Counter(str(entry.outcome) for entry in entries).items())),
        "picture_files": dict(sorted(result.pictures.items())),
    }


_KEYS = ("original", "text", "moved", "dropped", "added", "missing", "surplus")


def account(imported: Imported) -> dict[str, dict[str, int]]:
    """Return the account of one article: for words, pictures and links, where they are now."""
    planned = imported.planned
    moved, dropped = _taken(planned.entries, moved=True), _taken(planned.entries, moved=False)
    added = _added(planned.entries)
    uneven = _uneven(planned.balance)
    original, text = _sizes(planned.original), _sizes(planned.shown)
    columns = (original, text, moved, dropped, added, *uneven)
    return {
        kind: dict(zip(_KEYS, (column[at] for column in columns), strict=True))
        for at, kind in enumerate(("words", "pictures", "links"))
    }


Sizes = tuple[int, int, int]


def _sizes(tally: Tally) -> Sizes:
    return tally.words.total(), tally.pictures, tally.links


def _taken(entries: Iterable[Entry], *, moved: bool) -> Sizes:
    words = pictures = links = 0
    for entry in entries:
        if (entry.outcome is not Outcome.DROPPED) is moved:
            words += count_words(entry.text).total()
            pictures += len(entry.pictures)
            links += len(entry.links)
    return words, pictures, links


def _added(entries: Iterable[Entry]) -> Sizes:
    words = pictures = links = 0
    for entry in entries:
        words += count_words(entry.added).total()
        pictures += entry.added_pictures
        links += entry.added_links
    return words, pictures, links


def _uneven(balance: Balance) -> tuple[Sizes, Sizes]:
    missing = balance.missing.total(), max(balance.pictures, 0), max(balance.links, 0)
    surplus = balance.surplus.total(), max(-balance.pictures, 0), max(-balance.links, 0)
    return missing, surplus


def _article(imported: Imported) -> dict[str, Any]:
    planned = imported.planned
    entries = sorted(planned.entries, key=lambda entry: entry.attention)
    return {
        "origin": planned.origin,
        "path": planned.place.path,
        "id": planned.place.id,
        "title": planned.title,
        "format": str(planned.format),
        "status": imported.status,
        **({"reason": imported.reason} if imported.reason else {}),
        "balanced": planned.balance.even,
        "account": account(imported),
        "entries": [_entry(entry) for entry in entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    """Return an entry without what it leaves empty."""
    values: dict[str, Any] = {
        "outcome": str(entry.outcome),
        "topic": entry.topic,
        "reason": entry.reason,
        "attention": entry.attention.name.lower(),
        "text": entry.text,
        "about": entry.about,
        "added": entry.added,
        "pictures": list(entry.pictures),
        "links": list(entry.links),
        "added_pictures": entry.added_pictures,
        "added_links": entry.added_links,
        "place": entry.place,
        "line": entry.line,
        "candidates": list(entry.candidates),
    }
    return {key: value for key, value in values.items() if value or key in _ALWAYS}


_ALWAYS = ("outcome", "topic", "reason", "attention")
