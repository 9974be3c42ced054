"""Lists of a page to lists of steps, bullets and terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.flow import LABEL, Flow
from helpwright.importers.html.listing import bullet_list, step_list
from helpwright.importers.html.lists import (
    MAX_NUMBER,
    Item,
    has_letters,
    is_ordered,
    read_items,
    runs,
)
from helpwright.importers.html.notes import clip, is_blank
from helpwright.importers.html.paragraphs import strong
from helpwright.importers.html.tidy import text
from helpwright.importers.html.tree import Element, Node, words_of
from helpwright.importers.ledger import Attention, Outcome
from helpwright.model import Attributes, Block, Checkbox, Paragraph, Step, Text

_OWN_ADDRESS = re.compile(r"-step-\d+[a-z]*(?:-[a-z0-9]+)*\Z")
"""What our pages call a step that its writer gave no label."""


def read_list(element: Element, flow: Flow) -> list[Block]:
    """Return the blocks that a list becomes: one list, or several where its numbers jump."""
    found = read_items(element)
    blocks = flow.read(found.before) if found.before else []
    if not found.items:
        return blocks
    if found.folded:
        flow.notes.tell(
            Outcome.REPAIRED,
            "list",
            "what stood between the items of a list now belongs to the item before it, "
            "as browsers show it",
            about=f"{_named(element, found.items)}: {words_of(*found.folded)}",
            attention=Attention.LOOK,
        )
    if is_ordered(element):
        return [*blocks, *_steps(element, found.items, flow)]
    items = [inner for item in found.items if (inner := _item(item, flow))]
    loose = flow.page.own and any(
        child.tag == "p" for item in found.items for child in item.element.elements()
    )
    return [*blocks, bullet_list(items, loose=loose)] if items else blocks


def read_lost_items(items: list[Node], flow: Flow) -> list[Block]:
    """Return the list of items that have no list around them."""
    flow.notes.tell(
        Outcome.REPAIRED,
        "list",
        "items without a list around them became a bullet list, as browsers show them",
        about=words_of(*items),
        attention=Attention.LOOK,
    )
    return read_list(Element("ul", {}, items, blocky=True), flow)


def read_definitions(element: Element, flow: Flow) -> list[Block]:
    """Return a list of terms as a bullet list, each with its term in bold."""
    items: list[list[Block]] = []
    blocks: list[Block] = []
    for part in _terms(element.children):
        inner = flow.read(part.children)
        if part.tag == "dt":
            if blocks:
                items.append(blocks)
            blocks = [strong(one) if isinstance(one, Paragraph) else one for one in inner]
        else:
            blocks += inner
    if blocks:
        items.append(blocks)
    if not items:
        return []
    flow.notes.tell(
        Outcome.MAPPED,
        "definition-list",
        "a list of terms became a bullet list with the terms in bold",
        about=words_of(element),
    )
    return [bullet_list(items)]


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


def _steps(element: Element, items: list[Item], flow: Flow) -> Iterator[Block]:
    while len(items) > 1 and all(is_blank(node) for node in items[-1].nodes):
        items.pop()
    numbers = [item.number for item in items]
    if min(numbers) < 0 or max(numbers) > MAX_NUMBER:
        for number, item in enumerate(items, 1):
            item.number = number
    parts = list(runs(items))
    if len(parts) > 1 or numbers[0] != items[0].number:
        shown = ", ".join(map(str, numbers[:40]))
        flow.notes.tell(
            Outcome.REPAIRED,
            "step-numbers",
            "the numbers of a list do not count on by one; each step keeps the number that the "
            "page shows, in lists of their own",
            about=f"{_named(element, items)}: {shown}",
            attention=Attention.DECIDE,
        )
    if has_letters(element) and flow.ordered == 0:
        flow.notes.tell(
            Outcome.REPAIRED,
            "step-letters",
            "steps with letters are now steps with numbers",
            about=_named(element, items),
            attention=Attention.LOOK,
        )
    flow.ordered += 1
    lists = [step_list([_step(item, flow) for item in part], flow.ordered) for part in parts]
    flow.ordered -= 1
    yield from lists


def _step(item: Item, flow: Flow) -> Step:
    label = item.element.attributes.get("id", "")
    if flow.page.own and _OWN_ADDRESS.search(label):
        label = ""
    attributes = Attributes(NOWHERE, label) if LABEL.match(label) else None
    blocks = tuple(_item(item, flow))
    return Step(item.number, item.number, NOWHERE, attributes, blocks, NOWHERE)


def _item(item: Item, flow: Flow) -> list[Block]:
    if not LABEL.match(item.element.attributes.get("id", "")):
        flow.mark(item.element)
    blocks = flow.read(item.nodes)
    first = blocks[0] if blocks else None
    lead = item.nodes[:3]
    boxed = next((n for n in lead if isinstance(n, Element) and _is_checkbox(n)), None)
    before = lead[: lead.index(boxed)] if boxed is not None else lead
    if boxed is None or not all(is_blank(node) for node in before):
        return blocks
    box = Checkbox("checked" in _checkbox(boxed).attributes, NOWHERE)
    if not isinstance(first, Paragraph):
        return blocks
    children = list(first.children)
    if isinstance(children[0], Text):
        children[0] = text(children[0].value.lstrip())
    return [replace(first, children=(box, *children)), *blocks[1:]]


def _is_checkbox(element: Element) -> bool:
    if element.tag == "input":
        return element.attributes.get("type", "").lower() == "checkbox"
    first = next((child for child in element.children if not _is_blank_text(child)), None)
    return (
        element.tag in ("label", "p", "span")
        and isinstance(first, Element)
        and first.tag in ("input", "label", "span")
        and _is_checkbox(first)
    )


def _checkbox(element: Element) -> Element:
    if element.tag == "input":
        return element
    return next(inner for inner in element.walk() if inner.tag == "input")


def _is_blank_text(node: Node) -> bool:
    return isinstance(node, str) and not node.strip()


def _named(element: Element, items: list[Item]) -> str:
    """Return words that name a list in an entry: its first item."""
    first = clip(words_of(*items[0].nodes))[:60]
    kind = "the numbered list" if is_ordered(element) else "the list"
    return f'{kind} that begins with "{first}"'
