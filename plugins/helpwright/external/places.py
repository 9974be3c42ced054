"""Where the knowledge base links to other sites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from helpwright.diagnostic import Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.source import Source

MAX_URL = 2_000
"""Longer addresses are not asked; servers and browsers refuse them too."""

_WEB = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20\x7f]+", re.IGNORECASE)
# `<` ends an attribute that is not in quotes, so that text full of `<a` takes linear time.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<[A-Za-z][^\s<>/]*(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>", re.DOTALL
)
_ADDRESS = re.compile(
    r"(?<![^\s\"'/])(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Place:
    """A link: its address, and the source and bytes that it stands at."""

    url: str
    source: Source
    span: Span


def gather(kb: KnowledgeBase) -> list[Place]:
    """Return the links and pictures of all articles, and the redirects, that lead to other sites.

    In order of the articles' paths and of the places in them.
    """
    found = [place for article in kb.articles for place in _of_article(kb, article)]
    registry = kb.sources.get("kb.yml")
    if registry is not None:
        for former, target in kb.registry.redirects.items():
            if is_web(target):
                found.append(Place(target, registry, kb.registry.redirect_spans[former]))
    return found


def is_web(target: str) -> bool:
    """Tell whether a link is a whole address of the web."""
    return len(target) <= MAX_URL and _WEB.fullmatch(target) is not None


def _of_article(kb: KnowledgeBase, article: Article) -> Iterator[Place]:
    source = kb.sources[article.path]
    targets = kb.links[article.path]
    found = [
        (link.span, targets[link.span].url if targets[link.span].inventory else link.target)
        for link in article.nodes.links
    ]
    found += [(image.span, image.source) for image in article.nodes.images]
    for node in article.nodes.html:
        done, start = 0, node.span.start
        for tag in _TAG.finditer(node.raw):
            for written in _ADDRESS.finditer(tag["rest"] or ""):
                at = tag.start("rest") + written.start()
                start += len(node.raw[done:at].encode())
                done = at
                target = unescape(written[1] or written[2] or written[3] or "")
                found.append((Span(start, start + len(written[0].encode())), target))
    for span, target in sorted(found):
        if is_web(target):
            yield Place(target, source, span)
