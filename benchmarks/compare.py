"""Holds a built page against the HTML that CommonMark makes of the same source.

Both sides are read as a browser reads them (`reader.py`) and their words are aligned, section by
section, so that nothing depends on how either side was produced. What is counted, for each step
of the reference (an item of an ordered list):

- *lost*: no item of an ordered list on the page begins with its words;
- *number*: the page shows another number than the reference;
- *parent*: number right, but it is a sub-step of another step, or of none;
- *fallen out*: a block of the step (paragraph, code, note, bullets, table, picture …) that on the
  page is not in this step, or is there as another kind of block. Not counted for lost steps.

For each article, the words that the reference shows and the page does not (a multiset).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from benchmarks.align import BREAK, Words, align_words, in_order_of, match_steps
from benchmarks.page import EMPTY_STEP, HEADINGS, Leaf, Page
from benchmarks.reader import read_page

BLOCK_NAMES = {
    "p": "paragraph",
    "code": "code block",
    "quote": "note or quotation",
    "ul": "bullet list",
    "table": "table",
    "details": "details",
    "picture": "picture",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the page shows otherwise; `what` names the count that it is part of."""

    what: str
    where: str
    expected: str
    found: str


@dataclass(slots=True)
class Counts:
    """How far a page, or a whole site, is from its reference; sums with `+`."""

    articles: int = 0
    articles_with_steps: int = 0
    articles_with_wrong_steps: int = 0
    steps: int = 0
    number: int = 0
    parent: int = 0
    lost: int = 0
    added_steps: int = 0
    steps_losing_blocks: int = 0
    blocks: Counter[str] = field(default_factory=Counter)
    misplaced: int = 0
    changed: int = 0
    pictures: int = 0
    articles_losing_words: int = 0
    words: int = 0
    added_words: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """Steps that are lost, or show a wrong number or have a wrong parent."""
        return self.number + self.parent + self.lost

    def __add__(self, other: Counts) -> Counts:
        values = {}
        for name in self.__dataclass_fields__:
            values[name] = getattr(self, name) + getattr(other, name)
        return Counts(**values)


def compare(reference_html: str, built_html: str) -> Counts:
    """Count what `built_html`, a whole page, shows otherwise than `reference_html`."""
    reference, built = read_page(reference_html), read_page(built_html)
    return _Comparison(reference, built).run()


