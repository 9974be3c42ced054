"""The addresses that an element of a page names, and what for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple


class Role(Enum):
    """What an address is for: readers follow it, or browsers or other programs load it."""

    LINK = 1
    PICTURE = 2
    STYLE = 3
    SCRIPT = 4
    FRAME = 5
    FILE = 6
    FORM = 7
    SHARED = 8
    TRANSLATION = 9
    RELATION = 10


class Use(NamedTuple):
    """An address in an element: `what` names it in messages.

    `at` is where it begins in the content of a `<style>`, in bytes from the start of the tag's
    text; -1 stands for the element itself.
    """

    role: Role
    what: str
    address: str
    at: int = -1


Attributes = Mapping[str, str]

_SOURCES = {
    "script": Role.SCRIPT,
    "iframe": Role.FRAME,
    "embed": Role.FRAME,
    "video": Role.FILE,
    "audio": Role.FILE,
    "track": Role.FILE,
    "source": Role.FILE,
    "img": Role.PICTURE,
}
_NOT_FOLLOWED = frozenset("canonical dns-prefetch preconnect pingback webmention edit".split())
_ICONS = frozenset("icon apple-touch-icon apple-touch-icon-precomposed mask-icon".split())
_LOADED_LINKS = frozenset("preload modulepreload prefetch manifest".split())
_SHARED_PICTURES = frozenset(
    """
    og:image og:image:url og:image:secure_url twitter:image twitter:image:src
    msapplication-tileimage
    """.split()
)


def uses(tag: str, attributes: Attributes) -> Iterator[Use]:
    """Yield the addresses of an element that a reader or a program follows, but for `srcset`."""
    found = attributes.get
    if tag in ("a", "area"):
        address = found("href", found("xlink:href") if tag == "a" else None)
        if address is not None:
            role = Role.TRANSLATION if "hreflang" in attributes else Role.LINK
            yield Use(role, "link", address)
    elif tag == "link":
        yield from _link(attributes)
    elif tag in _SOURCES:
        if "src" in attributes:
            what = "picture" if tag == "img" else tag
            yield Use(_SOURCES[tag], what, attributes["src"])
        if tag == "video" and "poster" in attributes:
            yield Use(Role.PICTURE, "picture", attributes["poster"])
    elif tag == "meta":
        name = found("property", found("name", "")).lower()
        if name in _SHARED_PICTURES and "content" in attributes:
            yield Use(Role.SHARED, "picture", attributes["content"])
    elif tag == "form":
        if "action" in attributes and found("method", "").lower() != "dialog":
            yield Use(Role.FORM, "form", attributes["action"])
    elif tag in ("button", "input"):
        if "formaction" in attributes:
            yield Use(Role.FORM, "form", attributes["formaction"])
        if tag == "input" and found("type", "").lower() == "image" and "src" in attributes:
            yield Use(Role.PICTURE, "picture", attributes["src"])
    elif tag == "object":
        if "data" in attributes:
            yield Use(Role.FRAME, "object", attributes["data"])
    elif tag in ("image", "feimage", "use"):
        address = found("href", found("xlink:href"))
        if address is not None and not address.startswith("#"):
            yield Use(Role.PICTURE, "picture", address)
    if "background" in attributes and tag in ("body", "table", "td", "th"):
        yield Use(Role.PICTURE, "picture", attributes["background"])


def _link(attributes: Attributes) -> Iterator[Use]:
    address = attributes.get("href")
    relations = frozenset(attributes.get("rel", "").lower().split())
    if address is None or not relations or not _NOT_FOLLOWED.isdisjoint(relations):
        return
    if "stylesheet" in relations:
        yield Use(Role.STYLE, "stylesheet", address)
    elif not _ICONS.isdisjoint(relations):
        yield Use(Role.PICTURE, "picture", address)
    elif "hreflang" in attributes:
        yield Use(Role.TRANSLATION, "translation", address)
    elif not _LOADED_LINKS.isdisjoint(relations):
        is_picture = attributes.get("as", "").lower() == "image"
        yield Use(Role.PICTURE if is_picture else Role.FILE, "link", address)
    else:
        yield Use(Role.RELATION, "link", address)


_REFERRING = frozenset(
    """
    aria-activedescendant aria-controls aria-describedby aria-details aria-errormessage
    aria-flowto aria-labelledby aria-owns popovertarget commandfor
    """.split()
)
_MORE_REFERRING = {
    "label": ("for",),
    "output": ("for", "form"),
    "td": ("headers",),
    "th": ("headers",),
    "input": ("list", "form"),
    "button": ("form",),
    "select": ("form",),
    "textarea": ("form",),
    "fieldset": ("form",),
    "object": ("form",),
}
MAP = "map "
"""What the name of a map begins with where it stands among ids, which hold no blank."""


def references(tag: str, attributes: Attributes) -> Iterator[tuple[str, str]]:
    """Yield each attribute that names ids of the page, and each id; maps as `MAP` and a name."""
    names = [name for name in attributes if name in _REFERRING]
    names += [name for name in _MORE_REFERRING.get(tag, ()) if name in attributes]
    for name in names:
        for id in re.split(r"[\t\n\f\r ]+", attributes[name]):
            if id:
                yield name, id
    if "usemap" in attributes and attributes["usemap"].strip("#"):
        yield "usemap", MAP + attributes["usemap"].removeprefix("#")
