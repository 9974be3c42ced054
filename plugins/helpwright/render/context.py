"""What the writers of one page share."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpwright.derive import ORIGINALS, Pictures
from helpwright.diagnostic import Span
from helpwright.knowledge import Anchor, KnowledgeBase, Target, TargetKind, Variant
from helpwright.model import Article
from helpwright.render.host import Addresses, Host, Layout
from helpwright.resolve.variants import in_variant


@dataclass(slots=True)
class Context:
    """The page of a variant of an article under construction.

    `pictures` tells how those are put on it. `ids` collects the ids given out besides the article's
    anchors; `places` finds the anchor of a heading or step by its span; `unsettled` has the words
    of each condition that nobody can tell yet, by where it starts.
    """

    kb: KnowledgeBase
    variant: Variant
    host: Host
    addresses: Addresses
    layout: Layout
    pictures: Pictures = ORIGINALS
    ids: set[str] = field(default_factory=set)
    places: dict[Span, Anchor] = field(init=False)
    unsettled: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {anchor.span: anchor for anchor in self.variant.anchors.values()}
        regions = self.kb.regions[self.article.path]
        self.unsettled = {
            it.place.start: it.condition.text for it in regions if not it.condition.settled
        }

    @property
    def article(self) -> Article:
        """The article as the readers of the variant see it."""
        return self.variant.article

    @property
    def page(self) -> str:
        """The path of the page in the site's sources."""
        return self.layout.article(self.article, self.variant.slug)

    def link_to(self, article: Article) -> str:
        """Return the address of what the readers of this page see of an article."""
        target = self.lead(Target(TargetKind.ARTICLE, article.path))
        return self.addresses.link(self.page, self.layout.article(article, target.variant))

    def lead(self, target: Target) -> Target:
        """Return where a link of the source leads on this page."""
        return in_variant(self.kb.variants, self.kb.ranking, self.variant, target)

    def address(self, target: Target) -> str | None:
        """Return what to write into `href` or `src`, or None where a link may not lead."""
        link = self.addresses.link
        if target.kind is TargetKind.ARTICLE:
            other = self.layout.article(self.kb.by_path[target.path], target.variant)
            return link(self.page, other, target.fragment)
        if target.kind is TargetKind.ASSET:
            return link(self.page, self.layout.asset(target.path), target.fragment)
        if target.kind is TargetKind.PAGE:
            return link(self.page, target.path, target.fragment)
        return target.url if target.kind is TargetKind.EXTERNAL else None
