"""Lines to blocks: paragraphs, lists with their nesting, code, tables, quotations, headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention
from helpwright.importers.tally import inline_text
from helpwright.importers.text.account import Account
from helpwright.importers.text.headings import (
    SURE,
    Found,
    find_headings,
    find_sure,
    is_rule,
)
from helpwright.importers.text.inline import Part, make_inlines, make_paragraphs, whole
from helpwright.importers.text.levels import make_levels
from helpwright.importers.text.lines import Line, at_offset
from helpwright.importers.text.lists import OpenList
from helpwright.importers.text.markers import Marker, Sequences, find_sequences
from helpwright.importers.text.nesting import find_nesting
from helpwright.importers.text.notes import make_alerts, tell_references
from helpwright.importers.text.regions import Region, RegionKind, find_regions
from helpwright.importers.text.verbatim import make_code, make_table
from helpwright.importers.text.wrap import find_width, goes_on, joins, starts_low
from helpwright.model import (
    Block,
    Heading,
    Quote,
    ThematicBreak,
)

MOST_LISTS = 12
"""How deep lists are nested; far deeper than people write them."""
MOST_QUOTES = 5
_MOST_ICONS = 4
"""How many pictures in a row can stand in the middle of a sentence."""
_AFTER = (
    "text behind the last step is not indented and stands behind the list now, though the text of "
    "other steps is not indented either; see whether it belongs to the step"
)
_AFTER_PICTURE = (
    "a picture behind the last step is not indented, and belongs to the step now like the pictures "
    "of the steps before it"
)
_ANOTHER = (
    "a list that begins with 1 right behind a step is a list of its own now; see whether it "
    "belongs to the step before it"
)
_NESTED = (
    "a list that is not indented stands inside the step before it now, as a later number goes on "
    "from that step"
)
_ONES = "every step has the number 1 in the original, and the steps are counted now"


def build_blocks(lines: Sequence[Line], account: Account, depth: int = 0) -> tuple[Block, ...]:
    """Return the blocks of a text; `depth` counts the quotations around it."""
    width = find_width(lines)
    sure = find_sure(lines)
    stops = frozenset(sure)
    nesting = find_nesting(lines, stops)
    sequences = find_sequences(lines, stops, width, nesting.depths, frozenset(nesting.fresh))
    for index in sorted(nesting.repeated & sequences.markers.keys()):
        account.guess("step-number", _ONES, lines[index].text, lines[index].number)
    for index in sequences.markers:
        sure.pop(index, None)
    for index in sequences.doubtful:
        reason = "a line begins with a number like a step but belongs to no list; it is text"
        account.guess("no-step", reason, lines[index].text, lines[index].number)
    regions = find_regions(lines, sequences.markers, stops)
    taken = frozenset(
        index for region in regions.values() for index in range(region.start, region.end)
    )
    inside = sequences.inside(len(lines))
    headings = find_headings(lines, sure, sequences.markers, inside, taken, width)
    builder = _Builder(lines, account, width, sequences, headings, regions, depth)
    return builder.build()


@dataclass(slots=True)
class _Builder:
    lines: Sequence[Line]
    account: Account
    width: int
    sequences: Sequences
    headings: dict[int, Found]
    regions: dict[int, Region]
    depth: int
    root: list[Block] = field(default_factory=list)
    stack: list[OpenList] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    place: str = ""
    last_number: int = 0

    def build(self) -> tuple[Block, ...]:
        levels = make_levels(self.headings)
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            region = self.regions.get(index)
            if line.blank:
                self._flush()
            elif index in self.headings:
                heading = self.headings[index]
                name = line.raw[line.start : heading.end] or line.text
                self._heading(line, heading, name, levels.level(heading, name))
                index += heading.rule
            elif region is not None:
                self._region(index, region)
                index = region.end
                continue
            elif index in self.sequences.markers:
                self._item(index, self.sequences.markers[index])
            elif is_rule(line):
                self._rule(index)
            elif line.picture:
                index = self._picture(index)
                continue
            else:
                self._text(index)
            index += 1
        self._close(0)
        return make_alerts(self.root, self.account)

    # --- containers ---------------------------------------------------------------------------

    @property
    def blocks(self) -> list[Block]:
        """The blocks that text is added to."""
        return self.stack[-1].blocks if self.stack else self.root

    def _flush(self) -> None:
        if not self.parts:
            return
        children = make_inlines(self.parts, self.account)
        if children:
            self.blocks.extend(make_paragraphs(children))
            text = inline_text(children)
            tell_references(text, self.place, self.parts[0][0].number, self.account)
        self.parts = []

    def _close(self, count: int) -> None:
        """Close all lists but the outermost `count`."""
        self._flush()
        while len(self.stack) > count:
            closed = self.stack.pop()
            depth = 1 + sum(other.ordered for other in self.stack)
            block = closed.finish(depth, self.account)
            if block is not None:
                self.blocks.append(block)
            if closed.ordered and not self.stack:
                self.last_number = closed.number

    def _container(self, index: int) -> int:
        """Return in how many of the open lists a line stands that has no marker."""
        line = self.lines[index]
        blank_before = not index or self.lines[index - 1].blank
        for count in range(len(self.stack), 0, -1):
            open_ = self.stack[count - 1]
            if line.column > open_.column:
                return count
            if count == len(self.stack):
                if not open_.blocks and not self.parts:
                    return count
                if not blank_before and self.parts and joins(self.parts[-1][0], line, self.width):
                    return count
                if not blank_before and open_.column == line.column and line.picture:
                    return count
            if open_.ordered and (open_.at in self.sequences.following or open_.style == "step"):
                self._tell_inside(open_, line)
                return count
            if line.picture and open_.pictures:
                self._guess("picture-after-steps", _AFTER_PICTURE, line)
                return count
        if self.stack and not blank_before and line.picture:
            return len(self.stack)
        if any(open_.told for open_ in self.stack):
            self._guess("text-after-steps", _AFTER, line)
        return 0

    def _guess(self, topic: str, reason: str, line: Line) -> None:
        self.account.guess(topic, reason, line.text, line.number)

    def _tell_inside(self, open_: OpenList, line: Line) -> None:
        open_.pictures |= line.picture
        if open_.told or line.picture:
            return
        open_.told = True
        self.account.guess(
            "text-in-step",
            "text that is not indented stands between steps, and belongs to the step above it now",
            line.text,
            line.number,
        )

    # --- lines --------------------------------------------------------------------------------

    def _heading(self, line: Line, heading: Found, text: str, level: int) -> None:
        self._close(0)
        shown = text[:-1].rstrip() if text.endswith(":") else text
        bare = Line(line.number, line.raw, line.start, 0)
        if line.pieces and not heading.end:
            self.account.plain(line, line.start)
        end = line.start + len(shown)
        children = make_inlines([(bare, line.start, end)], self.account)
        self.place = shown
        self.root.append(Heading(level, children, None, NOWHERE))
        if heading.kind is None:
            reason = "a line that stands alone is a heading now"
            attention = Attention.NONE if heading.reason in SURE else Attention.LOOK
            self.account.guess("heading", reason, shown, line.number, attention)
        elif heading.end:
            reason = "the word at the beginning of a line is a heading now"
            self.account.guess("heading", reason, shown, line.number)
            self.parts = [whole(at_offset(line, line.raw.index(":", heading.end) + 1))]

    def _item(self, index: int, marker: Marker) -> None:
        line = self.lines[index]
        self._flush()
        count, own = self._list_of(marker, index)
        self._close(count)
        if marker.ordered or marker.style == "bullet o":
            self.account.markers.append(marker.written)
        if own:
            self.stack[-1].next_item(marker, index, line, self.account)
        else:
            goes_on_from = self.last_number if not self.stack else 0
            self._tell_list(marker, line, index)
            self.stack.append(OpenList(marker, index, goes_on_from))
        text = at_offset(line, marker.end)
        if not text.blank:
            self.parts = [whole(text)]
            if line.picture:
                self._flush()

    def _tell_list(self, marker: Marker, line: Line, index: int) -> None:
        """Tell of a list whose place no indentation shows."""
        around = self.stack[-1] if self.stack else None
        if index in self.sequences.fresh:
            self.account.guess("another-list", _ANOTHER, line.text, line.number, Attention.DECIDE)
        elif around and around.ordered and marker.ordered and marker.column <= around.column:
            self._guess("nested-list", _NESTED, line)

    def _list_of(self, marker: Marker, index: int) -> tuple[int, bool]:
        """Return how many lists stay open for an item, and whether the last of them is its own."""
        fresh = index in self.sequences.fresh
        for count in range(len(self.stack), 0, -1):
            open_ = self.stack[count - 1]
            if abs(open_.column - marker.column) <= 1 and open_.takes(marker):
                return (count - 1, False) if fresh else (count, True)
        count = len(self.stack)
        while count:
            open_ = self.stack[count - 1]
            inside = open_.ordered and open_.at in self.sequences.following
            inside &= not (fresh and open_.style == marker.style)
            if marker.column > open_.column + 1 or inside:
                break
            if marker.column >= open_.column - 1 and self._may_hold(open_, marker, index):
                break
            count -= 1
        if count < MOST_LISTS:
            return count, False
        # Too deep for anybody: such items go on in the innermost list that they fit into.
        fitting = (at for at in range(MOST_LISTS, 0, -1) if self.stack[at - 1].takes(marker))
        count = next(fitting, 0)
        return count, count > 0

    def _may_hold(self, open_: OpenList, marker: Marker, index: int) -> bool:
        """Tell whether an item at the same indentation can be a list of another kind inside."""
        if open_.style == marker.style:
            return False
        blank_before = not index or self.lines[index - 1].blank
        if marker.depth:
            return open_.ordered
        if open_.ordered:
            inner = marker.ordered and not marker.style.startswith("number")
            return inner or (not marker.ordered and not blank_before)
        return not marker.ordered and not blank_before

    def _text(self, index: int) -> None:
        line = self.lines[index]
        count = self._container(index)
        before = self.parts[-1][0] if self.parts else None
        same = count == len(self.stack)
        if before is not None and same and joins(before, line, self.width):
            self.parts.append(whole(line))
            return
        self._flush()
        self._close(count)
        self.parts = [whole(line)]

    def _picture(self, index: int) -> int:
        """Add a picture that is all of its line; return the index of the next line to read."""
        line = self.lines[index]
        following = index + 1
        last = min(index + _MOST_ICONS, len(self.lines))
        while following < last and self.lines[following].picture:
            following += 1
        if self.parts and self._is_icon(index, following):
            self.parts += (whole(it) for it in self.lines[index : following + 1])
            return following + 1
        count = self._container(index)
        self._close(count)
        self.parts = [whole(line)]
        self._flush()
        return index + 1

    def _is_icon(self, index: int, following: int) -> bool:
        """Tell whether pictures break a sentence, which goes on in the line at `following`."""
        if following >= len(self.lines):
            return False
        line = self.lines[following]
        if (
            line.blank
            or line.picture
            or following in self.headings
            or following in self.sequences.markers
        ):
            return False
        return goes_on(self.parts[-1][0]) and (starts_low(line) or line.text[:1] in ".;:")

    def _rule(self, index: int) -> None:
        self._close(0)
        over = index + 1 in self.headings and self.headings[index + 1].rule
        if not over and self.root and not isinstance(self.root[-1], ThematicBreak | Heading):
            self.root.append(ThematicBreak(NOWHERE))

    # --- regions ------------------------------------------------------------------------------

    def _region(self, index: int, region: Region) -> None:
        lines = self.lines[region.start : region.end]
        self._flush()
        self._close(self._container(index))
        if region.kind is RegionKind.QUOTE:
            self.blocks.append(self._quote(lines))
        elif region.kind is RegionKind.TABLE:
            self.blocks.append(make_table(lines, self.account))
        else:
            self.blocks.append(make_code(lines, region, self.account))

    def _quote(self, lines: Sequence[Line]) -> Block:
        inner = [at_offset(line, line.start + 1) for line in lines]
        if self.depth >= MOST_QUOTES:
            blocks: tuple[Block, ...] = tuple(
                block
                for line in inner
                if not line.blank
                for block in make_paragraphs(make_inlines([whole(line)], self.account))
            )
        else:
            blocks = build_blocks(inner, self.account, self.depth + 1)
        return Quote(None, blocks, NOWHERE)
