"""HW418: a picture was taken before the version came out that it shows."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip
from helpwright.rules._reviews import known_as

RULE = Rule(
    code="HW418",
    name="picture-older-than-release",
    severity=Severity.INFO,
    summary="A picture was taken before the version that it is said to show came out.",
    why="It shows an earlier version or a preview, and the reader may have another screen.",
    fix="Take the picture again, or correct the version or the day in the ledger.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each entry of the ledger whose day is before `released` of its version in kb.yml."""
    source = kb.ledger.source
    if source is None:
        return
    for path, entry in kb.ledger.entries.items():
        product = kb.registry.products.get(entry.product.text) if entry.product else None
        if product is None or entry.version is None or entry.taken is None:
            continue
        label = known_as(product, entry.version.text)
        release = product.releases.get(label) if label is not None else None
        # Days are written as ISO 8601 has them, so that texts compare as days do.
        if release is None or release.released is None or not entry.taken.text:
            continue
        if entry.taken.text < release.released:
            message = (
                f"the picture `{clip(path, 100)}` is of {entry.taken.text}, before "
                f"{clip(product.name)} {clip(entry.version.text)} came out on {release.released}"
            )
            help = "take it again in that version, or correct `version` or `taken` of the entry"
            yield source.diagnose(RULE, entry.taken.span, message, help)
