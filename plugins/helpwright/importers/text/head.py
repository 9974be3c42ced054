"""What a text says of itself before and behind its body: title, date, products, mail headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from helpwright.importers.draft import Facts
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.text.account import Account, shown_parts
from helpwright.importers.text.dates import is_date, read_date
from helpwright.importers.text.headings import SMALL_WORDS, is_rule
from helpwright.importers.text.inline import tidy
from helpwright.importers.text.lines import Line
from helpwright.importers.text.markers import read_marker
from helpwright.importers.text.meta import (
    ANSWER,
    BUTTON,
    CLUTTER,
    KINDS,
    LIST,
    MAIL,
    META,
    REPLY,
    TRAIL,
)
from helpwright.importers.text.names import is_exact, known_kind
from helpwright.importers.text.wrap import goes_on, is_full, starts_low

_LONGEST_TITLE = 200


@dataclass(slots=True)
class Head:
    """What a text says of itself, and its other lines."""

    lines: list[Line]
    account: Account
    width: int
    day_first: bool | None
    facts: Facts = field(default_factory=Facts)
    _weak_date: bool = False

    def read(self) -> None:
        """Take title and facts out of the lines."""
        self._mail()
        self._trim()
        at = self._meta(0)
        at = self._title(at)
        self._meta(at)
        self._foot()

    def _trim(self) -> None:
        while self.lines and (self.lines[0].blank):
            del self.lines[0]

    # --- the lines at the top ----------------------------------------------------------------

    def _mail(self) -> None:
        """Take the headers of a mail, if the text begins with some."""
        self._trim()
        end = 0
        found: list[tuple[str, str, list[Line]]] = []
        while end < len(self.lines) and not self.lines[end].blank:
            line = self.lines[end]
            match = MAIL.match(line.text) if not line.column else None
            if match is not None:
                found.append((match["key"].lower(), match["value"], [line]))
            elif found and line.column:
                key, value, lines = found.pop()
                found.append((key, f"{value} {line.text}", [*lines, line]))
            else:
                break
            end += 1
        keys = {key for key, _, _ in found}
        if len(keys) < 2 or not keys & {"subject", "betreff"} or not keys & {"from", "to", "von"}:
            return
        del self.lines[:end]
        for key, value, lines in found:
            if key in ("subject", "betreff"):
                self._take("title", "the subject of the mail is the title", lines)
                self.facts = replace(self.facts, title=tidy(REPLY.sub("", value)).strip())
            elif key in ("date", "sent", "gesendet", "datum") and read_date(value):
                self._date(value, lines, "the day on which the mail was sent", Outcome.INFERRED)
            else:
                self._drop("mail-header", "the head of a mail is no part of the article", lines)

    def _title(self, at: int) -> int:
        """Take the title that stands at `at`; return where the text goes on."""
        lines = self.lines
        while at < len(lines) and (lines[at].blank or is_rule(lines[at])):
            at += 1
        if self.facts.title or at >= len(lines):
            return at
        end = self._end_of_title(at)
        if end is None:
            return at
        taken = lines[at:end]
        title = tidy(" ".join(shown_parts(line, line.start)[0].strip() for line in taken)).strip()
        self._take("title", "the first line of the text is the title", taken)
        self.facts = replace(self.facts, title=title.removesuffix(":"))
        rule = end < len(lines) and is_rule(lines[end])
        over = at > 0 and is_rule(lines[at - 1])
        del lines[at - over : end + rule]
        return at - over

    def _end_of_title(self, at: int) -> int | None:
        """Return where the title ends that begins at `at`, None if a text without title begins."""
        lines = self.lines
        first = lines[at]
        listed = any(not marker.style.startswith("dotted") for marker in read_marker(first))
        if first.picture or listed or is_exact(first.text) or first.raw[first.start] == ">":
            return None
        if not any(sign.isalnum() for sign in shown_parts(first, first.start)[0]):
            return None
        end = at + 1
        while end < len(lines) and end < at + 3 and self._goes_on(lines, end):
            end += 1
        length = sum(len(line.text) for line in lines[at:end])
        if length > _LONGEST_TITLE:
            return None
        below = lines[end] if end < len(lines) else None
        if below is not None and is_rule(below):
            return end
        closed = below is None or below.blank
        last = lines[end - 1].text
        if goes_on(lines[end - 1]) and last[-1] not in ",":
            return end if closed or end == at + 1 else None
        if last[-1] in "?!:" and (closed or end == at + 1):
            return end
        # A sentence with a full stop can be an error message, if an article follows it.
        following = next((line for line in lines[end:] if not line.blank), None)
        if closed and end == at + 1 and length <= 120 and following is not None:
            named = known_kind(following.text) is not None or META.fullmatch(following.text)
            return end if named else None
        return None

    def _goes_on(self, lines: Sequence[Line], end: int) -> bool:
        line, before = lines[end], lines[end - 1]
        if line.blank or line.picture or is_rule(line) or read_marker(line) or not goes_on(before):
            return False
        if META.fullmatch(line.text) or is_exact(line.text):
            return False
        if starts_low(line) or is_full(before, line, self.width):
            return True
        return before.text.rpartition(" ")[2].lower() in SMALL_WORDS

    # --- lines that say what the text is ------------------------------------------------------

    def _meta(self, at: int) -> int:
        """Take the lines at `at` that say something of the text; return where it goes on."""
        lines = self.lines
        while at < len(lines):
            if lines[at].blank:
                at += 1
            elif not self._take_line(at, head=True):
                break
        return at

    def _foot(self) -> None:
        """Take such lines where they are the last, and dates wherever they stand alone."""
        lines = self.lines
        while lines:
            last = len(lines) - 1
            if lines[last].blank:
                del lines[last]
            elif last == 0 or not self._take_line(last, head=False):
                break
        for at in reversed(range(len(lines))):
            text = lines[at].text
            alone = (not at or lines[at - 1].blank) and (
                at + 1 == len(lines) or lines[at + 1].blank
            )
            if alone and len(text) < 80 and text[:1] in "uUlLWwBbPS0123456789" and text:
                self._take_line(at, head=False)

    def _take_line(self, at: int, *, head: bool) -> bool:
        """Take one line if it says something of the text, and tell whether it did."""
        line = self.lines[at]
        if line.picture or len(line.text) > 400:
            return False
        if head:
            clutter = bool(self.facts.title) and BUTTON.fullmatch(line.text) is not None
        else:
            clutter = ANSWER.fullmatch(line.text) is not None and self._asked_before(at)
        if clutter or CLUTTER.fullmatch(line.text):
            self._drop("page-furniture", "a button of the page is no part of the article", [line])
            del self.lines[at]
            return True
        if head and is_date(line.text):
            self._date(line.text, [line], "the day that stands at the top", Outcome.INFERRED)
            del self.lines[at]
            return True
        match = META.fullmatch(line.text)
        if match is None or not self._meta_line(match, line, head=head):
            return False
        del self.lines[at]
        return True

    def _asked_before(self, at: int) -> bool:
        return any("helpful" in line.text.lower() for line in self.lines[max(0, at - 3) : at])

    def _meta_line(self, match: re.Match[str], line: Line, *, head: bool) -> bool:
        value = tidy(match["value"]).strip()
        kind = next(name for name in KINDS if match[name] is not None)
        if not value:
            return False
        if kind in ("updated", "published"):
            return self._date_line(kind, value, line, head=head)
        if not head and kind != "id":
            return False
        facts = self.facts
        if kind == "id":
            if len(value.split()) > 2 or not any(sign.isdigit() for sign in value):
                return False
            self.facts = replace(facts, id=facts.id or value)
        elif kind == "products":
            names = tuple(name for name in LIST.split(value.rstrip(".")) if name)
            self.facts = replace(facts, products=tuple(dict.fromkeys((*facts.products, *names))))
        elif kind == "tags":
            self.facts = replace(facts, tags=tuple(filter(None, LIST.split(value))))
        elif kind == "category":
            self.facts = replace(facts, category=tuple(filter(None, TRAIL.split(value))))
        elif kind == "url":
            if len(line.pieces) != 1 or line.pieces[0].name != value:
                return False
            self.facts = replace(facts, url=value)
        elif kind == "title":
            if facts.title:
                return False
            self.facts = replace(facts, title=value)
        else:
            self._drop("meta-line", "what the line says has no place in an article", [line])
            return True
        self._take(
            f"meta-{kind}", "the line says it of the text and is in the front matter", [line]
        )
        return True

    def _date_line(self, kind: str, value: str, line: Line, *, head: bool) -> bool:
        if len(value) > 60 or not read_date(value):
            if head and kind == "updated" and len(value) <= 60:
                self.account.tell(
                    Entry(
                        Outcome.LEFT,
                        "updated",
                        "the line does not name a day that can be read; it stays as text",
                        about=line.text,
                        attention=Attention.LOOK,
                        line=line.number,
                    )
                )
            return False
        if not head and self.facts.updated and not self._weak_date:
            return False
        if kind == "updated":
            self._date(value, [line], "the day of the last change", Outcome.MAPPED)
        elif head:
            self._date(value, [line], "the day of publication", Outcome.INFERRED)
        return kind == "updated" or head

    def _date(self, value: str, lines: Sequence[Line], what: str, outcome: Outcome) -> None:
        days = read_date(value, day_first=self.day_first)
        known = self.facts.updated
        sure = outcome is Outcome.MAPPED
        if known and not (sure and self._weak_date):
            self._drop("updated", "our articles have one date, and another line gives it", lines)
            return
        self._weak_date = not sure
        self.facts = replace(self.facts, updated=days[0])
        if len(days) > 1:
            outcome, reason = Outcome.INFERRED, f"{what}: the date can be read in two ways"
        else:
            reason = f"{what} is the date in the front matter"
        entry = Entry(
            outcome,
            "updated",
            reason,
            attention=Attention.NONE if sure and len(days) == 1 else Attention.LOOK,
            candidates=days if len(days) > 1 else (),
        )
        self.account.take(entry, lines)

    def _take(self, topic: str, reason: str, lines: Sequence[Line]) -> None:
        self.account.take(Entry(Outcome.MAPPED, topic, reason), lines)

    def _drop(self, topic: str, reason: str, lines: Sequence[Line]) -> None:
        self.account.take(Entry(Outcome.DROPPED, topic, reason, attention=Attention.LOOK), lines)
