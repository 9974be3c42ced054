"""How findings call the parts and steps of an article, and where their source is."""

from __future__ import annotations

from helpwright.diagnostic import Diagnostic, Rule, Span
from helpwright.faults import STEP_WRONG_ON_PAGE, WORDS_WRONG_ON_PAGE
from helpwright.gate.finding import clip, on_page
from helpwright.knowledge import AnchorKind, KnowledgeBase, Variant
from helpwright.prove.content import FOOTNOTES, TOP

_REMEDY = "look for a plugin, template or script that changes the page behind the compiler"


class Names:
    """Names the owners of the words of an article's variant; `page` is its file in the site."""

    def __init__(self, kb: KnowledgeBase, variant: Variant, page: str) -> None:
        self.page = page
        self._article = article = variant.article
        self._source = kb.sources[article.path]
        # What should not be on the page of this variant has the name that it has in the source.
        self._anchors = {**kb.anchors[article.path], **variant.anchors}

    def is_step(self, owner: str) -> bool:
        """Tell a step from a part."""
        anchor = self._anchors.get(owner)
        return anchor is not None and anchor.kind is AnchorKind.STEP

    def of(self, owner: str) -> str:
        """Return what to call an owner in a sentence."""
        if owner == TOP:
            return "the beginning of the article"
        if owner == FOOTNOTES:
            return "the list of footnotes"
        anchor = self._anchors[owner]
        if anchor.kind is AnchorKind.STEP:
            return f"{anchor.name} of `{clip(anchor.place)}`" if anchor.place else anchor.name
        return f"the section `{clip(anchor.name)}`"

    def differs(self, owner: str, message: str) -> Diagnostic:
        """Return a finding about the words of an owner, of the rule for steps where it is one."""
        rule = STEP_WRONG_ON_PAGE if self.is_step(owner) else WORDS_WRONG_ON_PAGE
        return self.finding(rule, owner, message)

    def finding(self, rule: Rule, owner: str, message: str) -> Diagnostic:
        """Return a finding on the page that tells the owner's place in the source."""
        anchor = self._anchors.get(owner)
        offset = anchor.span.start if anchor else self._article.body if owner else 0
        source, span, _ = self._source.locate(Span(offset, offset))
        line = source.position(span.start).line
        help = f"its source is {source.path}:{line}; {_REMEDY}"
        return on_page(rule, self.page, message, help)
