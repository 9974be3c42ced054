"""Which step a plain "step 5" can mean."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpwright.diagnostic import Span
from helpwright.knowledge import Anchor, KnowledgeBase
from helpwright.model import Article, Section, Step, StepList
from helpwright.rules._mentions import Mention, Number, find_mentions
from helpwright.rules._numbering import is_uniform

_MOST = 8
"""How many steps of one number are looked at; more than two are only counted as several."""


@dataclass(slots=True)
class Procedure:
    """A list of steps, with the lists that go on with its numbers.

    `anchors` holds its steps and sub-steps by number; `written` those steps whose written number
    is not the one that the page shows, by the written one.
    """

    lists: list[StepList]
    anchors: dict[str, Anchor] = field(default_factory=dict)
    written: dict[str, list[Anchor]] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The number of the last step."""
        return self.lists[-1].steps[-1].number


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one number of a mention can mean.

    `candidates` are the places that it can name; `home` is the procedure that the mention stands
    in or, failing that, the only one near it. `unsure` is true where a candidate is no more than
    likely: where another procedure is nearer, or where its number in the source is wrong.
    """

    number: Number
    candidates: tuple[Anchor, ...]
    home: Procedure | None
    unsure: bool = False

    @property
    def dangles(self) -> bool:
        """Whether readers find no step of that number, even where the source has one."""
        return not any(anchor.number == self.number.text for anchor in self.candidates)


@dataclass(frozen=True, slots=True)
class Reading:
    """A mention with the meaning of each of its numbers."""

    mention: Mention
    meanings: tuple[Meaning, ...]

    def dangling(self) -> Meaning | None:
        """Return the first number that is no step's."""
        return next((meaning for meaning in self.meanings if meaning.dangles), None)

    def ambiguous(self) -> Meaning | None:
        """Return the first number that can mean several steps, where none dangles."""
        if self.dangling():
            return None
        return next((meaning for meaning in self.meanings if len(meaning.candidates) > 1), None)


