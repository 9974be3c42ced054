"""HTML as a tree of plain values, as deep as an article may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

CHROME = "data-hw-chrome"
"""What our own pages put on everything that the writer did not write."""
WORDS = "data-hw-words"
"""Where the tree keeps the words of a title or caption that the compiler wrote."""
SYNTAX = "data-hw-syntax"
REFERENCE = "data-hw-reference"

INSIDE_WORD = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output "
    "picture rb ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
"""Elements that do not part the word before them from the word behind."""
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol optgroup p pre search section summary table tbody td tfoot th thead tr ul xmp".split()
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
UNSEEN = frozenset(
    "base basefont datalist frameset head link meta noembed noframes noscript param script style "
    "svg template title track".split()
)
"""Elements of which a browser shows no word."""
PLAYED = frozenset("applet audio canvas embed iframe object video".split())
"""Elements that show something else than their words."""

MAX_DEPTH = 80
"""How deep elements may be nested in the tree: deeper ones give their words to those around."""
MAX_NESTED = 24
"""How deep elements may be nested that nest in an article, too: lists, quotes, emphasis."""
_NESTING = frozenset(
    "a b blockquote code del details dl em font i kbd li mark ol s small span strike strong sub "
    "sup table td u ul".split()
)

BLANKS = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True, eq=False)
class Element:
    """An element; `blocky` tells whether anything inside is a block.

    `apart` tells whether it parts the word before it from the word behind.
    """

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    blocky: bool = False
    apart: bool = False

    def around(self, children: list[Node], *, blocky: bool = False) -> Element:
        """Return an element like this one with other contents."""
        return Element(self.tag, self.attributes, children, blocky, self.apart)

    @property
    def classes(self) -> list[str]:
        """The names in the class attribute."""
        written = self.attributes.get("class")
        return written.split() if written else []

    def elements(self) -> list[Element]:
        """Return the child elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self) -> Iterator[Element]:
        """Yield every element inside, in document order."""
        waiting = self.elements()[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += element.elements()[::-1]

    def find(self, *tags: str) -> Element | None:
        """Return the first element inside with one of these names."""
        return next((element for element in self.walk() if element.tag in tags), None)


Node = Element | str


@dataclass(slots=True)
class Built:
    """A tree, and the links of elements that were too deep to stay, if any."""

    root: Element
    flattened: int = 0
    links: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    element: Element
    depth: int
    nested: int
    linked: bool
    apart: bool = True


Apart = Callable[[str, Mapping[str, str | None]], bool]
"""Tells whether an element inside a line may be left out, and so parts words."""


def build(root: LexborNode, apart: Apart) -> Built:
    """Return the tree below a parsed element, without comments and what is never seen.

    Of what the compiler wrote in our own pages only titles and captions stay, without contents.

    The walk is not recursive, and no path in the tree is longer than `MAX_DEPTH`.
    """
    top = Element(root.tag or "body", _attributes(root))
    built = Built(top)
    stack: list[tuple[LexborNode, _Open]] = []
    place = _Open(top, 0, 0, linked=False)
    node = root.first_child
    while node is not None:
        child = _enter(node, place, built, apart)
        first = node.first_child if child is not None else None
        if child is not None and first is not None:
            stack.append((node, place))
            place, node = child, first
            continue
        following = node.next
        while following is None and stack:
            node, outer = stack.pop()
            if place.element is outer.element and place.apart:
                outer.element.children.append(" ")
            place = outer
            following = node.next
        node = following
    _settle(top)
    return built


def _enter(node: LexborNode, place: _Open, built: Built, apart: Apart) -> _Open | None:
    """Put a node into the tree; return the place for its children, None where they are left out."""
    tag = node.tag or ""
    element = place.element
    if tag == "-text":
        text = node.text_content
        if text:
            element.children.append(text)
        return None
    if tag[:1] in "-!?" or tag in UNSEEN:
        if tag == "svg":
            element.children.append(Element("svg", _attributes(node), apart=True))
        return None
    attributes = _attributes(node)
    parting = tag not in INSIDE_WORD or (bool(attributes) and apart(tag, attributes))
    if CHROME in attributes or is_given(tag, attributes):
        kind = attributes.get(CHROME)
        if kind in (None, "caption", "title"):
            words = node.text(deep=True, separator=" ") if kind else ""
            given = Element(tag, {**attributes, WORDS: words}, apart=parting)
            element.children.append(given)
        elif parting:
            element.children.append(" ")
        return None
    if tag in PLAYED:
        element.children.append(_played(node, tag, attributes))
        return None
    nests = tag in _NESTING
    leaf = tag in ("img", "br", "input", "hr")
    deep = place.depth >= MAX_DEPTH or (nests and place.nested >= MAX_NESTED)
    if deep and not leaf and not (tag == "a" and not place.linked):
        built.flattened += 1
        if tag == "a" and "href" in attributes:
            built.links.append(attributes["href"])
        if parting:
            element.children.append(" ")
        return _Open(element, place.depth, place.nested, place.linked, parting)
    if tag == "input" and node.first_child is not None:
        tag = "mi"  # One of MathML's.
    child = Element(tag, attributes, apart=parting)
    element.children.append(child)
    return _Open(child, place.depth + 1, place.nested + nests, place.linked or tag == "a", parting)


def _attributes(node: LexborNode) -> Mapping[str, str]:
    return {name: value or "" for name, value in node.attributes.items()}


def _played(node: LexborNode, tag: str, attributes: Mapping[str, str]) -> Element:
    """Return an element without its substitute contents, but with the address that it plays."""
    source = attributes.get("src") or attributes.get("data-src") or attributes.get("data") or ""
    if not source and tag in ("video", "audio"):
        found = node.css_first("source")
        source = (found.attributes.get("src") or "") if found is not None else ""
    return Element(tag, {**attributes, "src": source}, apart=True)


def _settle(top: Element) -> None:
    """Set `blocky` from the leaves up."""
    order = [top, *top.walk()]
    for element in reversed(order):
        element.blocky = any(
            child.tag in BLOCKS or child.blocky
            for child in element.children
            if isinstance(child, Element)
        )


def syntax_of(tag: str, attributes: Mapping[str, str | None]) -> str | None:
    """Return what a writer of ours typed for an element, None for all others."""
    return attributes.get(SYNTAX) if tag in ("del", "ins", "mark", "span") else None


def is_reference(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Tell whether an element is a link of ours whose words the compiler wrote."""
    return tag == "a" and REFERENCE in attributes and "href" in attributes


def is_given(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Tell whether the words inside an element are no text of the writer's."""
    return is_reference(tag, attributes) or syntax_of(tag, attributes) is not None


def words_of(*nodes: Node) -> str:
    """Return the text of nodes as one line; what tags part stays parted."""
    parts: list[str] = []
    _words(nodes, parts)
    return " ".join("".join(parts).split())


def _words(nodes: tuple[Node, ...] | list[Node], parts: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
        elif (written := syntax_of(node.tag, node.attributes)) is not None:
            parts.append(written)
        else:
            parts.append(" " if node.apart else "")
            _words(node.children, parts)
            parts.append(" " if node.apart else "")


def pictures_of(*nodes: Node) -> tuple[str, ...]:
    """Return the sources of all pictures in nodes, as written."""
    return tuple(
        element.attributes.get("src") or element.attributes.get("alt") or "picture"
        for element in _seen(nodes)
        if element.tag == "img"
    )


def links_of(*nodes: Node) -> tuple[str, ...]:
    """Return the addresses of all links in nodes."""
    return tuple(
        element.attributes["href"]
        for element in _seen(nodes)
        if element.tag == "a" and "href" in element.attributes
    )


def _seen(nodes: tuple[Node, ...]) -> Iterator[Element]:
    waiting = [node for node in reversed(nodes) if isinstance(node, Element)]
    while waiting:
        element = waiting.pop()
        if CHROME not in element.attributes:
            yield element
            waiting += element.elements()[::-1]
