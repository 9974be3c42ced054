"""Holds the built page of an imported article against its original and its account of losses.

`compare_import` reads the HTML of the original and the built page as a browser does (`reader.py`),
aligns their words section by section, whatever the level of the headings, and counts:

- *steps* as `compare.py` defines them: lost, another number, a wrong parent. A difference that an
  entry of the account declares (a list that was repaired or inferred) is counted apart, as
  *explained*: it is neither right nor wrong by itself, and must be looked at.
- *blocks fallen out*: text of a step that is on the page, but not in this step.
- *words*: each word of the original is on the page, or in the `text` of an entry. A text counts as
  taken out *as it stood* where the original has it in one piece, else *in pieces*.
- *words added*: on the page, but neither in the original nor in the `added` of an entry.
- *pictures and links* likewise; a link must also lead where it led.

Nothing here imports `helpwright`; entries are what `import-report.json` says.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.align import Words, align_words, in_order_of, match_steps
from benchmarks.compare import BLOCK_NAMES, Difference
from benchmarks.import_addresses import Leads, Shown, match_links, match_pictures, read_shown
from benchmarks.import_sections import headings_of, in_sections, step_sections, step_texts
from benchmarks.import_words import Account, count, sequence
from benchmarks.page import HEADINGS, Leaf, Page, fold
from benchmarks.reader import read_page

Entry = Mapping[str, Any]
"""One entry of the account, as `import-report.json` has it."""

_STEPS_QUOTED = re.compile(r"^(?:steps? [\d.]+(?:(?: to |-|, )[\d.]+)*\s*[:.]\s*)+", re.I)
_QUOTED = re.compile(r"[\"\u201c]([^\"\u201c\u201d]+)[\"\u201d]")


@dataclass(slots=True)
class Counts:
    """How far an article, or a whole import, is from its originals; sums with `+`."""

    articles: int = 0
    articles_with_steps: int = 0
    articles_with_wrong_steps: int = 0
    steps: int = 0
    number: int = 0
    parent: int = 0
    lost: int = 0
    explained: int = 0
    added_steps: int = 0
    explained_added_steps: int = 0
    blocks: Counter[str] = field(default_factory=Counter)
    explained_blocks: int = 0
    other_kind: int = 0
    words: int = 0
    words_in_ledger: int = 0
    words_in_pieces: int = 0
    words_lost: int = 0
    articles_losing_words: int = 0
    words_added: int = 0
    facts: int = 0
    facts_lost: int = 0
    pictures: int = 0
    pictures_in_ledger: int = 0
    pictures_lost: int = 0
    pictures_added: int = 0
    links: int = 0
    links_in_ledger: int = 0
    links_lost: int = 0
    links_elsewhere: int = 0
    links_added: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """Steps that are lost, or show a wrong number or have a wrong parent, unexplained."""
        return self.number + self.parent + self.lost

    def __add__(self, other: Counts) -> Counts:
        names = self.__dataclass_fields__
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in names})


def compare_import(
    original_html: str,
    page_html: str,
    entries: Sequence[Entry] = (),
    titles: Iterable[str] = (),
    *,
    structure: bool = True,
    leads: Leads | None = None,
) -> Counts:
    """Count what `page_html`, a whole page, shows otherwise than the original.

    `titles` are what the original calls itself outside its body. Without `structure` the nesting of
    the original is not known: of its steps only the numbers count, and no blocks. `leads` tells
    where links lead.
    """
    # The names of tabs stand side by side in their labels.
    page_html = page_html.replace("</label>", "</label> ")
    original, page = read_page(original_html), read_page(page_html)
    _drop_title(original, page, {_line(title) for title in titles})
    counts = Counts(articles=1)
    if structure:
        _Structure(original, page, entries, counts).run()
    else:
        _count_numbers(original, page, counts)
    _count_words(original, page, entries, counts)
    _count_addresses(read_shown(original_html), read_shown(page_html), entries, leads, counts)
    return counts


def _drop_title(original: Page, page: Page, titles: set[str]) -> None:
    """Leave out the page's title where it is one that the original has outside its body."""
    at = next((at for at, leaf in enumerate(page.leaves) if leaf.kind == "h1"), None)
    if at is None or _line(page.leaves[at].text) not in titles:
        return
    title = _line(page.leaves[at].text)
    here, there = (
        sum(leaf.kind in HEADINGS and _line(leaf.text) == title for leaf in side.leaves)
        for side in (original, page)
    )
    if there > here:
        del page.leaves[at]


