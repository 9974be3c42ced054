"""Whether a planned move leaves the knowledge base as good as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from helpwright.build import Inspection, inspect_reading
from helpwright.config import Config
from helpwright.move.request import CannotMove
from helpwright.read import REGISTRY_NAME, Reading
from helpwright.redirects import find_answers
from helpwright.rules import unknown_category
from helpwright.source import Source


def prove_move(
    config: Config,
    reading: Reading,
    before: Inspection,
    new: Mapping[Path, bytes],
    files: Mapping[str, str],
    moved_findings: Counter[tuple[str, str]] | None = None,
) -> Inspection:
    """Return the knowledge base as it would be, with `new` texts and with `files` renamed.

    Raises CannotMove where that brings a finding or loses an address. `moved_findings` counts, by
    code and path, the findings that come along.
    """
    root = config.kb_dir

    def now(source: Source) -> Source:
        data = new.get(root / source.path, source.data)
        return Source(files.get(source.path, source.path), data)

    texts: dict[str, Any] = {}
    for field in fields(reading):
        value = getattr(reading, field.name)
        if isinstance(value, Source):
            texts[field.name] = now(value)
        elif isinstance(value, tuple) and all(isinstance(it, Source) for it in value):
            texts[field.name] = tuple(sorted(map(now, value), key=lambda it: it.path))
    paths = {files.get(path, path): absolute for path, absolute in reading.files.items()}
    moved = replace(
        reading,
        files=dict(sorted(paths.items())),
        active=frozenset(files.get(path, path) for path in reading.active),
        **texts,
    )
    after = inspect_reading(moved, dict(before.kb.pages), config.path)
    known = Counter((it.rule.code, files.get(it.path, it.path)) for it in before.diagnostics)
    known.update(moved_findings or {})
    for found in after.diagnostics:
        # A category whose last article goes may get others: the next check tells of it.
        if found.rule is unknown_category.RULE and found.path == REGISTRY_NAME:
            continue
        key = (found.rule.code, found.path)
        known[key] -= 1
        if known[key] < 0:
            line = f"{found.path}:{found.start.line}: {found.rule.code} {found.message}"
            raise CannotMove(f"it would bring a new finding: {line}. Help: {found.help}")
    answered, answers = (
        find_answers(it.kb, directory_urls=config.directory_urls).files for it in (before, after)
    )
    gone = answered - answers
    if gone:
        raise CannotMove(f"the address /{min(gone)} would be lost: give it a redirect in kb.yml")
    return after
