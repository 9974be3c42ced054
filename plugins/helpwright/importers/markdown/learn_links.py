"""Links that only Learn can follow: cross references by name, and larger pictures on a click."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.rebuild import rebuild
from helpwright.importers.tally import inline_text
from helpwright.model import Block, Image, Inline, Link, Text

_LIGHTBOX = "#lightbox"


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

    return rebuild(blocks, settle, lambda raw: raw), tuple(entries)


def _named(link: Link, entries: list[Entry]) -> tuple[Inline, ...]:
    """Return the words of a cross reference, which are the name where it has none."""
    said = inline_text(link.children)
    name = unquote(link.target[5:].partition("?")[0])
    bare = link.autolink or not said
    entries.append(
        Entry(
            Outcome.DROPPED,
            "link-by-name",
            "the link names its target in a list that only the original site has; its words stay",
            about=said,
            text=said if bare else "",
            added=name if bare else "",
            links=(link.target,),
            attention=Attention.LOOK,
        )
    )
    return (Text(name, NOWHERE),) if bare else link.children


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
