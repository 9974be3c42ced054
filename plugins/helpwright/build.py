"""The order of things: read, parse, resolve, check."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from helpwright.config import Config, PictureSettings, cache_folder
from helpwright.derive import Pictures, derive_pictures
from helpwright.diagnostic import Diagnostic
from helpwright.diff import Difference, Snapshot, compare
from helpwright.expand import expand_all, read_library
from helpwright.faults import DERIVE_RULES, DIFF_RULES
from helpwright.inventory import read_inventories
from helpwright.knowledge import KnowledgeBase
from helpwright.ledger import read_ledger
from helpwright.model import Article
from helpwright.parse import parse_article, parse_registry
from helpwright.past import past_kb
from helpwright.read import LEDGER_NAME, REGISTRY_NAME, Reading, read
from helpwright.recipes import read_recipes
from helpwright.resolve import resolve
from helpwright.revision import Revision, read_revision
from helpwright.rules import RULE_CODES, check
from helpwright.settle import settle
from helpwright.since import changed_without_update


@dataclass(frozen=True, slots=True)
class Inspection:
    """A knowledge base and everything that was found; `past` is what it was compared with."""

    kb: KnowledgeBase
    diagnostics: tuple[Diagnostic, ...]
    past: Revision | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two revisions, the later knowledge base, and the revisions read."""

    difference: Difference
    kb: KnowledgeBase
    before: Revision
    after: Revision | None


def inspect(config: Config, since: str | None = None) -> Inspection:
    """Read and check the knowledge base of a configuration.

    `since` names a revision of git to compare it with. Raises NotADirectoryError where its folder
    does not exist and RevisionError for a revision that cannot be read; every other trouble is a
    finding.
    """
    reading = read(config.kb_dir)
    past = None
    if since is not None:
        known = (source.data for source in (*reading.sources, *reading.fragments))
        past = read_revision(config.kb_dir, since, known)
    return inspect_reading(reading, pages(config), config.path, past)


def inspect_reading(
    reading: Reading, pages: dict[str, str], site_path: str = "kb", past: Revision | None = None
) -> Inspection:
    """Parse, resolve and check what was read; `pages` are the site's pages outside the KB.

    With a revision in `past`, what changed for readers since then is looked at too.
    """
    with collection_paused():
        return _inspect(reading, pages, site_path, past)


def load(config: Config) -> KnowledgeBase:
    """Read, parse and resolve the knowledge base of a configuration, and check nothing.

    Raises NotADirectoryError where its folder does not exist.
    """
    with collection_paused():
        return _resolved(read(config.kb_dir), pages(config), config.path)[0]


def compare_revisions(config: Config, old: str, new: str | None = None) -> Comparison:
    """Compare the knowledge base of a revision of git with that of another, or of today.

    Raises NotADirectoryError where its folder does not exist and RevisionError for a revision that
    cannot be read.
    """
    today = load(config)
    known = [source.written.data for source in today.sources.values()]
    before = read_revision(config.kb_dir, old, known)
    after = read_revision(config.kb_dir, new, known) if new is not None else None
    with collection_paused():
        was = _snapshot(before, today)
        if after is not None:
            now = _snapshot(after, today)
        else:
            now = Snapshot(
                "the working tree",
                today,
                lambda path: before.digest(Path(today.files[path]).read_bytes()),
            )
        found = compare(was, now, directory_urls=config.directory_urls)
        lost = (it for it in settle(now.kb, found.lost) if it.rule in DIFF_RULES)
    return Comparison(replace(found, lost=tuple(lost)), now.kb, before, after)


def _snapshot(revision: Revision, today: KnowledgeBase) -> Snapshot:
    registry, _ = parse_registry(revision.registry, RULE_CODES)
    kb = past_kb(revision, registry, today)
    return Snapshot(revision.name, kb, revision.files.__getitem__)


@contextmanager
def collection_paused() -> Iterator[None]:
    """Keep Python's cyclic garbage collector from scanning a model that grows and has no cycles.

    Saves a quarter of the time of a check of 1,000 articles (benchmarks/check.py).
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _inspect(
    reading: Reading, pages: dict[str, str], site_path: str, past: Revision | None
) -> Inspection:
    kb, diagnostics = _resolved(reading, pages, site_path)
    found = [*reading.diagnostics, *diagnostics, *check(kb)]
    if past is not None:
        found += changed_without_update(kb, past)
    return Inspection(kb, tuple(settle(kb, found)), past)


def _resolved(
    reading: Reading, pages: dict[str, str], site_path: str
) -> tuple[KnowledgeBase, list[Diagnostic]]:
    """Return the knowledge base that was read, and what parsing it found."""
    registry, diagnostics = parse_registry(reading.registry, RULE_CODES)
    if reading.registry is None and REGISTRY_NAME in reading.files:
        registry = replace(registry, unread=True)
    ledger, found = read_ledger(reading.ledger)
    diagnostics += found
    if reading.ledger is None and LEDGER_NAME in reading.files:
        ledger = replace(ledger, unread=True)
    recipes, found = read_recipes(reading.recipes)
    diagnostics += found
    articles: list[Article] = []
    library, found = read_library(reading.fragments, registry)
    diagnostics += found
    texts, found = expand_all(reading.sources, library)
    diagnostics += found
    for source in texts:
        article, found = parse_article(source, registry.section_names)
        articles.append(article)
        diagnostics += found
    sources = {source.path: source for source in (*texts, *reading.fragments)}
    if reading.registry is not None:
        sources[reading.registry.path] = reading.registry
    if reading.ledger is not None:
        sources[reading.ledger.path] = reading.ledger
    if reading.recipes is not None:
        sources[reading.recipes.path] = reading.recipes
    kb = resolve(
        registry,
        articles,
        sources,
        reading.files,
        pages,
        site_path,
        reading.active,
        inventories=read_inventories(registry, reading.files),
    )
    return replace(kb, ledger=ledger, recipes=recipes, library=library), diagnostics


def copies(
    kb: KnowledgeBase,
    config: Config,
    settings: PictureSettings,
    *,
    drafts: bool = False,
    encoding: bool = True,
) -> tuple[Pictures, list[Diagnostic]]:
    """Return the smaller copies of a knowledge base's pictures, and the findings that count.

    See `derive_pictures`. Raises OSError where the folder that keeps them cannot be written.
    """
    folder = cache_folder(config.kb_dir) / "pictures"
    pictures, found = derive_pictures(kb, settings, folder, drafts=drafts, encoding=encoding)
    return pictures, [it for it in settle(kb, found) if it.rule in DERIVE_RULES]


def pages(config: Config) -> dict[str, str]:
    """Return the Markdown pages of `docs_dir`: by path from the KB folder, the path in the docs."""
    if config.docs_dir is None or not config.docs_dir.is_dir():
        return {}
    found: dict[str, str] = {}
    for page in sorted(config.docs_dir.rglob("*.md")):
        from_kb = os.path.relpath(page, config.kb_dir)
        found[Path(from_kb).as_posix()] = page.relative_to(config.docs_dir).as_posix()
    return found
