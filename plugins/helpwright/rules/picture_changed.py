"""HW415: a picture's file is another one than the ledger says."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.ledger import file_digest
from helpwright.parse.values import clip

RULE = Rule(
    code="HW415",
    name="picture-changed",
    severity=Severity.WARNING,
    summary="The file of a picture has changed, and its entry in screenshots.yml has not.",
    why="The ledger says of the new picture which version and day the old one was of.",
    fix="Run helpwright screenshots --update, and correct the version where it is another.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each entry of the ledger whose digest is not that of the file."""
    source = kb.ledger.source
    for path, entry in kb.ledger.entries.items():
        if source is None or path not in kb.files or not entry.sha256:
            continue
        digest = file_digest(kb.files[path])
        if digest is not None and digest != entry.sha256:
            since = f", which is of {entry.taken.text}" if entry.taken.text else ""
            message = f"the picture `{clip(path, 100)}` has changed since its entry{since}"
            help = (
                "run `helpwright screenshots --update`, and correct `version` if it shows another"
            )
            yield source.diagnose(RULE, entry.span, message, help)
