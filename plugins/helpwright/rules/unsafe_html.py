"""HW115: raw HTML that may not be on a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.html_policy import (
    DROPPED_WITH_CONTENT,
    is_allowed_attribute,
    is_allowed_element,
    is_known_element,
    is_safe_url,
)
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, HtmlBlock
from helpwright.parse.values import clip
from helpwright.rules._tags import Tag, find_tags

RULE = Rule(
    code="HW115",
    name="unsafe-html",
    severity=Severity.ERROR,
    summary="Raw HTML holds an element, attribute or address that may not be on a page.",
    why="It is left out, because it could run a program, lead astray or break the page.",
    fix="Remove it, or say the same in Markdown.",
)

_ADDRESSES = frozenset(("href", "src", "cite"))
_REMEDIES = {
    "script": "remove it; an article is text and pictures",
    "style": "remove it; how pages look is set for the whole site",
    "iframe": "link to the page or video instead: `[what it is](https://…)`",
    "video": "link to the video instead: `[what it is](video.mp4)`",
    "svg": "save the picture as a file and show it: `![what it shows](picture.svg)`",
}


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each element, each address and, by tag, the attributes that the page leaves out."""
    for article in kb.articles:
        if article.nodes.html:
            data = kb.sources[article.path].data
            for node in article.nodes.html:
                for tag in find_tags(data, node):
                    if not tag.closing and is_known_element(tag.name):
                        yield from _check(kb, article, tag, isinstance(node, HtmlBlock))


def _check(kb: KnowledgeBase, article: Article, tag: Tag, block: bool) -> Iterator[Diagnostic]:
    if not is_allowed_element(tag.name):
        # Between two tags inside a line stands Markdown, which is shown.
        with_content = block and tag.name in DROPPED_WITH_CONTENT
        content = ", with all that it holds" if with_content else ""
        message = f"`<{tag.name}>` is left out of the page{content}"
        help = _REMEDIES.get(tag.name, "remove the tag, or say the same in Markdown")
        yield kb.diagnose(RULE, article, tag.span, message, help)
        return
    unused = []
    for attribute in tag.attributes:
        if not is_allowed_attribute(tag.name, attribute.name):
            unused.append(attribute)
        elif attribute.name in _ADDRESSES and not is_safe_url(attribute.value):
            message = f"the address `{clip(attribute.value)}` of `<{tag.name}>` is left out"
            help = "write a path to a file of the knowledge base, or an address with https"
            yield kb.diagnose(RULE, article, attribute.span, message, help)
    if unused:
        names = ", ".join(dict.fromkeys(f"`{attribute.name}`" for attribute in unused[:5]))
        message = f"`<{tag.name}>` is shown without {names}"
        help = "remove what has no effect; how pages look is set for the whole site"
        found = kb.diagnose(RULE, article, unused[0].span, message, help)
        yield replace(found, severity=Severity.WARNING)
