"""HW414: the ledger does not know a picture."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip
from helpwright.rules._pictures import is_screenshot, shown

RULE = Rule(
    code="HW414",
    name="picture-not-in-ledger",
    severity=Severity.WARNING,
    summary="An article shows a picture that is not in screenshots.yml.",
    why="Nobody can tell which version it shows, so nobody notices when it is out of date.",
    fix="Run helpwright screenshots --update, and correct the version that it writes.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield the first place of each picture that is larger than an icon and has no entry."""
    if kb.ledger.source is None or kb.ledger.unread:
        return
    seen: set[str] = set(kb.ledger.entries)
    for path, article, image in shown(kb):
        if path not in seen:
            seen.add(path)
            if is_screenshot(path, kb.files[path]):
                message = f"the picture `{clip(path, 100)}` is not in screenshots.yml"
                help = "run `helpwright screenshots --update`, which adds it"
                yield kb.diagnose(RULE, article, image.span, message, help)
