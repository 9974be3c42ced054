"""What an article's finished page shows, read from its HTML as a browser would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.prove.content import FOOTNOTES, Content, Mark, mark
from helpwright.prove.elements import (
    ELEMENT_MARKS,
    INLINE_ELEMENTS,
    external_picture,
    site_picture,
)
from helpwright.prove.numbers import Numbering, integer, step_number

CHROME = "data-hw-chrome"
_SYNTAX = "data-hw-syntax"
_UNSEEN = frozenset(
    "-comment button dialog footer form head nav noscript object script style svg template "
    "textarea title".split()
)
_ADDED = frozenset(
    "filename headerlink linenodiv linenos md-annotation md-clipboard md-content__button "
    "md-feedback md-source-file md-tags".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

Attributes = Mapping[str, str | None]
Resolver = Callable[[str], str | None]


@dataclass(slots=True)
class Shown:
    """What a page shows; see `Expectation`, whose counterpart it is.

    `links` holds addresses as they stand in the page, by owner; `facts` the words about the
    article and `dates` the machine-readable dates in them; `errors` the error messages; `versions`
    the links to the article's variants: slug, words, address, and whether it is that of the page
    itself; `selector` what the page tells the script of them;
    `changes` the entries of the history: machine-readable date and words.
    """

    content: Content = field(default_factory=Content)
    codes: list[tuple[str, str]] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)
    titles: list[tuple[str, str, str]] = field(default_factory=list)
    conditions: list[tuple[str, str]] = field(default_factory=list)
    facts: str = ""
    dates: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    versions: list[tuple[str, str, str, bool]] = field(default_factory=list)
    selector: str = ""


def find_article(parser: LexborHTMLParser) -> LexborNode | None:
    """Return the element that holds a page's article, or None.

    Pages compiled for other engines hold it in several pieces between headings.
    """
    pieces = parser.css(".hw-article")
    if len(pieces) == 1 and pieces[0].css_first("h1") is not None:
        return pieces[0]
    if pieces:
        return pieces[0].parent
    for selector in ("article", "main", "[role=main]"):
        found = parser.css_first(selector)
        if found is not None:
            return found
    return None


def read_article(
    root: LexborNode, steps: frozenset[str], parts: frozenset[str], file_of: Resolver
) -> Shown:
    """Return what an article's element shows.

    `steps` and `parts` are the ids of the steps and headings to look for; `file_of` turns an
    address into the file of the site that it leads to, or None for another site.
    """
    reader = _Reader(steps, parts, file_of)
    reader.read(root)
    return reader.shown


class _Exit(Enum):
    """What to do behind an element's content; SKIP leaves the content out."""

    SKIP = auto()
    INLINE = auto()
    BLOCK = auto()
    LIST = auto()
    STEP = auto()
    CODE = auto()
    TABS = auto()


