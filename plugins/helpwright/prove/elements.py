"""What HTML's elements mean for the words and marks of a page."""

from __future__ import annotations

from urllib.parse import unquote

from helpwright.prove.content import Mark

INLINE_ELEMENTS = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i input ins kbd label mark q rp "
    "rt ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
"""Elements that do not part the word before them from the word behind."""

ELEMENT_MARKS = {
    "blockquote": Mark.QUOTE,
    "details": Mark.DETAILS,
    "pre": Mark.CODE,
    "table": Mark.TABLE,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Mark.HEADING),
}
"""Elements that stand for something beside their words, wherever they come from."""

_MIRROR = "assets/external/"


def external_picture(address: str) -> str:
    """Return what a picture of another site goes by: its host and path."""
    address = address.partition("#")[0].partition("?")[0]
    return "//" + unquote(address.partition("//")[2])


def site_picture(file: str) -> str:
    """Return what a file of the site goes by as a picture.

    Material's privacy plugin copies the pictures of other sites into a folder of its own; such a
    copy goes by the name of the original.
    """
    return f"//{file.removeprefix(_MIRROR)}" if file.startswith(_MIRROR) else file
