"""HW136: no article includes a fragment."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase

RULE = Rule(
    code="HW136",
    name="unused-fragment",
    severity=Severity.WARNING,
    summary="A file of the folder _shared is included by no article.",
    why="Writers look after a text that nobody reads.",
    fix="Include it, or remove the file.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each fragment that no article includes, directly or by way of others."""
    if not kb.library.fragments:
        return
    used = {it.path for article in kb.articles for it in kb.sources[article.path].inclusions}
    for path, fragment in kb.library.fragments.items():
        if path not in used:
            message = "no article includes this fragment"
            help = f'include it with `--8<-- "{path}"`, or remove the file'
            yield fragment.source.diagnose(RULE, Span(0, 0), message, help)
