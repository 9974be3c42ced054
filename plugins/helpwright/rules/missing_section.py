"""HW113: a published article lacks the symptom or the resolution."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, Heading, SectionKind, Status
from helpwright.parse.inlines import plain_text
from helpwright.parse.sections import section_kind
from helpwright.parse.values import clip

RULE = Rule(
    code="HW113",
    name="missing-section",
    severity=Severity.ERROR,
    summary="A published article has no symptom section or no resolution section.",
    why="Without a symptom readers cannot recognise their problem; without a resolution they "
    "are left with it.",
    fix="Add the section, or name its heading under `sections` in kb.yml.",
)

REQUIRED = (SectionKind.SYMPTOM, SectionKind.RESOLUTION)
_LOOKED_AT = 30
_LONGEST = 24
"""How many headings, and of how many letters, are compared with the names of sections: each
comparison takes its time, and no name is longer."""


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield one finding for each section that a published article should have and has not."""
    if kb.registry.unread:
        return
    for article in kb.articles:
        if article.metadata.status is not Status.PUBLISHED:
            continue
        there = {section.kind for section in article.sections}
        for kind in REQUIRED:
            if kind not in there and not _swallowed(kb, article, kind):
                yield _missing(kb, article, kind)


def _swallowed(kb: KnowledgeBase, article: Article, kind: SectionKind) -> bool:
    """Tell whether a section stands under a second title, which HW122 tells of."""
    names = kb.registry.section_names
    return any(
        section_kind(plain_text(heading.children), names) is kind
        for heading in article.nodes.headings
        if heading.level == 2
    )


def _missing(kb: KnowledgeBase, article: Article, kind: SectionKind) -> Diagnostic:
    message = f"the article has no {kind} section"
    meant = _meant(kb, article, kind)
    if meant is None:
        title = article.metadata.title
        span = title.span if title else Span(0, 0)
        help = f"add a heading `## {kind.capitalize()}` with that part of the text under it"
        return kb.diagnose(RULE, article, span, message, help)
    heading, name = meant
    written = f"{'#' * heading.level} {clip(plain_text(heading.children))}"
    help = f"write `## {clip(name)}` instead of `{written}`"
    return kb.diagnose(RULE, article, heading.span, message, help, label="is this the section?")


def _meant(kb: KnowledgeBase, article: Article, kind: SectionKind) -> tuple[Heading, str] | None:
    """Return the heading that was most likely meant, and the name that it should have."""
    names = kb.registry.section_names
    known = [name for name, opens in names.items() if opens is kind]
    for heading in article.nodes.headings[:_LOOKED_AT]:
        title = plain_text(heading.children)
        if section_kind(title, names) is kind:
            return heading, title
        if len(title) <= _LONGEST:
            near = difflib.get_close_matches(title.lower(), known, n=1, cutoff=0.8)
            if near:
                return heading, near[0].capitalize()
    return None
