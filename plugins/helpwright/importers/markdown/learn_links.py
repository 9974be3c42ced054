"""Links that only Learn can follow: cross references by name, and larger pictures on a click."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.rebuild import rebuild
from helpwright.importers.tally import inline_text, tally_blocks
from helpwright.model import Block, Image, Inline, Link, Text

_LIGHTBOX = "#lightbox"
_BY_NAME = "link-by-name"


def settle_links(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Entry, ...]]:
    """Return blocks without the links that lead nowhere outside Learn, and what was done."""
    entries: list[Entry] = []

    def settle(child: Inline) -> tuple[Inline, ...]:
        if not isinstance(child, Link):
            return (child,)
        if child.target[:5].lower() == "xref:":
            return _named(child, entries)
        if len(child.children) == 1 and isinstance(child.children[0], Image):
            return _enlarged(child, child.children[0], entries)
        return (child,)

    settled = rebuild(blocks, settle, lambda raw: raw)
    if any(entry.topic == _BY_NAME for entry in entries):
        entries += _renamed(blocks, settled)
    return settled, tuple(entries)


def _renamed(before: tuple[Block, ...], after: tuple[Block, ...]) -> tuple[Entry, ...]:
    """Return the entry for words of cross references that are others now.

    They are told by the words of the whole text, since a name may touch the words around it.
    """
    old, new = tally_blocks(before).words, tally_blocks(after).words
    gone, come = " ".join((old - new).elements()), " ".join((new - old).elements())
    if not gone and not come:
        return ()
    reason = "of a cross reference without words only the name is shown"
    return (Entry(Outcome.DROPPED, "name-of-link", reason, text=gone, added=come),)


def _named(link: Link, entries: list[Entry]) -> tuple[Inline, ...]:
    """Return the words of a cross reference, which are the name where it has none."""
    said = inline_text(link.children)
    name = unquote(link.target[5:].partition("?")[0])
    entries.append(
        Entry(
            Outcome.DROPPED,
            _BY_NAME,
            "the link names its target in a list that only the original site has; its words stay",
            about=said or name,
            links=(link.target,),
            attention=Attention.LOOK,
        )
    )
    return (Text(name, NOWHERE),) if link.autolink or not link.children else link.children


def _enlarged(link: Link, image: Image, entries: list[Entry]) -> tuple[Inline, ...]:
    """Return a picture without the link that enlarges it: pictures open on a click anyhow."""
    target = link.target.removesuffix(_LIGHTBOX)
    same = target == image.source or not target
    if not same and target == link.target:
        return (link,)
    reason = "pictures open on a click without a link"
    if not same:
        reason = "the larger picture that opened on a click is left out"
    entries.append(
        Entry(Outcome.DROPPED, "lightbox", reason, about=image.source, links=(link.target,))
    )
    return (replace(image),)
