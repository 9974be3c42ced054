"""For which versions a place in an article is."""

from __future__ import annotations

from helpwright.diagnostic import Span
from helpwright.knowledge import KnowledgeBase, Region
from helpwright.scope import Scope


def scope_at(kb: KnowledgeBase, path: str, span: Span) -> Scope:
    """Return the versions whose readers see a place of an article."""
    scope = kb.scopes[path]
    for region in kb.regions[path]:  # Outer ones first, each already cut down to those around it.
        if region.span.start <= span.start and span.end <= region.span.end:
            scope = region.scope
    return scope


def scope_around(kb: KnowledgeBase, path: str, region: Region) -> Scope:
    """Return the versions whose readers see what is around a part with a condition."""
    scope = kb.scopes[path]
    for other in kb.regions[path]:
        if other is region:
            break
        if other.span.start <= region.span.start and region.span.end <= other.span.end:
            scope = other.scope
    return scope
