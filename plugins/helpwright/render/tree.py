"""Building an element tree in which raw HTML and Markdown containers nest safely.

Raw HTML opens and closes elements wherever a writer put a tag. A Markdown container (a list item,
a quote, a paragraph) bounds it: a closing tag cannot close what was opened outside, and what is
still open at the container's end is closed there. So a stray `</details>` cannot pull steps apart.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.util import AMP_SUBSTITUTE, ETX, STX

_BLOCKS = frozenset(
    "blockquote details div dl figure h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split()
)
_LINES = _BLOCKS | frozenset(
    "dd dt figcaption li nav section summary tbody td tfoot th thead tr".split()
)
"""Elements that end a line of the page's source, for people who read it."""

_CONTROLS = dict.fromkeys((ord(STX), ord(ETX)), "\N{REPLACEMENT CHARACTER}")


MAX_RAW_DEPTH = 200
"""How deep raw HTML may nest, well within what a serializer recurses."""


class Tree:
    """An element under construction, with a cursor at its end."""

    def __init__(self, tag: str = "div") -> None:
        self.root = etree.Element(tag)
        self._open: list[etree.Element] = [self.root]
        self._floor = 1

    @property
    def current(self) -> etree.Element:
        """The innermost open element."""
        return self._open[-1]

    def add(self, tag: str, attributes: dict[str, str] | None = None) -> etree.Element:
        """Append an element to the current one and leave it closed."""
        if tag in _BLOCKS and self.current.tag == "p" and len(self._open) > self._floor:
            self._open.pop()  # HTML closes a raw paragraph in front of a block.
        element = etree.SubElement(self.current, tag, attributes or {})
        if tag in _LINES:
            element.tail = "\n"
        return element

    def open(self, tag: str, attributes: dict[str, str] | None = None) -> etree.Element:
        """Append an element and go inside, until `close` or the end of the container."""
        element = self.add(tag, attributes)
        self._open.append(element)
        return element

    def open_raw(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element of raw HTML; one nested deeper than any page needs is passed over."""
        if len(self._open) < MAX_RAW_DEPTH:
            self.open(tag, attributes)

    def close(self, tag: str) -> bool:
        """Close the innermost open element of this name; False where the container has none."""
        for at in range(len(self._open) - 1, self._floor - 1, -1):
            if self._open[at].tag == tag:
                del self._open[at:]
                return True
        return False

    def inside(self, tag: str, attributes: dict[str, str] | None = None) -> Container:
        """Open a container; whatever is opened in the `with` block is closed with it."""
        return Container(self, tag, attributes)

    def missing_picture(self, description: str) -> None:
        """Append the description of a picture that cannot be shown, marked as such."""
        attributes = {"class": "hw-missing-picture", "data-hw-chrome": "missing-picture"}
        with self.inside("span", attributes):
            self.text(description)

    def place(self, element: etree.Element) -> None:
        """Append a finished element."""
        self.current.append(element)

    def text(self, value: str) -> None:
        """Append text to be read, character by character."""
        self.raw_text(neutral(value))

    def raw_text(self, value: str) -> None:
        """Append text as it is: white space, or a placeholder of Python-Markdown's stash."""
        current = self.current
        if len(current):
            last = current[-1]
            last.tail = (last.tail or "") + value
        else:
            current.text = (current.text or "") + value


class Container:
    """An element that bounds what raw HTML can open and close; entering returns the element."""

    __slots__ = ("_attributes", "_depth", "_floor", "_tag", "_tree")

    def __init__(self, tree: Tree, tag: str, attributes: dict[str, str] | None) -> None:
        self._tree, self._tag, self._attributes = tree, tag, attributes

    def __enter__(self) -> etree.Element:
        tree = self._tree
        element = tree.open(self._tag, self._attributes)
        self._depth, self._floor = len(tree._open), tree._floor
        tree._floor = self._depth
        return element

    def __exit__(self, *_: object) -> None:
        tree = self._tree
        del tree._open[self._depth - 1 :]
        tree._floor = self._floor


def neutral(value: str) -> str:
    """Return text that passes through Python-Markdown unchanged.

    Its serializer would let `&lt;` pass as an entity, and its stash would answer to control
    characters.
    """
    if STX in value or ETX in value:
        value = value.translate(_CONTROLS)
    return value.replace("&", f"{AMP_SUBSTITUTE}amp;")
