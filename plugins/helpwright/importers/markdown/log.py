"""Entries about many small things of one kind, gathered into one each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from helpwright.importers.compose import walk
from helpwright.importers.ledger import Attention, Entry, Outcome, balance
from helpwright.importers.tally import shown_text, tally_blocks
from helpwright.importers.walk import walk_inlines
from helpwright.model import Block, HtmlBlock, Image, InlineHtml, Link

_SOURCE = re.compile(r"<img\b[^<>]*?\bsrc\s*=\s*[\"']?([^\s\"'<>]+)", re.IGNORECASE)
_TARGET = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"']?([^\s\"'<>]+)", re.IGNORECASE)
_MOST = 40
"""How many things of one kind are quoted."""
_LONGEST = 600


class _Kind(NamedTuple):
    outcome: Outcome
    topic: str
    reason: str
    attention: Attention


@dataclass(slots=True)
class Log:
    """Gathers what is done to one document."""

    entries: list[Entry] = field(default_factory=list)
    _kinds: dict[_Kind, list[str]] = field(default_factory=dict)

    def note(
        self,
        outcome: Outcome,
        topic: str,
        reason: str,
        about: str = "",
        attention: Attention = Attention.NONE,
    ) -> None:
        """Note something by which no word, picture or link comes or goes."""
        self._kinds.setdefault(_Kind(outcome, topic, reason, attention), []).append(about)

    def settle(
        self,
        before: tuple[Block, ...],
        after: tuple[Block, ...],
        topic: str,
        since: int,
    ) -> None:
        """Account for every word, picture and link that differs between two forms of a text.

        The entries from number `since` on tell what is accounted for already.
        """
        rest = balance(tally_blocks(before), tally_blocks(after), self.entries[since:])
        if rest.even:
            return
        self.entries.append(
            Entry(
                Outcome.DROPPED,
                topic,
                "a few words, pictures or links stand otherwise than in the original",
                text=" ".join(rest.missing.elements()),
                about=shown_text(before)[:_LONGEST],
                added=" ".join(rest.surplus.elements()),
                pictures=_gone(before, after, _pictures, rest.pictures),
                links=_gone(before, after, _links, rest.links),
                added_pictures=max(-rest.pictures, 0),
                added_links=max(-rest.links, 0),
                attention=Attention.LOOK,
            )
        )

    def take(self, other: Log) -> None:
        """Take over all that another log has."""
        self.entries.extend(other.entries)
        for kind, abouts in other._kinds.items():
            self._kinds.setdefault(kind, []).extend(abouts)

    def finish(self) -> tuple[Entry, ...]:
        """Return all entries."""
        gathered = (
            Entry(
                kind.outcome, kind.topic, kind.reason, about=_list(abouts), attention=kind.attention
            )
            for kind, abouts in self._kinds.items()
        )
        return (*self.entries, *gathered)


def _gone(
    before: tuple[Block, ...],
    after: tuple[Block, ...],
    names: Callable[[tuple[Block, ...]], Iterator[str]],
    count: int,
) -> tuple[str, ...]:
    """Return the addresses of as many pictures or links as are gone."""
    if count <= 0:
        return ()
    gone = list((Counter(names(before)) - Counter(names(after))).elements())
    return tuple((gone + [""] * count)[:count])


def _pictures(blocks: tuple[Block, ...]) -> Iterator[str]:
    for child in walk_inlines(blocks):
        if isinstance(child, Image):
            yield child.source
    yield from (match[1] for raw in _raw(blocks) for match in _SOURCE.finditer(raw))


def _links(blocks: tuple[Block, ...]) -> Iterator[str]:
    for child in walk_inlines(blocks):
        if isinstance(child, Link):
            yield child.target
    yield from (match[1] for raw in _raw(blocks) for match in _TARGET.finditer(raw))


def _raw(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in walk(blocks):
        if isinstance(block, HtmlBlock):
            yield block.raw
    for child in walk_inlines(blocks):
        if isinstance(child, InlineHtml):
            yield child.raw


def _list(abouts: list[str]) -> str:
    """Return what entries are about, each once, with how many more there are."""
    counts: dict[str, int] = {}
    for about in abouts:
        short = " ".join(about.split())
        short = short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1]}…"
        counts[short] = counts.get(short, 0) + 1
    shown = [f"{text} ({count} ×)" if count > 1 else text for text, count in counts.items()]
    more = len(shown) - _MOST
    return "; ".join(filter(None, shown[:_MOST])) + (f"; and {more} more" if more > 0 else "")
