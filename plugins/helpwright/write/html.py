"""Raw HTML: what CommonMark takes for a block or a tag, and how any other becomes one."""

from __future__ import annotations

import re
from html import unescape

_NAMES = (
    "address article aside base basefont blockquote body caption center col colgroup dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option "
    "p param search section summary table tbody td tfoot th thead title tr track ul"
)
_SPACE = r"[ \t\n]"
_ATTRIBUTE = (
    rf"{_SPACE}+[A-Za-z_:][A-Za-z0-9_.:-]*"
    rf"(?:{_SPACE}*={_SPACE}*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?"
)
_TAG = rf"<[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*{_SPACE}*/?>|</[A-Za-z][A-Za-z0-9-]*{_SPACE}*>"
_INLINE = re.compile(
    rf"{_TAG}|<!--(?:>|->|.*?-->)|<\?.*?\?>|<![A-Za-z][^>]*>|<!\[CDATA\[.*?\]\]>", re.DOTALL
)
_VERBATIM = re.compile(r"<(?:script|pre|style|textarea)(?=[\s>]|\Z)", re.IGNORECASE)
_STARTS: tuple[tuple[re.Pattern[str], re.Pattern[str] | None, str], ...] = (
    (_VERBATIM, re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE), ""),
    (re.compile(r"<!--"), re.compile(r"-->"), "-->"),
    (re.compile(r"<\?"), re.compile(r"\?>"), "?>"),
    (re.compile(r"<![A-Za-z]"), re.compile(r">"), ">"),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>"), "]]>"),
    (re.compile(rf"</?(?:{_NAMES.replace(' ', '|')})(?=\s|/?>|\Z)", re.IGNORECASE), None, ""),
)
"""How a block of HTML begins, what ends it (None: an empty line), and a text that does so."""
_ALONE = re.compile(rf"(?:{_TAG})[ \t]*\Z")

_MAX_TAGS = 100
"""In how many places a piece of raw HTML is looked at for tags: each costs a look at the rest."""


def interrupts(text: str) -> bool:
    """Tell whether a line that begins with `text` begins a block of HTML wherever it stands."""
    return any(start.match(text) for start, _, _ in _STARTS)


def interrupts_verbatim(text: str) -> bool:
    """Tell whether a text begins an element whose text is no Markdown, up to its end tag."""
    return _VERBATIM.match(text) is not None


def is_tag_alone(line: str) -> bool:
    """Tell whether a paragraph cannot begin with `line`, which would be a block of HTML."""
    return _ALONE.match(line) is not None


def is_inline(raw: str) -> bool:
    """Tell whether a text is one tag, comment or other piece of inline HTML."""
    return _INLINE.fullmatch(raw) is not None


def split_inline(raw: str) -> list[tuple[bool, str]]:
    """Return a text in pieces: inline HTML (true) and the words between (false), resolved."""
    if raw.startswith("<!--") and "-->" not in raw:
        return [(True, f"{raw}-->")]
    if raw.count("<") > _MAX_TAGS:
        return [(False, raw)]
    pieces: list[tuple[bool, str]] = []
    done = 0
    for match in _INLINE.finditer(raw):
        if match.start() > done:
            pieces.append((False, unescape(raw[done : match.start()])))
        pieces.append((True, match[0]))
        done = match.end()
    if done < len(raw):
        pieces.append((False, unescape(raw[done:])))
    return pieces


def ends_itself(raw: str) -> bool:
    """Tell whether a block of HTML is over with its last line, without an empty one behind it."""
    text = raw.lstrip(" ")
    for start, end, _ in _STARTS:
        if start.match(text):
            ending = end.search(text) if end is not None else None
            return ending is not None and "\n" not in text[ending.end() :].rstrip("\n")
    return False


def settle_html(raw: str, *, last: bool) -> list[str]:
    """Return raw HTML as lines that are read as blocks of HTML to their end, and no further.

    `last` says that nothing follows in the same container, so that what is open may stay open.
    Where an empty line or a text in front would end the block or keep it from beginning, the line
    goes, or a `div` is put around.
    """
    lines = raw.strip("\n").split("\n")
    settled: list[str] = []
    at = 0
    while at < len(lines):
        first = lines[at]
        if not first.strip():
            at += 1
            continue
        if first[0] == "\t" or first[:4] == "    ":
            lines[at] = first.lstrip()
        at = _take(lines, at, settled, last)
    return settled


def _take(lines: list[str], at: int, settled: list[str], last: bool) -> int:
    """Settle the block that begins in the line at an index; return the index behind it."""
    first = lines[at].lstrip(" ")
    for start, end, ending in _STARTS:
        opened = start.match(first)
        if opened is None:
            continue
        if end is None:
            settled += _without_gaps(lines[at:])
            return len(lines)
        stop = next((n for n in range(at, len(lines)) if end.search(lines[n])), len(lines))
        settled += lines[at : stop + 1]
        if stop == len(lines) and not last:
            settled.append(ending or f"</{opened[0][1:]}>")
        return stop + 1
    if is_tag_alone(first):
        settled += _without_gaps(lines[at:])
    else:
        settled += ["<div>", *_without_gaps(lines[at:]), "</div>"]
    return len(lines)


def _without_gaps(lines: list[str]) -> list[str]:
    """Return lines without empty ones; in preformatted text an entity keeps each a line."""
    if all(line.strip() for line in lines):
        return lines
    preformatted = any("<pre" in line.lower() for line in lines)
    return [line if line.strip() else "&#32;" for line in lines if preformatted or line.strip()]
