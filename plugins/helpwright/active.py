"""Files that can run code when a browser opens them from the site."""

from __future__ import annotations

import re
from pathlib import Path

_ACTIVE = frozenset(
    ".htm .html .xhtml .xht .shtml .mht .mhtml .xml .xsl .xslt .js .mjs .swf .svgz".split()
)
_MAX_SVG_BYTES = 1024 * 1024
# Scripts, event attributes, embedded documents, and entities, which can hide any of these.
_ACTIVE_SVG = re.compile(
    rb"<(?:\w+:)?(?:script|foreignobject|iframe|embed|object|handler|set|animate)\b"
    rb"|\bon[a-z]+\s*=|javascript:|data:(?!image/(?:png|jpe?g|gif|webp))|<!ENTITY|<\?xml-stylesheet",
    re.IGNORECASE,
)


def is_active(path: str, absolute: str) -> bool:
    """Tell whether a file of a KB may run code when a reader opens it.

    `path` gives its name, `absolute` where to read it. Drawings (SVG) are harmless as long as they
    hold no script, no event attribute and nothing that can load one; a drawing that cannot be
    read, is compressed or is very large counts as active.
    """
    suffix = Path(path).suffix.lower()
    if suffix != ".svg":
        return suffix in _ACTIVE
    try:
        with Path(absolute).open("rb") as file:
            data = file.read(_MAX_SVG_BYTES + 1)
    except OSError:
        return True
    return is_active_data(path, data)


def is_active_data(path: str, data: bytes) -> bool:
    """Tell the same of a file that is in memory; `data` is at least its first megabyte and more."""
    suffix = Path(path).suffix.lower()
    if suffix != ".svg":
        return suffix in _ACTIVE
    if b"\0" in data:  # UTF-16: a browser reads it, the pattern would not.
        return True
    return len(data) > _MAX_SVG_BYTES or _ACTIVE_SVG.search(data) is not None