class _Structure:
    """The comparison of steps and of what stands in them."""

    def __init__(
        self, original: Page, page: Page, entries: Sequence[Entry], counts: Counts
    ) -> None:
        self.counts = counts
        self.original, self.page = in_sections(original, page)
        ordered = in_order_of(self.original, self.page)
        self.wanted = Words.of(self.original.leaves)
        self.shown = Words.of(ordered)
        self.pairs = align_words(self.wanted.words, self.shown.words)
        self.steps = match_steps(self.original, self.page, self.wanted, self.shown, self.pairs)
        self.texts = step_texts(self.original)
        self.sections = step_sections(self.original)
        self.headings = headings_of(self.original)
        self.told = [
            (entry, _sections_of(entry, self.original, self.texts))
            for entry in entries
            if _is_about_lists(entry)
        ]

    def run(self) -> None:
        """Count everything."""
        self._count_steps()
        self._count_added()
        self._count_blocks()

    def _report(self, what: str, where: str, expected: str, found: str) -> None:
        self.counts.differences.append(Difference(what, where, expected, found))

    def _count_steps(self) -> None:
        counts, steps = self.counts, self.original.steps
        counts.steps = len(steps)
        counts.articles_with_steps = bool(steps)
        for index, step in enumerate(steps):
            match = self.steps.get(index)
            shown = None if match is None else self.page.steps[match]
            if shown is None:
                self._count("lost", index, f"step {step.number}", "no step")
            elif shown.number != step.number:
                self._count("number", index, str(step.number), str(shown.number))
            elif self._parent(step.parent) != shown.parent:
                self._count("parent", index, f"depth {step.depth}", f"depth {shown.depth}")
        counts.articles_with_wrong_steps = bool(counts.wrong)

    def _count(self, what: str, index: int, expected: str, found: str) -> None:
        section, text = self.sections[index], self.texts[index]
        entry, place = self._explanation(section), self.headings[section]
        if entry is None:
            setattr(self.counts, what, getattr(self.counts, what) + 1)
        else:
            self.counts.explained += 1
            what, found = f"{what} (explained)", f"{found} [{_say(entry)}]"
        self._report(what, f"{place}: {_short(text)}" if place else _short(text), expected, found)

    def _parent(self, parent: int | None) -> int | None:
        """Return the step of the page that a step of the original belongs to; -1 if lost."""
        return None if parent is None else self.steps.get(parent, -1)

    def _count_added(self) -> None:
        texts, sections = step_texts(self.page), step_sections(self.page)
        for index in sorted(set(range(len(self.page.steps))) - set(self.steps.values())):
            number = self.page.steps[index].number
            name = ("0", *self.page.sections)[sections[index]]
            entry = self._explanation(int(name) if name.isdigit() else 0)
            if entry is None:
                self.counts.added_steps += 1
                self._report("added step", _short(texts[index]), "no step", f"step {number}")
            else:
                self.counts.explained_added_steps += 1
                found = f"step {number} [{_say(entry)}]"
                self._report("added step (explained)", _short(texts[index]), "no step", found)

    def _explanation(self, section: int) -> Entry | None:
        """Return the entry that declares a change of a list in this section of the original."""
        return next((entry for entry, where in self.told if section in where), None)

    def _count_blocks(self) -> None:
        """Count blocks that left their step, or that are of another kind on the page."""
        where: dict[int, Counter[int]] = defaultdict(Counter)
        leaves = {id(leaf): leaf for leaf in self.shown.leaf}
        for mine, other in self.pairs.items():
            where[id(self.wanted.leaf[mine])][id(self.shown.leaf[other])] += 1
        told: set[tuple[int, int]] = set()
        moved = self._moved()
        for leaf in self.original.leaves:
            found = [(leaves[key], number) for key, number in where[id(leaf)].items()]
            if 2 * sum(number for _, number in found) < len(leaf.words) and moved[leaf.words]:
                found = [(moved[leaf.words].pop(0), len(leaf.words))]
            if not found:
                continue
            best = max(found, key=lambda pair: pair[1])[0]
            if leaf.step is not None and leaf.step in self.steps:
                inside = sum(n for other, n in found if other.step == self.steps[leaf.step])
                outside = sum(n for _, n in found) - inside
                if outside > inside:
                    if (leaf.step, leaf.block) not in told:
                        self._count_block(leaf, best)
                    told.add((leaf.step, leaf.block))
                    continue
            elif leaf.step is None and best.step is not None:
                if 2 * sum(n for other, n in found if other.step is not None) > len(leaf.words):
                    self._count_block(leaf, best)
                continue
            if not _same_kind(leaf, best):
                self.counts.other_kind += 1
                self._report("other kind", _short(leaf.text), _describe(leaf), _describe(best))

    def _moved(self) -> dict[tuple[str, ...], list[Leaf]]:
        """Return, by words, the texts of the page that are not in the original's order."""
        aligned = {id(self.shown.leaf[other]) for other in self.pairs.values()}
        moved: dict[tuple[str, ...], list[Leaf]] = defaultdict(list)
        for leaf in self.page.leaves:
            if id(leaf) not in aligned:
                moved[leaf.words].append(leaf)
        return moved

    def _count_block(self, leaf: Leaf, best: Leaf) -> None:
        step = leaf.step
        text = "" if step is None else self.texts[step]
        entry = self._explanation(leaf.section)
        expected = f"{leaf.block_kind}: {_short(leaf.text)}"
        found = _describe(best)
        if entry is None:
            self.counts.blocks[BLOCK_NAMES.get(leaf.block_kind, "other")] += 1
            self._report("block", _short(text) or "no step", expected, found)
        else:
            self.counts.explained_blocks += 1
            found = f"{found} [{_say(entry)}]"
            self._report("block (explained)", _short(text) or "no step", expected, found)


