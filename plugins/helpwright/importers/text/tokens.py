"""What in a line of plain text is no word: names of pictures and web addresses.

Both are found line by line without regard to what stands around, so that the account of a text
does not hang on how its structure is understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import combining

_SUFFIXES = r"(?:png|jpe?g|gif|webp|svg|bmp|avif|tiff?|emf|wmf)"
_HINT = re.compile(rf"\.{_SUFFIXES}(?![A-Za-z0-9])|://", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])(?:https?|ftps?)://[^\s<>|\"“”«»\x00-\x20\x7f-\x9f]+", re.IGNORECASE
)
_LAST = ".,;:!?'’*_"
_BRACKETED = re.compile(
    rf"\[(?:image|picture|img|bild|cid|inline image|screenshot)\s*:\s*"
    rf"(?P<name>[^\[\]<>\n]{{1,200}}?\.{_SUFFIXES})(?P<tail>[^\[\]<>\s]{{0,100}})\]"
    rf"|<(?:cid:)?(?P<angled>[^\s<>/:]{{1,200}}\.{_SUFFIXES})(?:@[^\s<>]{{0,100}})?>"
    rf"|(?<![\w:])cid:(?P<cid>[^\s<>\[\]@]{{1,200}}\.{_SUFFIXES})(?:@[\w.-]{{0,100}})?",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"[\s>|]*(?:[•◦▪▫■□●○‣\u2043·*+–-]\s+|\(?\d{1,3}[.)]\s+)?(?P<open>[\[(]?)"
    rf"(?P<name>[^\s<>\[\]()\"“”:*?|\\][^\s<>\[\]\"“”:*?|\\]{{0,250}}?\.{_SUFFIXES}"
    rf"|(?:screen ?shot|image|picture|capture|bildschirmfoto|screen)"
    rf"[ _-][^<>\[\]()\"“”:*?|\\/]{{1,80}}?\.{_SUFFIXES})[\])]?\s*",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    rf"[\w()%~+-][\w()%~+.-]{{0,250}}\.{_SUFFIXES}(?![\w/\\@\u0300-\u036f-])", re.IGNORECASE
)
_MADE_BY_MACHINES = re.compile(
    r"(?:image|img|clipboard|screen-?shot|mceclip|blobid|pasted\w*|inline\w*|picture|dsc|snag)"
    r"[\w.-]*?\d|(?=[0-9a-f-]*\d)[0-9a-f-]{8,}\.|\w*_[0-9a-f]{8,}\.",
    re.IGNORECASE,
)
_SAID_OF_FILES = re.compile(
    r"(?:file|files|named|called|as|name|open|run|save)[\s:\"“'\u2018]+\Z", re.I
)


@dataclass(frozen=True, slots=True)
class Piece:
    """The name of a picture, or a web address, at characters `start` to `end` of a line.

    `name` is the file's name or the address. `alone` is set on a picture that is all of its line.
    """

    picture: bool
    name: str
    start: int
    end: int
    alone: bool = False


def find_pieces(line: str) -> tuple[Piece, ...]:
    """Return the pictures and addresses of a line, in their order; none overlap."""
    if not _HINT.search(line):
        return ()
    if len(line) <= 400:
        match = _ALONE.fullmatch(line)
        if match is not None:
            start = match.start("open") if match["open"] else match.start("name")
            return (Piece(True, match["name"], start, len(line.rstrip()), True),)
    # One that goes on with a placeholder, such as `https://www.<domain>`, is no address.
    whole = (
        match for match in _ADDRESS.finditer(line) if line[match.end() : match.end() + 1] != "<"
    )
    found = [_address(match) for match in whole]
    found = [piece for piece in found if len(piece.name) > 8]
    for match in _BRACKETED.finditer(line):
        name = match["name"] or match["angled"] or match["cid"]
        piece = Piece(True, name.strip(), match.start(), match.end())
        alone = not (line[: piece.start] + line[piece.end :]).strip(" \t\xa0>|")
        _add(found, Piece(True, piece.name, piece.start, piece.end, alone))
    for match in _TOKEN.finditer(line):
        # An accent that stands for itself would melt into the name.
        melts = combining(line[match.start() - 1 : match.start()] or " ") or combining(
            line[match.end() : match.end() + 1] or " "
        )
        if not melts and _MADE_BY_MACHINES.match(match[0]) and not _is_said(line, match.start()):
            _add(found, Piece(True, match[0].lstrip("("), match.start(), match.end()))
    return tuple(sorted(found, key=lambda piece: piece.start))


def _address(match: re.Match[str]) -> Piece:
    start = match.start()
    url = match[0]
    surplus = {")": url.count(")") - url.count("("), "]": url.count("]") - url.count("[")}
    length = len(url)
    while length and (url[length - 1] in _LAST or surplus.get(url[length - 1], 0) > 0):
        length -= 1
        if url[length] in surplus:
            surplus[url[length]] -= 1
    return Piece(False, url[:length], start, start + length)


def _is_said(line: str, start: int) -> bool:
    """Tell whether the words before a name speak of a file rather than show a picture."""
    before = line[max(0, start - 20) : start]
    return bool(_SAID_OF_FILES.search(before)) or line[max(0, start - 1) : start] in (
        "/",
        "\\",
        ".",
    )


def _add(found: list[Piece], piece: Piece) -> None:
    if all(piece.end <= other.start or piece.start >= other.end for other in found):
        found.append(piece)
