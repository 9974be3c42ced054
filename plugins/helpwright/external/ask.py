"""Which pages are asked for, in which order, and with which pauses."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from helpwright.external.hosts import host_of, reason_to_skip
from helpwright.external.verdict import Answer, Entry, Kind, remember
from helpwright.knowledge import LinkSettings

BATCH = 32
"""Hosts that are asked at the same time."""


TOO_MANY = 3
"""So many hosts, and none that can be reached: it is not they who are at fault."""


class NoNetwork(Exception):
    """None of the hosts could be reached; nothing is remembered of that."""


class Fetcher(Protocol):
    """What asks for pages."""

    def fetch(self, urls: Sequence[str]) -> dict[str, Answer]:
        """Ask for addresses at the same time."""
        ...


@dataclass
class Asked:
    """What a run did: the links that were asked, known already, left out with the reason, left.

    `requests` counts pages; `put_off` are links of hosts that gave no clear answer, `left` those
    behind the limit of requests, `unknown` those that have never been asked.
    """

    asked: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    put_off: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    requests: int = 0


@dataclass
class Clock:
    """The time, and a way to wait; tests have their own."""

    now: Callable[[], datetime.datetime]
    sleep: Callable[[float], None]


def ask(
    urls: Iterable[str],
    entries: dict[str, Entry],
    fetcher: Fetcher | None,
    settings: LinkSettings,
    clock: Clock,
    *,
    refresh: bool = False,
    private: bool = False,
    limit: int = 1_000,
    after_round: Callable[[int], None] = lambda requests: None,
) -> Asked:
    """Ask for the links that are due, and put what comes of it into `entries`.

    Each round asks for one page of each host. `fetcher` is None where nothing may be asked;
    `refresh` asks again whatever is known; `limit` is the highest number of pages. A host that is
    busy or does not answer is not asked again in this run. `after_round` is called after each
    round with the number of pages so far, so that a run that is stopped has not been for nothing.
    Raises NoNetwork where the first hosts are several and none can be reached.
    """
    outcome = Asked()
    now = clock.now()
    pages: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        reason = reason_to_skip(url, settings, private=private)
        if reason:
            outcome.skipped[url] = reason
        elif (entry := entries.get(url)) is not None and not (refresh or entry.is_due(now)):
            outcome.known.append(url)
        else:
            pages.setdefault(url.partition("#")[0], []).append(url)
    if fetcher is None:
        outcome.left = [url for links in pages.values() for url in links]
        return outcome
    never = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    waiting: dict[str, list[str]] = {}
    for page in sorted(pages, key=lambda page: _oldest(pages[page], entries, never)):
        waiting.setdefault(host_of(page), []).append(page)
    last: dict[str, datetime.datetime] = {}
    while waiting:
        hosts = list(waiting)[: min(BATCH, limit - outcome.requests)]
        if not hosts:
            outcome.left += [
                url for host in waiting for page in waiting[host] for url in pages[page]
            ]
            break
        _pause(hosts, last, settings, clock)
        links = [url for host in hosts for url in pages[waiting[host][0]]]
        answers = fetcher.fetch(links)
        now = clock.now()
        reached = any(answer.reached for answer in answers.values())
        if not (outcome.requests or reached) and len(hosts) >= TOO_MANY:
            raise NoNetwork(
                f"none of {len(hosts)} other sites can be reached: is there a network? "
                "Nothing of this is remembered"
            )
        outcome.requests += len(hosts)
        for host in hosts:
            page = waiting[host].pop(0)
            last[host] = now
            for url in pages[page]:
                entries[url] = remember(entries.get(url), answers[url], now)
                outcome.asked.append(url)
            rest = waiting.pop(host)
            if any(_is_troubled(answers[url]) for url in pages[page]):
                outcome.put_off += [url for page in rest for url in pages[page]]
            elif rest:
                # To the end, so that all hosts have their turn.
                waiting[host] = rest
        after_round(outcome.requests)
    return outcome


def _oldest(
    links: Sequence[str], entries: Mapping[str, Entry], never: datetime.datetime
) -> datetime.datetime:
    return min(entries[url].asked if url in entries else never for url in links)


def _pause(
    hosts: Sequence[str],
    last: Mapping[str, datetime.datetime],
    settings: LinkSettings,
    clock: Clock,
) -> None:
    """Wait until each of the hosts may be asked again."""
    now = clock.now()
    pauses = [
        _interval(host, settings) - (now - last[host]).total_seconds()
        for host in hosts
        if host in last
    ]
    longest = max(pauses, default=0.0)
    if longest > 0:
        clock.sleep(longest)


def _interval(host: str, settings: LinkSettings) -> float:
    name = host.partition(":")[0]
    return settings.intervals.get(host, settings.intervals.get(name, settings.interval))


def _is_troubled(answer: Answer) -> bool:
    """Tell whether a host is better left alone: it is busy, faulty, or does not answer."""
    refused = any(f" {code} " in f"{answer.reason} " for code in (401, 403, 405, 406))
    return answer.kind is Kind.UNSURE and not refused
