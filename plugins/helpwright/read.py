"""A folder to sources: which files there are, and the text of those that are articles.

Nothing outside the folder is read: a link that leads out of it is reported and left alone, and
so is anything that is not a regular file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpwright.active import is_active
from helpwright.diagnostic import Diagnostic, Position, Rule, Span
from helpwright.faults import OVERSIZED_SOURCE, PATH_OUTSIDE_KB, UNREADABLE_FILE
from helpwright.source import Source

REGISTRY_NAME = "kb.yml"
LEDGER_NAME = "screenshots.yml"
RECIPES_NAME = "capture.yml"
FRAGMENTS = "_shared"
"""The folder of the texts that articles include."""

MAX_SOURCE_BYTES = 1024 * 1024
"""The longest of 2,448 published support articles has 72 kB; a megabyte is no article."""

_BOM = b"\xef\xbb\xbf"
_START = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a KB folder holds.

    `files` maps the path of every file (POSIX, relative) to its absolute path; `active` names those
    that may run code in a browser. `registry` is the text of `kb.yml`, `ledger` that of
    `screenshots.yml` and `recipes` that of `capture.yml`, None where there is none. `fragments` are
    the texts that articles can include.
    """

    root: Path
    sources: tuple[Source, ...]
    registry: Source | None
    files: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    active: frozenset[str] = frozenset()
    ledger: Source | None = None
    recipes: Source | None = None
    fragments: tuple[Source, ...] = ()


def read(root: Path) -> Reading:
    """Read all sources below `root`, in order of path.

    Raises NotADirectoryError where `root` is not a folder; every other trouble is a finding.
    """
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is not a folder")
    diagnostics: list[Diagnostic] = []
    files = dict(sorted(_walk(root, diagnostics)))
    sources: list[Source] = []
    fragments: list[Source] = []
    registry: Source | None = None
    ledger: Source | None = None
    recipes: Source | None = None
    for path, absolute in files.items():
        if path == REGISTRY_NAME:
            registry = _load(path, absolute, diagnostics)
        elif path == LEDGER_NAME:
            ledger = _load(path, absolute, diagnostics)
        elif path == RECIPES_NAME:
            recipes = _load(path, absolute, diagnostics)
        elif is_article(path) or is_fragment(path):
            source = _load(path, absolute, diagnostics)
            if source is not None:
                (fragments if is_fragment(path) else sources).append(source)
    active = frozenset(path for path, absolute in files.items() if is_active(path, absolute))
    return Reading(
        root,
        tuple(sources),
        registry,
        files,
        tuple(diagnostics),
        active,
        ledger,
        recipes,
        tuple(fragments),
    )


def is_article(path: str) -> bool:
    """Tell whether a KB-relative path is an article: Markdown, not a README, no `_` in front."""
    parts = path.split("/")
    return (
        path.endswith(".md")
        and parts[-1].lower() != "readme.md"
        and not any(part.startswith("_") for part in parts)
    )


def is_fragment(path: str) -> bool:
    """Tell whether a KB-relative path is a text that articles can include."""
    parts = path.split("/")
    return len(parts) > 1 and parts[0] == FRAGMENTS and is_article(parts[-1].lstrip("_"))


def _walk(root: Path, diagnostics: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    """Yield the files below `root`; hidden ones are passed over."""
    inside = os.path.realpath(root) + os.sep
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as found:
                entries = [entry for entry in found if not entry.name.startswith(".")]
        except OSError as error:
            diagnostics.append(_whole(UNREADABLE_FILE, folder or ".", _reason(error)))
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not _is_text(path):
                shown = path.encode("utf-8", "replace").decode()
                message = "the file's name is not valid UTF-8"
                diagnostics.append(_whole(UNREADABLE_FILE, shown, message, "rename the file"))
            elif entry.is_symlink() and not os.path.realpath(entry.path).startswith(inside):
                message = "the link leads out of the knowledge base, so it is not followed"
                help = "put a copy of the file here instead of the link"
                diagnostics.append(_whole(PATH_OUTSIDE_KB, path, message, help))
            elif entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif stat.S_ISDIR(_mode(entry)):
                message = "a link to a folder is not followed"
                help = "move the folder here"
                diagnostics.append(_whole(PATH_OUTSIDE_KB, path, message, help))
            elif stat.S_ISREG(_mode(entry)):
                yield path, entry.path
            else:
                message = "this is not a regular file"
                diagnostics.append(_whole(UNREADABLE_FILE, path, message, "remove it"))


def _mode(entry: os.DirEntry[str]) -> int:
    """Return the mode of what an entry is or links to; 0 where a link leads nowhere."""
    try:
        return entry.stat().st_mode
    except OSError:
        return 0


def _load(path: str, absolute: str, diagnostics: list[Diagnostic]) -> Source | None:
    """Read one text; None with a finding where that is not possible."""
    try:
        with Path(absolute).open("rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError("not a regular file")
            data = file.read(MAX_SOURCE_BYTES + 1)
    except OSError as error:
        diagnostics.append(_whole(UNREADABLE_FILE, path, _reason(error)))
        return None
    if len(data) > MAX_SOURCE_BYTES:
        message = f"the file is larger than the {MAX_SOURCE_BYTES // 1024:,} kB of a source"
        diagnostics.append(_whole(OVERSIZED_SOURCE, path, message, "split the article"))
        return None
    data = data.removeprefix(_BOM)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1:,} of the file is not UTF-8 text"
        diagnostics.append(_at(path, data, error.start, message, "save the file as UTF-8"))
        return None
    nul = data.find(b"\0")
    if nul >= 0:
        message = "the file holds a NUL character, as binary files do"
        diagnostics.append(_at(path, data, nul, message, "save the file as plain UTF-8 text"))
        return None
    return Source(path, data)


def _is_text(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _reason(error: OSError) -> str:
    return f"the file cannot be read: {(error.strerror or str(error)).lower()}"


def _whole(rule: Rule, path: str, message: str, help: str = "check the file") -> Diagnostic:
    return Diagnostic(rule, path, _START, _START, message, help)


def _at(path: str, data: bytes, offset: int, message: str, help: str) -> Diagnostic:
    known = Source(path, data[:offset])
    return known.diagnose(UNREADABLE_FILE, Span(offset, offset), message, help)
