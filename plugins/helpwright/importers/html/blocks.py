"""The elements of a page to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.boxes import (
    admonition_name,
    box_kind,
    box_title,
    is_admonition,
    is_name_of,
)
from helpwright.importers.html.code import code_block, is_code_frame
from helpwright.importers.html.folds import Fold, fold_at, tab_set
from helpwright.importers.html.inlines import InlineReader, Page, anchor, anchor_names
from helpwright.importers.html.listing import bullet_list, step_list
from helpwright.importers.html.lists import (
    LISTS,
    MAX_NUMBER,
    Item,
    has_letters,
    is_ordered,
    read_items,
    runs,
)
from helpwright.importers.html.notes import clip, is_blank
from helpwright.importers.html.settle import settle
from helpwright.importers.html.tables import read_table
from helpwright.importers.html.tidy import BREAK, is_picture, join_lines, lines, text, tidy
from helpwright.importers.html.tree import (
    BLOCKS,
    CHROME,
    HEADINGS,
    WORDS,
    Element,
    Node,
    links_of,
    pictures_of,
    words_of,
)
from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.tally import inline_text
from helpwright.model import (
    AlertKind,
    Attributes,
    Block,
    Break,
    Checkbox,
    Directive,
    Footnote,
    Heading,
    Image,
    Inline,
    InlineHtml,
    Paragraph,
    Quote,
    Step,
    Style,
    Styled,
    Text,
    ThematicBreak,
)

_LABEL = re.compile(r"[\w.:-]+\Z")
_OWN_ALERTS = {
    ("note", "note"): AlertKind.NOTE,
    ("tip", "tip"): AlertKind.TIP,
    ("info", "important"): AlertKind.IMPORTANT,
    ("warning", "warning"): AlertKind.WARNING,
    ("danger", "caution"): AlertKind.CAUTION,
}


class BlockReader:
    """Reads blocks; one serves a whole page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.notes = page.notes
        self.inlines = InlineReader(page)
        self._ordered = 0
        self._places: list[str] = []

    def read(self, nodes: Sequence[Node]) -> list[Block]:
        """Return the blocks that nodes show."""
        blocks: list[Block] = []
        run: list[Node] = []
        at = 0
        nodes = list(_opened_up(nodes))
        while at < len(nodes):
            node = nodes[at]
            at += 1
            if isinstance(node, str) or not _is_block(node):
                run.append(node)
                continue
            if CHROME in node.attributes:
                self._paragraphs(run, blocks)
                continue
            fold = fold_at(nodes, at - 1)
            self._paragraphs(run, blocks)
            if fold is not None:
                at += fold.taken - 1
                blocks += self._fold(fold)
            elif node.tag == "li":
                items: list[Node] = [node]
                while at < len(nodes) and _is_item_or_blank(nodes[at]):
                    items.append(nodes[at])
                    at += 1
                blocks += self._lost_items(items)
            else:
                blocks += self._block(node)
        self._paragraphs(run, blocks)
        return settle(blocks, self.notes, self._ordered)

    def _block(self, element: Element) -> list[Block]:
        tag = element.tag
        if tag in LISTS:
            return self._list(element)
        if tag in HEADINGS:
            return self._heading(element)
        if tag == "table" and not is_code_frame(element):
            kind = box_kind(element)
            if kind is None:
                return read_table(element, self.inlines, self.read)
        kind = box_kind(element)
        if kind is not None:
            return self._box(element, kind)
        if tag in ("pre", "xmp", "listing", "plaintext") or is_code_frame(element):
            block = code_block(element, self.notes, own=self.page.own)
            if block is not None:
                return [block]
        if tag == "blockquote":
            blocks = self.read(element.children)
            return [Quote(None, tuple(blocks), NOWHERE)] if blocks else []
        if tag == "hr":
            return [ThematicBreak(NOWHERE)]
        if tag == "dl":
            return self._definitions(element)
        if tag == "figure":
            return self._figure(element)
        tabs = tab_set(element)
        if tabs:
            return [block for tab in tabs for block in self._fold(tab)]
        self._mark(element)
        return self.read(element.children)

    def _mark(self, element: Element) -> None:
        """Keep an element's id for the paragraph or heading that comes next."""
        if not self.page.own:
            self._places += anchor_names(element, self.page)
            if element.tag in ("div", "section") and element.attributes.get("id"):
                first = next((c for c in element.elements() if not is_blank(c)), None)
                if first is not None and first.tag in HEADINGS and "id" not in first.attributes:
                    self._places.append(element.attributes["id"])

    # --- paragraphs --------------------------------------------------------------------------

    def _paragraphs(self, run: list[Node], blocks: list[Block], *, tight: bool = False) -> None:
        """Append what a run of inline nodes shows, and empty it.

        Two line breaks end a paragraph, and so does one beside a picture that has a line to itself.
        """
        if not run:
            return
        if all(is_blank(node) for node in run) and not _has_place(run):
            run.clear()
            return
        children = self.inlines.read(run)
        run.clear()
        if self._places and any(not isinstance(c, Break | InlineHtml) for c in children):
            for name in dict.fromkeys(self._places):
                children[:0] = anchor(name)
            self._places = []
        for part in _parts(lines(children)):
            if is_picture(part):
                blocks += (
                    _paragraph([_plain_picture(child)]) for child in part if _is_shown(child)
                )
            elif not all(isinstance(child, InlineHtml) for child in part):
                blocks.append(_paragraph(part))
            elif part:
                self._places += _ids(part)

    # --- headings ----------------------------------------------------------------------------

    def _heading(self, element: Element) -> list[Block]:
        names: list[str] = []
        self.inlines.anchors = names
        children = tidy(
            text(" ") if isinstance(child, Break) else child
            for child in self.inlines.read(element.children)
        )
        self.inlines.anchors = None
        children = _stripped(children)
        while len(children) == 1 and isinstance(children[0], Styled):
            children = list(children[0].children)
        own = element.attributes.get("id", "")
        all_names = [name for name in (own, *names, *self._places) if name]
        self._places = []
        if not children:
            self._places += [name for name in all_names if name in self.page.targets]
            return []
        self.notes.place = clip(inline_text(children))
        label = next((name for name in all_names if _LABEL.match(name)), None)
        others = [name for name in all_names if name != label and name in self.page.targets]
        for name in dict.fromkeys(others):
            children[:0] = anchor(name)
        attributes = Attributes(NOWHERE, label) if label else None
        return [Heading(int(element.tag[1]), tuple(children), attributes, NOWHERE)]

    # --- lists -------------------------------------------------------------------------------

    def _list(self, element: Element) -> list[Block]:
        found = read_items(element)
        if not found.items:
            return self.read(found.before)
        blocks = self.read(found.before) if found.before else []
        if found.folded:
            self.notes.tell(
                Outcome.REPAIRED,
                "list",
                "what stood between the items of a list now belongs to the item before it, "
                "as browsers show it",
                about=f"{_named(element, found.items)}: {words_of(*found.folded)}",
                attention=Attention.LOOK,
            )
        if is_ordered(element):
            return [*blocks, *self._steps(element, found.items)]
        items = [inner for item in found.items if (inner := self._item(item))]
        return [*blocks, bullet_list(items)] if items else blocks

    def _steps(self, element: Element, items: list[Item]) -> list[Block]:
        while len(items) > 1 and all(is_blank(node) for node in items[-1].nodes):
            items.pop()
        if not 0 <= min(i.number for i in items) <= max(i.number for i in items) <= MAX_NUMBER:
            for number, item in enumerate(items, 1):
                item.number = number
        shown = [item.number for item in items]
        parts = list(runs(items))
        if len(parts) > 1:
            self.notes.tell(
                Outcome.REPAIRED,
                "step-numbers",
                "the numbers of a list do not count on by one; each step keeps the number that "
                "the page shows, in lists of their own",
                about=f"{_named(element, items)}: {', '.join(map(str, shown[:40]))}",
                attention=Attention.DECIDE,
            )
        if has_letters(element) and self._ordered == 0:
            self.notes.tell(
                Outcome.REPAIRED,
                "step-letters",
                "steps with letters are now steps with numbers",
                about=_named(element, items),
                attention=Attention.LOOK,
            )
        blocks: list[Block] = []
        self._ordered += 1
        for part in parts:
            steps = []
            for item in part:
                label = item.element.attributes.get("id", "")
                attributes = Attributes(NOWHERE, label) if _LABEL.match(label) else None
                inner = tuple(self._item(item))
                steps.append(Step(item.number, item.number, NOWHERE, attributes, inner, NOWHERE))
            blocks.append(step_list(steps, self._ordered))
        self._ordered -= 1
        return blocks

    def _item(self, item: Item) -> list[Block]:
        if item.element.tag == "li" and not _LABEL.match(item.element.attributes.get("id", "")):
            self._mark(item.element)
        blocks = self.read(item.nodes)
        first = blocks[0] if blocks else None
        if isinstance(first, Paragraph):
            children = list(first.children)
            lead = children[0] if children else None
            if isinstance(lead, Checkbox):
                children[1:2] = [
                    replace(child, value=child.value.lstrip()) if isinstance(child, Text) else child
                    for child in children[1:2]
                ]
                rest = [child for child in children[1:] if not isinstance(child, Checkbox)]
                blocks[0] = replace(first, children=(lead, *rest))
        return [_without_boxes(block, keep=at == 0) for at, block in enumerate(blocks)]

    def _lost_items(self, items: list[Node]) -> list[Block]:
        self.notes.tell(
            Outcome.REPAIRED,
            "list",
            "items without a list around them became a bullet list, as browsers show them",
            about=words_of(*items),
            attention=Attention.LOOK,
        )
        return self._list(Element("ul", {}, items, blocky=True))

    def _definitions(self, element: Element) -> list[Block]:
        items: list[list[Block]] = []
        blocks: list[Block] = []
        for part in _terms(element.children):
            inner = self.read(part.children)
            if part.tag == "dt":
                if blocks:
                    items.append(blocks)
                blocks = [_strong(block) for block in inner]
            else:
                blocks += inner
        if blocks:
            items.append(blocks)
        if not items:
            return []
        self.notes.tell(
            Outcome.MAPPED,
            "definition-list",
            "a list of terms became a bullet list with the terms in bold",
            about=words_of(element),
        )
        return [bullet_list(items)]

    # --- boxes, folds, figures ---------------------------------------------------------------

    def _box(self, element: Element, kind: AlertKind) -> list[Block]:
        title = box_title(element)
        rest: list[Node] = [child for child in element.children if child is not title]
        if element.tag == "table":
            rest = [cell for cell in element.walk() if cell.tag in ("td", "th")]
            rest = [child for cell in rest if isinstance(cell, Element) for child in cell.children]
        words = words_of(title) if title is not None else ""
        if title is not None and CHROME in title.attributes:
            return self._own_box(element, title.attributes.get(WORDS, ""), rest)
        if title is not None and is_name_of(words, kind):
            self.notes.took(Outcome.MAPPED, "alert-label", "the label of a note", title)
            title = None
        if title is not None and is_admonition(element):
            name = admonition_name(element)
            if not links_of(title) and not pictures_of(title):
                blocks = self.read(rest)
                return [Directive(name, words, tuple(blocks), NOWHERE)]
        blocks = []
        if title is not None:
            self.inlines.anchors = []
            heading = _stripped(tidy(self.inlines.read(title.children)))
            self.inlines.anchors = None
            if heading:
                strong = Styled(Style.STRONG, tuple(heading), NOWHERE)
                blocks = [_paragraph(_stripped(tidy([strong])))]
        blocks += self.read(rest)
        if title is None:
            blocks = self._without_label(blocks, kind)
        if not blocks:
            return []
        return [Quote(kind, tuple(blocks), NOWHERE)]

    def _own_box(self, element: Element, title: str, rest: list[Node]) -> list[Block]:
        """Return a box of one of our own pages, whose title the compiler wrote."""
        blocks = tuple(self.read(rest))
        name = admonition_name(element)
        alert = _OWN_ALERTS.get((name, title.strip().lower()))
        if alert is not None:
            return [Quote(alert, blocks, NOWHERE)]
        return [Directive(title.strip().lower() or name, "", blocks, NOWHERE)]

    def _without_label(self, blocks: list[Block], kind: AlertKind) -> list[Block]:
        """Take a label such as "Note:" off the first line of a box that shows it anyway."""
        first = blocks[0] if blocks else None
        if not isinstance(first, Paragraph):
            return blocks
        children = list(first.children)
        lead = children[0] if children else None
        if isinstance(lead, Styled):
            taken = inline_text(lead.children)
            if not is_name_of(taken, kind):
                return blocks
            rest = children[1:]
            if rest and isinstance(rest[0], Text):
                rest[0] = text(rest[0].value.lstrip(" :-\N{EN DASH}\N{EM DASH}"))
        elif isinstance(lead, Text) and ":" in lead.value:
            taken, _, behind = lead.value.partition(":")
            if not is_name_of(taken, kind):
                return blocks
            rest = [text(behind.lstrip()), *children[1:]]
        else:
            return blocks
        rest = _stripped([child for child in rest if child != text("")])
        while rest and isinstance(rest[0], Break):
            rest = rest[1:]
        self.notes.tell(Outcome.MAPPED, "alert-label", "the label of a note", text=taken)
        return [replace(first, children=tuple(rest)), *blocks[1:]] if rest else blocks[1:]

    def _fold(self, fold: Fold) -> list[Block]:
        title = fold.title
        words = ""
        extra: list[Node] = []
        if title is not None and CHROME not in title.attributes:
            words = words_of(title)
            links, pictures = links_of(title), pictures_of(title)
            if links:
                self.notes.tell(
                    Outcome.DROPPED,
                    "link",
                    "a title that opens a text cannot be a link, too",
                    about=f"{words} → {links[0]}",
                    links=links,
                    attention=Attention.LOOK if fold.name == "details" else Attention.NONE,
                )
            if pictures:
                extra = [element for element in title.walk() if element.tag == "img"]
        words = self.inlines.clean(words)
        blocks = self.read([*extra, *fold.nodes])
        return [Directive(fold.name, " ".join(words.split()), tuple(blocks), NOWHERE)]

    def _figure(self, element: Element) -> list[Block]:
        """Return a picture with its caption as its title, where the caption is plain text."""
        caption = element.find("figcaption")
        pictures = [inner for inner in element.walk() if inner.tag == "img"]
        if caption is None:
            return self.read(element.children)
        if CHROME in caption.attributes:
            words = " ".join(caption.attributes.get(WORDS, "").split())
            blocks = self.read(element.children)
            return [_with_caption(block, words) for block in blocks]
        marked = any(
            inner.tag in ("a", "img", "br", "code", "b", "strong", "em", "i") or inner.blocky
            for inner in caption.walk()
        )
        simple = len(pictures) == 1 and not any(
            inner.tag in ("table", "pre", "ul", "ol", "iframe", "video") for inner in element.walk()
        )
        below = words_of(*(child for child in element.children if child is not caption))
        words = words_of(caption)
        if not simple or marked or caption.blocky or below or caption not in element.children:
            return self.read(element.children)
        blocks = self.read([child for child in element.children if child is not caption])
        if len(blocks) != 1 or _with_caption(blocks[0], words) == blocks[0] or not words:
            return [*blocks, *self.read([caption])]
        self.notes.tell(
            Outcome.MAPPED, "caption", "the caption of a picture is now its title", text=words
        )
        return [_with_caption(blocks[0], self.inlines.clean(words))]

    def footnote(self, label: str, nodes: Sequence[Node]) -> Footnote:
        """Return a footnote."""
        return Footnote(label, tuple(self.read(nodes)), NOWHERE)


