"""The addresses in an article's raw HTML, and the places that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from helpwright.html_policy import is_allowed_element
from helpwright.knowledge import KnowledgeBase, Target
from helpwright.model import Article
from helpwright.resolve.links import places_of, resolve_image, resolve_link

_NAMED = re.compile(r"\b(?:id|name)\s*=", re.IGNORECASE)
# `<` ends an attribute that is not in quotes, so that text full of `<a` takes linear time.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<name>[A-Za-z][^\s<>/]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>",
    re.DOTALL,
)
_PLACE = re.compile(
    r"(?<![^\s/\"'])(id|name)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+)", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)


class TagReader(HTMLParser):
    """Reads raw HTML whose comments and declarations end where they do in browsers.

    Python's own parser shows those that are not closed as text, or not, by its version.
    """

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Pass over the comment that begins at `i`; an open one reaches to the end."""
        found = _COMMENT.match(self.rawdata, i)
        return found.end() if found else i

    def parse_html_declaration(self, i: int) -> int:
        """Pass over the declaration, or comment, that begins at `i`."""
        return self.parse_comment(i) if self.rawdata.startswith("<!--", i) else self.parse_pi(i)

    def parse_pi(self, i: int) -> int:
        """Pass over what begins at `i` up to the next `>`, or to the end."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else len(self.rawdata)


class _Collector(TagReader):
    """Gathers `href` and `src`, whichever elements they are on; `at` is the offset of the HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, int]] = []
        self.pictures: list[tuple[str, int]] = []
        self.at = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "href" and value:
                self.links.append((value, self.at))
            elif name == "src" and value:
                self.pictures.append((value, self.at))


def raw_places(article: Article) -> frozenset[str]:
    """Return the fragments that an article's raw HTML gives to places of its page.

    They are the ids of elements that are kept, and the names of links, which become ids.
    """
    found: set[str] = set()
    for node in article.nodes.html:
        if _NAMED.search(node.raw) is None:
            continue
        for tag in _TAG.finditer(node.raw):
            name = (tag["name"] or "").lower()
            if is_allowed_element(name):
                written = {key.lower(): value for key, value in _PLACE.findall(tag["rest"])}
                place = written.get("id") or (written.get("name") if name == "a" else None)
                if place:
                    found.add(unescape(place.strip("\"'")))
    return frozenset(found)


def raw_targets(kb: KnowledgeBase, article: Article) -> Iterator[Target]:
    """Yield where the links and pictures in an article's raw HTML lead."""
    collector = _Collector()
    for node in article.nodes.html:
        if "=" in node.raw:
            collector.reset()
            collector.at = node.span.start
            collector.feed(node.raw)
            collector.close()
    if collector.links or collector.pictures:
        places = places_of(kb)
        yield from (resolve_link(article, link, places, at) for link, at in collector.links)
        for picture, at in collector.pictures:
            yield resolve_image(article, picture, places, at)
