"""Reads an article's HTML as a browser does.

Any HTML goes through an HTML5 parser. The bare text of a list item and the same text in a `<p>`
make the same kind of leaf, so tight and loose lists compare equal; the page's own chrome and what
a browser hides are left out. Nothing here knows Markdown or Helpwright's parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from selectolax.lexbor import LexborHTMLParser, LexborNode

from benchmarks.page import EMPTY_STEP, HEADINGS, Leaf, Page, Picture, Step, fold

CONTENT = "article.md-content__inner"
CHROME_ATTRIBUTE = "data-hw-chrome"
CHROME_CLASSES = frozenset(
    {
        "headerlink",
        "md-content__button",
        "md-source-file",
        "md-feedback",
        "md-tags",
        "linenos",
        "footnote-ref",
        "footnote-backref",
    }
)
HIDDEN = frozenset({"script", "style", "template", "noscript", "svg", "head", "title"})
CONTAINERS = {
    "ol": "ol",
    "ul": "ul",
    "blockquote": "quote",
    "details": "details",
    "table": "table",
    "dl": "dl",
}
BLOCKS = (
    HEADINGS
    | frozenset(CONTAINERS)
    | frozenset(
        """address article aside body caption center dd dir div dt fieldset figcaption figure
        footer form header hr html legend li main menu nav p pre section summary tbody td tfoot
        th thead tr""".split()
    )
)
KINDS = {"pre": "code", "summary": "summary", **{heading: heading for heading in HEADINGS}}
ALERT_MARKER = re.compile(r"\s*\[!(?:note|tip|important|warning|caution)\][ \t]*(?:\n|\Z)", re.I)
FOOTNOTE_CLASSES = frozenset({"footnote", "footnotes"})
FOOTNOTE_LABEL = re.compile(r"\[\^[^\]\s]+\]:?")
WORD = re.compile(r"\w+")


def read_page(html: str) -> Page:
    """Return the article in `html`: Material's content area, or the whole body without one.

    Page chrome is left out: Material's own, and every element marked `data-hw-chrome`.
    """
    tree = LexborHTMLParser(html)
    root = tree.css_first(CONTENT) or tree.body
    reader = _Reader()
    if root is not None:
        reader.read(root)
    return reader.page


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the reader stands in the tree."""

    kind: str = "p"
    step: int | None = None
    path: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    block: int | None = None
    footnotes: bool = False


class _Reader:
    """Walks a tree once and fills a page."""

    def __init__(self) -> None:
        self.page = Page()
        self._numbers: dict[int, Iterator[int]] = {}
        self._text: list[str] = []
        self._blocks = 0

    def read(self, root: LexborNode) -> None:
        """Append everything below `root` to the page."""
        stack: list[tuple[LexborNode | None, _Place, int]] = [(root, _Place(), -1)]
        while stack:
            node, place, opened = stack.pop()
            if node is None:
                self._flush(place)
                if opened >= 0:
                    self._mark_empty(opened, place)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text.append(node.text_content or "")
                continue
            if tag == "br":
                self._text.append("\n")
                continue
            if tag.startswith(("-", "!")) or _skipped(node, tag):
                continue
            if tag == "img":
                self._picture(node, place)
            if tag in BLOCKS:
                self._flush(place)
                outer, place = place, self._enter(node, tag, place)
                stepped = tag == "li" and place.step != outer.step
                stack.append((None, place, len(self.page.leaves) if stepped else -1))
            stack.extend((child, place, -1) for child in reversed(_children(node)))
        self._flush(_Place())

    def _enter(self, node: LexborNode, tag: str, place: _Place) -> _Place:
        """Return the place inside a block element."""
        if place.footnotes or not FOOTNOTE_CLASSES.isdisjoint(_classes(node)):
            # A list of footnotes has no steps: the reference shows them as paragraphs.
            return replace(place, kind=KINDS.get(tag, "p"), footnotes=True)
        parent = node.parent.tag if node.parent is not None else None
        if tag == "li" and parent == "ol":
            return self._enter_step(node, place)
        container = _container(node, tag)
        if container is None:
            return replace(place, kind=KINDS.get(tag, "p"))
        if tag == "ol":
            self._numbers[node.mem_id] = _numbers(node)
        if place.block is None:
            self._blocks += 1
        return replace(
            place,
            kind="p",
            path=(*place.path, container),
            places=(*place.places, container),
            block=self._blocks if place.block is None else place.block,
        )

    def _enter_step(self, node: LexborNode, place: _Place) -> _Place:
        assert node.parent is not None
        value = _integer(node.attributes.get("value"))
        if value is not None:
            step = -1 if "reversed" in node.parent.attributes else 1
            self._numbers[node.parent.mem_id] = count(value, step)
        number = next(self._numbers[node.parent.mem_id])
        depth = 0 if place.step is None else self.page.steps[place.step].depth + 1
        self.page.steps.append(Step(number, place.step, depth))
        return _Place(step=len(self.page.steps) - 1, places=place.places)

    def _flush(self, place: _Place) -> None:
        """End the run of text read so far."""
        raw = "".join(self._text)
        self._text.clear()
        if place.path[-1:] == ("quote",):
            raw = ALERT_MARKER.sub("", raw, count=1) if ALERT_MARKER.match(raw) else raw
        if place.kind == "code":
            text = raw.strip("\n")
        else:
            text = " ".join(FOOTNOTE_LABEL.sub("", raw).split())
        if text.strip():
            self._append(place, text, tuple(WORD.findall(fold(text))))

    def _append(self, place: _Place, text: str, words: tuple[str, ...]) -> None:
        if place.kind == "h2" and not place.places:
            self.page.sections.append(fold(text))
        block = place.block
        if block is None:
            self._blocks += 1
            block = self._blocks
        self.page.leaves.append(
            Leaf(
                kind=place.kind,
                step=place.step,
                path=place.path,
                places=place.places,
                block=block,
                section=len(self.page.sections),
                text=text,
                words=words,
            )
        )

    def _mark_empty(self, first_leaf: int, place: _Place) -> None:
        """Give a step without a word one, so that it can be matched."""
        if not any(leaf.words for leaf in self.page.leaves[first_leaf:]):
            self._append(place, "", (EMPTY_STEP,))

    def _picture(self, node: LexborNode, place: _Place) -> None:
        alt = " ".join((node.attributes.get("alt") or "").split())
        self.page.pictures.append(Picture(place.step, place.path, alt))


def _skipped(node: LexborNode, tag: str) -> bool:
    if tag in HIDDEN:
        return True
    attributes = node.attributes
    if CHROME_ATTRIBUTE in attributes or "hidden" in attributes:
        return True
    return not CHROME_CLASSES.isdisjoint(_classes(node))


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _container(node: LexborNode, tag: str) -> str | None:
    classes = _classes(node)
    if "highlighttable" in classes:
        return None
    if "admonition" in classes and tag != "details":
        return "quote"
    return CONTAINERS.get(tag)


def _numbers(node: LexborNode) -> Iterator[int]:
    """Yield the numbers of an ordered list's items as HTML defines them."""
    start = _integer(node.attributes.get("start"))
    if "reversed" not in node.attributes:
        return count(1 if start is None else start, 1)
    items = sum(child.tag == "li" for child in _children(node))
    return count(items if start is None else start, -1)


def _children(node: LexborNode) -> list[LexborNode]:
    children = []
    child = node.child
    while child is not None:
        children.append(child)
        child = child.next
    return children


def _integer(value: str | None) -> int | None:
    match = re.match(r"\s*([+-]?\d+)", value or "")
    return int(match[1]) if match else None