def _is_block(element: Element) -> bool:
    return element.tag in BLOCKS


def _terms(nodes: Sequence[Node]) -> Iterator[Element]:
    """Yield the terms and definitions of a list, and what else stands in it as definitions."""
    loose: list[Node] = []
    for node in nodes:
        known = isinstance(node, Element) and node.tag in ("dt", "dd")
        around = (
            isinstance(node, Element)
            and node.tag in ("div", "dl", "section")
            and any(child.tag in ("dt", "dd") for child in node.elements())
        )
        if (known or around) and loose:
            yield Element("dd", {}, loose)
            loose = []
        if isinstance(node, Element) and known:
            yield node
        elif isinstance(node, Element) and around:
            yield from _terms(node.children)
        elif loose or not is_blank(node):
            loose.append(node)
    if loose:
        yield Element("dd", {}, loose)


def _is_item_or_blank(node: Node) -> bool:
    return not node.strip() if isinstance(node, str) else node.tag == "li"


def _has_place(nodes: Sequence[Node]) -> bool:
    return any(
        isinstance(node, Element) and (node.attributes or _has_place(node.children))
        for node in nodes
    )


def _ids(part: Sequence[Inline]) -> list[str]:
    found = (re.match(r'<a id="([^"]*)"', c.raw) for c in part if isinstance(c, InlineHtml))
    return [match[1] for match in found if match]


