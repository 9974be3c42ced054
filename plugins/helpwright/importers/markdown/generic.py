"""The reader of Markdown that other systems than Microsoft Learn publish.

The text is brought to CommonMark first: what it includes is put in its place, and what only one
system reads becomes what all read. What is parsed then is what the original shows, and is counted.
Notes, labels, raw HTML and lists that fell apart are mended in the parsed nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from helpwright.importers.bundle import Bundle, decode
from helpwright.importers.draft import Draft
from helpwright.importers.formats import Format, Reader
from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.markdown.blocks import parse_markdown
from helpwright.importers.markdown.builds import Builder, gather_steps
from helpwright.importers.markdown.containers import rewrite_containers
from helpwright.importers.markdown.dress import dress, needs_dressing
from helpwright.importers.markdown.fences import MARK, Fences, restore, unfold
from helpwright.importers.markdown.file_names import document_finder, names_of
from helpwright.importers.markdown.front import split_front
from helpwright.importers.markdown.generic_facts import read_facts
from helpwright.importers.markdown.generic_title import take_title
from helpwright.importers.markdown.includes import expand_includes
from helpwright.importers.markdown.indented import rewrite_indented
from helpwright.importers.markdown.joins import join_lists
from helpwright.importers.markdown.leftovers import note_leftovers
from helpwright.importers.markdown.lists import settle_lists
from helpwright.importers.markdown.log import Log
from helpwright.importers.markdown.raw import fold_html
from helpwright.importers.markdown.shortcuts import rewrite_shortcuts
from helpwright.importers.tally import tally_blocks
from helpwright.model import Block

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx")


def _claims(path: str, start: bytes) -> bool:
    return path.lower().endswith(_SUFFIXES)


def _read(path: str, bundle: Bundle) -> Iterator[Draft]:
    text, entries = decode(bundle.data(path))
    front = split_front(text.replace(MARK, "\N{REPLACEMENT CHARACTER}"))
    facts, left = read_facts(front.values)
    log = Log()
    blocks, text = _parse(front.body, path, bundle, log)
    tally = tally_blocks(blocks)
    title, rest = take_title(blocks, facts.title, log, bold=True)
    taken = len(rest) < len(blocks)
    blocks = dress(rest, log) if needs_dressing(text) else rest
    if blocks is not rest:
        blocks = settle_lists(blocks)
    blocks, folded = fold_html(blocks) if "<" in text else (blocks, ())
    blocks, joined = join_lists(blocks)
    name, folders, mended = names_of(path)
    if not taken:
        title, blocks = take_title(blocks, title, log, bold=False)
    if mended:
        facts = replace(facts, id=facts.id or name, category=facts.category or folders)
    if not title and mended:
        title = name
        log.note(
            Outcome.INFERRED, "title", "the article is called after its file", name, Attention.LOOK
        )
    note_leftovers(blocks, text, log)
    entries = (*entries, *front.entries, *left, *folded, *joined, *log.finish())
    yield Draft(path, blocks, replace(facts, title=title), tally, entries)


def _parse(text: str, path: str, bundle: Bundle, log: Log) -> tuple[tuple[Block, ...], str]:
    """Return the blocks that the original shows, and the text that they were read from."""
    text = expand_includes(text, path, bundle, log)
    fences = Fences()
    text = rewrite_indented(text, fences)
    text = rewrite_containers(text, fences)
    text = rewrite_shortcuts(text, document_finder(path, bundle), log)
    blocks = parse_markdown(text)
    if fences.containers:
        blocks = unfold(blocks, fences, Builder(log).build, gather_steps)
        blocks = settle_lists(restore(blocks, fences))
    return blocks, text


MARKDOWN_READER = Reader(Format.MARKDOWN, _claims, _read)
"""Reads Markdown of any system but Microsoft Learn's."""