def _count_numbers(original: Page, page: Page, counts: Counts) -> None:
    """Count the steps of the original that are none on the page, or have another number."""
    free = {index: sequence(text) for index, text in step_texts(page).items()}
    counts.steps = len(original.steps)
    counts.articles_with_steps = bool(original.steps)
    for index, text in step_texts(original).items():
        number, start = original.steps[index].number, sequence(text)[:6]
        same = [at for at, words in free.items() if words[: len(start)] == start]
        match = min(same, key=lambda at: page.steps[at].number != number, default=None)
        if match is None:
            counts.lost += 1
            found = Difference("lost", _short(text), f"step {number}", "no step")
            counts.differences.append(found)
            continue
        del free[match]
        shown = page.steps[match].number
        if shown != number:
            counts.number += 1
            counts.differences.append(Difference("number", _short(text), str(number), str(shown)))
    counts.articles_with_wrong_steps = bool(counts.wrong)


def _is_about_lists(entry: Entry) -> bool:
    topic = str(entry.get("topic", ""))
    return (
        entry.get("outcome") in ("repaired", "inferred")
        and topic != "step-reference"
        and any(part in topic for part in ("list", "step", "number", "item"))
    )


def _sections_of(entry: Entry, page: Page, texts: Mapping[int, str]) -> set[int]:
    """Return the sections of a page that an entry about a list can mean.

    That is the section of the heading that it names, or those with the step that it quotes; one
    that says neither can mean them all.
    """
    about = str(entry.get("about", ""))
    parts = [*_QUOTED.findall(about), _STEPS_QUOTED.sub("", about)]
    for words in (" ".join(sequence(part)) for part in parts):
        found = {leaf.section for leaf in page.leaves if words and _begins(leaf, words, texts)}
        if found:
            return found
    place = " ".join(sequence(str(entry.get("place", ""))))
    if place:
        headings = headings_of(page).items()
        return {section for section, name in headings if " ".join(sequence(name)) == place}
    return set() if about else {leaf.section for leaf in page.leaves}


def _begins(leaf: Leaf, quoted: str, texts: Mapping[int, str]) -> bool:
    """Tell whether the words that an entry quotes begin a text, or the step that it is in."""
    own = [leaf.text] if leaf.step is None else [leaf.text, texts[leaf.step]]
    starts = (" ".join(sequence(text)) for text in own)
    return any(start and (start.startswith(quoted) or quoted.startswith(start)) for start in starts)


