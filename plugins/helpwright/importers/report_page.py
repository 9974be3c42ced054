"""The loss ledger as a page for people: what they must look at first, then all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

_LEVELS = {
    "lost": ("May be lost or wrong", "A reader may miss something or do something wrong here."),
    "decide": ("Needs a decision", "There are several possibilities, or none that is sure."),
    "look": ("Worth a glance", "Probably right: the import followed a rule that can be wrong."),
}
_OUTCOMES = {
    "mapped": "became structure or front matter",
    "inferred": "worked out by a rule that can be wrong",
    "repaired": "damaged or ambiguous, and mended",
    "kept-raw": "kept as HTML",
    "dropped": "not in the article",
    "left": "left as it was, for a person to decide",
}
_COLUMNS = {
    "original": "in the originals",
    "text": "in the text of the articles",
    "moved": "moved to front matter or structure",
    "dropped": "dropped, each listed below",
    "added": "added by the import",
    "missing": "not accounted for",
}
_MOST_SHOWN = 100
"""How many places of one topic the page lists; the JSON file holds all."""
_STYLE = """\
:root{color-scheme:light dark;--line:#8886;--soft:#8882}
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;
overflow-wrap:anywhere}
table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}
th,td{border-bottom:1px solid var(--line);padding:.3rem .7rem;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
summary{cursor:pointer;padding:.3rem 0}
details{border-bottom:1px solid var(--line)}
q{background:var(--soft);padding:0 .2rem;quotes:none}
li{margin:.4rem 0}
.ok{color:#18794e}.bad{color:#c62a2f}
@media(prefers-color-scheme:dark){.ok{color:#4cc38a}.bad{color:#ff8b8b}}
"""


def report_page(report: Mapping[str, Any]) -> str:
    """Return the page of a report; it needs no other file and no script."""
    title = "Import report"
    body = "\n".join(_body(report))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(report: Mapping[str, Any]) -> Iterator[str]:
    totals = report["totals"]
    yield f"<p>From <code>{escape(report['source'])}</code> by {escape(report['tool'])}.</p>"
    yield _sums(totals)
    yield "<h2>What a person must look at</h2>"
    yield from _attention(report)
    yield from _lists(report)
    yield "<h2>Article by article</h2>"
    for article in report["articles"]:
        yield _article(article)


def _sums(totals: Mapping[str, Any]) -> str:
    statuses = ", ".join(f"{number:,} {status}" for status, number in totals["by_status"].items())
    even = totals["balanced"] == totals["articles"]
    verdict = (
        '<p class="ok">Every word, picture and link of every article is accounted for.</p>'
        if even
        else f'<p class="bad">{totals["articles"] - totals["balanced"]:,} articles hold something '
        "that is not accounted for; they come first below.</p>"
    )
    kinds = ("words", "pictures", "links")
    head = "".join(f'<th class="n">{kind}</th>' for kind in kinds)
    rows = "".join(
        f"<tr><th>{name}</th>"
        + "".join(f'<td class="n">{totals[kind][key]:,}</td>' for kind in kinds)
        + "</tr>"
        for key, name in _COLUMNS.items()
    )
    return (
        f"<p>{totals['documents']:,} documents became {totals['articles']:,} articles"
        f"{f' ({statuses})' if statuses else ''}.</p>\n{verdict}\n"
        f"<table>\n<tr><th></th>{head}</tr>\n{rows}\n</table>\n"
        "<p>In the originals and added = in the text, moved, dropped and not accounted for.</p>"
    )


def _attention(report: Mapping[str, Any]) -> Iterator[str]:
    found: dict[str, dict[tuple[str, str], list[tuple[Mapping[str, Any], Mapping[str, Any]]]]] = {}
    for article in report["articles"]:
        for entry in article["entries"]:
            if entry["attention"] in _LEVELS:
                topics = found.setdefault(entry["attention"], {})
                topics.setdefault((entry["topic"], entry["outcome"]), []).append((article, entry))
    if not found:
        yield "<p>Nothing.</p>"
    for level, (name, meaning) in _LEVELS.items():
        topics = found.get(level, {})
        if not topics:
            continue
        yield f"<h3>{name}</h3>\n<p>{meaning}</p>"
        for (topic, outcome), places in sorted(topics.items(), key=lambda it: -len(it[1])):
            yield _topic(topic, outcome, places)


def _topic(
    topic: str, outcome: str, places: list[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> str:
    items = "".join(
        f"<li><code>{escape(article['path'])}</code>{_where(entry)}: {_said(entry)}</li>\n"
        for article, entry in places[:_MOST_SHOWN]
    )
    more = len(places) - _MOST_SHOWN
    if more > 0:
        items += f"<li>and {more:,} more, in the JSON file beside this page</li>\n"
    words = topic.replace("-", " ").capitalize()
    return (
        f"<details>\n<summary>{escape(words)}: {len(places):,} ({_OUTCOMES[outcome]})</summary>\n"
        f"<ul>\n{items}</ul>\n</details>"
    )


def _where(entry: Mapping[str, Any]) -> str:
    line = f", line {entry['line']} of the original" if entry.get("line") else ""
    place = f", under “{escape(entry['place'])}”" if entry.get("place") else ""
    return line + place


def _said(entry: Mapping[str, Any]) -> str:
    parts = [escape(entry["reason"])]
    parts += [f"<q>{escape(entry[key])}</q>" for key in ("about", "text") if entry.get(key)]
    for key, name in (("pictures", "pictures"), ("links", "links"), ("added", "added")):
        value = entry.get(key)
        if value:
            shown = value if isinstance(value, str) else ", ".join(value)
            if shown != entry.get("about"):
                parts.append(f"{name}: <q>{escape(shown)}</q>")
    if entry.get("candidates"):
        options = "; ".join(map(escape, entry["candidates"]))
        parts.append(f"possible: {options}")
    return " — ".join(parts)


def _lists(report: Mapping[str, Any]) -> Iterator[str]:
    for title, key, name in (
        ("Documents that could not be imported", "failures", "origin"),
        ("Files that were refused", "refused", "path"),
        ("Files that are no articles", "others", "path"),
    ):
        yield from _list(
            title,
            (f"<code>{escape(it[name])}</code>: {escape(it['reason'])}" for it in report[key]),
        )
    yield from _list(
        "Articles that were left as they are, since somebody edited or moved them",
        (
            f"<code>{escape(it['path'])}</code>"
            for it in report["articles"]
            if it["status"] == "kept"
        ),
    )
    yield from _list(
        "Articles that were removed since the last import, and not written again",
        (f"<code>{escape(origin)}</code>" for origin in report["removed"]),
    )
    yield from _list(
        "Articles and pictures whose originals are gone",
        (f"<code>{escape(path)}</code>" for path in report["gone"]),
    )
    yield from _list(
        "Besides the articles",
        (f"<code>{escape(it['about'])}</code>: {_said(it)}" for it in report["general"]),
    )
    yield from _list(
        "Mistakes that kb.yml lets pass as warnings until they are mended",
        (f"{escape(name)}: {number:,}" for name, number in report["softened"].items()),
    )


def _list(title: str, items: Iterable[str]) -> Iterator[str]:
    shown = "".join(f"<li>{item}</li>\n" for item in items)
    if shown:
        yield f"<h2>{title}</h2>\n<ul>\n{shown}</ul>"


def _article(article: Mapping[str, Any]) -> str:
    words = article["account"]["words"]
    verdict = "" if article["balanced"] else ' <strong class="bad">does not balance</strong>'
    items = "".join(
        f"<li>{_OUTCOMES[entry['outcome']]}{_where(entry)}: {_said(entry)}</li>\n"
        for entry in article["entries"]
    )
    return (
        f"<details>\n<summary>{escape(article['title'])}{verdict}</summary>\n"
        f"<p><code>{escape(article['origin'])}</code> → <code>{escape(article['path'])}</code> "
        f"({escape(': '.join(filter(None, (article['status'], article.get('reason')))))}). "
        f"Words: {words['original']:,} in the original, {words['text']:,} in the article, "
        f"{words['moved']:,} moved, {words['dropped']:,} dropped, {words['added']:,} added.</p>\n"
        f"<ul>\n{items}</ul>\n</details>"
    )
