"""What a part of an HTML page shows, counted from the parsed page itself.

This is the other side of the account: it knows nothing of how pages are converted.
"""

from __future__ import annotations

from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from helpwright.importers.html.chrome import is_apart
from helpwright.importers.html.tree import (
    CHROME,
    INSIDE_WORD,
    PLAYED,
    UNSEEN,
    is_reference,
    syntax_of,
)
from helpwright.importers.ledger import Tally, count_words


def count(roots: Iterable[LexborNode], *, own: bool, whole: bool) -> Tally:
    """Count the words, pictures and links below the given elements, without recursion.

    What our own pages add to a writer's words is not counted. `own` and `whole` are those of
    `why_left_out`: what may be left out ends the word before it.
    """
    parts: list[str] = []
    pictures = links = 0
    for root in roots:
        node = root.first_child
        outer: list[tuple[LexborNode, bool]] = []
        while node is not None:
            tag = node.tag or ""
            child = None
            apart = True
            if tag == "-text":
                parts.append(node.text_content or "")
                apart = False
            elif tag in PLAYED or tag == "svg":
                parts.append(" ")
            elif tag[:1] in "-!?" or tag in UNSEEN:
                apart = False
            else:
                attributes = node.attributes
                apart = tag not in INSIDE_WORD or is_apart(tag, attributes, own=own, whole=whole)
                if apart:
                    parts.append(" ")
                if CHROME in attributes:
                    pass
                elif (written := syntax_of(tag, attributes)) is not None:
                    parts.append(written)
                else:
                    pictures += tag == "img"
                    links += tag == "a" and "href" in attributes
                    child = None if is_reference(tag, attributes) else node.first_child
            if child is not None:
                outer.append((node, apart))
                node = child
                continue
            following = node.next
            if apart:
                parts.append(" ")
            while following is None and outer:
                node, apart = outer.pop()
                if apart:
                    parts.append(" ")
                following = node.next
            node = following
        parts.append("\n")
    return Tally(count_words("".join(parts)), pictures, links)
