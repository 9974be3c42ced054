"""What earlier imports wrote into a knowledge base, so that a later one knows what is its own.

The state is a journal beside the articles: one line that says what a run intends to write, then
one line for each file that it has written. So a run that was stopped leaves nothing unknown, and
a file is recognised by its contents, never by its name alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from helpwright.importers.files import is_safe, put

STATE_NAME = ".helpwright-import.jsonl"
MOST_BYTES = 256 * 1024 * 1024
"""A journal of a million files; what is larger was not written by an import."""


class Standing(StrEnum):
    """How a file of an earlier import is now."""

    UNKNOWN = "unknown"
    """No import has written it."""
    OURS = "ours"
    """It is as an import wrote it."""
    EDITED = "edited"
    """Somebody has changed it since."""
    REMOVED = "removed"
    """Somebody has removed it since."""
    PENDING = "pending"
    """An import was to write it and was stopped before."""


@dataclass(slots=True)
class Record:
    """One file: the origin that it comes from, and the contents that imports gave it."""

    origin: str
    done: bool = False
    digests: set[str] = field(default_factory=set)


@dataclass(slots=True)
class State:
    """The files that imports wrote, by their path in the KB folder."""

    root: Path
    records: dict[str, Record] = field(default_factory=dict)

    def standing(self, path: str) -> Standing:
        """Return how a file is now; raises OSError where it cannot be read."""
        record = self.records.get(path)
        if record is None:
            return Standing.UNKNOWN
        file = self.root / path
        if not file.is_file():
            return Standing.REMOVED if record.done else Standing.PENDING
        return Standing.OURS if digest(file.read_bytes()) in record.digests else Standing.EDITED

    def paths_by_origin(self) -> dict[str, str]:
        """Return the path that each origin was given."""
        return {record.origin: path for path, record in self.records.items()}


def digest(data: bytes) -> str:
    """Return what contents are recognised by."""
    return hashlib.sha256(data).hexdigest()


def load_state(root: Path) -> State:
    """Read the journal of a KB folder; lines that make no sense are passed over.

    A line that was cut off when a run was stopped is one of these.
    """
    state = State(root)
    file = root / STATE_NAME
    try:
        if file.stat().st_size > MOST_BYTES:
            return state
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return state
    for line in lines:
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            _enter(state, entry)
    return state


def _enter(state: State, entry: Mapping[str, Any]) -> None:
    path, origin, contents = (entry.get(key) for key in ("path", "origin", "sha256"))
    if not (isinstance(path, str) and isinstance(origin, str) and isinstance(contents, str)):
        return
    if not is_safe(path):
        return
    record = state.records.setdefault(path, Record(origin))
    record.origin = origin
    if entry.get("done") is True:
        record.done, record.digests = True, {contents}
    else:
        record.digests.add(contents)


class Journal:
    """Writes the journal of one run; a context manager."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._file: TextIO | None = None

    def __enter__(self) -> Journal:
        put(self._state.root, STATE_NAME, b"".join(_lines(self._state)))
        path = self._state.root / STATE_NAME
        self._file = path.open("a", encoding="utf-8", newline="\n")
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
        put(self._state.root, STATE_NAME, b"".join(_lines(self._state)))

    def intend(self, path: str, origin: str, contents: str) -> None:
        """Note that a file is going to be written; `settle` must follow before it is."""
        self._note({"path": path, "origin": origin, "sha256": contents})

    def settle(self) -> None:
        """See to it that all notes are on the disk."""
        assert self._file is not None
        self._file.flush()

    def done(self, path: str, origin: str, contents: str) -> None:
        """Note that a file has been written."""
        self._note({"path": path, "origin": origin, "sha256": contents, "done": True})

    def _note(self, entry: dict[str, Any]) -> None:
        assert self._file is not None
        _enter(self._state, entry)
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _lines(state: State) -> list[bytes]:
    """Return the whole state as lines, sorted, so that it changes little from run to run."""
    lines: list[bytes] = []
    for path, record in sorted(state.records.items()):
        for contents in sorted(record.digests):
            entry: dict[str, Any] = {"path": path, "origin": record.origin, "sha256": contents}
            if record.done and len(record.digests) == 1:
                entry["done"] = True
            lines.append(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
    return lines
