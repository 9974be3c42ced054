"""What is known about links, as findings at the places of the links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from helpwright.diagnostic import Diagnostic, Edit, Rule, Span
from helpwright.external.places import Place
from helpwright.external.verdict import Entry, Kind
from helpwright.faults import (
    BROKEN_EXTERNAL_FRAGMENT,
    BROKEN_EXTERNAL_LINK,
    MOVED_EXTERNAL_LINK,
    UNKNOWN_EXTERNAL_LINK,
)

_WRITABLE = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[\w~!$&'+,;=:@%./?#-]*)?", re.ASCII)
"""An address that may be written into a source wherever a link stands: no brackets, no quotes."""

_LONGEST = 500


def report(places: Iterable[Place], entries: Mapping[str, Entry]) -> Iterator[Diagnostic]:
    """Yield a finding for each place of a link that is not as it should be.

    Links of which nothing is known have none.
    """
    for place in places:
        entry = entries.get(place.url)
        if entry is None:
            continue
        if entry.is_broken:
            help = "look for the new address of the page, or remove the link"
            yield _at(place, BROKEN_EXTERNAL_LINK, _sentence(place, entry), help)
        elif entry.kind in (Kind.UNSURE, Kind.FAILING):
            yield _at(place, UNKNOWN_EXTERNAL_LINK, _sentence(place, entry), _unsure(entry))
        else:
            if entry.kind is Kind.NO_FRAGMENT:
                yield _fragment(place)
            if entry.moved and entry.moved != place.url:
                yield _moved(place, entry)


def _at(
    place: Place, rule: Rule, message: str, help: str, edits: tuple[Edit, ...] = ()
) -> Diagnostic:
    return place.source.diagnose(rule, place.span, message, help, edits=edits)


def _sentence(place: Place, entry: Entry) -> str:
    words = f"`{place.url}`: {entry.reason}"
    if entry.days > 1:
        words += f", since {entry.since}"
    if entry.doubt:
        words += f"; on {entry.asked.date()} that could not be checked: {entry.doubt}"
    return words


def _unsure(entry: Entry) -> str:
    again = f"it is asked again on {entry.not_before}"
    if entry.kind is Kind.FAILING:
        return f"{again}; three such days make it broken. Open the link to see for yourself"
    last = f" (the last good answer was on {entry.good})" if entry.good else ""
    return f"{again}{last}. Open the link to see for yourself"


def _fragment(place: Place) -> Diagnostic:
    fragment = place.url.partition("#")[2]
    message = f"`{place.url}`: the page has no place called `#{fragment}`"
    help = "copy the address of the place anew, or link to the page without `#`"
    return _at(place, BROKEN_EXTERNAL_FRAGMENT, message, help)


def _moved(place: Place, entry: Entry) -> Diagnostic:
    new = entry.moved
    message = f"`{place.url}` has moved to `{new}`"
    if urlsplit(place.url).path.strip("/") and not urlsplit(new).path.strip("/"):
        help = "it leads to the start of that site: look for the page's own new address"
        return _at(place, MOVED_EXTERNAL_LINK, message, help)
    edits = tuple(_edit(place, new))
    help = "use the new address"
    found = _at(place, MOVED_EXTERNAL_LINK, message, help, edits)
    if not found.edits:
        return found
    return replace(found, help=f"{help}; `helpwright links --update-moved` does it")


def _edit(place: Place, new: str) -> Iterator[Edit]:
    """Yield the edit that puts a new address in place of the old one, if that is safe."""
    old = place.url.encode()
    written = place.source.data[place.span.start : place.span.end]
    safe = len(new) <= _LONGEST and _WRITABLE.fullmatch(new)
    worse = place.url.lower().startswith("https:") and not new.startswith("https:")
    if safe and not worse and written.count(old) == 1:
        at = place.span.start + written.index(old)
        yield Edit(Span(at, at + len(old)), new)
