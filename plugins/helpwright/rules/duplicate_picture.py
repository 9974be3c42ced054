"""HW408: several files hold the same picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.ledger import file_digest
from helpwright.parse.values import clip
from helpwright.rules._pictures import about_file, is_picture, is_screenshot, whole_file

RULE = Rule(
    code="HW408",
    name="duplicate-picture",
    severity=Severity.INFO,
    summary="Two files of the knowledge base hold the same picture.",
    why="When the screen changes, one of the two is taken anew and the other stays.",
    fix="Keep one of the files and show it wherever the picture is wanted.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each picture whose bytes another one before it has; only equal sizes are read.

    Icons and drawings are left out: a copy beside each article that shows one does no harm.
    """
    by_size: dict[int, list[str]] = defaultdict(list)
    for path, file in kb.files.items():
        if is_picture(path):
            try:
                by_size[Path(file).stat().st_size].append(path)
            except OSError:
                continue
    for size, paths in sorted(by_size.items()):
        first: dict[str, str] = {}
        for path in paths if size and len(paths) > 1 else ():
            if not is_screenshot(path, kb.files[path]):
                continue
            digest = file_digest(kb.files[path])
            known = first.setdefault(digest, path) if digest else path
            if known != path:
                message = f"the picture is the same as `{clip(known, 200)}`, byte for byte"
                help = f"show `{clip(known, 200)}` here too, and remove this file"
                related = (whole_file(known, "the same picture"),)
                yield replace(about_file(RULE, path, message, help), related=related)
