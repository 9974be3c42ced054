"""Where the article is in a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.importers.html.tree import BLOCKS, PLAYED, UNSEEN

_OWN = ".hw-article"
_PRODUCTS = (
    ".article-body",  # Zendesk, older Freshdesk
    ".fw-content--single-article",  # Freshdesk
    "#main-content.wiki-content",  # Confluence, exported
    "#main-content .wiki-content",
    ".wiki-content",
    "section.mt-content-container",  # MindTouch, CXone Expert
    ".mt-content-container",
    ".elm-content-container",
    "article.md-content__inner",  # MkDocs with Material
    "#fullArticle",  # Help Scout
    ".article_body",  # Intercom
    ".intercom-force-break",
    "[itemprop=articleBody]",
    ".theme-doc-markdown",  # Docusaurus
    ".markdown-body",
    ".rst-content [role=main]",  # Sphinx
    ".article__body",
    ".articleBody",
    ".article-content",  # Salesforce and others
    "#article-content",
    ".kb-article",
    ".entry-content",
    ".post-content",
)
_PLAIN = ("main article", "[role=main] article", "[role=main]", "main", "article")
_LEAST_SHARE = 0.5
"""The share of the text of several candidates that the largest must hold to be the article."""
_MOST_AROUND = 25
"""How many words outside of links may stand around the article in a page without containers."""
_AROUND_TAGS = frozenset("aside footer header nav".split())
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Content:
    """The elements that hold an article; `own` and `whole` are those of `convert`."""

    roots: tuple[LexborNode, ...]
    own: bool = False
    whole: bool = False


def find_content(parser: LexborHTMLParser, *, bare: bool) -> Content | None:
    """Return where the article is in a page, or None for an empty page.

    Known containers of products come first, then those of HTML, then the block with most words.
    `bare` tells that the source is no page but a piece of one, all of which is the article.
    """
    body = parser.body
    if body is None:
        return None
    own = parser.css(_OWN)
    if own:
        one = len(own) == 1 and own[0].css_first("h1") is not None
        root = own[0] if one else own[0].parent
        return Content((root or own[0],), own=True)
    if bare:
        return Content((body,), whole=True) if _shows(body) else None
    for selector in (*_PRODUCTS, *_PLAIN):
        found = _outermost(parser.css(selector))
        if not found:
            continue
        if len(found) == 1:
            if _shows(found[0]):
                return Content((found[0],))
            continue
        sizes = [len(node.text(deep=True)) for node in found]
        best = max(range(len(found)), key=lambda at: sizes[at])
        enough = _shows(found[best])
        if enough and sizes[best] >= _LEAST_SHARE * sum(sizes):
            return Content((found[best],))
        if enough and selector in _PRODUCTS:
            return Content(tuple(found))
    return Content((_densest(body),)) if _shows(body) else None


def _shows(node: LexborNode) -> bool:
    return bool(node.text(deep=True).strip()) or node.css_first("img") is not None


def _outermost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """Return elements that do not stand in one of the others."""
    if len(nodes) < 2:
        return list(nodes)
    known = {node.mem_id for node in nodes}
    found = []
    for node in nodes:
        outer = node.parent
        while outer is not None and outer.mem_id not in known:
            outer = outer.parent
        if outer is None:
            found.append(node)
    return found


def _densest(body: LexborNode) -> LexborNode:
    """Return the innermost element that holds all but a few of the words outside of links."""
    own: dict[int, int] = {}
    stack: list[tuple[LexborNode, bool, bool]] = [(body, False, False)]
    while stack:
        node, linked, done = stack.pop()
        if done:
            parent = node.parent
            if parent is not None:
                own[parent.mem_id] = own.get(parent.mem_id, 0) + own.get(node.mem_id, 0)
            continue
        tag = node.tag or ""
        if tag == "-text":
            if not linked and node.parent is not None:
                words = len(_WORD.findall(node.text_content or ""))
                own[node.parent.mem_id] = own.get(node.parent.mem_id, 0) + words
            continue
        if tag[:1] in "-!?" or tag in UNSEEN or tag in PLAYED or tag in _AROUND_TAGS:
            continue
        stack.append((node, linked, True))
        stack += ((child, linked or tag == "a", False) for child in _children(node))
    place = body
    while True:
        words = own.get(place.mem_id, 0)
        inner = [child for child in _children(place) if child.tag in _CONTAINERS]
        best = max(inner, key=lambda child: own.get(child.mem_id, 0), default=None)
        if best is None or not words or words - own.get(best.mem_id, 0) > _MOST_AROUND:
            return place
        if any(child.tag in _TEXTS for child in _children(place)):
            return place
        place = best


_CONTAINERS = frozenset("article center div form main section table tbody td tr".split())
_TEXTS = frozenset("blockquote dl h1 h2 h3 h4 h5 h6 img ol p pre ul".split())


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def lines_around(body: LexborNode, roots: Sequence[LexborNode]) -> list[str]:
    """Return what a page shows outside of its article, a line for each block of text."""
    inside = {root.mem_id for root in roots}
    lines: list[str] = []
    parts: list[str] = []
    stack: list[LexborNode | None] = [body]
    while stack and len(lines) < _MOST_LINES:
        node = stack.pop()
        if node is not None and node.tag == "-text":
            parts.append(node.text_content or "")
            continue
        if node is None or node.tag in BLOCKS:
            line = " ".join("".join(parts).split())
            lines += [line] if line else []
            parts.clear()
        if node is None or node.mem_id in inside:
            continue
        tag = node.tag or ""
        if tag[:1] not in "-!?" and tag not in UNSEEN:
            stack += [None] if tag in BLOCKS else []
            stack += reversed(list(_children(node)))
    return lines


_MOST_LINES = 2000
