"""The reader of plain text: copies of help pages out of a browser, a PDF, a document or a mail."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace

from helpwright.importers.bundle import Bundle, Unreadable, decode
from helpwright.importers.draft import Draft
from helpwright.importers.formats import Format, Reader
from helpwright.importers.ledger import Entry, count_words
from helpwright.importers.text.account import Account
from helpwright.importers.text.build import build_blocks
from helpwright.importers.text.dates import day_comes_first
from helpwright.importers.text.head import Head
from helpwright.importers.text.lines import (
    Line,
    at_offset,
    dedent,
    make_lines,
    split_lines,
    tally_lines,
)
from helpwright.importers.text.notes import find_products
from helpwright.importers.text.pages import drop_running_heads, find_breaks
from helpwright.importers.text.wrap import find_width

_SUFFIXES = (".txt", ".text")
_LEAST_QUOTED = 0.7


def claims(path: str, start: bytes) -> bool:
    """Tell whether a file is plain text, by its name and its first bytes."""
    if posixpath.splitext(path)[1].lower() not in _SUFFIXES:
        return False
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in start


def read(path: str, bundle: Bundle) -> Iterator[Draft]:
    """Yield the article of one file."""
    text, entries = decode(bundle.data(path))
    if not text.strip():
        raise Unreadable("the file is empty")
    yield read_text(path, text, entries)


def read_text(origin: str, text: str, entries: tuple[Entry, ...] = ()) -> Draft:
    """Return the article that a text holds; `entries` tell how it was decoded."""
    raws = split_lines(text)
    account = Account(words=frozenset(word.lower() for word in count_words(text)))
    lines = dedent(_unquoted(make_lines(raws)))
    lines = drop_running_heads(lines, find_breaks(raws), account)
    head = Head(lines, account, find_width(lines), day_comes_first(text))
    head.read()
    blocks = build_blocks(head.lines, account)
    products = tuple(dict.fromkeys((*head.facts.products, *find_products(blocks))))
    facts = replace(head.facts, products=products)
    return Draft(origin, blocks, facts, tally_lines(raws), (*entries, *account.close()))


def _unquoted(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a text that is quoted as a whole without the signs of that."""
    result = list(lines)
    for _ in range(3):
        filled = [line for line in result if not line.blank]
        quoted = sum(line.raw[line.start] == ">" for line in filled)
        if len(filled) < 3 or quoted < len(filled) * _LEAST_QUOTED:
            break
        result = [
            at_offset(line, line.start + 1)
            if line.raw[line.start : line.start + 1] == ">"
            else line
            for line in result
        ]
    return result


READER = Reader(Format.TEXT, claims, read)
