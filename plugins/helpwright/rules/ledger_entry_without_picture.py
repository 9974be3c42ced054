"""HW416: the ledger has an entry for a picture that is gone."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip, nearest

RULE = Rule(
    code="HW416",
    name="ledger-entry-without-picture",
    severity=Severity.WARNING,
    summary="screenshots.yml names a picture that the knowledge base does not have.",
    why="The picture was renamed or removed, and what the ledger knows of it is lost to it.",
    fix="Correct the path, or run helpwright screenshots --update, which removes the entry.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each entry of the ledger without a file."""
    source = kb.ledger.source
    if source is None:
        return
    free: list[str] | None = None
    for path, entry in kb.ledger.entries.items():
        if path in kb.files:
            continue
        if free is None:
            folded = {known.rpartition("/")[2]: known for known in kb.files}
            free = [known for known in folded if known not in kb.ledger.entries]
        near = nearest(path.rpartition("/")[2][:80], free[:_MOST])
        help = "remove the entry, or run `helpwright screenshots --update`, which does that"
        help = f"did you mean `{folded[near]}`? Otherwise {help}" if near else help
        message = f"there is no picture `{clip(path, 100)}`"
        yield source.diagnose(RULE, entry.span, message, help)


_MOST = 500
"""How many names an entry without a file is compared with."""
