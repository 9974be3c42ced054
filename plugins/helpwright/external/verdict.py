"""What an answer means, and when to ask again.

A page is *gone* where its server says so (404, 410). What may be a passing fault (*failing*:
another 4xx, a name that does not exist, a circle of redirects, a certificate) has to come up on
three different days before the link counts as broken. A server that is busy or faulty (429, 5xx),
that does not answer in time, or that turns programs away (401, 403) says nothing about the page:
such a link is *unsure* however often it comes up.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum

from helpwright.external import guard

DAYS_OF_FAILING = 3
GOOD_DAYS = 14
BACKOFF_DAYS = (1, 2, 4, 7)
"""Days until a link that did not answer well is asked again, by how often in a row that was."""
MAX_RETRY_DAYS = 30
"""A server that wants to be left alone for longer is asked then all the same."""

_GONE = {404, 410}
_UNSURE = {401, 402, 403, 405, 406, 407, 408, 409, 418, 421, 423, 425, 426, 429, 451, 999}
"""Answers to a program, not to a reader; 999 is what some networks of people use."""


class Kind(StrEnum):
    """What an answer says about a page."""

    GOOD = "good"
    GONE = "gone"
    FAILING = "failing"
    UNSURE = "unsure"
    NO_FRAGMENT = "no-fragment"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for a page once.

    `reason` is for people. `moved` is the address that permanent redirects lead to. A server that
    wants to be left alone for some seconds said so in `wait`. `reached` tells whether a server
    answered at all.
    """

    kind: Kind
    reason: str = ""
    moved: str = ""
    wait: float = 0.0
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """What is remembered of a link.

    `asked` is the last time, `not_before` the day before which it is not asked again. `since` is
    the first day of the present kind, `days` on how many days in a row it came up, `times` how
    often the link in a row did not answer well. `good` is the day of the last good answer; `doubt`
    an unsure answer that came after a definite one.
    """

    kind: Kind
    reason: str
    moved: str
    asked: datetime.datetime
    not_before: datetime.date
    since: datetime.date
    days: int = 1
    times: int = 0
    good: datetime.date | None = None
    doubt: str = ""

    @property
    def is_broken(self) -> bool:
        """Whether readers who follow the link meet an error."""
        return self.kind is Kind.GONE or (
            self.kind is Kind.FAILING and self.days >= DAYS_OF_FAILING
        )

    def is_due(self, now: datetime.datetime) -> bool:
        """Tell whether the link may be asked again."""
        return now.date() >= self.not_before


def remember(before: Entry | None, answer: Answer, now: datetime.datetime) -> Entry:
    """Return what to remember after an answer."""
    today = now.date()
    good = answer.kind in (Kind.GOOD, Kind.NO_FRAGMENT)
    times = 0 if good else (before.times if before else 0) + 1
    wait = GOOD_DAYS if good else BACKOFF_DAYS[min(times, len(BACKOFF_DAYS)) - 1]
    if answer.kind is Kind.NO_FRAGMENT:
        wait = BACKOFF_DAYS[-1]
    wanted = min(-(-answer.wait // 86_400), MAX_RETRY_DAYS)
    not_before = today + datetime.timedelta(days=max(wait, int(wanted)))
    if before and answer.kind is Kind.UNSURE and before.kind in (Kind.GONE, Kind.FAILING):
        # That a server is busy today does not bring back a page that was gone yesterday.
        return replace(before, asked=now, not_before=not_before, times=times, doubt=answer.reason)
    same = before is not None and before.kind is answer.kind
    days = 1
    if same and before:
        days = before.days + (before.asked.date() != today)
    return Entry(
        kind=answer.kind,
        reason=answer.reason,
        moved=answer.moved,
        asked=now,
        not_before=not_before,
        since=before.since if same and before else today,
        days=days,
        times=times,
        good=today if good else (before.good if before else None),
    )


def of_status(code: int, words: str) -> Answer:
    """Return what the status of a response means; `words` are what it is called."""
    said = f"the server answers {words}"
    if 200 <= code < 300:
        return Answer(Kind.GOOD)
    if code in _GONE:
        return Answer(Kind.GONE, said)
    if code in _UNSURE or code >= 500:
        return Answer(Kind.UNSURE, said)
    if 300 <= code < 400:
        return Answer(Kind.FAILING, "the redirects do not come to an end")
    return Answer(Kind.FAILING, said)


def of_error(details: str, host_fault: str = "") -> Answer:
    """Return what an error without a response means; `host_fault` is what the guard saw."""
    if host_fault:
        certain = host_fault in (guard.NO_NAME, guard.REFUSED)
        return Answer(Kind.FAILING if certain else Kind.UNSURE, host_fault, reached=False)
    seen = details.lower()
    if "certificate" in seen or "self-signed" in seen:
        return Answer(Kind.FAILING, "the certificate of the host is not valid")
    if "refused" in seen:
        return Answer(Kind.FAILING, guard.REFUSED, reached=False)
    if "temporary" in seen or "try again" in seen:
        return Answer(Kind.UNSURE, guard.NO_LOOKUP, reached=False)
    if any(words in seen for words in ("dns", "name or service", "resolution", "lookup")):
        return Answer(Kind.FAILING, guard.NO_NAME, reached=False)
    if "redirect" in seen:
        return Answer(Kind.FAILING, "the redirects do not come to an end")
    return Answer(Kind.UNSURE, "the connection failed", reached=False)
