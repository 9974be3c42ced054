"""The addresses in an article's raw HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from helpwright.knowledge import KnowledgeBase, Target
from helpwright.model import Article
from helpwright.resolve.links import places_of, resolve_image, resolve_link


class _Collector(HTMLParser):
    """Gathers `href` and `src`, whichever elements they are on."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pictures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "href" and value:
                self.links.append(value)
            elif name == "src" and value:
                self.pictures.append(value)


def raw_targets(kb: KnowledgeBase, article: Article) -> Iterator[Target]:
    """Yield where the links and pictures in an article's raw HTML lead."""
    collector = _Collector()
    for node in article.nodes.html:
        if "=" in node.raw:
            collector.reset()
            collector.feed(node.raw)
            collector.close()
    if collector.links or collector.pictures:
        places = places_of(kb)
        yield from (resolve_link(article, link, places) for link in collector.links)
        yield from (resolve_image(article, picture, places) for picture in collector.pictures)
