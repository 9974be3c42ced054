"""Links to other sites: whether their pages are still there.

lychee fetches; what is asked, when, and what an answer means is decided here. Pages are asked for
one at a time per host, answers are remembered with the day before which nothing is asked again,
and only an answer that leaves no doubt makes a link broken. Nothing here is part of a build.
"""

from helpwright.external.ask import Asked, NoNetwork, ask
from helpwright.external.cache import Cache, cache_file
from helpwright.external.findings import report
from helpwright.external.lychee import Lychee, LycheeMissing
from helpwright.external.places import Place, gather

__all__ = [
    "Asked",
    "Cache",
    "Lychee",
    "LycheeMissing",
    "NoNetwork",
    "Place",
    "ask",
    "cache_file",
    "gather",
    "report",
]
