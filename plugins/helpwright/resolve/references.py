"""What a reference reads: the words that a link takes from the place that it leads to."""

from __future__ import annotations

from bisect import bisect_right

from helpwright.diagnostic import Span
from helpwright.knowledge import Anchor, AnchorKind, KnowledgeBase, Target
from helpwright.model import Article


def enclosing_group(kb: KnowledgeBase, article: Article, span: Span) -> str:
    """Return the group of the step list that a place stands in, or an empty string."""
    lists = [found for found in article.nodes.step_lists if found.depth == 1]
    at = bisect_right([found.span.start for found in lists], span.start) - 1
    if at < 0 or lists[at].span.end < span.end:
        return ""
    first = lists[at].steps[0].span
    anchors = kb.anchors[article.path].values()
    return next((anchor.group for anchor in anchors if anchor.span == first), "")


def reference_text(kb: KnowledgeBase, article: Article, span: Span, target: Target) -> str:
    """Return the words of a link at `span` whose own text is empty.

    Inside one procedure a step is "step 2"; from elsewhere it is "step 2 of Title of its part";
    in another article the article's title comes behind. A section gives its heading, an article
    its title.
    """
    other = kb.by_path[target.path]
    anchor = target.anchor
    if anchor is None:
        return other.title
    if other.path != article.path:
        return f"{_name(anchor, False)} ({other.title})" if anchor.name else other.title
    here = enclosing_group(kb, article, span)
    return _name(anchor, bool(here) and here == anchor.group)


def _name(anchor: Anchor, near: bool) -> str:
    if anchor.kind is AnchorKind.STEP and anchor.place and not near:
        return f"{anchor.name} of {anchor.place}"
    return anchor.name
