"""Characters that would be read as Markdown, escaped where they stand, and only there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.entities import html5

from helpwright.diagnostic import Span
from helpwright.model import Image, Text
from helpwright.parse.inlines import (
    CONDITION,
    SUSPECT,
    attach_image_attributes,
    lost_conditions,
    split_trailing_attributes,
)

_NOWHERE = Span(0, 0)
_UNFIT = re.compile("[\r\n\v\f]+|[\0\ud800-\udfff]")
_SPECIAL = re.compile(r"\\+|`+|\*+|_+|~+|[<&|\[\]!]")
ENTITY = re.compile(r"&(?:#[0-9]{1,8};|#[xX][0-9a-fA-F]{1,8};|([A-Za-z][A-Za-z0-9]*;))")
_TAG = re.compile(r"<[A-Za-z/!?]")
PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_LINE_START = re.compile(
    r"(?P<number>\d{1,9})(?=[.)](?:[ \t]|\Z))"
    r"|#{1,6}(?=[ \t]|\Z)|>|[-+*](?=[ \t]|\Z)|/{3,}(?=[ \t]|\Z)"
    r"|(?:[*_][ \t]*){3,}\Z|-(?:[ \t]*-)+[ \t]*\Z|(?:[`~]){3}"
    r"|\[(?:[ xX]\](?=[ \t]|\Z)|!\w+\])"
    r"|;*--8<--"
    r"|(?=[^-]*-)[-:|][-:| \t]*\Z"
)
_VARIABLE = re.compile(r"\{\{(?=[ \t]*[A-Za-z][\w.-]*[ \t]*\}\})")
_LATER_LINE = re.compile(r"=+[ \t]*\Z")
"""What makes a heading of the line before."""
_CLOSING_HASHES = re.compile(r"(?:\A|(?<=[ \t]))#+[ \t]*\Z")


def clean(text: str) -> str:
    """Return `text` as one line without what no source may hold."""
    if _UNFIT.search(text) is None:
        return text
    return _UNFIT.sub(lambda found: "\ufffd" if found[0] not in "\r\n\v\f" else " ", text)


def escape(
    text: str,
    *,
    before: str = "",
    after: str = "",
    start: bool = False,
    later: bool = False,
    linked: bool = False,
    cell: bool = False,
    alone: str = "",
    more: Iterable[int] = (),
) -> str:
    """Return a clean text as Markdown that reads as this text.

    `before` and `after` are the characters that it will stand between (empty at an edge). It
    stands at the `start` of a line, `later` in its paragraph than the first; in a link's text or a
    picture's description (`linked`); in a table's `cell`. `alone` holds delimiters that have
    nothing in the paragraph to pair with, `more` places that need a backslash as well.
    """
    places = dict.fromkeys(more, "\\")
    if "{{" in text:
        places |= dict.fromkeys((it.start() for it in _VARIABLE.finditer(text)), "\\")
    if start:
        at = _at_line_start(text, later)
        if at is not None:
            places[at] = "\\"
    elif before == "]" and text[0] in "([:":
        places[0] = "\\"
    if places or _SPECIAL.search(text) is not None:
        for match in _SPECIAL.finditer(text):
            unpaired = "" if start and not match.start() else alone
            _special(places, text, match, after, linked, cell, unpaired)
        if places:
            return insert(text, places)
    return text


def _at_line_start(text: str, later: bool) -> int | None:
    match = _LINE_START.match(text) or (_LATER_LINE.match(text) if later else None)
    if match is None:
        return None
    return match.end() if match.re is _LINE_START and match["number"] else 0


def _special(
    places: dict[int, str],
    text: str,
    match: re.Match[str],
    after: str,
    linked: bool,
    cell: bool,
    alone: str,
) -> None:
    """Add to `places` what the run of special characters in `match` needs put in front."""
    start, end = match.span()
    char = text[start]
    following = text[end] if end < len(text) else after
    if char == "\\":
        needed = end - start > 1 or end == len(text) or following in PUNCTUATION
    elif char in "*_~":
        preceding = text[start - 1] if start else ""
        inside = start > 0 and end < len(text)
        needed = not (
            (inside and preceding in " \t" and following in " \t")
            or (char == "_" and inside and preceding.isalnum() and following.isalnum())
            or char in alone
        )
    elif char == "`":
        needed = char not in alone
    elif char == "<":
        if _TAG.match(text, start) or (end == len(text) and after):
            places[start] = "&lt;"
        return
    elif char == "&":
        entity = ENTITY.match(text, start)
        if entity and (entity[1] is None or entity[1] in html5):
            places[start] = "&amp;"
        return
    elif char == "[":
        needed = linked or following == "^"
    elif char == "]":
        needed = linked or following in ("(", "[") or (end == len(text) and after != "")
    elif char == "!":
        needed = end == len(text) and after == "["
    else:
        needed = cell
    if needed:
        for at in range(start, end):
            places[at] = "\\"


def insert(text: str, places: dict[int, str]) -> str:
    """Put backslashes, and entities in the place of their characters, into a text."""
    pieces: list[str] = []
    done = 0
    for at in sorted(places):
        pieces += (text[done:at], places[at])
        done = at if places[at] == "\\" else at + 1
    pieces.append(text[done:])
    return "".join(pieces)


def closing_hashes(text: str) -> tuple[int, ...]:
    """Return where the number signs begin that an ATX heading would lose at its end."""
    match = _CLOSING_HASHES.search(text) if text.rstrip(" \t").endswith("#") else None
    return (match.start(),) if match else ()


def braces_at_end(text: str) -> tuple[int, ...]:
    """Return where braces begin at the end of a text that would be read as attributes."""
    if not text.rstrip().endswith("}"):
        return ()
    whole = Text(text, Span(0, len(text.encode())))
    attributes = split_trailing_attributes((whole,), b"")[1]
    if attributes is not None:
        return (len(text.encode()[: attributes.span.start].decode()),)
    match = SUSPECT.search(text)
    return (match.start(),) if match else ()


def conditions_in(text: str) -> Iterator[int]:
    """Yield the brackets and braces that make attributes with a condition, or seem to."""
    # Most texts hold no brace, and looking for one is much quicker.
    if "{" in text:
        for match in CONDITION.finditer(text):
            yield match.start()
    for match in lost_conditions(text):
        yield match.start() if match[0][0] == "(" else match.end() - 1


def braces_behind_picture(text: str) -> tuple[int, ...]:
    """Return where braces begin that would be read as the attributes of the picture before."""
    if text[:1] != "{":
        return ()
    picture = Image("", "", "", None, _NOWHERE)
    whole = Text(text, Span(0, len(text.encode())))
    read = attach_image_attributes([picture, whole], b"")[0]
    return (0,) if isinstance(read, Image) and read.attributes is not None else ()
