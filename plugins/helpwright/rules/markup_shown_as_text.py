"""HW127: signs that were surely meant as markup stand on the page as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import AlertKind, Article, Text
from helpwright.parse.inlines import is_escaped, is_verbatim
from helpwright.parse.values import clip, nearest
from helpwright.source import Source

RULE = Rule(
    code="HW127",
    name="markup-shown-as-text",
    severity=Severity.WARNING,
    summary="Signs that were surely meant as markup are read as text.",
    why="Readers see the signs, and miss a step, a heading, a picture, a link or what follows.",
    fix="Write the signs as the message says.",
)

_STEP = re.compile(r"(\d{1,3})([.)])(?=[^\W\d]|[*_`\[(])")
_NUMBER = re.compile(r"[ \t>]*(\d{1,3})[.)](?=\D|$)")
_HEADING = re.compile(r"#{2,6}(?=[^\W\d_])")
_PICTURE = re.compile(
    r"!\[[^\[\]]{0,200}\]\([^()<>]{0,200}\s[^()<>]{0,200}\.(?:png|jpe?g|gif|webp|svg)\)",
    re.IGNORECASE,
)
# A label holds letters, so that `[1][2]` and indexes such as `a[i][j]` are left alone.
_REFERENCE = re.compile(
    r"(?<![\w\])])!?\[(?P<words>[^\[\]]{2,200})\]\[(?P<label>[^\[\]^]{0,100})\](?![\[(\w])"
)
_FOOTNOTE = re.compile(r"(?<=[^\s\[\]()])\[\^(?!.-.\])[^\[\]\s]{1,60}\](?![\[(\w:])")
_ALERT = re.compile(r"\[!([A-Za-z]{2,20})\](?=[\s{]|\Z)")
_CLOSING = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*\r?\Z")
_LOOK_BACK = 8


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each place where a blank or a sign is missing for the markup that was meant."""
    for article in kb.articles:
        source = kb.sources[article.path]
        for text in article.nodes.texts:
            value = text.value
            if value[:1].isdigit():
                yield from _step(source, text)
            elif value.startswith("##"):
                yield from _heading(source, text)
            elif value.startswith("[!"):
                yield from _alert(source, text)
            if "](" in value and is_verbatim(text):
                yield from _pictures(source, text)
            if ("][" in value or "[^" in value) and is_verbatim(text):
                yield from _references(source, text)
        yield from _fences(source, article)


def _before(source: Source, text: Text) -> str:
    """Return what stands before a text in its line."""
    place = source.position(text.span.start)
    return source.line(place.line)[: place.column - 1]


def _step(source: Source, text: Text) -> Iterator[Diagnostic]:
    match = _STEP.match(text.value)
    if match is None or _before(source, text).strip(" \t>"):
        return
    line = source.position(text.span.start).line
    for back in range(line - 1, max(0, line - 1 - _LOOK_BACK), -1):
        found = _NUMBER.match(source.line(back))
        if found is None:
            continue
        if int(found[1]) == int(match[1]) - 1:
            message = f"`{match[0]}` without a blank behind it is text, not a step"
            span = Span(text.span.start, text.span.start + len(match[0]))
            yield source.diagnose(RULE, span, message, f"write `{match[0]} `, with a blank")
        return


def _heading(source: Source, text: Text) -> Iterator[Diagnostic]:
    match = _HEADING.match(text.value)
    if match and not _before(source, text).strip(" \t>"):
        message = f"`{match[0]}` without a blank behind it is text, not a heading"
        span = Span(text.span.start, text.span.start + len(match[0]))
        yield source.diagnose(RULE, span, message, f"write `{match[0]} `, with a blank")


def _alert(source: Source, text: Text) -> Iterator[Diagnostic]:
    match = _ALERT.match(text.value)
    if match is None or not re.fullmatch(
        r"\s*(?:[-*+]\s+|\d+[.)]\s+)?>[ \t>]*", _before(source, text)
    ):
        return
    kinds = [kind.name for kind in AlertKind]
    if match[1].upper() in kinds:
        message = f"`{match[0]}` is text here, not a note: its line must hold nothing else"
        help = "put it alone on the first line of the quote, with the words in the lines below"
    else:
        message = f"`{match[0]}` is no kind of note"
        near = nearest(match[1].upper(), kinds)
        help = f"did you mean `[!{near}]`?" if near else f"use one of {', '.join(kinds)}"
    span = Span(text.span.start, text.span.start + len(match[0]))
    yield source.diagnose(RULE, span, message, help)


def _pictures(source: Source, text: Text) -> Iterator[Diagnostic]:
    for match in _PICTURE.finditer(text.value):
        message = "a picture whose file name holds a blank is shown as text"
        help = "put the file name between < and >, or rename the file without blanks"
        yield source.diagnose(RULE, _span(text, match), message, help)


def _references(source: Source, text: Text) -> Iterator[Diagnostic]:
    for match in _REFERENCE.finditer(text.value):
        label = match["label"] or match["words"]
        escaped = match.start() == 0 and is_escaped(text, source.data)
        if len(label) > 1 and any(letter.isalpha() for letter in label) and not escaped:
            message = f"`{clip(match[0])}` is shown as text, because nothing says where it leads"
            help = f"write `[{clip(label)}]: ` and the address on a line of its own"
            yield source.diagnose(RULE, _span(text, match), message, help)
    for match in _FOOTNOTE.finditer(text.value):
        message = f"`{clip(match[0])}` is shown as text, because there is no such footnote"
        help = f"write `{clip(match[0])}: ` and the footnote on a line of its own"
        yield source.diagnose(RULE, _span(text, match), message, help)


def _span(text: Text, match: re.Match[str]) -> Span:
    start = text.span.start + len(text.value[: match.start()].encode())
    return Span(start, start + len(match[0].encode()))


def _fences(source: Source, article: Article) -> Iterator[Diagnostic]:
    for block in article.nodes.codes:
        if not block.fenced:
            continue
        lines = source.slice(block.span).rstrip("\n").split("\n")
        if len(lines) < 2 or not _CLOSING.match(lines[-1]):
            message = "the code block is not closed, so what follows is code too"
            help = "put a line with as many backticks as the first one has behind the code"
            yield source.diagnose(RULE, Span(block.span.start, block.span.start + 3), message, help)