class Steps:
    """The procedures of one article, and where they stand.

    Procedures follow one another in the source, so that those of a part of the article are a range
    of their indexes; all look-ups are by bisection, whatever the size of the article.
    """

    def __init__(self, kb: KnowledgeBase, article: Article) -> None:
        self.article = article
        self.by_span = {anchor.span: anchor for anchor in kb.anchors[article.path].values()}
        self.procedures: list[Procedure] = []
        self._list_starts: list[int] = []
        self._list_owners: list[int] = []
        self._holders: dict[str, list[int]] = {}
        self._misnumbered: set[Span] = set()
        for steps in article.nodes.step_lists:
            if steps.depth == 1:
                last = self.procedures[-1].last if self.procedures else None
                if last is None or steps.start != last + 1:
                    self.procedures.append(Procedure([]))
                self.procedures[-1].lists.append(steps)
                self._list_starts.append(steps.span.start)
                self._list_owners.append(len(self.procedures) - 1)
            self._add(steps)

    def _add(self, steps: StepList) -> None:
        """Enter the steps of a list into the newest procedure."""
        procedure = self.procedures[-1]
        misnumbered = steps.depth == 1 and not is_uniform(steps)
        for step in steps.steps:
            anchor = self.by_span.get(step.span)
            if anchor is None:
                continue
            procedure.anchors.setdefault(anchor.number, anchor)
            self._hold(anchor.number)
            if misnumbered and step.written != step.number:
                self._misnumbered.add(anchor.span)
                same = procedure.written.setdefault(str(step.written), [])
                if len(same) < _MOST:
                    same.append(anchor)
                self._hold(str(step.written))

    def _hold(self, number: str) -> None:
        holders = self._holders.setdefault(number, [])
        newest = len(self.procedures) - 1
        if not holders or holders[-1] != newest:
            holders.append(newest)

    def read(self, mention: Mention) -> Reading:
        """Return what each number of a mention can mean."""
        return Reading(mention, tuple(self._meaning(mention, n) for n in mention.numbers))

    def _meaning(self, mention: Mention, number: Number) -> Meaning:
        if mention.shift:
            return self._of_neighbour(mention, number)
        wanted = number.text
        home: Procedure | None = None
        if mention.inside:
            outer = mention.inside[0][0].span.start
            home = self.procedures[self._list_owners[bisect_left(self._list_starts, outer)]]
            found = _named(home, wanted)
            found += [self.by_span[step.span] for step in _sub_steps(mention, wanted)]
            if found:
                return self._found(number, found, home, False)
        crossing = home is not None
        holders = self._holders.get(wanted, [])
        for near in self._scopes(mention.span.start):
            first, last = bisect_left(holders, near.start), bisect_left(holders, near.stop)
            if first < last:
                chosen = holders[first : min(last, first + _MOST)]
                found = [a for at in chosen for a in _named(self.procedures[at], wanted)]
                return self._found(number, found, home, crossing)
            crossing = crossing or bool(near)
            if home is None and len(near) == 1:
                home = self.procedures[near.start]
        return Meaning(number, (), home)

    def _of_neighbour(self, mention: Mention, number: Number) -> Meaning:
        """Return what a number of the previous or next procedure means."""
        place = mention.inside[0][0].span.start if mention.inside else mention.span.start
        at = bisect_left(self._list_starts, place)
        if mention.inside:
            index = self._list_owners[at] + mention.shift
        elif mention.shift < 0:
            index = self._list_owners[at - 1] if at else -1
        else:
            index = self._list_owners[at] if at < len(self._list_owners) else -1
        if not 0 <= index < len(self.procedures):
            return Meaning(number, (), None)
        near = self.procedures[index]
        return self._found(number, _named(near, number.text), near, mention.loose)

    def _found(
        self, number: Number, found: list[Anchor], home: Procedure | None, crossing: bool
    ) -> Meaning:
        unsure = crossing or any(anchor.span in self._misnumbered for anchor in found)
        return Meaning(number, tuple(dict.fromkeys(found)), home, unsure)

    def _scopes(self, place: int) -> Iterator[range]:
        """Yield the procedures under the same heading, then those of each part around it."""
        chain: list[Section] = []
        parts: tuple[Section, ...] = self.article.sections
        while parts:
            at = bisect_left(parts, place + 1, key=lambda part: part.span.start) - 1
            if at < 0 or parts[at].span.end <= place:
                break
            chain.append(parts[at])
            parts = parts[at].parts
        if chain:
            inner = chain[-1]
            end = inner.parts[0].span.start if inner.parts else inner.span.end
            yield self._within(Span(inner.span.start, end))
        for part in reversed(chain):
            yield self._within(part.span)
        yield range(len(self.procedures))

    def _within(self, span: Span) -> range:
        """Return the indexes of the procedures that have a list in a part of the source."""
        first = bisect_left(self._list_starts, span.start)
        last = bisect_left(self._list_starts, span.end)
        if first == last:
            return range(0)
        return range(self._list_owners[first], self._list_owners[last - 1] + 1)


def _named(procedure: Procedure, wanted: str) -> list[Anchor]:
    """Return the steps of a procedure that have a number on the page or in the source."""
    anchor = procedure.anchors.get(wanted)
    return [*([anchor] if anchor else []), *procedure.written.get(wanted, ())]


def _sub_steps(mention: Mention, wanted: str) -> Iterator[Step]:
    """Yield the sub-steps beside a mention that have a number in the source: 3 for 4c."""
    for steps, own in mention.inside:
        if steps.depth > 1 and wanted.isdecimal() and steps.start <= int(wanted):
            at = int(wanted) - steps.start
            if at < len(steps.steps) and steps.steps[at] is not own:
                yield steps.steps[at]


def readings(kb: KnowledgeBase, article: Article) -> Iterator[Reading]:
    """Yield what each plain mention of a step in an article can mean.

    A mention of a number that a label such as the heading "Step 2: Install" defines is passed
    over: what it means can be seen on the page. So is a step of the previous or next procedure
    where that has none of the number: the words may count procedures in another way.
    """
    found = find_mentions(kb, article)
    if not found.mentions:
        return
    steps = Steps(kb, article)
    for mention in found.mentions:
        if any(number.text in found.labels for number in mention.numbers):
            continue
        reading = steps.read(mention)
        if not (mention.shift and reading.dangling()):
            yield reading
