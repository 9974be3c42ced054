"""Inline nodes: joining text, attribute lists behind text and pictures, plain text of a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from helpwright.diagnostic import Span
from helpwright.model import (
    Attributes,
    Break,
    Code,
    FootnoteReference,
    Image,
    Inline,
    InlineHtml,
    Link,
    Phrase,
    Styled,
    Text,
)

_KEYS = "applies_to|width|height|resolves|for|was"
QUOTED = (
    r"""(?:"[^"\n]*"|'[^'\n]*'"""
    r"""|[\u201c-\u201e][^"\u201c-\u201e\n]*["\u201c-\u201e]"""
    r"""|[\u2018-\u201a][^'\u2018-\u201a\n]*['\u2018-\u201a])"""
)
"""A value in quotes of any kind; word processors set typographic ones."""
_BARE = r"""[^\s"'\u2018-\u201a\u201c-\u201e{}][^\s"{}]*"""
_TOKEN = rf"#[\w.:-]+|\.[A-Za-z][\w-]*|continue|(?:{_KEYS})=(?:{QUOTED}|{_BARE})"
_LIST = re.compile(rf"\{{\s*((?:{_TOKEN})(?:\s+(?:{_TOKEN}))*)\s*\}}")
_TOKENS = re.compile(_TOKEN)
_IN_QUOTES = re.compile(QUOTED)
_TRAILING = re.compile(_LIST.pattern + r"\s*\Z")
_BRACKET = re.compile(r"[\[\]]")
_PAIRED = re.compile(r"[\[\]{}]")
_ENDS_PHRASE = re.compile(r"(?:\A|\])\{")
_WORD = re.compile(r"\S")
NOTE = re.compile(r"\[![A-Za-z]{2,20}\]")
"""How a note in a quote begins."""
CONDITION = re.compile(
    r"\{(?:[^{}\n]*\bapplies[-_ ]?to[ \t]*[=:]|[ \t]*applies[-_]to\b)", re.IGNORECASE
)
"""How braces begin that were surely meant as attributes with a condition, wherever they stand."""
SUSPECT = re.compile(r"\{\s*(?:#|\w+=)[^{}\n]*\}\s*\Z")
"""Braces at the end of a text that were surely meant as attributes."""
_SET = rf"applies[-_]to[ \t]*=[ \t]*{QUOTED}[ \t]*"
_LOST = re.compile(rf"\([ \t]*{_SET}\)|\b{_SET}\}}", re.IGNORECASE)


def _attributes(matched: str, span: Span) -> Attributes:
    label: str | None = None
    classes: list[str] = []
    values: dict[str, str] = {}
    for token in _TOKENS.findall(matched):
        if token[0] == "#":
            label = token[1:]
        elif token[0] == ".":
            classes.append(token[1:])
        else:
            key, _, value = token.partition("=")
            values[key] = value[1:-1] if _IN_QUOTES.fullmatch(value) else value
    return Attributes(span, label, tuple(classes), values)


def is_attribute_list(written: str) -> bool:
    """Tell whether a text is an attribute list, from its first brace to its last."""
    return _LIST.fullmatch(written) is not None


def lost_conditions(text: str) -> Iterator[re.Match[str]]:
    """Yield what was surely meant as a list with a condition, but in round brackets or half of it.

    That is one without its opening brace; one without its closing brace is a `CONDITION`.
    """
    done = 0
    # Most texts hold no such sign, and looking for one is much quicker.
    for match in _LOST.finditer(text) if "=" in text else ():
        start = match.start()
        if text[start] == "(" or text.rfind("{", done, start) <= text.rfind("}", done, start):
            yield match
        done = match.end()


def is_verbatim(text: Text) -> bool:
    """Tell whether each character of `text` stands as itself in the source."""
    return len(text.value.encode()) == text.span.end - text.span.start


def is_escaped(text: Text, data: bytes) -> bool:
    """Tell whether a backslash in the source `data` takes its meaning from the first character."""
    return data[text.span.start - 1 : text.span.start] == b"\\"


def split_trailing_attributes(
    children: Sequence[Inline], data: bytes
) -> tuple[tuple[Inline, ...], Attributes | None]:
    """Take the attribute list off the end of a run of inlines of the source `data`.

    Returns the run without it (and without the line ending or blanks before it) and the list, or
    the run as it was and None.
    """
    last = children[-1] if children else None
    if not isinstance(last, Text) or not last.value.rstrip().endswith("}"):
        return tuple(children), None
    match = _TRAILING.search(last.value)
    if match is None or not is_verbatim(last):
        return tuple(children), None
    if match.start() == 0 and is_escaped(last, data):
        return tuple(children), None
    start = last.span.start + len(last.value[: match.start()].encode())
    attributes = _attributes(match[1], Span(start, start + len(match[0].rstrip().encode())))
    rest = list(children[:-1])
    head = last.value[: match.start()].rstrip()
    if head:
        rest.append(Text(head, Span(last.span.start, last.span.start + len(head.encode()))))
    while rest and isinstance(rest[-1], Break):
        rest.pop()
    return tuple(rest), attributes


def attach_image_attributes(children: list[Inline], data: bytes) -> list[Inline]:
    """Give each picture the attribute list that stands right behind it."""
    result: list[Inline] = []
    for child in children:
        previous = result[-1] if result else None
        if isinstance(child, Text) and isinstance(previous, Image) and child.value[:1] == "{":
            match = _LIST.match(child.value)
            if match and is_verbatim(child) and not is_escaped(child, data):
                middle = child.span.start + len(match[0].encode())
                found = _attributes(match[1], Span(child.span.start, middle))
                result[-1] = Image(
                    previous.source, previous.title, previous.alt, found, previous.span
                )
                if match.end() < len(child.value):
                    result.append(Text(child.value[match.end() :], Span(middle, child.span.end)))
                continue
        result.append(child)
    return result


