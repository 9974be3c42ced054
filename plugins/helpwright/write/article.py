"""A whole article as a source."""

from __future__ import annotations

from helpwright.model import Article
from helpwright.write.blocks import write_blocks
from helpwright.write.front_matter import write_front_matter


def write_article(article: Article, *, signs: bool = False) -> str:
    """Return the source of an article: parsed, it is the article again, but for places.

    `signs` says that its texts hold signs of a site's extensions, as those of sources may.
    """
    allowances = (
        allowance
        for allowance in article.allowances
        if allowance.code and allowance.span.end <= article.body
    )
    body = write_blocks(article.blocks, signs=signs)
    gap = "\n" if body else ""
    return f"{write_front_matter(article.metadata, allowances)}{gap}{body}"
