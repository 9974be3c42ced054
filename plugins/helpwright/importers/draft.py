"""A document on its way to becoming an article."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from helpwright.diagnostic import Span
from helpwright.importers.edition import Edition
from helpwright.importers.ledger import Entry, Tally
from helpwright.model import Block, Status

NOWHERE = Span(0, 0)
"""The span of a node that no source of ours holds yet."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says about itself, as written but for dates (ISO 8601); empty if nothing.

    `products` are names as the original lists them, versions and all. `id` is its own short name,
    such as a number or slug. `category` names folders or sections, outermost first; without it the
    folders of the origin count. `url` is the address at which the original was published,
    `aliases` are former ones, as paths that begin with `/`. `changes` are the days on which readers
    got something else, each with what. `edition` tells which versions of its article a page of ours
    is for, where there are other pages for others.
    """

    title: str = ""
    id: str = ""
    summary: str = ""
    updated: str = ""
    products: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    owner: str = ""
    status: Status | None = None
    url: str = ""
    changes: tuple[tuple[str, str], ...] = ()
    edition: Edition | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One document as far as it is understood: a reader makes it, passes refine it.

    `origin` is its path in the bundle (POSIX; `file.json#17` for one of several in a file).
    `blocks` are nodes of the model; their spans mean nothing. Targets of links and pictures are
    those of the original, seen from `origin`. A heading's or step's `Attributes.label` is its id in
    the original, where it has one. `tally` counts what the original shows, independently of
    `blocks`; `entries` tell all that was done so far.
    """

    origin: str
    blocks: tuple[Block, ...]
    facts: Facts
    tally: Tally
    entries: tuple[Entry, ...] = ()
    pictures: tuple[tuple[str, str], ...] = field(default=())
    """For pictures whose source is no path in the bundle: the source as written, and the path of
    the file that it was matched with."""

    def refined(
        self,
        blocks: tuple[Block, ...] | None = None,
        facts: Facts | None = None,
        entries: tuple[Entry, ...] = (),
    ) -> Draft:
        """Return this draft with new blocks or facts, and with more entries."""
        return replace(
            self,
            blocks=self.blocks if blocks is None else blocks,
            facts=self.facts if facts is None else facts,
            entries=(*self.entries, *entries),
        )
