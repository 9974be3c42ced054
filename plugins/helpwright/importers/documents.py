"""All documents of a bundle, each read by the reader of its format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from helpwright.importers.bundle import Bundle, NoArticle, Unreadable
from helpwright.importers.draft import Draft
from helpwright.importers.formats import Format, Reader
from helpwright.importers.ledger import Entry
from helpwright.importers.redirects import Redirect, claims_redirects, read_redirects
from helpwright.importers.selection import choose_reader, may_be_document, why_no_document

_START = 64 * 1024

Progress = Callable[[int, int], None]
"""Is told how many of how many things are done."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that is a document but cannot be imported, and why."""

    origin: str
    reason: str


@dataclass(slots=True)
class Documents:
    """What a bundle holds: drafts with their formats, redirects, and what could not be read.

    `others` are files that could be documents but are none, with the reason; `headless` are those
    that do not begin with front matter.
    """

    drafts: list[tuple[Format, Draft]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)
    redirect_entries: list[tuple[str, Entry]] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)
    headless: set[str] = field(default_factory=set)


def read_documents(
    bundle: Bundle, readers: Sequence[Reader], wanted: Format | None, progress: Progress
) -> Documents:
    """Read every document; `wanted` names the format where it is known."""
    found = Documents()
    paths = bundle.documents()
    known = frozenset(bundle.paths())
    single = len(paths) == 1
    for at, path in enumerate(paths):
        progress(at, len(paths))
        if not (may_be_document(path) or (single and wanted)):
            continue
        try:
            _read(path, bundle, readers, wanted, single, known, found)
        except NoArticle as error:
            found.others.append((path, str(error)))
        except Unreadable as error:
            found.failures.append(Failure(path, str(error)))
    progress(len(paths), len(paths))
    _part_fragments(found)
    return found


def _part_fragments(found: Documents) -> None:
    """Take out the documents that are parts of others: included there, and without a head."""
    included = {
        entry.about
        for _, draft in found.drafts
        for entry in draft.entries
        if entry.topic == "include" and entry.about != draft.origin
    }
    parts = included & found.headless
    found.others += [(path, "it is included in other documents") for path in sorted(parts)]
    found.drafts = [(kind, draft) for kind, draft in found.drafts if draft.origin not in parts]


def _read(
    path: str,
    bundle: Bundle,
    readers: Sequence[Reader],
    wanted: Format | None,
    single: bool,
    known: frozenset[str],
    found: Documents,
) -> None:
    start = bundle.data(path)[:_START]
    if claims_redirects(path, start):
        redirects, entries = read_redirects(path, bundle)
        found.redirects += redirects
        found.redirect_entries += ((path, entry) for entry in entries)
        if not redirects and not entries:
            found.others.append((path, "it is named like a list of redirects, and holds none"))
        return
    reason = "" if single else why_no_document(path, start, known)
    reader = None if reason else choose_reader(path, start, readers, wanted, single)
    if reader is None:
        found.others.append((path, reason or "it is not of a format that can be imported"))
        return
    if not start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"---", b"+++")):
        found.headless.add(path)
    found.drafts += ((reader.format, draft) for draft in reader.read(path, bundle))
