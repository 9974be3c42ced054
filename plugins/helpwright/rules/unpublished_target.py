"""HW303: a published article sends its readers to one that is not on the site."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.model import Article, Status
from helpwright.rules._addresses import links

RULE = Rule(
    code="HW303",
    name="unpublished-target",
    severity=Severity.ERROR,
    summary="A published article links to one that is a draft or in review.",
    why="The site does not have that page, so the reader meets an error page or a dead word.",
    fix="Publish the other article first, or remove the link until it is.",
)

_UNPUBLISHED = (Status.DRAFT, Status.REVIEW)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each link, and each related article, that leads from the site to no page of it."""
    if not any(article.metadata.status in _UNPUBLISHED for article in kb.articles):
        return
    published = {article.path for article in kb.published()}
    for article, span, _, target in links(kb):
        if target.kind is TargetKind.ARTICLE and target.path != article.path:
            other = kb.by_path[target.path]
            if article.path in published and other.metadata.status in _UNPUBLISHED:
                yield kb.diagnose(RULE, article, span, _message(other), _HELP)
    for article in kb.published():
        for related in article.metadata.related:
            found = kb.by_id.get(related.text)
            if found is not None and found.metadata.status in _UNPUBLISHED:
                yield kb.diagnose(RULE, article, related.span, _message(found), _HELP)


_HELP = "publish that article first, or remove the link until it is published"


def _message(other: Article) -> str:
    state = "in review" if other.metadata.status is Status.REVIEW else "a draft"
    return f"`{other.id}` is {state}, so readers cannot open it"
