"""HW320: a link names a label that its place no longer has."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Edit, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.destinations import destination
from helpwright.parse.values import clip

RULE = Rule(
    code="HW320",
    name="former-label",
    severity=Severity.INFO,
    summary="A link names a label that its place no longer has.",
    why="It still leads there, but only as long as somebody keeps the former label.",
    fix="Write the new label behind #.",
    fixable=True,
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each link to a former label."""
    for article in kb.articles:
        targets = kb.links[article.path]
        data = kb.sources[article.path].data
        for link in article.nodes.links:
            target = targets[link.span]
            anchor = target.anchor
            if anchor is None or target.fragment not in anchor.former:
                continue
            edits: tuple[Edit, ...] = ()
            written = f"#{target.fragment}".encode()
            place = destination(data, link)
            if place is not None and data[place.start : place.end].endswith(written):
                edits = (Edit(Span(place.end - len(written) + 1, place.end), anchor.fragment),)
            message = f"`#{clip(target.fragment)}` is a former label"
            help = f"write `#{clip(anchor.fragment)}`"
            yield kb.diagnose(RULE, article, link.span, message, help, edits=edits)
