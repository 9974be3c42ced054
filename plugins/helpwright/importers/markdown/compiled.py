"""The reader of pages that `helpwright compile` wrote: headings in Markdown, HTML between them.

Such a page is the page of the site in another wrapping, so it is put together as one and read by
the reader of HTML pages.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape, unescape
from urllib.parse import quote, unquote

from helpwright.importers.bundle import Bundle, NoArticle, decode
from helpwright.importers.draft import Draft
from helpwright.importers.formats import Format, Reader
from helpwright.importers.html import read_page
from helpwright.importers.markdown.front import split_front

_OPENING = b'\n<div class="hw-'
_DIVISION = re.compile(r'<div class="hw-(article|listing)">\n')
_END = re.compile(r"\n</div>\n(?=\s*(?:#{1,6} |\Z|<div class=\"hw-))")
_HEADING = re.compile(r"(#{1,6}) ([^\n]*?)(?: \{#([^\s{}]+)\})?(?:\n|\Z)")
_ADDRESS = re.compile(r'(<(?:a|img)\b[^<>]*?\s(?:href|src)=")([^"<>]*)(")')
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/#]|\Z")


def claims(path: str, start: bytes) -> bool:
    """Tell whether a file is a compiled page, by its name and its first bytes."""
    return path.lower().endswith(".md") and start.startswith(b"---") and _OPENING in start


def read(path: str, bundle: Bundle) -> Iterator[Draft]:
    """Yield the article of one page; raises NoArticle for a list of articles."""
    text, entries = decode(bundle.data(path))
    front = split_front(text)
    html = _page(front.body, front.values)
    if '<div class="hw-article">' not in html:
        raise NoArticle("it is a list of articles, which the site makes by itself")
    files = frozenset(bundle.paths())
    html = _ADDRESS.sub(lambda found: _seen_from_file(found, path, files), html)
    draft = read_page(path, html)
    facts = replace(
        draft.facts,
        summary=unescape(next(iter(front.values.get("description", ())), "")),
        tags=tuple(map(unescape, front.values.get("tags", ()))),
        category=(),
    )
    yield draft.refined(facts=facts, entries=(*entries, *front.entries))


def _page(body: str, values: Mapping[str, tuple[str, ...]]) -> str:
    """Return the body of a compiled page as a page of the site."""
    title = escape(unescape(next(iter(values.get("title", ())), "")))
    parts = [f'<html><head><title>{title}</title></head><body><div class="hw-article">']
    at = 0
    while at < len(body):
        division = _DIVISION.match(body, at)
        heading = _HEADING.match(body, at)
        if division is not None:
            end = _END.search(body, division.end())
            stop = end.start() if end else len(body)
            if division[1] == "listing":
                return ""
            parts.append(body[division.end() : stop])
            at = end.end() if end else stop
        elif heading is not None:
            level, label = len(heading[1]), heading[3]
            own = f' id="{escape(label)}"' if label else ""
            parts.append(f"<h{level}{own}>{heading[2]}</h{level}>")
            at = heading.end()
        else:
            end_of_line = body.find("\n", at)
            stop = end_of_line + 1 if end_of_line >= 0 else len(body)
            parts.append(body[at:stop])
            at = stop
    return "\n".join((*parts, "</div></body></html>"))


def _seen_from_file(found: re.Match[str], path: str, files: frozenset[str]) -> str:
    """Return an address that counts from the page's own folder as it is seen from its file.

    Pages that were compiled for addresses without folders count from the file already.
    """
    written = unescape(found[2])
    if _ELSEWHERE.match(written):
        return found[0]
    target, mark, fragment = written.partition("#")
    folder = posixpath.dirname(path)
    page = posixpath.join(folder, posixpath.splitext(posixpath.basename(path))[0])
    wanted = posixpath.normpath(posixpath.join(page, unquote(target)))
    if all(f"{wanted}{ending}" not in files for ending in ("", ".md", "/index.html")):
        return found[0]
    seen = quote(posixpath.relpath(wanted, folder or "."), safe="/-._~!$&'()*+,;=:@")
    return f"{found[1]}{escape(f'{seen}{mark}{fragment}')}{found[3]}"


READER = Reader(Format.MARKDOWN, claims, read)
