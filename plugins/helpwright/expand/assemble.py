"""An article's text with its fragments put in, and where each byte of it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from helpwright.diagnostic import Diagnostic, Rule, Span
from helpwright.expand.lines import CUT, MARK, VARIABLE, BadLine, Order, read_order
from helpwright.expand.values import put_in
from helpwright.faults import (
    CYCLIC_INCLUSION,
    INCLUSION_SYNTAX,
    MISSING_PARAMETER,
    OVERSIZED_INCLUSION,
    UNKNOWN_FRAGMENT,
    UNUSED_PARAMETER,
)
from helpwright.knowledge import Fragment, Library
from helpwright.parse.front_matter import front_matter
from helpwright.parse.values import nearest
from helpwright.read import FRAGMENTS
from helpwright.source import ExpandedSource, Inclusion, Piece, Source, included_by

MAX_DEPTH = 10
"""How many fragments may include one another: far more than anybody can follow."""
MAX_BYTES = 1024 * 1024
"""How long a text may become: as long as an article may be that includes nothing."""
MAX_INCLUSIONS = 1_000
"""How many lines of an article, and of the fragments in it, are followed."""
MAX_ADDED = 64 * 1024 * 1024
"""How many bytes inclusions may add to all articles together."""

_BLANK = re.compile(rb"[ \t]*\r?\n")

Chain = tuple[Inclusion, ...]


class Chunk(NamedTuple):
    """A part of the text, `data` as it is written; `value` is what stands for a variable.

    Where it is not `verbatim`, it is what was put in front of a line. `shown` is a name in braces
    that a backslash keeps from being read.
    """

    data: bytes
    source: Source
    span: Span
    chain: Chain
    verbatim: bool = True
    value: str | None = None
    shown: bool = False


def expand_all(
    sources: Iterable[Source], library: Library
) -> tuple[list[Source], list[Diagnostic]]:
    """Return articles with their fragments and variables put in, and what is wrong there."""
    expanded: list[Source] = []
    diagnostics: list[Diagnostic] = []
    added = 0
    for source in sources:
        text, found = expand(source, library, MAX_ADDED - added)
        added += max(0, len(text.data) - len(source.data))
        expanded.append(text)
        diagnostics += found
    return expanded, diagnostics


def expand(
    source: Source, library: Library, most: int = MAX_ADDED
) -> tuple[Source, list[Diagnostic]]:
    """Return an article with its fragments and variables put in, and what is wrong there.

    A text that has neither is returned as it is. `most` is how many bytes may be added. Findings
    tell the lines that led to a fragment.
    """
    data = source.data
    if b"--8<--" not in data and b"{{" not in data:
        return source, []
    assembler = _Assembler(library, len(data), most)
    front = front_matter(data)
    body = front.body or 0 if front else 0
    assembler.keep(source, 0, body, ())
    assembler.text(source, body, len(data), b"", (), library.variables, ())
    if not assembler.is_changed:
        return source, assembler.diagnostics
    pieces: list[Piece] = []
    parts: list[bytes] = []
    length = 0
    for chunk, part in put_in(assembler.chunks, body):
        if part:
            as_written = chunk.verbatim and part == chunk.data and chunk.value is None
            pieces.append(Piece(length, chunk.source, chunk.span, as_written, chunk.chain))
            parts.append(part)
            length += len(part)
    text = ExpandedSource(
        source.path, b"".join(parts), source, tuple(pieces), tuple(assembler.inclusions)
    )
    return text, assembler.diagnostics


class _Assembler:
    """Follows the inclusions of one article; `chunks` are its parts in order."""

    def __init__(self, library: Library, length: int, most: int) -> None:
        self.chunks: list[Chunk] = []
        self.inclusions: list[Inclusion] = []
        self.diagnostics: list[Diagnostic] = []
        self.is_changed = False
        self._library = library
        self._length = length
        self._most = min(max(MAX_BYTES, length), length + most)
        self._is_full = False

    def keep(self, source: Source, start: int, end: int, chain: Chain) -> None:
        """Append a part as it is written."""
        if start < end:
            self.chunks.append(Chunk(source.data[start:end], source, Span(start, end), chain))

    def text(
        self,
        source: Source,
        start: int,
        end: int,
        prefix: bytes,
        chain: Chain,
        values: Mapping[str, str],
        inside: tuple[tuple[str, str], ...],
    ) -> None:
        """Append a text line by line; `inside` are the fragments and sections that it is in."""
        done = start
        for line in CUT.finditer(source.data, start, end):
            mark = MARK.fullmatch(line["rest"].rstrip())
            if line["comment"] and (mark is None or line["escape"]):
                continue
            self._lines(source, done, line.start(), prefix, chain, values)
            done = line.end()
            if line["escape"]:
                self.is_changed = True
                self._lines(source, line.start(), line.start("escape"), prefix, chain, values)
                done = line.start("escape") + 1
                continue
            self.is_changed = True
            if mark is not None and chain:
                # The line goes with its end.
                done = min(end, source.data.find(b"\n", done) + 1 or end)
                continue
            self._include(source, line, prefix + line["indent"], chain, values, inside)
        self._lines(source, done, end, prefix, chain, values)

    def _lines(
        self,
        source: Source,
        start: int,
        end: int,
        prefix: bytes,
        chain: Chain,
        values: Mapping[str, str],
    ) -> None:
        """Append lines with the blanks of an inclusion in front of each that holds something."""
        data = source.data
        if not prefix:
            self._words(source, start, end, chain, values)
            return
        while start < end:
            at_start = start == 0 or data[start - 1 : start] == b"\n"
            stop = data.find(b"\n", start, end) + 1 or end
            if at_start and data[start:stop].strip():
                place = Span(start, start)
                self.chunks.append(Chunk(prefix, source, place, chain, verbatim=False))
                self._length += len(prefix)
            self._words(source, start, stop, chain, values)
            start = stop

    def _words(
        self, source: Source, start: int, end: int, chain: Chain, values: Mapping[str, str]
    ) -> None:
        """Append a part of a line, or several, with the values of its variables."""
        data, done = source.data, start
        for found in (
            VARIABLE.finditer(data, start, end) if data.find(b"{{", start, end) >= 0 else ()
        ):
            name = found["name"].decode()
            if name not in values:
                continue
            self.is_changed = True
            if len(found["slashes"]) % 2:
                at = found.start("braces") - 1
                self.keep(source, done, at, chain)
                place = Span(at, found.end())
                written = data[at : found.end()]
                self.chunks.append(Chunk(written, source, place, chain, shown=True))
            else:
                self.keep(source, done, found.start("braces"), chain)
                place = Span(*found.span("braces"))
                self.chunks.append(Chunk(found["braces"], source, place, chain, value=values[name]))
                self._length += len(values[name])
            done = found.end()
        self.keep(source, done, end, chain)

    def _include(
        self,
        source: Source,
        line: re.Match[bytes],
        prefix: bytes,
        chain: Chain,
        values: Mapping[str, str],
        inside: tuple[tuple[str, str], ...],
    ) -> None:
        """Append the fragment that a line names, or note what is wrong with the line."""
        place = Span(*line.span("line"))
        try:
            order = read_order(source.data, line)
        except BadLine as bad:
            self._note(INCLUSION_SYNTAX, source, bad.span, chain, bad.message, bad.help)
            return
        fragment = self._library.fragments.get(order.path)
        if fragment is None:
            near = nearest(order.path, self._library.fragments)
            help = f"did you mean `{near}`?" if near else f"put the file into `{FRAGMENTS}`"
            message = f"there is no fragment `{order.path}`"
            self._note(UNKNOWN_FRAGMENT, source, order.place, chain, message, help)
            return
        if order.section and order.section not in fragment.sections:
            near = nearest(order.section, fragment.sections)
            mark = f"--8<-- [start:{order.section}]"
            help = f"did you mean `{near}`?" if near else f"mark its lines there with `{mark}`"
            message = f"`{order.path}` has no section `{order.section}`"
            self._note(UNKNOWN_FRAGMENT, source, order.place, chain, message, help)
            return
        key = (order.path, order.section)
        if key in inside:
            names = [path for path, _ in (*inside[inside.index(key) :], key)]
            shown = " → ".join(f"`{name}`" for name in names)
            message = f"the fragment includes itself: {shown}"
            help = "remove one of the inclusions"
            self._note(CYCLIC_INCLUSION, source, order.place, chain, message, help)
            return
        if not self._has_room(fragment, source, order, chain):
            return
        inclusion = Inclusion(source, place, order.path)
        self.inclusions.append(inclusion)
        given = self._given(fragment, source, order, chain, values)
        whole = Span(fragment.body, len(fragment.source.data))
        span = fragment.sections[order.section] if order.section else whole
        start, first = span.start, len(self.chunks)
        data = fragment.source.data
        while blank := _BLANK.match(data, start, span.end):
            start = blank.end()
        self._length += span.end - start
        self.text(
            fragment.source, start, span.end, prefix, (*chain, inclusion), given, (*inside, key)
        )
        self._strip(first)

    def _has_room(self, fragment: Fragment, source: Source, order: Order, chain: Chain) -> bool:
        """Tell whether a fragment may be put in; the first that may not is noted."""
        message = ""
        if len(chain) >= MAX_DEPTH:
            message = f"the inclusions are nested more than {MAX_DEPTH} deep"
        elif len(self.inclusions) >= MAX_INCLUSIONS:
            message = f"the article takes more than {MAX_INCLUSIONS:,} inclusions"
        elif self._length + len(fragment.source.data) > self._most:
            message = "the text that inclusions make is too long for an article"
            if self._most < MAX_BYTES:
                message = f"inclusions add more than {MAX_ADDED >> 20} MB to the articles"
        if message and not self._is_full:
            help = "include fewer or smaller fragments; the rest is left out"
            self._note(OVERSIZED_INCLUSION, source, order.place, chain, message, help)
            self._is_full = True
        return not self._is_full

    def _given(
        self,
        fragment: Fragment,
        source: Source,
        order: Order,
        chain: Chain,
        values: Mapping[str, str],
    ) -> Mapping[str, str]:
        """Return the values for a fragment's names, and note what is missing or not used."""
        given = dict(self._library.variables)
        for parameter in fragment.parameters.values():
            if parameter.default is not None:
                given[parameter.name] = parameter.default
            elif not order.values.get(parameter.name, "").strip():
                message = f"`{order.path}` needs a value for `{parameter.name}`"
                about = f": {parameter.description}" if parameter.description else ""
                help = f'add `{parameter.name}="…"` to the line{about}'
                self._note(MISSING_PARAMETER, source, order.place, chain, message, help)
        for name, text in order.values.items():
            text = VARIABLE.sub(
                lambda found: values.get(found["name"].decode(), found[0].decode()).encode(),
                text.encode(),
            ).decode()
            given[name] = " ".join(text.split())
            if name not in fragment.parameters and name not in fragment.names:
                known = {*fragment.parameters, *fragment.names} - {*order.values}
                near = nearest(name, known)
                message = f"`{order.path}` does not use `{name}`"
                help = f"did you mean `{near}`?" if near else "remove the value"
                self._note(UNUSED_PARAMETER, source, order.places[name], chain, message, help)
        return given

    def _strip(self, first: int) -> None:
        """Take the blank end of a fragment off: the line that includes it has an end of its own."""
        while len(self.chunks) > first:
            chunk = self.chunks[-1]
            if chunk.value is not None or not chunk.verbatim:
                return
            kept = chunk.data.rstrip(b" \t\r\n")
            if kept:
                end = chunk.span.start + len(kept)
                self.chunks[-1] = chunk._replace(data=kept, span=Span(chunk.span.start, end))
                return
            self.chunks.pop()

    def _note(
        self, rule: Rule, source: Source, span: Span, chain: Chain, message: str, help: str
    ) -> None:
        related = included_by(chain)
        self.diagnostics.append(source.diagnose(rule, span, message, help, related=related))
