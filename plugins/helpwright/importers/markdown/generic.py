"""The reader of Markdown that other systems than Microsoft Learn publish."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from helpwright.importers.bundle import Bundle, decode
from helpwright.importers.draft import Draft, Facts
from helpwright.importers.formats import Format, Reader
from helpwright.importers.markdown.blocks import parse_markdown
from helpwright.importers.markdown.front import split_front
from helpwright.importers.markdown.joins import join_lists
from helpwright.importers.markdown.raw import fold_html
from helpwright.importers.tally import tally_blocks

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx")


def _claims(path: str, start: bytes) -> bool:
    return path.lower().endswith(_SUFFIXES)


def _read(path: str, bundle: Bundle) -> Iterator[Draft]:
    text, entries = decode(bundle.data(path))
    front = split_front(text)
    blocks = parse_markdown(front.body)
    tally = tally_blocks(blocks)
    blocks, folded = fold_html(blocks)
    blocks, joined = join_lists(blocks)
    title = next(iter(front.values.get("title", ())), posixpath.basename(path))
    yield Draft(
        path, blocks, Facts(title=title), tally, (*entries, *front.entries, *folded, *joined)
    )


MARKDOWN_READER = Reader(Format.MARKDOWN, _claims, _read)
"""Reads Markdown of any system but Microsoft Learn's."""
