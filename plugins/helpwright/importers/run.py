"""An import from beginning to end: read, plan, write, and say what became of everything."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpwright.build import collection_paused, inspect_reading
from helpwright.diagnostic import Diagnostic, Severity
from helpwright.importers.bundle import Bundle, Refused, Unreadable
from helpwright.importers.documents import Failure, Progress
from helpwright.importers.files import put
from helpwright.importers.formats import Format
from helpwright.importers.hidden import hide
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.plan import Plan, Planned, plan_import
from helpwright.importers.sources import open_bundle
from helpwright.importers.state import Journal, Standing, digest
from helpwright.importers.target import CannotImport, Target, open_target
from helpwright.read import REGISTRY_NAME, read
from helpwright.write.registry import Additions, CannotExtend, add_to_registry

Stages = Callable[[str], Progress]
"""Is told that a stage begins, in words; returns what is told how far it is."""

REGISTRY_ORIGIN = "(registry)"
"""The origin of `kb.yml` in the state: no file of a source is called so."""


def silent(stage: str) -> Progress:
    """Tell nobody how far an import is."""
    return lambda done, of: None


@dataclass(frozen=True, slots=True)
class Imported:
    """One article: its account, and what happened to its file.

    `status` is `written`, `updated`, `unchanged`, `kept` (somebody has edited the file since the
    last import), `planned` (nothing was to be written) or `failed` (`reason` says why).
    """

    planned: Planned
    status: str
    reason: str = ""


@dataclass(slots=True)
class Result:
    """What an import did.

    `pictures` counts files written by their status. `findings` are what a check of the KB says
    about the imported articles; `softened` names the rules that `kb.yml` makes warnings of, with
    the number of findings that would otherwise stop a build.
    """

    source: str
    root: Path
    articles: list[Imported] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    entries: list[tuple[str, Entry]] = field(default_factory=list)
    """What concerns no article: redirects, kb.yml, pictures."""
    pictures: dict[str, int] = field(default_factory=dict)
    registry: str = "unchanged"
    findings: tuple[Diagnostic, ...] = ()
    softened: dict[str, int] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether every file was read and became an article, and every account balances."""
        return not (self.failures or self.refused) and all(
            it.status != "failed" and it.planned.balance.even for it in self.articles
        )


def import_kb(
    source: Path,
    root: Path,
    *,
    format: Format | None = None,
    base: str = "",
    restore: bool = False,
    dry_run: bool = False,
    today: datetime.date | None = None,
    stages: Stages = silent,
) -> Result:
    """Import the documents of `source`, a folder, file or archive, into the KB folder `root`.

    Files that no import wrote, or that somebody has changed or removed since, are left alone;
    `restore` writes the removed ones again. `base` is the address of the original site. With
    `dry_run` nothing is written. Raises CannotImport where it cannot begin, Unreadable where the
    source cannot be opened, and OSError where writing fails; then a second run carries on.
    """
    if source.resolve().is_relative_to(root.resolve()):
        raise CannotImport(f"{source} is in the knowledge base {root}: move it out of it first")
    target = open_target(root, restore=restore)
    with open_bundle(source) as opened, collection_paused():
        bundle = hide(opened, source, root)
        plan = plan_import(
            bundle,
            target,
            format=format,
            base=base,
            today=today or datetime.date.today(),
            progress=stages("Reading"),
        )
        if not plan.articles and not plan.documents.failures and not plan.removed:
            raise CannotImport(_nothing(source, plan))
        result = Result(
            source=bundle.name,
            root=root,
            failures=plan.documents.failures,
            others=plan.documents.others,
            removed=plan.removed,
            entries=list(plan.documents.redirect_entries),
        )
        result.gone = _gone(plan, target, bundle)
        if dry_run:
            result.articles = [Imported(planned, "planned") for planned in plan.articles]
        else:
            _write(plan, target, bundle, result, stages("Writing"))
            _inspect(plan, target, result)
        result.refused = list(bundle.refused)
    return result


def _nothing(source: Path, plan: Plan) -> str:
    """Say that there is nothing to import, and why as far as that is known."""
    why = "; ".join(f"{path}: {reason}" for path, reason in plan.documents.others[:3])
    return f"{source} holds no document that can be imported{f' ({why})' if why else ''}"


def _gone(plan: Plan, target: Target, bundle: Bundle) -> list[str]:
    """Return the KB paths of earlier imports whose originals are not in the source any more."""
    present = {planned.origin for planned in plan.articles} | set(plan.removed)
    present |= set(plan.album.copies) | {REGISTRY_ORIGIN}
    present |= {failure.origin for failure in plan.documents.failures}
    known = frozenset(bundle.paths())
    return sorted(
        path
        for path, record in target.state.records.items()
        if record.origin not in present
        and record.origin.partition("#")[0] not in known
        and target.standing.get(path) is Standing.OURS
    )


