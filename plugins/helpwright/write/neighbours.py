"""What an inline looks like from beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from helpwright.model import (
    Attributes,
    Break,
    Code,
    Image,
    Inline,
    InlineHtml,
    Link,
    Phrase,
    Style,
    Styled,
    Text,
)
from helpwright.write import html

_DELIMITER = re.compile(r"[*~`]|\b_|_\b")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x20\x7f]*\Z")
_MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\Z", re.ASCII)


def autolink(link: Link) -> str:
    """Return `<…>` for a link that shows its own address, empty where it needs the long form."""
    only = link.children[0] if len(link.children) == 1 else None
    if not link.autolink or link.title or not isinstance(only, Text):
        return ""
    if link.target == only.value and _URI.match(only.value):
        return f"<{only.value}>"
    if link.target == f"mailto:{only.value}" and _MAIL.match(only.value):
        return f"<{only.value}>"
    return ""


def first_sign(child: Inline) -> str:
    """Return the character that an inline begins with, as written; any delimiter is `*`."""
    if isinstance(child, Text):
        return child.value[0]
    if isinstance(child, Link):
        return "<" if autolink(child) else "["
    if isinstance(child, Break):
        return "\n"
    return {Code: "`", Styled: "*", Image: "!", InlineHtml: "<"}.get(type(child), "[")


def last_sign(child: Inline) -> str:
    """Return the character that an inline ends with, as written; any delimiter is `*`."""
    if isinstance(child, Text):
        return child.value[-1]
    if isinstance(child, Break):
        return "\n"
    ends = {Code: "`", Styled: "*", Image: ")", InlineHtml: ">", Link: ")", Phrase: "}"}
    return ends.get(type(child), "]")


def walk(children: Iterable[Inline]) -> Iterator[Inline]:
    """Yield inlines and all that is in them."""
    for child in children:
        yield child
        if isinstance(child, Styled | Link | Phrase):
            yield from walk(child.children)


def needs_first_mark(child: Styled) -> bool:
    """Tell whether a run in a styled run will do with the first delimiter of its style only.

    So it does inside a word, where underscores are text.
    """
    children = child.children
    several = len(children) > 1
    return (
        (several and isinstance(children[0], Styled) and first_sign(children[1]).isalnum())
        or (several and isinstance(children[-1], Styled) and last_sign(children[-2]).isalnum())
        or _holds(child, child.style)
    )


def _holds(child: Styled | Phrase, style: Style) -> bool:
    return any(
        (isinstance(inner, Styled) and inner.style is style)
        or (isinstance(inner, Styled | Phrase) and _holds(inner, style))
        for inner in child.children
    )


def holds_delimiters(child: Styled) -> bool:
    """Tell whether delimiters stand in the attributes of a picture or phrase in a styled run.

    They count as such there, and could end the run.
    """
    return any(
        isinstance(inner, Image | Phrase) and delimiters_in(inner.attributes)
        for inner in walk(child.children)
    )


def delimiters_in(attributes: Attributes | None) -> bool:
    """Tell whether the values of an attribute list hold what could be a delimiter."""
    values = attributes.values.values() if attributes is not None else ()
    return any(_DELIMITER.search(value) for value in values)


def ends_line(children: Sequence[Inline], at: int) -> bool:
    """Tell whether nothing stands in the line behind the inline at an index."""
    following = children[at + 1] if at + 1 < len(children) else None
    return following is None or (isinstance(following, Break) and not following.hard)


def is_raw(children: Sequence[Inline]) -> bool:
    """Tell whether a run is nothing but tags, which do no harm as a block of HTML."""
    return all(
        isinstance(child, InlineHtml) and not html.interrupts_verbatim(child.raw)
        for child in children
    )


def defines(children: Iterable[Inline]) -> bool:
    """Tell whether a paragraph that begins with a bracket could name the address of a link.

    CommonMark has links that name an address given elsewhere; pages do not show where.
    """
    return any(isinstance(child, Text | Code) and "]:" in child.value for child in walk(children))
