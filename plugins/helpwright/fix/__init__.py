"""Mending what is safe to mend: `helpwright check --fix`.

Findings carry their remedy as edits. `fix` applies those of one inspection to the sources in
memory and holds every changed article against the old one: an edit that would change what readers
see is left out. `apply_fixes` repeats that until nothing is left to do, and then writes the files.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from helpwright.build import Inspection, inspect_reading, pages
from helpwright.config import Config
from helpwright.diagnostic import Diagnostic, Span
from helpwright.expand import expand, read_fragment
from helpwright.fix.edits import Change, choose, make_change
from helpwright.fix.files import FileChanged, overwrite
from helpwright.fix.meaning import keeps_meaning
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.parse import parse_article
from helpwright.read import read
from helpwright.rules import wrong_step_reference
from helpwright.source import Source

__all__ = ["Fixes", "Outcome", "Refusal", "apply_fixes", "fix"]

MAX_PASSES = 50
"""How often the sources are checked anew: one round suffices unless remedies meet at one place."""

_MAX_SINGLE = 200
_REWORDING = frozenset({wrong_step_reference.RULE})


@dataclass(frozen=True, slots=True)
class Fixes:
    """The new bytes of each changed source, without a byte order mark, and what they mend."""

    files: dict[str, bytes]
    mended: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was left as it is, and why, in words for the writer."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done: the findings mended, the files written, and those left alone.

    The places of the findings are those before the mending.
    """

    mended: tuple[Diagnostic, ...]
    written: tuple[str, ...]
    refused: tuple[Refusal, ...]


def fix(inspection: Inspection, only: Collection[str] | None = None) -> Fixes:
    """Apply the edits of an inspection's findings, as many as fit beside each other.

    Edits that overlap one that comes before them wait for the next inspection. With `only`, other
    files are left alone. Nothing is written.
    """
    kb = inspection.kb
    found: dict[str, list[Diagnostic]] = {}
    for diagnostic in inspection.diagnostics:
        path = diagnostic.path
        is_text = path in kb.by_path or path in kb.library.fragments
        if diagnostic.edits and is_text and (only is None or path in only):
            found.setdefault(path, []).append(diagnostic)
    files: dict[str, bytes] = {}
    mended: list[Diagnostic] = []
    for path, diagnostics in found.items():
        chosen = _safe(kb, path, choose(diagnostics))
        if chosen:
            files[path] = make_change(kb.sources[path].written.data, chosen).data
            mended += chosen
    return Fixes(files, tuple(mended))


def _safe(kb: KnowledgeBase, path: str, chosen: list[Diagnostic]) -> list[Diagnostic]:
    """Return those of the chosen findings whose edits leave readers what they had."""
    users = _users(kb, path)
    if _is_safe(kb, path, users, chosen):
        return chosen
    most = _MAX_SINGLE // max(1, len(users))
    single = [found for found in chosen[:most] if _is_safe(kb, path, users, [found])]
    return single if single and _is_safe(kb, path, users, single) else []


def _users(kb: KnowledgeBase, path: str) -> list[Article]:
    """Return the articles that a file is in: itself, or those that include it."""
    if path in kb.by_path:
        return [kb.by_path[path]]
    return [
        article
        for article in kb.articles
        if any(it.path == path for it in kb.sources[article.path].inclusions)
    ]


def _is_safe(kb: KnowledgeBase, path: str, users: list[Article], chosen: list[Diagnostic]) -> bool:
    old = kb.sources[path].written
    change = make_change(old.data, chosen)
    if change.data == old.data:
        return False
    new, library = Source(path, change.data), kb.library
    if path in library.fragments:
        fragments = {**library.fragments, path: read_fragment(new)[0]}
        library = replace(library, fragments=fragments)
    for article in users:
        before = kb.sources[article.path]
        after, _ = expand(new if article.path == path else before.written, library)
        mended, _ = parse_article(after, kb.registry.section_names)
        if not keeps_meaning(article, mended, *_reworded(change, path, before, after)):
            return False
    return True


def _reworded(
    change: Change, path: str, before: Source, after: Source
) -> tuple[list[Span], list[Span]]:
    """Return the places, before and after, of words whose finding was about those words."""
    pieces = [piece for piece in change.pieces if piece.rule in _REWORDING]
    return (
        [span for piece in pieces for span in before.places(path, piece.old)],
        [span for piece in pieces for span in after.places(path, piece.new)],
    )


def apply_fixes(config: Config, only: Collection[str] | None = None) -> Outcome:
    """Mend the sources of a configuration and write the files that change.

    `only` names the files that may be changed, by their path from the KB folder. A file that
    changes on the disk while this runs is not overwritten. Raises NotADirectoryError where the
    folder does not exist.
    """
    reading = read(config.kb_dir)
    known_pages = pages(config)
    original = {it.path: it.data for it in (*reading.sources, *reading.fragments)}
    latest = dict(original)
    mended: list[Diagnostic] = []
    for _ in range(MAX_PASSES):
        fixes = fix(inspect_reading(reading, known_pages, config.path), only)
        if not fixes.files:
            break
        latest.update(fixes.files)
        mended += fixes.mended
        sources, fragments = (
            tuple(Source(source.path, latest[source.path]) for source in texts)
            for texts in (reading.sources, reading.fragments)
        )
        reading = replace(reading, sources=sources, fragments=fragments)
    written: list[str] = []
    refused: list[Refusal] = []
    for path, data in latest.items():
        if data == original[path]:
            continue
        try:
            overwrite(config.kb_dir, reading.files[path], original[path], data)
        except FileChanged as error:
            refused.append(Refusal(path, str(error)))
        except OSError as error:
            reason = f"it cannot be written: {(error.strerror or str(error)).lower()}"
            refused.append(Refusal(path, reason))
        else:
            written.append(path)
    kept = tuple(found for found in mended if found.path in written)
    return Outcome(kept, tuple(written), tuple(refused))
