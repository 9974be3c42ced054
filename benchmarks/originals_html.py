"""The article in a page of another product: the element that holds it, and the page's title."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

CONTAINERS = (
    "[itemprop=articleBody]",
    ".article-body",
    ".article__body",
    "#main-content.wiki-content",
    ".wiki-content",
    ".mt-content-container",
    ".elm-content-container",
    ".kb-article-content",
    ".article-content",
    ".md-content__inner",
    ".theme-doc-markdown",
    ".markdown-body",
    ".entry-content",
    ".rst-content [role=main]",
    "#main-content",
    "main article",
    "article",
    "[role=main]",
    "main",
    "#content",
    ".content",
)
"""Where products put the article, most particular first."""
TITLES = (
    "h1.article-title",
    "h1.article__title",
    "#title-text",
    "h1#title",
    "h1.entry-title",
    "h1",
    "title",
)
NOTES = (
    ".confluence-information-macro, .callout, .mt-note, .note, .tip, .warning, .alert, .panel, "
    ".admonition, .important, .caution, .hint"
)
"""What products make of notes."""
LEAST_LETTERS = 5
"""An element with less text than this is not the main content."""


def read_main(html: str) -> tuple[str, frozenset[str]]:
    """Return the HTML of the page's article, and the texts that may be its title."""
    tree = LexborHTMLParser(html)
    titles = frozenset(
        " ".join(node.text().split()) for selector in TITLES for node in tree.css(selector)[:1]
    )
    body = tree.body
    if body is None:
        return "", titles
    tidy(body)
    for selector in CONTAINERS:
        found = max(tree.css(selector), key=_size, default=None)
        if found is not None and _size(found) >= LEAST_LETTERS:
            return str(found.html), titles
    return str(body.html), titles


def read_piece(html: str) -> str:
    """Return a piece of HTML, such as an export has it."""
    body = LexborHTMLParser(html).body
    if body is None:
        return ""
    tidy(body)
    return str(body.html)


def tidy(body: LexborNode) -> None:
    """Mark the notes of a page as `reader.py` knows them, and leave out its buttons."""
    for node in body.css("button"):
        # What a page does, such as copying its code, is not what it says.
        node.decompose()
    for node in body.css(NOTES):
        node.attrs["class"] = f"{node.attributes.get('class') or ''} admonition".strip()


def _size(node: LexborNode) -> int:
    return len(node.text(strip=True))
