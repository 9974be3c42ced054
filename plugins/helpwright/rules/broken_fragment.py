"""HW302: a link names a place that its target article does not have."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.parse.values import clip
from helpwright.resolve.raw_addresses import raw_places
from helpwright.rules._addresses import links
from helpwright.rules._near import Near

RULE = Rule(
    code="HW302",
    name="broken-fragment",
    severity=Severity.ERROR,
    summary="A link names a heading or step that its article does not have.",
    why="The reader lands at the top of the page and has to search for the place.",
    fix="Write a label of the article behind #, or give the place that label.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each link to an article whose fragment is none of its places."""
    near = Near(kb)
    raw: dict[str, frozenset[str]] = {}
    for article, span, _, target in links(kb):
        if (
            target.kind is not TargetKind.ARTICLE
            or not target.fragment
            or target.anchor is not None
        ):
            continue
        if target.path not in raw:
            raw[target.path] = raw_places(kb.by_path[target.path])
        if target.fragment in raw[target.path]:
            continue
        where = "this article" if target.path == article.path else f"`{target.path}`"
        message = f"`#{clip(target.fragment)}` is no place in {where}"
        found = near.fragment(target.fragment, target.path)
        help = "correct it, or label the heading or step that is meant: `{#label}`"
        if found:
            help = f"did you mean `#{found}`?"
        yield kb.diagnose(RULE, article, span, message, help)
