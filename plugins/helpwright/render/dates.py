"""Dates as people read them."""

from __future__ import annotations

import datetime

from helpwright.render.html import HtmlWriter

_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def write_date(html: HtmlWriter, text: str) -> None:
    """Append an ISO date, in words for people and as it is for programs."""
    with html.inside("time", {"datetime": text}):
        html.text(long_date(text))


def long_date(text: str) -> str:
    """Return an ISO date in words that cannot be misread: `18 September 2024`."""
    date = datetime.date.fromisoformat(text)
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
