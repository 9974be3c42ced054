"""Which addresses may be asked at all."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlsplit

from helpwright.knowledge import LinkSettings

_RESERVED = {"example", "invalid", "test"}
_EXAMPLES = {"example.com", "example.net", "example.org"}
"""Names that RFC 2606 keeps for examples: there is no page to ask for."""

_PRIVATE = {"localhost", "local", "internal", "intranet", "lan", "corp", "home", "arpa", "onion"}
"""Ends of names that only mean something inside a network (RFC 6761, RFC 6762, RFC 9476)."""


def host_of(url: str) -> str:
    """Return the host of an address with its port where one is written; empty where none is."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    name = (parts.hostname or "").rstrip(".").lower()
    return f"{name}:{port}" if name and port else name


def host_and_port(url: str) -> str:
    """Return the host of an address as it is looked up, always with its port."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    name = (parts.hostname or "").rstrip(".").lower()
    with suppress(UnicodeError):
        name = name.encode("idna").decode()
    return f"{name}:{port or (443 if parts.scheme.lower() == 'https' else 80)}"


def reason_to_skip(url: str, settings: LinkSettings, *, private: bool = False) -> str:
    """Return why an address is not asked: `example`, `private`, `ignored`; empty where it is.

    `private` lets addresses of the own network through.
    """
    if any(matches(pattern, url) for pattern in settings.ignore):
        return "ignored"
    try:
        parts = urlsplit(url)
        name = (parts.hostname or "").rstrip(".").lower()
        _ = parts.port
    except ValueError:
        return "unreadable"
    if not name:
        return "unreadable"
    if parts.username is not None:
        return "private"
    labels = name.split(".")
    if labels[-1] in _RESERVED or ".".join(labels[-2:]) in _EXAMPLES:
        return "example"
    if private:
        return ""
    with suppress(ValueError):
        return "" if is_public(name) else "private"
    # A last part of digits is another way to write a number: 0177.0.0.1, 2130706433.
    if len(labels) < 2 or labels[-1] in _PRIVATE or labels[-1][:1].isdigit():
        return "private"
    return ""


def is_public(number: str) -> bool:
    """Tell whether an IP address is of the public network; raises ValueError for a name."""
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


def all_public(numbers: Iterable[str]) -> bool:
    """Tell whether all of the addresses of a host are public; a host without any is not."""
    found = [is_public(number) for number in numbers]
    return bool(found) and all(found)


def matches(pattern: str, url: str) -> bool:
    """Tell whether a whole address is what a pattern means; `*` stands for any text.

    Takes time in proportion to the address for each `*`.
    """
    first, *rest = pattern.split("*")
    if not rest:
        return url == pattern
    *middle, last = rest
    if not url.startswith(first):
        return False
    at = len(first)
    for part in middle:
        found = url.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(url) - len(last) >= at and url.endswith(last)
