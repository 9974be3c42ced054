"""The elements of a page to blocks."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.around import opened_up
from helpwright.importers.html.box_blocks import read_box, read_fold
from helpwright.importers.html.boxes import box_kind
from helpwright.importers.html.code import code_block, is_code_frame
from helpwright.importers.html.context import Page, anchor, anchor_names
from helpwright.importers.html.figures import read_figure
from helpwright.importers.html.flow import LABEL
from helpwright.importers.html.folds import fold_at, tabs_at
from helpwright.importers.html.inlines import InlineReader
from helpwright.importers.html.labels import raise_notes
from helpwright.importers.html.list_blocks import (
    read_definitions,
    read_list,
    read_lost_items,
)
from helpwright.importers.html.lists import LISTS
from helpwright.importers.html.notes import clip, is_blank
from helpwright.importers.html.own import is_made_up
from helpwright.importers.html.paragraphs import one_run, paragraphs
from helpwright.importers.html.settle import settle
from helpwright.importers.html.tables import box_cells, read_table
from helpwright.importers.html.tidy import text
from helpwright.importers.html.tree import BLOCKS, CHROME, HEADINGS, Element, Node, words_of
from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.tally import inline_text
from helpwright.model import (
    Attributes,
    Block,
    Break,
    Heading,
    Inline,
    InlineHtml,
    Quote,
    Styled,
    ThematicBreak,
)


class BlockReader:
    """Reads blocks; one serves a whole page. See `Flow`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.notes = page.notes
        self.inlines = InlineReader(page)
        self.ordered = 0
        self._boxed = 0
        self._places: list[str] = []

    def read(self, nodes: Sequence[Node]) -> list[Block]:
        """Return the blocks that the nodes of one container show."""
        above = self.notes.place
        blocks = self._flow(nodes)
        # What follows looks at these blocks once more: its entries need the headings above them.
        last, self.notes.place = self.notes.place, above
        blocks = settle(blocks, self.notes, self.ordered, own=self.page.own)
        if not (self.page.own or self._boxed):
            self.notes.place = above
            blocks = list(raise_notes(blocks, self.notes))
        self.notes.place = last
        return blocks

    def _flow(self, nodes: Sequence[Node]) -> list[Block]:
        """Return blocks as they stand, to be settled with all others of their container."""
        blocks: list[Block] = []
        run: list[Node] = []
        nodes = list(opened_up(nodes))
        at = 0
        while at < len(nodes):
            node = nodes[at]
            if isinstance(node, str) or node.tag not in BLOCKS:
                run.append(node)
                at += 1
                continue
            self._end(run, blocks)
            fold = fold_at(nodes, at)
            tabs = tabs_at(nodes, at) if fold is None else None
            if fold is not None:
                blocks.append(read_fold(fold, self))
                at += fold.taken
            elif tabs is not None:
                blocks += (read_fold(tab, self) for tab in tabs.folds)
                at += tabs.taken
            elif node.tag == "li":
                end = at + 1
                while end < len(nodes) and _is_item_or_blank(nodes[end]):
                    end += 1
                blocks += read_lost_items(nodes[at:end], self)
                at = end
            else:
                blocks += self._block(node)
                at += 1
        self._end(run, blocks)
        return blocks

    def read_box(self, nodes: Sequence[Node]) -> list[Block]:
        """Return the blocks inside a box, in which labels such as "Note:" make no other box."""
        self._boxed += 1
        blocks = self.read(nodes)
        self._boxed -= 1
        return blocks

    def mark(self, element: Element) -> None:
        """Keep an element's id for the paragraph or heading that comes next."""
        if self.page.own:
            return
        self._places += anchor_names(element, self.page)
        if element.tag in ("div", "section") and element.attributes.get("id"):
            first = next((child for child in element.elements() if not is_blank(child)), None)
            if first is not None and first.tag in HEADINGS and "id" not in first.attributes:
                self._places.append(element.attributes["id"])

    def _block(self, element: Element) -> list[Block]:
        tag = element.tag
        if CHROME in element.attributes:
            return []
        if tag in LISTS:
            return read_list(element, self)
        if tag in HEADINGS:
            return self._heading(element)
        if tag in ("pre", "xmp") or is_code_frame(element):
            block = code_block(element, self.notes, own=self.page.own)
            if block is not None:
                return [block]
        kind = box_kind(element)
        if tag == "table":
            inside = box_cells(element) if kind is not None else None
            if kind is None or inside is None:
                return read_table(element, self.inlines, self.read)
            return read_box(inside, kind, self)
        if kind is not None:
            return read_box(element, kind, self)
        if tag == "blockquote":
            blocks = self.read(element.children)
            return [Quote(None, tuple(blocks), NOWHERE)] if blocks else []
        if tag == "hr":
            return [ThematicBreak(NOWHERE)]
        if tag == "dl":
            return read_definitions(element, self)
        if tag == "figure":
            return read_figure(element, self)
        if "mt-style-conditional" in element.classes:
            self.notes.tell(
                Outcome.LEFT,
                "condition",
                "only some readers saw this part of the page; here everybody does",
                about=f"{element.attributes.get('title', '')}: {words_of(element)}",
                attention=Attention.DECIDE,
            )
        self.mark(element)
        return self._flow(element.children)

    def _end(self, run: list[Node], blocks: list[Block]) -> None:
        """Append what a run of inline nodes shows, and empty it."""
        if not run:
            return
        if all(isinstance(node, str) and not node.strip() for node in run):
            run.clear()
            return
        self.inlines.anchors = names = list[str]()
        children = self.inlines.read(run)
        run.clear()
        self.inlines.anchors = None
        found = list(paragraphs(children))
        if not found:
            self._places += names
            return
        places = dict.fromkeys((*self._places, *names))
        self._places = []
        if places:
            lead: list[Inline] = [node for name in places for node in anchor(name)]
            found = list(paragraphs([*lead, *children]))
        blocks += found

    def _heading(self, element: Element) -> list[Block]:
        self.inlines.anchors = names = list[str]()
        run = self.inlines.read(element.children)
        self.inlines.anchors = None
        children = one_run([text(" ") if isinstance(child, Break) else child for child in run])
        while len(children) == 1 and isinstance(children[0], Styled):
            children = list(children[0].children)
        own = element.attributes.get("id", "")
        places = list(dict.fromkeys(name for name in (own, *names, *self._places) if name))
        self._places = []
        if not any(not isinstance(child, InlineHtml) for child in children):
            self._places += [name for name in places if name in self.page.targets]
            return []
        self.notes.place = clip(inline_text(children))
        usable = [name for name in places if LABEL.match(name)]
        linked = (name for name in usable if name in self.page.targets)
        label = next(linked, usable[0] if usable else None)
        if self.page.own and label and is_made_up(label, inline_text(children)):
            label = None
        for name in places:
            if name != label and name in self.page.targets:
                children[:0] = anchor(name)
        attributes = Attributes(NOWHERE, label) if label else None
        return [Heading(int(element.tag[1]), tuple(children), attributes, NOWHERE)]


def _is_item_or_blank(node: Node) -> bool:
    return not node.strip() if isinstance(node, str) else node.tag == "li"
