"""Entries about many small things of one kind, gathered into one each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from helpwright.importers.ledger import Attention, Entry, Outcome, balance
from helpwright.importers.tally import shown_text, tally_blocks
from helpwright.model import Block

_MOST = 12
"""How many things of one kind are quoted."""
_LONGEST = 160


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
                pictures=("",) * max(rest.pictures, 0),
                links=("",) * max(rest.links, 0),
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