class _Reader:
    """Walks an element once, in document order and without recursion."""

    def __init__(self, steps: frozenset[str], parts: frozenset[str], file_of: Resolver) -> None:
        self.shown = Shown()
        self._content = self.shown.content
        self._steps = steps
        self._parts = parts
        self._file_of = file_of
        self._lists: list[Numbering] = []
        self._outer = [""]
        self._labels: list[list[str]] = []
        self._code = ("", 0)

    def read(self, root: LexborNode) -> None:
        node = root.first_child
        stack: list[tuple[LexborNode, _Exit]] = []
        while node is not None:
            if node.tag == "-text":
                self._content.write(node.text_content or "")
            else:
                way = self._enter(node)
                child = None if way is _Exit.SKIP else node.first_child
                if child is not None:
                    stack.append((node, way))
                    node = child
                    continue
                self._leave(way)
            following = node.next
            while following is None and stack:
                node, way = stack.pop()
                self._leave(way)
                following = node.next
            node = following

    def _enter(self, node: LexborNode) -> _Exit:
        tag = node.tag or ""
        if tag in _UNSEEN:
            if tag == "nav" and node.attributes.get(CHROME) == "versions":
                self._chrome("versions", node)
            return _Exit.SKIP
        attributes = node.attributes
        classes = (attributes.get("class") or "").split()
        if attributes and self._is_no_content(node, attributes, classes):
            return _Exit.SKIP
        if tag in INLINE_ELEMENTS:
            if tag == "a" and attributes.get("href"):
                links = self.shown.links.setdefault(self._content.owner, [])
                links.append(attributes["href"] or "")
            return _Exit.INLINE
        self._content.write(" ")
        if tag in _HEADINGS and attributes.get("id") in self._parts:
            self._content.begin_part(attributes["id"] or "")
        if tag in ELEMENT_MARKS and "highlighttable" not in classes:
            self._content.write(mark(ELEMENT_MARKS[tag]))
        if tag == "li":
            return self._item(attributes)
        if tag in ("ol", "ul", "menu"):
            self._lists.append(_numbering(node, attributes))
            return _Exit.LIST
        if tag == "pre":
            self._code = (self._content.owner, self._content.place)
            return _Exit.CODE
        if tag == "img":
            self._picture(attributes)
        elif classes:
            return self._classed(node, classes)
        return _Exit.BLOCK

    def _leave(self, way: _Exit) -> None:
        if way is _Exit.INLINE or way is _Exit.SKIP:
            return
        if way is _Exit.STEP:
            self._content.end_step()
            self._outer.pop()
        elif way is _Exit.LIST:
            self._lists.pop()
        elif way is _Exit.CODE:
            owner, place = self._code
            self.shown.codes.append((owner, self._content.text_since(owner, place)))
        elif way is _Exit.TABS:
            self._labels.pop()
        self._content.write(" ")

    def _is_no_content(self, node: LexborNode, attributes: Attributes, classes: list[str]) -> bool:
        """Tell whether an element shows none of the writer's words, or shows them otherwise."""
        if CHROME in attributes:
            self._chrome(attributes[CHROME] or "", node)
            return True
        if _SYNTAX in attributes:
            self._content.write(attributes[_SYNTAX] or "")
            return True
        if "hidden" in attributes and attributes["hidden"] != "until-found":
            return True
        style = attributes.get("style")
        if style and "display:none" in style.replace(" ", "").lower():
            return True
        return not _ADDED.isdisjoint(classes)

    def _chrome(self, kind: str, node: LexborNode) -> None:
        """Keep what the compiler added but took from the source."""
        if kind == "facts":
            self.shown.facts += f" {node.text(deep=True, separator=' ')}"
            dates = [time.attributes.get("datetime") for time in node.css("time")]
            self.shown.dates += [date for date in dates if date]
        elif kind == "versions":
            self.shown.selector = node.attributes.get("data-hw-versions") or ""
            self.shown.versions += [
                (
                    link.attributes.get("data-hw-variant") or "",
                    link.text(deep=True),
                    link.attributes.get("href") or "",
                    link.attributes.get("aria-current") == "page",
                )
                for link in node.css("a")
            ]
        elif kind == "history":
            for entry in node.css("li"):
                time = entry.css_first("time")
                date = time.attributes.get("datetime") if time is not None else None
                words = " ".join(entry.text(deep=True, separator=" ").split())
                self.shown.changes.append((date or "", words))
        elif kind == "errors":
            self.shown.errors += [code.text(deep=True) for code in node.css("pre")]
        elif kind == "applies":
            self.shown.conditions.append((self._content.owner, node.text(deep=True)))
        elif kind == "caption" and self.shown.titles:
            owner, name, title = self.shown.titles[-1]
            self.shown.titles[-1] = (owner, name, f"{title} {node.text(deep=True)}")

    def _item(self, attributes: Attributes) -> _Exit:
        numbering = self._lists[-1] if self._lists else Numbering(ordered=False)
        number = numbering.take(attributes.get("value"))
        name = attributes.get("id") or ""
        if name not in self._steps:
            self._content.write(mark(Mark.ITEM))
            return _Exit.BLOCK
        if not numbering.has_steps:
            self._content.write(mark(Mark.STEPS))
            numbering.has_steps = True
        whole = step_number(self._outer[-1], len(self._outer), number)
        self._content.begin_step(name, whole)
        self._outer.append(whole)
        return _Exit.STEP

    def _picture(self, attributes: Attributes) -> None:
        source = attributes.get("src") or ""
        file = self._file_of(source)
        name = external_picture(source) if file is None else site_picture(file)
        self._content.write(mark(Mark.PICTURE, name))
        self.shown.titles.append((self._content.owner, name, attributes.get("title") or ""))

    def _classed(self, node: LexborNode, classes: list[str]) -> _Exit:
        """Enter an element that its class makes something."""
        if "admonition" in classes:
            self._content.write(mark(Mark.NOTE))
        elif "footnote" in classes:
            self._content.begin_part(FOOTNOTES)
        elif "tabbed-set" in classes:
            self._labels.append([])
            return _Exit.TABS
        elif "tabbed-labels" in classes and self._labels:
            self._labels[-1] += [
                "" if CHROME in label.attributes else label.text(deep=True) for label in node.iter()
            ]
            return _Exit.SKIP
        elif "tabbed-block" in classes:
            self._content.write(mark(Mark.TAB))
            if self._labels and self._labels[-1]:
                self._content.write(f"{self._labels[-1].pop(0)} ")
        return _Exit.BLOCK


def _numbering(node: LexborNode, attributes: Attributes) -> Numbering:
    if node.tag != "ol":
        return Numbering(ordered=False)
    start = integer(attributes.get("start"))
    by = -1 if "reversed" in attributes else 1
    if start is None:
        start = sum(1 for child in node.iter() if child.tag == "li") if by < 0 else 1
    return Numbering(True, attributes.get("type") or "1", start, by)