def _pushed_down(element: Element) -> list[Node]:
    """Return an inline element around blocks as blocks with the inline element inside them."""
    shown = [child for child in element.children if not is_blank(child)]
    if element.tag == "a" and "href" in element.attributes:
        if len(shown) == 1 and isinstance(shown[0], Element) and shown[0].tag in _PUSHABLE:
            inner = shown[0]
            link = element.around(inner.children, blocky=_any_blocky(inner.children))
            return [inner.around([link], blocky=link.blocky)]
        return [element.around([_flat(element)])]
    out: list[Node] = []
    run: list[Node] = []
    for child in _opened_up(element.children):
        if isinstance(child, Element) and _is_block(child):
            if run:
                out.append(element.around(run))
                run = []
            if child.tag in _OPAQUE:
                out.append(child)
            else:
                inner = element.around(child.children, blocky=_any_blocky(child.children))
                out.append(child.around([inner], blocky=inner.blocky))
        else:
            run.append(child)
    if run:
        out.append(element.around(run))
    return out


def _opened_up(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield nodes with every inline element around blocks replaced by what it becomes."""
    for node in nodes:
        if isinstance(node, Element) and node.blocky and not _is_block(node):
            yield from _pushed_down(node)
        else:
            yield node


_PUSHABLE = frozenset("div p h1 h2 h3 h4 h5 h6 section article center figure".split())
_OPAQUE = frozenset("dl hr ol pre table tbody tr ul".split())


def _any_blocky(nodes: Sequence[Node]) -> bool:
    return any(isinstance(node, Element) and (node.blocky or _is_block(node)) for node in nodes)


def _flat(element: Element) -> Element:
    """Return an element that shows the words of blocks in one line."""
    return Element("span", {}, element.children)


def _parts(found: list[list[Inline]]) -> list[list[Inline]]:
    """Return the paragraphs that lines make up."""
    parts: list[list[list[Inline]]] = [[]]
    alone = False
    for line in found:
        if not line:
            parts.append([])
            continue
        picture = is_picture(line)
        if (picture or alone) and parts[-1]:
            parts.append([])
        parts[-1].append(line)
        alone = picture
    return [join_lines(part, BREAK) for part in parts if part]


def _paragraph(children: Sequence[Inline]) -> Paragraph:
    return Paragraph(tuple(children), None, False, NOWHERE)


def _is_shown(child: Inline) -> bool:
    return not (isinstance(child, Text) and not child.value.strip())


def _plain_picture(child: Inline) -> Inline:
    """Return a picture that has a paragraph to itself: it is no icon."""
    if isinstance(child, Image) and child.attributes is not None:
        return replace(child, attributes=None)
    return child


def _with_caption(block: Block, words: str) -> Block:
    if isinstance(block, Paragraph) and len(block.children) == 1:
        child = block.children[0]
        if isinstance(child, Image):
            return replace(block, children=(replace(child, title=words),))
    return block


def _stripped(children: list[Inline]) -> list[Inline]:
    found = lines(children)
    return join_lines(found, BREAK)


def _strong(block: Block) -> Block:
    if not isinstance(block, Paragraph):
        return block
    children = tidy([Styled(Style.STRONG, block.children, NOWHERE)])
    return replace(block, children=tuple(children))


def _without_boxes(block: Block, *, keep: bool) -> Block:
    """Return a paragraph without check boxes, which only begin an item."""
    if keep or not isinstance(block, Paragraph):
        return block
    if not any(isinstance(child, Checkbox) for child in block.children):
        return block
    rest = [child for child in block.children if not isinstance(child, Checkbox)]
    return replace(block, children=tuple(rest) or (text(""),))


def _named(element: Element, items: list[Item]) -> str:
    """Return words that name a list in an entry: its first item."""
    first = clip(words_of(*items[0].nodes))[:60]
    kind = "the numbered list" if is_ordered(element) else "the list"
    return f'{kind} that begins with "{first}"'
