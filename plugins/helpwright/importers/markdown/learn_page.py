"""A Markdown text of Learn to nodes: its own syntax resolved, included texts put in.

An included text is parsed by itself and put where its sign stood, as Learn does it. So it can
neither continue a list around it nor swallow what follows, and it belongs to the step around it.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from helpwright.importers.bundle import Unreadable
from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.markdown.blocks import parse_markdown
from helpwright.importers.markdown.front import split_front
from helpwright.importers.markdown.learn_account import Account
from helpwright.importers.markdown.learn_columns import set_back
from helpwright.importers.markdown.learn_inlines import Inlines
from helpwright.importers.markdown.learn_quotes import put_bare_alert, put_quote, tell_section
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
)
from helpwright.parse.blocks import MAX_DEPTH

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LEFT = re.compile(r":::[ \t]*[A-Za-z]|\[![A-Za-z]")
_TO_RESOLVE = re.compile(r"<!|\]\([^\s()]*\\|^[ \t>]*\[[^\]\n]*\]:[^\n]*\\", re.MULTILINE)
"""Comments, and addresses with backslashes."""
_IN_CODE = re.compile(r"^[ \t]*(?::::[ \t]*[a-z]|\[!INCLUDE|>[ \t]*\[![A-Z])", re.M)
_DETAILS = "Description of the picture"


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
        self.depth = 0
        """How deep the line that is being resolved stands."""
        self.inlines = Inlines(self)

    def read(self, text: str, depth: int = 0) -> tuple[Block, ...]:
        """Return the blocks of a text. Raises Unreadable where it is nested too deep."""
        text = set_back(text.replace(MARK, "\N{REPLACEMENT CHARACTER}"))
        if ":::" in text or "[!" in text:
            marked = mark_signs(text, verbatim_ranges(text))
            self.signs, text = marked.signs, marked.text
        elif self.folder == self.account.folder and not _TO_RESOLVE.search(text):
            return _bounded(parse_markdown(text), depth)
        result = self.run(_bounded(parse_markdown(text), depth), depth)
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
            number = self.number(block)
            if number is None:
                if isinstance(block, Quote):
                    at += put_quote(self, block, blocks[at : at + 1], depth, out)
                else:
                    out += self._block(block, depth)
                continue
            sign = self.sign(number)
            if sign.kind is Kind.ALERT:
                at += put_bare_alert(self, sign, blocks[at : at + 1], depth, out)
            elif sign.values.get("type") == "complex":
                ends = ends if ends is not None else self._ends(blocks)
                places = ends.get(f"{sign.name}-end", [])
                following = bisect_left(places, at)
                out += self.block_of(sign, depth)
                if following < len(places):
                    described = self.run(blocks[at : places[following]], depth)
                    self._describe(sign, described, out)
                    at = places[following]
            else:
                out += self.block_of(sign, depth)
        return tuple(out)

    def number(self, block: Block) -> int | None:
        """Return the number of the sign that a block stands for, if any."""
        if isinstance(block, HtmlBlock) and MARK in block.raw:
            found = BLOCK_MARK.fullmatch(block.raw)
            return int(found[1]) if found else None
        return None

    def _ends(self, blocks: Sequence[Block]) -> dict[str, list[int]]:
        ends: dict[str, list[int]] = {}
        for at, block in enumerate(blocks):
            number = self.number(block)
            if number is not None and self.signs[number].kind is Kind.END:
                ends.setdefault(self.signs[number].name, []).append(at)
        return ends

    def _block(self, block: Block, depth: int) -> list[Block]:
        made: Block | None = block
        self.depth = depth
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

    # --- signs --------------------------------------------------------------------------------

    def block_of(self, sign: Sign, depth: int) -> tuple[Block, ...]:
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
            tell_section(self, sign)
        return ()

    def _describe(self, sign: Sign, described: tuple[Block, ...], out: list[Block]) -> None:
        if not described:
            return
        out.append(Directive("details", _DETAILS, described, NOWHERE))
        reason = "the long description, which only screen readers had, opens on a click"
        self.tell(Outcome.MAPPED, "long-description", reason, sign, added=_DETAILS)

    def include(self, sign: Sign, depth: int) -> tuple[Block, ...]:
        """Return the blocks of an included text; none, with an entry, where it cannot be had."""
        try:
            path, text = self.account.take(sign, self.trail)
            front = split_front(text)
            blocks = Page(self.account, (*self.trail, path), front.lines).read(front.body, depth)
        except Unreadable as error:
            reason = f"the text to be included is missing: {error}"
            self.tell(Outcome.DROPPED, "include", reason, sign, Attention.LOST)
            return ()
        if path not in self.account.told:
            self.account.told.add(path)
            reason = "the shared text stands in the article itself"
            self.tell(Outcome.MAPPED, "include", reason, sign, about=path)
        return blocks

    def _code(self, sign: Sign) -> tuple[Block, ...]:
        try:
            path, code = self.account.code(sign, self.trail)
        except Unreadable as error:
            reason = f"the code to be shown is missing: {error}"
            self.tell(Outcome.DROPPED, "code", reason, sign, Attention.LOST)
            return ()
        reason = "code of another file stands in the article itself"
        self.tell(Outcome.MAPPED, "code", reason, sign, about=path)
        return (code,)


def _bounded(blocks: tuple[Block, ...], depth: int) -> tuple[Block, ...]:
    """Return blocks that may stand at a depth. Raises Unreadable where they may not."""
    if depth and depth + _height(blocks) > MAX_DEPTH:
        raise Unreadable("it would be nested too deep")
    return blocks


def _height(blocks: tuple[Block, ...]) -> int:
    """Return how deep blocks are nested in one another, items of lists counted too."""
    return max((1 + _height(inner) for block in blocks for inner in containers(block)), default=1)
