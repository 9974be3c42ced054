"""Code of a page: its text, its language, and what highlighters put around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.chrome import LINE_NUMBERS
from helpwright.importers.html.context import clean_text
from helpwright.importers.html.notes import Notes
from helpwright.importers.html.tree import (
    BLOCKS,
    CHROME,
    HEADINGS,
    Element,
    Node,
    links_of,
    syntax_of,
    words_of,
)
from helpwright.importers.ledger import Attention, Outcome
from helpwright.model import CodeBlock

_FRAME = re.compile(
    r"(?:^|\s)(?:highlight(?:table)?|codehilite|sourcecode|literal-block-wrapper|code-?block|"
    r"codecontent|snippet|rouge-table|highlight-[\w+#-]+|code-toolbar|code-wrapper|prettyprint|"
    r"syntaxhighlighter)(?:$|\s)",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|highlight-source-|brush:\s*)([\w+#.-]+)", re.I)
_SPHINX = re.compile(r"(?:^|\s)highlight-([\w+#.-]+)", re.IGNORECASE)
_TITLES = frozenset(
    ("filename", "codeheader", "code-block-caption", "code-title", "code-block-title")
)
_NO_LANGUAGE = frozenset(("none", "default", "plain", "plaintext", "text", "notranslate", "auto"))
_NO_CODE = HEADINGS | {"table", "ul", "dl", "img", "details", "iframe", "video"}


def is_code_frame(element: Element) -> bool:
    """Tell whether an element is what a highlighter puts around one block of code."""
    if element.tag not in ("div", "table", "figure", "section"):
        return False
    classes = element.attributes.get("class", "")
    if not classes or not (_FRAME.search(classes) or {"code", "panel"} <= set(classes.split())):
        return False
    return len(_pres(element)) == 1


def code_block(element: Element, notes: Notes, *, own: bool) -> CodeBlock | None:
    """Return the code that a `pre`, or a frame around one, shows; None if it is no code."""
    pres = [element] if element.tag != "pre" and not _pres(element) else _pres(element)
    pres = [element] if element.tag == "pre" else pres
    pre = pres[0]
    if any(inner.tag in _NO_CODE for inner in pre.walk() if not _is_number(inner)):
        return None
    text = _Text()
    text.read(pre.children)
    value = clean_text("".join(text.parts), own=own).strip("\n")
    if not value.strip():
        return None
    linked = links_of(pre)
    if linked:
        notes.tell(
            Outcome.DROPPED,
            "link",
            "code cannot hold links; their words stay",
            about=words_of(pre),
            links=linked,
            attention=Attention.LOOK,
        )
    info = [_language(element, pre)]
    for around in _around(element, pre):
        if not _TITLES.isdisjoint(name.lower() for name in around.classes):
            title = words_of(around)
            if title and '"' not in title:
                notes.tell(Outcome.MAPPED, "code-title", "the title of a block of code", text=title)
                info.append(f'title="{clean_text(title, own=own)}"')
                continue
        numbers = _is_number(around)
        reason = "line numbers beside code" if numbers else "a label beside code"
        notes.took(Outcome.DROPPED, "code-label", reason, around)
        if numbers and own:
            info.append(f'linenums="{(words_of(around).split() or ["1"])[0]}"')
    if text.marked and own:
        info.append(f'hl_lines="{" ".join(map(str, sorted(text.marked)))}"')
    if len(info) > 1 and not info[0]:
        info[0] = "text"
    return CodeBlock(" ".join(info), f"{value}\n", True, NOWHERE)


class _Text:
    """The text of code, with the numbers of its marked lines."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.marked: set[int] = set()
        self._line = 1

    def read(self, nodes: list[Node]) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._write(node)
            elif CHROME in node.attributes or _is_number(node):
                self._write(" " if node.apart else "")
            elif (typed := syntax_of(node.tag, node.attributes)) is not None:
                self._write(typed)
            elif node.tag == "br":
                self._write("\n")
            else:
                lines = node.tag in BLOCKS
                if lines:
                    self._end_line()
                elif node.apart:
                    self._write(" ")
                first = self._line
                self.read(node.children)
                if "hll" in node.classes:
                    last = self._line - ("".join(self.parts[-1:])[-1:] == "\n")
                    self.marked.update(range(first, max(first, last) + 1))
                if lines:
                    self._end_line()
                elif node.apart:
                    self._write(" ")

    def _end_line(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self._write("\n")

    def _write(self, value: str) -> None:
        if value:
            self.parts.append(value)
            self._line += value.count("\n")


def _is_number(element: Element) -> bool:
    return not LINE_NUMBERS.isdisjoint(element.classes)


def _pres(element: Element) -> list[Element]:
    """Return the blocks of code in an element, without the line numbers beside them."""
    found: list[Element] = []
    waiting = element.elements()[::-1]
    while waiting:
        inner = waiting.pop()
        if _is_number(inner) or CHROME in inner.attributes:
            continue
        if inner.tag == "pre":
            found.append(inner)
        else:
            waiting += inner.elements()[::-1]
    return found


def _around(element: Element, pre: Element) -> Iterator[Element]:
    """Yield what a frame shows besides its code."""
    if element is pre:
        yield from _numbers(pre)
        return
    for child in element.children:
        if child is pre or (isinstance(child, Element) and CHROME in child.attributes):
            continue
        if isinstance(child, str):
            if child.strip():
                yield Element("span", {}, [child])
        elif _is_number(child) or pre not in child.walk():
            yield _title_in(child) or child
        else:
            yield from _around(child, pre)


def _title_in(element: Element) -> Element | None:
    """Return the title of a block of code that is all an element shows."""
    for inner in (element, *element.walk()):
        if not _TITLES.isdisjoint(name.lower() for name in inner.classes):
            return inner if words_of(inner) == words_of(element) else None
    return None


def _numbers(element: Element) -> Iterator[Element]:
    for inner in element.elements():
        if _is_number(inner):
            yield inner
        else:
            yield from _numbers(inner)


def _language(element: Element, pre: Element) -> str:
    """Return the language of a block of code as its highlighter has it, or an empty text."""
    code = pre.find("code")
    for place in (code, pre, element):
        if place is None:
            continue
        attributes = place.attributes
        found = _LANGUAGE.search(attributes.get("class", "")) or _LANGUAGE.search(
            attributes.get("data-syntaxhighlighter-params", "")
        )
        found = found or _SPHINX.search(attributes.get("class", ""))
        name = found[1] if found else attributes.get("data-lang", "")
        name = (name or attributes.get("data-language", "")).strip().lower()
        if name and re.fullmatch(r"[\w+#.-]+", name):
            return "" if name in _NO_LANGUAGE else name
    return ""