def _write(plan: Plan, target: Target, bundle: Bundle, result: Result, progress: Progress) -> None:
    registry = _registry_text(plan.additions, target, result)
    root = target.root
    root.mkdir(parents=True, exist_ok=True)
    total = len(plan.articles) + len(plan.album.copies)
    written = {it.origin: frozenset(it.digests) for it in target.state.records.values()}
    with Journal(target.state) as journal:
        files = {it.place.path: it for it in plan.articles if not it.kept}
        data = {path: it.text.encode() for path, it in files.items()}
        contents = {path: digest(text) for path, text in data.items()}
        for path, planned in files.items():
            journal.intend(path, planned.origin, contents[path])
        journal.settle()
        # The registry comes first: until it is there, the articles name products of nowhere.
        if registry is not None:
            _put_registry(registry, target, journal, result)
        done = 0
        for source, copy in sorted(plan.album.copies.items()):
            progress(done, total)
            done += 1
            _put_picture(source, copy.path, copy.data, bundle, target, journal, result)
        for planned in plan.articles:
            progress(done, total)
            done += 1
            path = planned.place.path
            if planned.kept:
                known = written.get(planned.origin, frozenset())
                result.articles.append(Imported(_kept(planned, known), "kept"))
                continue
            status, reason = _put(target, path, data[path])
            if status != "failed":
                journal.done(path, planned.origin, contents[path])
            result.articles.append(Imported(planned, status, reason))
        progress(total, total)


def _kept(planned: Planned, known: frozenset[str]) -> Planned:
    """Tell of an article that is left as it is though the import would write another now."""
    if digest(planned.text.encode()) in known:
        return planned
    entry = Entry(
        Outcome.LEFT,
        "original-changed",
        "somebody has edited or moved the article, and the import would write another one than "
        "last time; compare it with the original",
        attention=Attention.DECIDE,
    )
    return replace(planned, entries=(*planned.entries, entry))


def _put(target: Target, path: str, data: bytes) -> tuple[str, str]:
    """Write one file of ours; return what happened, and why where it failed."""
    file = target.root / path
    try:
        if file.is_file():
            before = file.read_bytes()
            if before == data:
                return "unchanged", ""
            record = target.state.records.get(path)
            if record is None or digest(before) not in record.digests:
                return "kept", ""
            put(target.root, path, data)
            return "updated", ""
        put(target.root, path, data)
    except OSError as error:
        return "failed", (error.strerror or str(error)).lower()
    return "written", ""


def _put_picture(
    source: str,
    path: str,
    data: bytes | None,
    bundle: Bundle,
    target: Target,
    journal: Journal,
    result: Result,
) -> None:
    status = "kept"
    if not target.kept(path):
        try:
            data = bundle.data(source) if data is None else data
        except Unreadable as error:
            status = "failed"
            result.failures.append(Failure(source, str(error)))
        else:
            contents = digest(data)
            journal.intend(path, source, contents)
            journal.settle()
            status, reason = _put(target, path, data)
            if status == "failed":
                result.failures.append(Failure(source, f"it cannot be written: {reason}"))
            elif status != "kept":
                journal.done(path, source, contents)
    result.pictures[status] = result.pictures.get(status, 0) + 1


def _registry_text(additions: Additions, target: Target, result: Result) -> str | None:
    """Return the new text of `kb.yml`; None where it stays or cannot be extended."""
    old = target.registry_text
    try:
        new = add_to_registry(old, additions)
    except CannotExtend as error:
        result.registry = "kept"
        reason, _, by_hand = str(error).partition("\n")
        entry = Entry(Outcome.LEFT, "registry", reason, about=by_hand, attention=Attention.DECIDE)
        result.entries.append((REGISTRY_NAME, entry))
        return None
    return None if new == old else new


def _put_registry(text: str, target: Target, journal: Journal, result: Result) -> None:
    """Write `kb.yml`: a new one, or one with additions in which all that was there still stands."""
    data = text.encode()
    there = (target.root / REGISTRY_NAME).is_file()
    journal.intend(REGISTRY_NAME, REGISTRY_ORIGIN, digest(data))
    journal.settle()
    put(target.root, REGISTRY_NAME, data)
    journal.done(REGISTRY_NAME, REGISTRY_ORIGIN, digest(data))
    if result.registry != "written":
        result.registry = "extended" if there else "written"


def _inspect(plan: Plan, target: Target, result: Result) -> None:
    """Check the KB as it is now; where its `kb.yml` is new, let what is left not stop a build."""
    ours = {it.planned.place.path for it in result.articles} | {REGISTRY_NAME}
    inspection = inspect_reading(read(target.root), {})
    found = tuple(it for it in inspection.diagnostics if it.path in ours)
    errors: dict[str, int] = {}
    for diagnostic in found:
        if diagnostic.level is Severity.ERROR:
            name = diagnostic.rule.name
            errors[name] = errors.get(name, 0) + 1
    result.findings = found
    if not errors or not _is_new(target):
        return
    text = (target.root / REGISTRY_NAME).read_text(encoding="utf-8")
    try:
        new = add_to_registry(text, Additions(rules=dict.fromkeys(sorted(errors), "warning")))
    except CannotExtend:
        return
    with Journal(target.state) as journal:
        _put_registry(new, target, journal, result)
    result.softened = dict(sorted(errors.items()))
    result.findings = tuple(
        replace(it, severity=Severity.WARNING) if it.rule.name in errors else it for it in found
    )


def _is_new(target: Target) -> bool:
    """Tell whether `kb.yml` is an import's own: there was none, or nobody has changed it since."""
    return target.registry_text is None or target.standing.get(REGISTRY_NAME) is Standing.OURS
