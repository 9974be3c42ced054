"""What the writers of one page share."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpwright.diagnostic import Span
from helpwright.knowledge import Anchor, KnowledgeBase, Target, TargetKind
from helpwright.model import Article
from helpwright.render.host import Addresses, Host, Layout


@dataclass(slots=True)
class Context:
    """One article's page under construction.

    `ids` collects the ids given out besides the article's anchors; `places` finds the anchor of a
    heading or step by its span.
    """

    kb: KnowledgeBase
    article: Article
    host: Host
    addresses: Addresses
    layout: Layout
    ids: set[str] = field(default_factory=set)
    places: dict[Span, Anchor] = field(init=False)

    def __post_init__(self) -> None:
        anchors = self.kb.anchors[self.article.path].values()
        self.places = {anchor.span: anchor for anchor in anchors}

    @property
    def page(self) -> str:
        """The path of the page in the site's sources."""
        return self.layout.article(self.article)

    def address(self, target: Target) -> str | None:
        """Return what to write into `href` or `src`, or None where a link may not lead."""
        link = self.addresses.link
        if target.kind is TargetKind.ARTICLE:
            other = self.layout.article(self.kb.by_path[target.path])
            return link(self.page, other, target.fragment)
        if target.kind is TargetKind.ASSET:
            return link(self.page, self.layout.asset(target.path), target.fragment)
        if target.kind is TargetKind.PAGE:
            return link(self.page, target.path, target.fragment)
        return target.url if target.kind is TargetKind.EXTERNAL else None
