"""What a conversion has to tell: entries for the ledger, gathered on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpwright.importers.html.tree import Element, Node, links_of, pictures_of, words_of
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.tally import inline_text
from helpwright.model import Heading

MAX_ABOUT = 160
"""How many characters of a text an entry quotes."""


@dataclass(slots=True)
class Notes:
    """Entries so far; `place` is the heading that the conversion has reached."""

    entries: list[Entry] = field(default_factory=list)
    place: str = ""

    def reach(self, heading: Heading) -> None:
        """Say that what is told from here on stands below a heading."""
        self.place = clip(inline_text(heading.children))

    def tell(
        self,
        outcome: Outcome,
        topic: str,
        reason: str,
        *,
        about: str = "",
        text: str = "",
        added: str = "",
        pictures: tuple[str, ...] = (),
        links: tuple[str, ...] = (),
        added_links: int = 0,
        attention: Attention = Attention.NONE,
    ) -> None:
        """Add an entry."""
        self.entries.append(
            Entry(
                outcome,
                topic,
                reason,
                text=text,
                about=clip(about),
                added=added,
                pictures=pictures,
                links=links,
                added_links=added_links,
                attention=attention,
                place=self.place,
            )
        )

    def took(
        self,
        outcome: Outcome,
        topic: str,
        reason: str,
        *nodes: Node,
        about: str = "",
        attention: Attention = Attention.NONE,
    ) -> None:
        """Add an entry for parts of the page that are taken out as they are."""
        text, pictures, links = words_of(*nodes), pictures_of(*nodes), links_of(*nodes)
        if text or pictures or links or about:
            self.tell(
                outcome,
                topic,
                reason,
                about=about,
                text=text,
                pictures=pictures,
                links=links,
                attention=attention,
            )


def clip(text: str) -> str:
    """Return a text as one line that is not too long to read."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_ABOUT else f"{line[: MAX_ABOUT - 1]}…"


def is_blank(node: Node) -> bool:
    """Tell whether a node shows nothing: blanks, or an element without words and pictures."""
    if isinstance(node, str):
        return not node.strip()
    return node.tag not in _SHOWN and all(is_blank(child) for child in node.children)


_SHOWN = frozenset("audio br canvas embed hr iframe img input object svg video".split())


def only_element(element: Element) -> Element | None:
    """Return the child element that is all that an element shows, if there is one."""
    found = [
        child for child in element.children if not (isinstance(child, str) and is_blank(child))
    ]
    return found[0] if len(found) == 1 and isinstance(found[0], Element) else None