class _Comparison:
    """The comparison of one page."""

    def __init__(self, reference: Page, built: Page) -> None:
        self.reference = reference
        self.built = built
        self.counts = Counts(articles=1)
        if not any(leaf.kind == "h1" for leaf in reference.leaves):
            _drop_title(built)
        ordered = in_order_of(reference, built)
        self.wanted = Words.of(reference.leaves)
        self.shown = Words.of(ordered)
        self.pairs = align_words(self.wanted.words, self.shown.words)
        self.steps = match_steps(reference, built, self.wanted, self.shown, self.pairs)
        self.titles = _step_texts(reference)

    def run(self) -> Counts:
        """Return the counts."""
        self._count_steps()
        self._count_blocks()
        self._count_texts()
        self._count_words()
        return self.counts

    def _report(self, what: str, where: str, expected: str, found: str) -> None:
        self.counts.differences.append(Difference(what, where, expected, found))

    def _count_steps(self) -> None:
        counts, steps = self.counts, self.reference.steps
        counts.steps = len(steps)
        counts.articles_with_steps = bool(steps)
        counts.added_steps = len(self.built.steps) - len(self.steps)
        for index, step in enumerate(steps):
            text = self.titles[index]
            match = self.steps.get(index)
            if match is None:
                counts.lost += 1
                self._report("lost", text, f"step {step.number}", "no step")
                continue
            shown = self.built.steps[match]
            if shown.number != step.number:
                counts.number += 1
                self._report("number", text, str(step.number), str(shown.number))
            elif self._parent(step.parent) != shown.parent:
                counts.parent += 1
                self._report("parent", text, f"depth {step.depth}", f"depth {shown.depth}")
        counts.articles_with_wrong_steps = bool(counts.wrong)

    def _parent(self, parent: int | None) -> int | None:
        """Return the step of the page that a reference step belongs to; -1 for a lost one."""
        return None if parent is None else self.steps.get(parent, -1)

    def _count_blocks(self) -> None:
        """Count the blocks that are not in their step, and pictures that are not on the page."""
        fallen: dict[tuple[int, int], tuple[str, str, str]] = {}
        where = self._leaves_on_page()
        for leaf in self.reference.leaves:
            if leaf.step is None or leaf.step not in self.steps or not leaf.words:
                continue
            found = where[id(leaf)]
            step = self.steps[leaf.step]
            inside = sum(
                number
                for other, number in found.values()
                if other.step == step and _same_block(leaf, other)
            )
            if inside * 2 < len(leaf.words):
                place = _describe(max(found.values(), key=lambda f: f[1])[0] if found else None)
                fallen.setdefault((leaf.step, leaf.block), (leaf.block_kind, leaf.text, place))
        losing = {step for step, _ in fallen}
        for (step, _), (kind, text, place) in fallen.items():
            self.counts.blocks[BLOCK_NAMES.get(kind, "other")] += 1
            self._report("block", self.titles[step], f"{kind}: {_short(text)}", place)
        losing |= self._count_pictures()
        self.counts.steps_losing_blocks = len(losing)

    def _count_pictures(self) -> set[int]:
        """Count fallen-out and missing pictures; return the steps that lose one."""
        inside = Counter((p.step, p.path, p.text) for p in self.built.pictures)
        anywhere = Counter(p.text for p in self.built.pictures)
        losing = set()
        for picture in self.reference.pictures:
            anywhere[picture.text] -= 1
            if anywhere[picture.text] < 0:
                self.counts.pictures += 1
                self._report("picture", "", picture.text, "not on the page")
            if picture.step is None or picture.step not in self.steps:
                continue
            key = (self.steps[picture.step], picture.path, picture.text)
            inside[key] -= 1
            if inside[key] < 0:
                losing.add(picture.step)
                self.counts.blocks[BLOCK_NAMES["picture"]] += 1
                title = self.titles[picture.step]
                self._report("block", title, f"picture: {picture.text}", "not in the step")
        return losing

    def _leaves_on_page(self) -> dict[int, dict[int, tuple[Leaf, int]]]:
        """Return, for each reference leaf, the page's leaves with its words and how many."""
        where: dict[int, dict[int, tuple[Leaf, int]]] = defaultdict(dict)
        for mine, other in self.pairs.items():
            leaf, found = self.wanted.leaf[mine], self.shown.leaf[other]
            _, number = where[id(leaf)].get(id(found), (found, 0))
            where[id(leaf)][id(found)] = (found, number + 1)
        return where

    def _count_texts(self) -> None:
        """Count the texts that stand in other containers, and those with other characters."""
        where = self._leaves_on_page()
        for leaf in self.reference.leaves:
            if not leaf.words or leaf.words == (EMPTY_STEP,):
                continue
            found = where[id(leaf)]
            best = max(found.values(), key=lambda f: f[1])[0] if found else None
            if best is None or not _same_block(leaf, best) or best.places != leaf.places:
                self.counts.misplaced += 1
                self._report("misplaced", _short(leaf.text), _describe(leaf), _describe(best))
            elif best.text != leaf.text:
                self.counts.changed += 1
                self._report("changed", self._title_of(leaf), leaf.text, best.text)

    def _title_of(self, leaf: Leaf) -> str:
        return "" if leaf.step is None else self.titles[leaf.step]

    def _count_words(self) -> None:
        wanted, shown = Counter(self.wanted.words), Counter(self.shown.words)
        for counter in (wanted, shown):
            del counter[EMPTY_STEP], counter[BREAK]
        missing = wanted - shown
        self.counts.words = missing.total()
        self.counts.articles_losing_words = bool(missing)
        for word in sorted(missing.elements()):
            self._report("word", "", word, "")
        self.counts.added_words = (shown - wanted).total()


def _drop_title(built: Page) -> None:
    """Leave out the title that a page takes from its front matter where its body has none."""
    title = next((at for at, leaf in enumerate(built.leaves) if leaf.kind == "h1"), None)
    if title is not None:
        del built.leaves[title]


def _same_block(leaf: Leaf, other: Leaf) -> bool:
    """Tell whether two texts are blocks of one kind; a page may shift the levels of headings."""
    kinds = (leaf.kind, other.kind)
    return leaf.path == other.path and (kinds[0] == kinds[1] or HEADINGS.issuperset(kinds))


def _step_texts(page: Page) -> dict[int, str]:
    texts: dict[int, str] = dict.fromkeys(range(len(page.steps)), "")
    for leaf in page.leaves:
        if leaf.step is not None and not texts[leaf.step]:
            texts[leaf.step] = _short(leaf.text)
    return texts


def _describe(leaf: Leaf | None) -> str:
    if leaf is None:
        return "not on the page"
    return " > ".join((*leaf.places, leaf.kind))


def _short(text: str, length: int = 70) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
