"""Pictures of HTML pages: where they really come from, and which are icons."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from helpwright.importers.html.tree import BLANKS, Element
from helpwright.pictures import MAX_ICON

_LAZY = (
    "data-src data-original data-lazy-src data-lazy data-image-src data-actualsrc data-hi-res-src "
    "data-fileid-src data-full-src data-url"
).split()
_PLACEHOLDER = re.compile(
    r"data:image/(?:gif|svg\+xml|png)[;,].{0,400}\Z|(?:[^?#]*/)?"
    r"(?:blank|spacer|transparent|placeholder|pixel|1x1|lazy|loading)\.(?:gif|png|svg|webp)\b",
    re.IGNORECASE | re.DOTALL,
)
_ICON_CLASS = re.compile(
    r"(?:^|[\s_-])(?:icons?|emoticons?|emojis?|smiley|inline-?image|hw-icon)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*\Z", re.IGNORECASE)
_STYLED = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,5})(?:\.\d+)?px", re.IGNORECASE)
_SUFFIXES = frozenset(".png .jpg .jpeg .gif .webp .avif .svg .bmp .tif .tiff .apng .heic".split())


def picture_source(picture: Element) -> str:
    """Return the address of a picture, also of one that a script loads later."""
    attributes = picture.attributes
    source = attributes.get("src", "").strip()
    if source and not _PLACEHOLDER.match(source):
        return _clean(source)
    for name in _LAZY:
        if attributes.get(name, "").strip():
            return _clean(attributes[name])
    for name in ("data-srcset", "data-lazy-srcset", "srcset"):
        if attributes.get(name, "").strip():
            return _largest(attributes[name])
    return _clean(source)


def _clean(source: str) -> str:
    source = source.strip()
    if source[:5].lower() == "data:":
        return BLANKS.sub("", source)
    return BLANKS.sub("%20", source)


def _largest(sources: str) -> str:
    """Return the largest picture that a `srcset` names."""
    best, size = "", -1.0
    for candidate in re.split(r",\s+|,(?=https?:|/)", sources.strip().rstrip(",")):
        address, _, width = candidate.strip().partition(" ")
        found = re.match(r"([\d.]{1,9})[wx]", width.strip())
        try:
            number = float(found[1]) if found else 1.0
        except ValueError:
            number = 1.0
        if address and number > size:
            best, size = address, number
    return best


def picture_size(picture: Element) -> dict[str, int]:
    """Return the width and height in pixels at which a page shows a picture, where it says so."""
    size: dict[str, int] = {}
    for name in ("width", "height"):
        found = _PIXELS.match(picture.attributes.get(name, ""))
        if found:
            size[name] = int(found[1])
    for name, value in _STYLED.findall(picture.attributes.get("style", "")):
        size[name.lower()] = int(value)
    return size


def is_icon(picture: Element) -> bool:
    """Tell whether a page shows a picture at the size of text."""
    size = picture_size(picture)
    if size:
        return max(size.values()) <= MAX_ICON
    return _ICON_CLASS.search(picture.attributes.get("class", "")) is not None


def is_tracker(picture: Element) -> bool:
    """Tell whether a picture is there to count readers and not to be seen."""
    size = picture_size(picture)
    return len(size) == 2 and max(size.values()) <= 1


def is_picture_address(address: str) -> bool:
    """Tell whether an address is a picture's, by its suffix."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return False
    return posixpath.splitext(path)[1].lower() in _SUFFIXES


def picture_title(attributes: Mapping[str, str], source: str, alt: str) -> str:
    """Return the title of a picture, unless it only repeats its description or file name."""
    title = " ".join(attributes.get("title", "").split())
    name = posixpath.basename(unquote(source.partition("?")[0]))
    same = (alt.casefold(), name.casefold(), posixpath.splitext(name)[0].casefold())
    return "" if title.casefold() in same else title
