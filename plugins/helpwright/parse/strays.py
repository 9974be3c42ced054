"""Attribute lists that belong to nothing, and braces that were meant as one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import ATTRIBUTE_LIST, EXCESS_TABLE_CELL, UNUSED_FOOTNOTE
from helpwright.model import (
    Attributes,
    Footnote,
    FootnoteReference,
    Heading,
    Inline,
    Link,
    Nodes,
    Phrase,
    Styled,
    Table,
    Text,
)
from helpwright.parse.inlines import (
    CONDITION,
    NOTE,
    QUOTED,
    SUSPECT,
    is_attribute_list,
    is_escaped,
    is_verbatim,
    lost_conditions,
)
from helpwright.parse.values import clip
from helpwright.source import Source

_BRACES = re.compile(r"\{[^{}\n]*\}?")
_SET = re.compile(
    rf"(?P<key>applies[-_ ]?to)(?P<sign>[ \t]*[=:]?[ \t]*)(?P<value>{QUOTED}?)", re.IGNORECASE
)
_SEPARATORS = " \t|"
_HELP = 'write {#label}, {applies_to="<2.0"} or {continue}, at the end of the text'
_WORDS = (
    'put the words that it is about in brackets, as in `[words]{applies_to="<2.0"}`, or write it '
    "at the end of a paragraph, step or heading"
)
_AROUND = "between a line `/// applies_to | <2.0` and a line `///`"


def stray_lists(
    source: Source, nodes: Nodes, alone: Iterable[Attributes], below: Iterable[Attributes]
) -> Iterator[Diagnostic]:
    """Yield a finding for each list in braces that has no effect or not the one that was meant.

    `alone` are those that are all of a paragraph, `below` those in the line below a list, which
    CommonMark reads as its last item's.
    """
    for text in nodes.texts:
        if ("{" in text.value or "=" in text.value) and is_verbatim(text):
            yield from _in_text(source, text)
            yield from _half(source, text)
    for attributes in alone:
        message = f"`{_written(source, attributes)}` stands alone, so it belongs to nothing"
        help = "write it at the end of the text that it is about"
        if "applies_to" in attributes.values:
            help += f", or put the blocks that it is about {_AROUND}"
        yield source.diagnose(ATTRIBUTE_LIST, attributes.span, message, help)
    for attributes in below:
        if "applies_to" in attributes.values:
            written = _written(source, attributes)
            message = f"`{written}` stands below a list, and is read as part of its last item"
            help = f"write it behind the words of the item, or put the list {_AROUND}"
            yield source.diagnose(ATTRIBUTE_LIST, attributes.span, message, help)
    yield from _in_heads(source, nodes)


def _in_text(source: Source, text: Text) -> Iterator[Diagnostic]:
    """Yield what a text shows that was surely meant as attributes."""
    value, done, place = text.value, 0, text.span.start
    starts = [match.start() for match in CONDITION.finditer(value)]
    last = SUSPECT.search(value) if "}" in value else None
    if last is not None and last.start() not in starts[-1:]:
        starts.append(last.start())
    for at in starts:
        place += len(value[done:at].encode())
        done = at
        if at == 0 and is_escaped(text, source.data):
            continue
        match = _BRACES.match(value, at)
        written = match[0] if match else "{"
        span = Span(place, place + len(written.encode()))
        if NOTE.match(value) and value.find("]") == at - 1:
            message = f"`{clip(written)}` has no effect behind the words that open a block"
            yield source.diagnose(ATTRIBUTE_LIST, span, message, f"put the whole block {_AROUND}")
        elif is_attribute_list(written):
            message = f"`{clip(written)}` is text here, as no words in brackets stand before it"
            yield source.diagnose(ATTRIBUTE_LIST, span, message, _WORDS)
        else:
            message = f"`{clip(written)}` is not an attribute list that Helpwright knows"
            help = _misspelt(written) or (_HELP if at == starts[-1] and last else _WORDS)
            yield source.diagnose(ATTRIBUTE_LIST, span, message, help)


def _half(source: Source, text: Text) -> Iterator[Diagnostic]:
    """Yield conditions in round brackets, or without their opening brace."""
    done, place = 0, text.span.start
    for match in lost_conditions(text.value):
        start, written = match.start(), match[0]
        place += len(text.value[done:start].encode())
        done = start
        if start == 0 and written[0] == "(" and is_escaped(text, source.data):
            continue
        message = f"`{clip(written)}` is text here, as a condition stands in braces"
        meant = _misspelt("{" + written.strip("()}") + "}")
        help = meant or f"write `{clip('{' + written.strip('()}') + '}')}`"
        yield source.diagnose(
            ATTRIBUTE_LIST, Span(place, place + len(written.encode())), message, help
        )


def _misspelt(written: str) -> str:
    """Return how a list with a condition is spelt right and what was wrong, or nothing.

    `written` begins with a brace; the closing one may be missing.
    """
    found = _SET.search(written)
    if found is None:
        return ""
    key, sign, value = found["key"], found["sign"], found["value"][1:-1].strip()
    before, rest = written[1 : found.start()].strip(), written[found.end() :]
    closed = rest.endswith("}")
    rest = rest.removesuffix("}").strip()
    wrong: list[str] = []
    if key != "applies_to":
        wrong.append("with `applies_to` as the key")
    if sign.strip() != "=":
        wrong.append("with `=` in front of the versions")
    elif sign != "=":
        wrong.append("without blanks around `=`")
    if not found["value"]:
        value, rest = (rest, "") if closed else (rest.partition(" ")[0], "")
        value = value.strip("\"'\u2018\u2019\u201a\u201c\u201d\u201e")
        wrong.append("with quotes around the versions")
    if not closed:
        rest = ""
        wrong.append("with a brace at the end")
    if not value:
        return 'write which versions it is about, as in `{applies_to="<2.0"}`'
    for pieces in ((before, f'applies_to="{value}"', rest), (f'applies_to="{value}"',)):
        meant = f"{{{' '.join(filter(None, pieces))}}}"
        if wrong and is_attribute_list(meant):
            return f"write `{clip(meant)}`, {' and '.join(wrong)}"
    return ""


def behind_rows(source: Source, tables: Iterable[Table]) -> Iterator[Diagnostic]:
    """Yield what stands behind the last cell of a row, where nothing is shown or read."""
    data = source.data
    for table in tables:
        for row in table.rows:
            start = row[-1].span.end
            end = data.find(b"\n", start)
            tail = data[start : end if end >= 0 else len(data)].decode()
            words = tail.lstrip(_SEPARATORS)
            match = _BRACES.match(words) if CONDITION.match(words) else None
            if match is not None:
                start += len(tail) - len(words)
                message = f"`{clip(match[0])}` stands behind the last cell of a row"
                help = (
                    "put the words of each cell in brackets with the condition, as in "
                    '`[words]{applies_to="<2.0"}`'
                )
                span = Span(start, start + len(match[0].encode()))
                yield source.diagnose(ATTRIBUTE_LIST, span, message, help)
            elif words.strip(_SEPARATORS + "\r") and data[start - 1 : start] != b"\n":
                yield _excess(source, table, start + len(tail) - len(words), words)


def _excess(source: Source, table: Table, start: int, words: str) -> Diagnostic:
    """Return the finding about what stands in further cells of a row, which begins at `start`."""
    words = words.strip(_SEPARATORS + "\r")
    columns = len(table.head)
    message = (
        f"`{clip(words)}` is on no page: the row has more cells than the table's "
        f"{columns} {'column' if columns == 1 else 'columns'}"
    )
    help = "add a column to the head and the line below it; for `|` as a sign, write `\\|`"
    span = Span(start, start + len(words.encode()))
    return source.diagnose(EXCESS_TABLE_CELL, span, message, help)


def lost_footnotes(
    source: Source, footnotes: Sequence[Footnote], references: Iterable[FootnoteReference]
) -> Iterator[Diagnostic]:
    """Yield the footnotes that no page shows: others have their label, or no text names them.

    A reference in a footnote counts if that one is shown.
    """
    first: dict[str, Footnote] = {}
    for footnote in footnotes:
        if first.setdefault(footnote.key, footnote) is not footnote:
            message = (
                f"there is another footnote `[^{clip(footnote.label)}]`, which is shown instead"
            )
            help = "give it a label of its own, and refer to that"
            yield source.diagnose(UNUSED_FOOTNOTE, _label(footnote), message, help)
    inside: dict[str, list[str]] = {}
    shown: list[str] = []
    starts = [footnote.span.start for footnote in footnotes]
    for reference in references if footnotes else ():
        at = bisect_right(starts, reference.span.start) - 1
        if at >= 0 and reference.span.end <= footnotes[at].span.end:
            if first[footnotes[at].key] is footnotes[at]:
                inside.setdefault(footnotes[at].key, []).append(reference.key)
        else:
            shown.append(reference.key)
    reached: set[str] = set()
    while shown:
        key = shown.pop()
        if key not in reached:
            reached.add(key)
            shown += inside.get(key, ())
    for key, footnote in first.items():
        if key not in reached:
            message = f"nothing refers to the footnote `[^{clip(footnote.label)}]`"
            help = f"write `[^{clip(footnote.label)}]` where it belongs, or remove it"
            yield source.diagnose(UNUSED_FOOTNOTE, _label(footnote), message, help)


def _label(footnote: Footnote) -> Span:
    start = footnote.span.start
    return Span(start, start + len(f"[^{footnote.label}]:".encode()))


def in_title(source: Source, title: Heading) -> Iterator[Diagnostic]:
    """Yield the conditions of an article's title and of words in it."""
    for attributes in (title.attributes, *_phrases(title.children)):
        if attributes is not None and "applies_to" in attributes.values:
            written = _written(source, attributes)
            message = f"`{written}` stands in the title, which is the same for all readers"
            help = (
                "write what the whole article is about as `applies_to` in the front matter, or "
                "the condition at the heading of a section"
            )
            yield source.diagnose(ATTRIBUTE_LIST, attributes.span, message, help)


def _phrases(children: Sequence[Inline]) -> Iterator[Attributes]:
    for child in children:
        if isinstance(child, Phrase):
            yield child.attributes
        if isinstance(child, Phrase | Styled | Link):
            yield from _phrases(child.children)


def _in_heads(source: Source, nodes: Nodes) -> Iterator[Diagnostic]:
    """Yield conditions behind the words that open a block of code or one with slashes."""
    heads = [(code.span.start, code.info) for code in nodes.codes]
    heads += [(block.span.start, block.argument) for block in nodes.directives]
    for start, words in heads:
        if "{" in words and CONDITION.search(words):
            line = source.line(source.position(start).line)
            match = CONDITION.search(line)
            written = line[match.start() :].strip() if match else words
            span = Span(start, start + 3)
            message = f"`{clip(written)}` has no effect behind the words that open a block"
            yield source.diagnose(ATTRIBUTE_LIST, span, message, f"put the whole block {_AROUND}")


def _written(source: Source, attributes: Attributes) -> str:
    return clip(source.slice(attributes.span))