def gather_phrases(children: list[Inline], data: bytes) -> list[Inline]:
    """Make phrases of words in brackets that an attribute list with a condition stands behind.

    `[words]{applies_to="<2.0"}`: brackets in pairs, without a blank between the closing one and the
    list. Links and footnotes count as words in brackets, too, however their address is written.
    What has no words between the brackets stays text, and so does `[!NOTE]` where a note begins.
    """
    if not any(isinstance(child, Text) and _ENDS_PHRASE.search(child.value) for child in children):
        return children
    marks = _phrase_marks(children, data)
    if not marks:
        return children
    current: list[Inline] = []
    around: list[tuple[int, list[Inline]]] = []
    for index, child in enumerate(children):
        if index not in marks:
            current.append(child)
            continue
        assert isinstance(child, Text)
        done, place = 0, child.span.start
        for at, found in sorted(marks[index].items()):
            place = _put_text(current, child.value[done:at], place)
            if found is None:
                around.append((place, current))
                current = []
                done, place = at + 1, place + 1
                continue
            behind = place + found.start() - at
            done, place = found.end(), behind + len(found[0].encode())
            inner, start = current, behind
            if found.start() > at:
                start, current = around.pop()
            else:
                inner = [current.pop()]
                start = inner[0].span.start
            attributes = _attributes(found[1], Span(behind, place))
            current.append(Phrase(tuple(inner), attributes, Span(start, place)))
        _put_text(current, child.value[done:], place)
    return current


Marks = dict[int, dict[int, re.Match[str] | None]]
"""By the index of a text and a place in it: None where a phrase opens, the list where it ends."""


def _phrase_marks(children: Sequence[Inline], data: bytes) -> Marks:
    """Find where phrases open and end; a list right behind a link or footnote is one's end."""
    marks: Marks = {}
    opened: list[tuple[int, int]] = []
    for index, child in enumerate(children):
        if not isinstance(child, Text) or not is_verbatim(child):
            continue
        done = 0
        if index and child.value[0] == "{" and _in_brackets(children[index - 1], child, data):
            found = condition_list(child.value, 0)
            if found:
                marks[index] = {0: found}
                done = found.end()
        for sign in _BRACKET.finditer(child.value):
            at = sign.start()
            if at < done or (at == 0 and is_escaped(child, data)):
                continue
            if sign[0] == "[":
                opened.append((index, at))
            elif opened:
                start, first = opened.pop()
                found = condition_list(child.value, at + 1)
                if found and not _is_no_phrase(children, (start, first), (index, at)):
                    marks.setdefault(start, {})[first] = None
                    marks.setdefault(index, {})[at] = found
                    done = found.end()
    return marks


def _in_brackets(before: Inline, text: Text, data: bytes) -> bool:
    """Tell whether a link or footnote right before a text ends in a bracket.

    It may be the round one behind an address. An address between `<` and `>` has no words.
    """
    end = before.span.end
    return (
        isinstance(before, Link | FootnoteReference)
        and end == text.span.start
        and data[end - 1 : end] in (b"]", b")")
    )


def condition_list(text: str, at: int) -> re.Match[str] | None:
    """Return the attribute list at a place of a text if it can make a phrase.

    It holds a condition, and no brackets or braces, which could pair with those outside.
    """
    found = _LIST.match(text, at)
    if found is None or _PAIRED.search(found[1]) or not CONDITION.match(text, at):
        return None
    return found if any(it.startswith("applies_to=") for it in _TOKENS.findall(found[1])) else None


def _is_no_phrase(children: Sequence[Inline], start: tuple[int, int], end: tuple[int, int]) -> bool:
    """Tell whether nothing stands between two brackets, or what makes a note of a quote."""
    for index in range(start[0], end[0] + 1):
        child = children[index]
        if isinstance(child, Text):
            value = child.value
            first = start[1] + 1 if index == start[0] else 0
            if start == (0, 0) and index == 0 and NOTE.match(value):
                return True
            # Searched rather than cut out: brackets nested by the thousands take linear time.
            if _WORD.search(value, first, end[1] if index == end[0] else len(value)):
                return False
        elif not isinstance(child, Break):
            return False
    return True


def _put_text(run: list[Inline], value: str, place: int) -> int:
    """Append a piece of a verbatim text that begins at a place, if it holds any; return its end."""
    end = place + len(value.encode())
    if value:
        run.append(Text(value, Span(place, end)))
    return end


def inline_depth(children: Iterable[Inline]) -> int:
    """Return how deep inlines are nested in a run; those without others in them count nothing."""
    depth = 0
    level = list(children)
    while True:
        level = [child for child in level if isinstance(child, Styled | Link | Phrase)]
        if not level:
            return depth
        depth += 1
        level = [
            inner
            for child in level
            if isinstance(child, Styled | Link | Phrase)
            for inner in child.children
        ]


def plain_text(children: Iterable[Inline], *, tags: bool = False) -> str:
    """Return the words that a run of inlines shows, without markup; pictures give their alt.

    `tags` keeps raw HTML as written.
    """
    parts: list[str] = []
    for child in children:
        if isinstance(child, Text | Code):
            parts.append(child.value)
        elif isinstance(child, Styled | Link | Phrase):
            parts.append(plain_text(child.children, tags=tags))
        elif isinstance(child, Image):
            parts.append(child.alt)
        elif isinstance(child, Break):
            parts.append(" ")
        elif tags and isinstance(child, InlineHtml):
            parts.append(child.raw)
    return "".join(parts)