def _same_kind(leaf: Leaf, other: Leaf) -> bool:
    kinds = (leaf.kind, other.kind)
    same = kinds[0] == kinds[1] or HEADINGS.issuperset(kinds)
    return same and leaf.places == other.places


def _count_words(original: Page, page: Page, entries: Sequence[Entry], counts: Counts) -> None:
    """Count the words that are lost, and those that nobody knows where they are from."""
    account = Account([leaf.text for leaf in original.leaves])
    shown = count(leaf.text for leaf in page.leaves)
    counts.words = account.words.total()
    missing = account.words - shown
    for entry in entries:
        account.take(str(entry.get("text", "")))
    in_ledger = missing & account.taken
    missing -= in_ledger
    in_pieces = missing & account.taken_in_pieces
    missing -= in_pieces
    counts.words_in_ledger, counts.words_in_pieces = in_ledger.total(), in_pieces.total()
    counts.words_lost = missing.total()
    counts.articles_losing_words = bool(missing)
    counts.differences += (
        Difference("word lost", account.place_of(word), word, "neither on the page nor told")
        for word in sorted(missing.elements())
    )
    if in_pieces:
        words = " ".join(sorted(in_pieces.elements()))
        found = Difference("words in pieces", "", _short(words, 200), "told, but not as they stood")
        counts.differences.append(found)
    added = shown - account.words - count(str(entry.get("added", "")) for entry in entries)
    counts.words_added = added.total()
    where = Account([leaf.text for leaf in page.leaves])
    counts.differences += (
        Difference("word added", where.place_of(word), "not in the original", word)
        for word in sorted(added.elements())
    )


def _count_addresses(
    original: Shown, page: Shown, entries: Sequence[Entry], leads: Leads | None, counts: Counts
) -> None:
    told_pictures = [str(name) for entry in entries for name in entry.get("pictures", ())]
    # A picture that is not supplied has its places in the article, but nothing to show there.
    missing = {
        str(entry.get("about", ""))
        for entry in entries
        if entry.get("outcome") == "left" and "picture" in str(entry.get("topic", ""))
    }
    told_pictures += [name for name in missing for _ in original.pictures]
    pictures = match_pictures(original.pictures, page.pictures, told_pictures)
    counts.pictures = len(original.pictures)
    counts.pictures_in_ledger = pictures.told
    counts.pictures_lost = len(pictures.lost)
    added = sum(int(entry.get("added_pictures", 0)) for entry in entries)
    counts.pictures_added = max(0, len(pictures.added) - added)
    told_links = [str(name) for entry in entries for name in entry.get("links", ())]
    links = match_links(original.links, page.links, told_links)
    # An address that is a link to itself adds nothing to what is read.
    links.added = [link for link in links.added if not link.plain]
    counts.links = len(original.links)
    counts.links_in_ledger = links.told
    counts.links_lost = len(links.lost)
    added = sum(int(entry.get("added_links", 0)) for entry in entries)
    counts.links_added = max(0, len(links.added) - added)
    elsewhere = [] if leads is None else [p for p in links.pairs if not leads.right(*p)]
    counts.links_elsewhere = len(elsewhere)
    report = counts.differences.append
    for picture in pictures.lost:
        report(Difference("picture lost", "", f"{picture.source} ({picture.text})", ""))
    for link in links.lost:
        report(Difference("link lost", link.text, link.target, ""))
    for mine, other in elsewhere:
        report(Difference("link elsewhere", mine.text, mine.target, other.target))
    if counts.pictures_added:
        for picture in pictures.added:
            report(Difference("picture added", "", "", f"{picture.source} ({picture.text})"))
    if counts.links_added:
        for link in links.added:
            report(Difference("link added", link.text, "", link.target))


def _line(text: str) -> str:
    return " ".join(fold(text).split())


def _say(entry: Entry) -> str:
    return _short(f"{entry.get('outcome')}: {entry.get('reason')}", 120)


def _describe(leaf: Leaf) -> str:
    place = " > ".join((*leaf.places, leaf.kind))
    return f"{place} of a step" if leaf.step is not None else f"{place} outside steps"


def _short(text: str, length: int = 70) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
