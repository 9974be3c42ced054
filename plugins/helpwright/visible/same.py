"""Whether an article and all that it shows are the same in two knowledge bases, at a glance."""

from __future__ import annotations

from collections.abc import Callable

from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.model import Article

Digest = Callable[[str], str]


def surely_same(
    past: KnowledgeBase,
    old: Article,
    past_digest: Digest,
    kb: KnowledgeBase,
    article: Article,
    digest: Digest,
) -> bool:
    """Tell whether an article and all that it shows are surely the same, which is quickly told.

    A digest stands for the bytes of a file of its knowledge base, by the path. Where the answer is
    no, readers may still see the same.
    """
    if old is not article or any("=" in node.raw for node in article.nodes.html):
        return False
    path = article.path
    if kb.regions[path] and kb.universe != past.universe:
        return False
    if kb.links[path] != past.links[path] or kb.images[path] != past.images[path]:
        return False
    for target in (*kb.links[path].values(), *kb.images[path].values()):
        if target.kind is TargetKind.ARTICLE:
            if kb.by_path[target.path].id != past.by_path[target.path].id:
                return False
        elif target.kind is TargetKind.ASSET and digest(target.path) != past_digest(target.path):
            return False
    return True
