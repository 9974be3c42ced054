"""What is known of the tags of a site, each read once however many pages have it."""

from __future__ import annotations

from collections.abc import Iterable

from helpwright.gate.addresses import BLANKS, SCHEME, Addresses
from helpwright.gate.elements import Element, Reader
from helpwright.gate.uses import Role, Use

_FILLED_BY_SCRIPT = "__"
"""Material fills in places of its own, which begin with two underscores, by script."""
MAX_BYTES = 100_000_000
"""Bytes of different tags to remember; behind that all are forgotten and read again."""


def is_always_there(fragment: str) -> bool:
    """Tell whether a browser, or the theme's script, finds a place on every page."""
    fragment = fragment.partition(":~:")[0]
    return not fragment or fragment.startswith(_FILLED_BY_SCRIPT) or fragment.lower() == "top"


class Lexicon:
    """The tags that say something, by what they say.

    `ids` and `names` are what others may refer to; `own` are the fragments that lead to the page
    itself, `references` the ids that attributes name. Addresses are parted by what their meaning
    depends on: `above` on the folder above the page's, `beside` on the page's folder, `wide` on
    nothing. `faulty` tags are wrong whatever the site has.
    """

    def __init__(self, reader: Reader, wide: Addresses) -> None:
        self.reader = reader
        self._wide = wide
        self.forget()

    def forget(self) -> None:
        """Start anew, so that memory stays bounded on a site of many different tags."""
        self.known: set[bytes] = {b""}
        self.ids: dict[bytes, str] = {}
        self.names: dict[bytes, str] = {}
        self.own: dict[bytes, tuple[str, ...]] = {}
        self.references: dict[bytes, tuple[str, ...]] = {}
        self.uses: dict[bytes, tuple[Use, ...]] = {}
        self.above: set[bytes] = set()
        self.beside: set[bytes] = set()
        self.wide: set[bytes] = set()
        self.faulty: set[bytes] = set()
        self.special: dict[bytes, Element] = {}
        self.size = 0

    def learn(self, tags: Iterable[bytes]) -> None:
        """Read tags that are not known yet."""
        for text in tags:
            self.known.add(text)
            self.size += len(text)
            if not text.endswith(b">") and text.find(b">") < 0:
                continue  # The file ends in the midst of it: browsers drop it.
            self._learn(text, self.reader.read(text))

    def _learn(self, text: bytes, element: Element) -> None:
        if element.flaws:
            self.faulty.add(text)
        if element.special:
            self.special[text] = element
        if element.id:
            self.ids[text] = element.id
        if element.name:
            self.names[text] = element.name
        if element.references:
            self.references[text] = tuple(id for _, id in element.references)
        own, kept, place = [], [], "wide"
        for use in element.uses:
            address = use.address.strip(BLANKS)
            if address[:1] in ("#", "?", ""):
                fragment = address.partition("#")[2]
                if use.role is Role.LINK and not is_always_there(fragment):
                    own.append(fragment)
            elif address.startswith(("/", "\\")) or SCHEME.match(address):
                if self._wide.target(address) is not None:
                    kept.append(use)
            else:
                is_above = address.startswith("../") or address == ".."
                place = "above" if is_above and place != "beside" else "beside"
                kept.append(use)
        if own:
            self.own[text] = tuple(own)
        if kept:
            self.uses[text] = tuple(kept)
            {"wide": self.wide, "above": self.above, "beside": self.beside}[place].add(text)
