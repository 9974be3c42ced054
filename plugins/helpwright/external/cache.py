"""What was learnt about links, from one run to the next."""

from __future__ import annotations

import datetime
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpwright.config import Config, cache_folder
from helpwright.external.verdict import Entry, Kind

_VERSION = 1
_MAX_BYTES = 64 * 1024 * 1024
_FORGET = datetime.timedelta(days=90)


def cache_file(config: Config) -> Path:
    """Return where a project keeps what it knows about links: beside its `mkdocs.yml`."""
    return cache_folder(config.kb_dir) / "links.json"


class Cache:
    """The entries of a file, by address; `set_aside` is where a file went that was unreadable."""

    def __init__(self, file: Path) -> None:
        """Read a file; a missing one has no entries. Raises OSError where it cannot be read."""
        self.file = file
        self.entries: dict[str, Entry] = {}
        self.set_aside: Path | None = None
        try:
            with file.open("rb") as opened:
                data = opened.read(_MAX_BYTES + 1)
        except FileNotFoundError:
            return
        try:
            if len(data) > _MAX_BYTES:
                raise ValueError("too large")
            self.entries = _entries(json.loads(data))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.set_aside = file.with_name(f"{file.name}.unreadable")
            file.replace(self.set_aside)

    def write(self, now: datetime.datetime) -> None:
        """Replace the file as a whole; links that nobody asked for in three months are forgotten.

        Raises OSError.
        """
        kept = {
            url: _record(entry)
            for url, entry in sorted(self.entries.items())
            if now - entry.asked < _FORGET
        }
        text = json.dumps({"version": _VERSION, "links": kept}, indent=1, ensure_ascii=False)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=".links-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as copy:
                copy.write(text + "\n")
            Path(name).replace(self.file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _record(entry: Entry) -> dict[str, Any]:
    return {
        "kind": str(entry.kind),
        "reason": entry.reason,
        "moved": entry.moved,
        "asked": entry.asked.isoformat(),
        "not_before": entry.not_before.isoformat(),
        "since": entry.since.isoformat(),
        "days": entry.days,
        "times": entry.times,
        "good": entry.good.isoformat() if entry.good else None,
        "doubt": entry.doubt,
    }


def _entries(data: Mapping[str, Any]) -> dict[str, Entry]:
    """Return what a file holds; raises an error where that is not what was written."""
    if data["version"] != _VERSION:
        raise ValueError("another version")
    found: dict[str, Entry] = {}
    for url, record in data["links"].items():
        asked = datetime.datetime.fromisoformat(record["asked"])
        if asked.tzinfo is None:
            raise ValueError("a time without a zone")
        date = datetime.date.fromisoformat
        found[url] = Entry(
            kind=Kind(record["kind"]),
            reason=str(record["reason"]),
            moved=str(record["moved"]),
            asked=asked,
            not_before=date(record["not_before"]),
            since=date(record["since"]),
            days=int(record["days"]),
            times=max(0, int(record["times"])),
            good=date(record["good"]) if record["good"] else None,
            doubt=str(record["doubt"]),
        )
    return found
