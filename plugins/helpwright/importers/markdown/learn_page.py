"""A Markdown text of Learn to nodes: its own syntax resolved, included texts put in.

An included text is parsed by itself and put where its sign stood, as Learn does it. So it can
neither continue a list around it nor swallow what follows, and it belongs to the step around it.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from helpwright.importers.bundle import Bundle, Unreadable, decode
from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.markdown.blocks import parse_markdown
from helpwright.importers.markdown.front import split_front
from helpwright.importers.markdown.learn_columns import set_back
from helpwright.importers.markdown.learn_files import cut_code, find_file, query_values
from helpwright.importers.markdown.learn_inlines import Inlines
from helpwright.importers.markdown.learn_signs import (
    BLOCK_MARK,
    MARK,
    Kind,
    Sign,
    mark_signs,
)
from helpwright.importers.markdown.learn_verbatim import verbatim_ranges
from helpwright.importers.tally import containers, inline_text
from helpwright.model import (
    AlertKind,
    Block,
    BulletList,
    CodeBlock,
    Directive,
    Footnote,
    Heading,
    HtmlBlock,
    Paragraph,
    Quote,
    StepList,
    Table,
    Text,
)
from helpwright.parse.blocks import MAX_DEPTH

MOST_NESTED = 10
"""How many included texts may stand in one another."""
MOST_INCLUDED = 1024 * 1024
"""How many bytes one document may include, all together."""
_MOST_FILES = 1000
_ALERTS = {
    "info": AlertKind.NOTE,
    "attention": AlertKind.WARNING,
    "danger": AlertKind.CAUTION,
    **{kind.value: kind for kind in AlertKind},
}
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LEFT = re.compile(r":::[ \t]*[A-Za-z]|\[![A-Za-z]")
_TO_RESOLVE = re.compile(r"<!|\]\([^\s()]*\\|^[ \t>]*\[[^\]\n]*\]:[^\n]*\\", re.MULTILINE)
"""Comments, and addresses with backslashes."""
_LANGUAGE = re.compile(r"[^\w+#.-]")
_IN_CODE = re.compile(r"^[ \t]*(?::::[ \t]*[a-z]|\[!INCLUDE|>[ \t]*\[![A-Z])", re.M)
_DETAILS = "Description of the picture"


@dataclass(slots=True)
class Account:
    """What is known of one document while it is read: its entries, and what it has included."""

    origin: str
    bundle: Bundle
    entries: list[Entry] = field(default_factory=list)
    place: str = ""
    told: set[str] = field(default_factory=set)
    included: int = 0
    files: int = 0

    @property
    def folder(self) -> str:
        """The folder that links and pictures are seen from."""
        return posixpath.dirname(self.origin)


class Page:
    """One file of a document: the document itself, or a text that it includes.

    `trail` holds the paths of the files that include this one, and its own; `lines` counts those
    in front of the text.
    """

    def __init__(self, account: Account, trail: tuple[str, ...], lines: int) -> None:
        self.account = account
        self.trail = trail
        self.lines = lines
        self.folder = posixpath.dirname(trail[-1])
        self.signs: tuple[Sign, ...] = ()
        self.seen: set[int] = set()
        self.behind: list[Block] = []
        """Blocks of a text that was included in a line: they follow the block with that line."""
        self.inlines = Inlines(self)

    def read(self, text: str, depth: int = 0) -> tuple[Block, ...]:
        """Return the blocks of a text. Raises Unreadable where it is nested too deep."""
        text = set_back(text.replace(MARK, "\N{REPLACEMENT CHARACTER}"))
        if ":::" in text or "[!" in text:
            marked = mark_signs(text, verbatim_ranges(text))
            self.signs, text = marked.signs, marked.text
        elif self.folder == self.account.folder and not _TO_RESOLVE.search(text):
            return parse_markdown(text)
        result = self.run(parse_markdown(text), depth)
        for number, sign in enumerate(self.signs):
            if number not in self.seen:
                reason = "it stands where it has no meaning, and is not in the article"
                self.tell(Outcome.DROPPED, "syntax", reason, sign, Attention.LOST)
        return result

    def tell(
        self,
        outcome: Outcome,
        topic: str,
        reason: str,
        sign: Sign | None,
        attention: Attention = Attention.NONE,
        *,
        about: str = "",
        text: str = "",
        added: str = "",
        added_links: int = 0,
    ) -> None:
        """Enter something into the ledger."""
        about = about or (sign.raw if sign else "")
        main = len(self.trail) == 1
        if not main:
            about = f"{self.trail[-1]}: {about}"
        self.account.entries.append(
            Entry(
                outcome,
                topic,
                reason,
                about=about[:1000],
                text=text,
                added=added,
                added_links=added_links,
                attention=attention,
                place=self.account.place,
                line=sign.line + self.lines if sign and main else 0,
            )
        )

    def sign(self, number: int) -> Sign:
        """Return a sign by its number; it counts as done with."""
        self.seen.add(number)
        sign = self.signs[number]
        if sign.mended:
            self.tell(Outcome.REPAIRED, "syntax", sign.mended, sign, Attention.LOOK)
        return sign

    # --- blocks -------------------------------------------------------------------------------

    def run(self, blocks: Sequence[Block], depth: int) -> tuple[Block, ...]:
        """Return the blocks of one container, with everything in them resolved."""
        out: list[Block] = []
        ends: dict[str, list[int]] | None = None
        at = 0
        while at < len(blocks):
            block = blocks[at]
            at += 1
            number = self._number(block)
            if number is None:
                if isinstance(block, Quote):
                    at += self._quote(block, blocks[at : at + 1], depth, out)
                else:
                    out += self._block(block, depth)
                continue
            sign = self.sign(number)
            if sign.kind is Kind.ALERT:
                at += self._bare_alert(sign, blocks[at : at + 1], depth, out)
            elif sign.values.get("type") == "complex":
                ends = ends if ends is not None else self._ends(blocks)
                places = ends.get(f"{sign.name}-end", [])
                following = bisect_left(places, at)
                out += self._block_of(sign, depth)
                if following < len(places):
                    described = self.run(blocks[at : places[following]], depth)
                    self._describe(sign, described, out)
                    at = places[following]
            else:
                out += self._block_of(sign, depth)
        return tuple(out)

    def _number(self, block: Block) -> int | None:
        """Return the number of the sign that a block stands for, if any."""
        if isinstance(block, HtmlBlock) and MARK in block.raw:
            found = BLOCK_MARK.fullmatch(block.raw)
            return int(found[1]) if found else None
        return None

    def _ends(self, blocks: Sequence[Block]) -> dict[str, list[int]]:
        ends: dict[str, list[int]] = {}
        for at, block in enumerate(blocks):
            number = self._number(block)
            if number is not None and self.signs[number].kind is Kind.END:
                ends.setdefault(self.signs[number].name, []).append(at)
        return ends

    def _block(self, block: Block, depth: int) -> list[Block]:
        made: Block | None = block
        if isinstance(block, Paragraph):
            children = self.inlines.run(block.children)
            made = replace(block, children=children) if children else None
        elif isinstance(block, Heading):
            made = replace(block, children=self.inlines.run(block.children))
            self.account.place = inline_text(made.children)
        elif isinstance(block, CodeBlock):
            value = self.inlines.restore(block.value)
            if not block.fenced and _IN_CODE.search(value):
                reason = "it is indented so far that it is code, as it was in the original"
                about = value.strip()[:400]
                self.tell(
                    Outcome.LEFT, "syntax-in-code", reason, None, Attention.DECIDE, about=about
                )
            made = replace(block, value=value, info=self.inlines.restore(block.info))
        elif isinstance(block, HtmlBlock):
            made = self._html(block)
        elif isinstance(block, Directive | Footnote):
            made = replace(block, blocks=self.run(block.blocks, depth + 1))
        elif isinstance(block, StepList):
            steps = [replace(step, blocks=self.run(step.blocks, depth + 2)) for step in block.steps]
            made = replace(block, steps=tuple(steps))
        elif isinstance(block, BulletList):
            items = [replace(item, blocks=self.run(item.blocks, depth + 2)) for item in block.items]
            made = replace(block, items=tuple(items))
        elif isinstance(block, Table):
            head, *rows = (
                tuple(replace(cell, children=self.inlines.run(cell.children)) for cell in row)
                for row in (block.head, *block.rows)
            )
            made = replace(block, head=head, rows=tuple(rows))
        following, self.behind = self.behind, []
        return [*([made] if made is not None else ()), *following]

    def _html(self, block: HtmlBlock) -> Block | None:
        raw = self.inlines.html(block.raw)
        if "<!--" in raw:
            raw = _COMMENT.sub(self._comment, raw)
            if not raw.strip():
                return None
        if _LEFT.search(raw):
            reason = "it stands in raw HTML, where the original shows it as text too"
            found = _LEFT.search(raw)
            about = raw[found.start() :][:200] if found else ""
            self.tell(Outcome.LEFT, "syntax", reason, None, Attention.DECIDE, about=about)
        return replace(block, raw=raw)

    def _comment(self, found: re.Match[str]) -> str:
        self.drop_comment(found[0])
        return ""

    def drop_comment(self, raw: str) -> None:
        """Enter a comment that is left out, if it says anything."""
        said = " ".join(raw.removeprefix("<!--").removesuffix("-->").strip(" -").split())
        if any(character.isalnum() for character in said):
            reason = "a comment, which readers never saw, is left out"
            self.tell(Outcome.DROPPED, "comment", reason, None, about=said)

    # --- quotes and alerts --------------------------------------------------------------------

    def _quote(self, quote: Quote, following: Sequence[Block], depth: int, out: list[Block]) -> int:
        """Put down what a quote becomes; returns how many of the blocks behind it went into it.

        Each sign of an alert, a section or a video begins a new one.
        """
        parts: list[tuple[Sign | None, list[Block]]] = [(None, [])]
        for block in quote.blocks:
            number = self._number(block)
            kind = self.signs[number].kind if number is not None else None
            if number is not None and kind in (Kind.ALERT, Kind.DIV, Kind.VIDEO):
                parts.append((self.sign(number), []))
            else:
                parts[-1][1].append(block)
        used = 0
        for sign, blocks in parts:
            if sign is None:
                inner = self.run(blocks, depth + 1)
                if inner or len(parts) == 1:
                    out.append(replace(quote, blocks=inner))
            elif sign.kind is Kind.ALERT:
                lazy = not blocks and "lazy" in sign.values
                if lazy and following and isinstance(following[0], Paragraph):
                    blocks, used = list(following), 1
                    reason = "the text under it has no sign of a quote, and was put into it"
                    self.tell(Outcome.REPAIRED, "alert", reason, sign, Attention.LOOK)
                self._alert(sign, blocks, depth, out)
            elif sign.kind is Kind.DIV:
                self._section(sign)
                out += self.run(blocks, depth)
            else:
                out += self._block_of(sign, depth)
                inner = self.run(blocks, depth + 1)
                out += (Quote(None, inner, NOWHERE),) if inner else ()
        return used

    def _alert(self, sign: Sign, blocks: Sequence[Block], depth: int, out: list[Block]) -> None:
        inner = self.run(blocks, depth + 1)
        if not inner:
            reason = "an alert without text is left out"
            self.tell(Outcome.DROPPED, "alert", reason, sign, Attention.LOOK)
            return
        kind = _ALERTS.get(sign.name)
        if kind is None:
            reason = "it is no kind of alert that is known, and became a note"
            self.tell(Outcome.INFERRED, "alert", reason, sign, Attention.LOOK)
        out.append(Quote(kind or AlertKind.NOTE, inner, NOWHERE))

    def _bare_alert(
        self, sign: Sign, following: Sequence[Block], depth: int, out: list[Block]
    ) -> int:
        """Put down an alert whose sign of a quote is missing, with the paragraph behind it."""
        if not following or not isinstance(following[0], Paragraph | Quote):
            out.append(Paragraph((Text(sign.raw, NOWHERE),), None, False, NOWHERE))
            reason = "it has no text that it could belong to"
            self.tell(Outcome.LEFT, "alert", reason, sign, Attention.DECIDE)
            return 0
        first = following[0]
        blocks = first.blocks if isinstance(first, Quote) else (first,)
        if "bare" in sign.values:
            reason = "its sign of a quote was missing, so that the original shows it as text"
            self.tell(Outcome.REPAIRED, "alert", reason, sign, Attention.LOOK)
        self._alert(sign, blocks, depth, out)
        return 1

    def _section(self, sign: Sign) -> None:
        if "selector" in sign.values.get("class", ""):
            reason = "a choice between pages stays as a list of links"
            self.tell(Outcome.LEFT, "selector", reason, sign, Attention.LOOK)
        else:
            reason = "what it holds stays, without its looks"
            self.tell(Outcome.MAPPED, "looks", reason, sign)

    # --- signs --------------------------------------------------------------------------------

    def _block_of(self, sign: Sign, depth: int) -> tuple[Block, ...]:
        """Return what a sign that has a line for itself becomes."""
        if sign.kind is Kind.INCLUDE:
            return self.include(sign, depth)
        if sign.kind is Kind.CODE:
            return self._code(sign)
        if sign.kind in (Kind.IMAGE, Kind.VIDEO):
            children = self.inlines.sign(sign)
            return (Paragraph(children, None, False, NOWHERE),) if children else ()
        if sign.kind is Kind.CONDITION:
            reason = "the text below it is shown only for some readers; it stays for all of them"
            self.tell(Outcome.LEFT, "condition", reason, sign, Attention.DECIDE)
        elif sign.kind is Kind.FORM:
            reason = "a form of the original site is left out"
            self.tell(Outcome.DROPPED, "form", reason, sign, Attention.DECIDE)
        elif sign.kind is Kind.LAYOUT and sign.name == "row":
            reason = "columns stand below one another"
            self.tell(Outcome.MAPPED, "looks", reason, sign)
        elif sign.kind is Kind.DIV:
            self._section(sign)
        return ()

    def _describe(self, sign: Sign, described: tuple[Block, ...], out: list[Block]) -> None:
        if not described:
            return
        out.append(Directive("details", _DETAILS, described, NOWHERE))
        reason = "the long description, which only screen readers had, opens on a click"
        self.tell(Outcome.MAPPED, "long-description", reason, sign, added=_DETAILS)

    def include(self, sign: Sign, depth: int) -> tuple[Block, ...]:
        """Return the blocks of an included text; none, with an entry, where it cannot be had."""
        path = find_file(sign.values["source"], self.folder, self.account.bundle)
        try:
            text = self._included(path)
            front = split_front(text)
            page = Page(self.account, (*self.trail, path), front.lines)
            mark = len(self.account.entries)
            blocks = page.read(front.body, depth)
            if depth + _height(blocks) > MAX_DEPTH:
                del self.account.entries[mark:]
                raise Unreadable("its text would be nested too deep")
        except Unreadable as error:
            reason = f"the text to be included is missing: {error}"
            self.tell(Outcome.DROPPED, "include", reason, sign, Attention.LOST)
            return ()
        if path not in self.account.told:
            self.account.told.add(path)
            reason = "the shared text stands in the article itself"
            self.tell(Outcome.MAPPED, "include", reason, sign, about=path)
        return blocks

    def _included(self, path: str) -> str:
        account = self.account
        if not path:
            raise Unreadable("no file of this name was supplied")
        if path in self.trail:
            raise Unreadable("it includes itself")
        if len(self.trail) > MOST_NESTED:
            raise Unreadable(f"more than {MOST_NESTED} texts include one another")
        account.files += 1
        account.included += account.bundle.size(path)
        if account.included > MOST_INCLUDED or account.files > _MOST_FILES:
            raise Unreadable("the document includes more text than an article can hold")
        text, entries = decode(account.bundle.data(path))
        account.entries += entries
        return text

    def _code(self, sign: Sign) -> tuple[Block, ...]:
        values = sign.values
        written = values.get("source", "")
        try:
            path = find_file(written, self.folder, self.account.bundle)
            text = self._included(path)
            lines, name = values.get("range", ""), values.get("id", "")
            if "query" in values:
                lines, name = query_values(values["query"], values["tag"])
            code = cut_code(text, lines, name)
        except Unreadable as error:
            reason = f"the code to be shown is missing: {error}"
            self.tell(Outcome.DROPPED, "code", reason, sign, Attention.LOST)
            return ()
        language = values.get("language") or posixpath.splitext(path)[1][1:]
        reason = "code of another file stands in the article itself"
        self.tell(Outcome.MAPPED, "code", reason, sign, about=path)
        return (CodeBlock(_LANGUAGE.sub("", language), code, True, NOWHERE),)


def _height(blocks: tuple[Block, ...]) -> int:
    """Return how deep blocks are nested in one another, items of lists counted too."""
    return max((1 + _height(inner) for block in blocks for inner in containers(block)), default=1)
