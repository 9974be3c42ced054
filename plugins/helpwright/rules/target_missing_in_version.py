"""HW508: a link leads to a place or article that some of its readers do not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from helpwright.conditions import in_words
from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, Target, TargetKind
from helpwright.model import Article, Link, Status
from helpwright.parse.values import clip
from helpwright.rules._scopes import Holds
from helpwright.scope import NOTHING, Scope

RULE = Rule(
    code="HW508",
    name="target-missing-in-version",
    severity=Severity.ERROR,
    summary="A link leads to a step, section or article that some of its readers do not have.",
    why="In their version of the page the step or section is missing, or no page is about theirs.",
    fix="Put the link under the condition of its target, or link to what those readers have.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each link whose target is missing for some of the versions that it is shown to.

    A place that is missing is an error in every version that has a page. An article that is not
    about one of the versions that are supported is a warning, where it is about the product.
    """
    for article in kb.articles:
        if not kb.scopes[article.path]:
            continue
        links = list(_concerned(kb, article))
        if not links:
            continue
        holds = Holds(kb, article.path)
        for link, target in links:
            yield from _missing(kb, article, link, target, holds.at(link.span.start))


def _concerned(kb: KnowledgeBase, article: Article) -> Iterator[tuple[Link, Target]]:
    targets = kb.links[article.path]
    for link in article.nodes.links:
        target = targets[link.span]
        if target.kind is TargetKind.ARTICLE and _is_concerned(kb, article, target):
            yield link, target


def _is_concerned(kb: KnowledgeBase, article: Article, target: Target) -> bool:
    """Tell whether the two articles can differ in what their readers have."""
    if target.path == article.path:
        return target.anchor is not None and len(kb.variants[target.path]) > 1
    if kb.by_path[target.path].metadata.status in (Status.DRAFT, Status.REVIEW):
        return False  # The reader has no page at all: another rule's matter.
    several = target.anchor is not None and len(kb.variants[target.path]) > 1
    return several or not kb.scopes[article.path] <= kb.scopes[target.path]


def _missing(
    kb: KnowledgeBase, article: Article, link: Link, target: Target, readers: Scope
) -> Iterator[Diagnostic]:
    whole = kb.scopes[target.path]
    if target.anchor is not None and len(kb.variants[target.path]) > 1:
        having = NOTHING
        for variant in kb.variants[target.path]:
            if target.fragment in variant.anchors:
                having |= variant.scope
        lacking = (readers & whole) - having
        if lacking:
            what = f"`{clip(target.anchor.name)}`"
            if target.path != article.path:
                what += f" of {_title(kb, target)}"
            message = f"{what}, where this link leads, is not there for {_words(kb, lacking)}"
            help = "put the link under the same condition as its target, or lead those elsewhere"
            yield kb.diagnose(RULE, article, link.span, message, help)
            return
    about = NOTHING
    for product in kb.universe.products:
        scope = kb.universe.product(product)
        if scope & whole:
            about |= scope
    lacking = (readers & about & kb.ranking.supported) - whole
    if lacking:
        message = f"{_title(kb, target)} is not about {_words(kb, lacking)}"
        message += ", whose readers this link sends there"
        help = "put the link under a condition, or widen `applies_to` of the other article"
        found = kb.diagnose(RULE, article, link.span, message, help)
        yield replace(found, severity=Severity.WARNING)


def _words(kb: KnowledgeBase, scope: Scope) -> str:
    return clip(in_words(kb.registry, kb.universe, scope))


def _title(kb: KnowledgeBase, target: Target) -> str:
    return f"`{clip(kb.by_path[target.path].title)}`"
