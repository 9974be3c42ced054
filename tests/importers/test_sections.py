"""Headings to sections: levels, names in several languages, groups, pairs, what is missing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.importers.draft import Draft, Facts
from helpwright.importers.ledger import Attention, Entry, Outcome, balance
from helpwright.importers.pairing import number_keys
from helpwright.importers.sections import map_sections, needed_names
from helpwright.importers.sections_names import read_heading
from helpwright.importers.tally import tally_blocks
from helpwright.model import Block, Heading, SectionKind
from helpwright.parse.blocks import BlockReader
from helpwright.parse.inlines import plain_text
from helpwright.parse.sections import section_kind, section_names, split_sections

NAMES = section_names({})


def make(text: str, title: str = "") -> Draft:
    blocks = BlockReader(text.encode(), 0).read()
    return Draft("a.md", blocks, Facts(title=title), tally_blocks(blocks))


def map_text(text: str, title: str = "") -> Draft:
    """Map a text, and hold its account against what became of it."""
    draft = map_sections(make(text, title), NAMES)
    account = balance(draft.tally, tally_blocks(draft.blocks), draft.entries)
    assert account.even, account
    return draft


def lines(blocks: tuple[Block, ...]) -> list[str]:
    """Return the headings as they would be written, with their attributes."""
    found = []
    for block in blocks:
        if isinstance(block, Heading):
            line = f"{'#' * block.level} {plain_text(block.children)}"
            if block.attributes and block.attributes.label:
                line += f" #{block.attributes.label}"
            if block.attributes and "resolves" in block.attributes.values:
                line += f" resolves={block.attributes.values['resolves']}"
            found.append(line)
    return found


def topics(draft: Draft) -> list[str]:
    return [entry.topic for entry in draft.entries]


def entry(draft: Draft, topic: str) -> Entry:
    return next(entry for entry in draft.entries if entry.topic == topic)


def test_a_usual_article_stays_as_it_is() -> None:
    text = "## Symptom\n\nIt leaks.\n\n## Cause\n\n## Resolution\n\n### Glue it\n\n1. Dry.\n"
    draft = map_text(text, "The pot leaks")
    assert draft.blocks == make(text).blocks
    assert draft.entries == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("### Symptom\n### Resolution\n#### One", ["## Symptom", "## Resolution", "### One"]),
        ("# Symptom\n# Resolution\n## One", ["## Symptom", "## Resolution", "### One"]),
        ("## Symptom\n## Resolution\n#### One", ["## Symptom", "## Resolution", "### One"]),
        ("### Symptom\n## Resolution\n### One", ["## Symptom", "## Resolution", "### One"]),
        (
            "# Symptom\n## A\n### B\n#### C\n##### D\n###### E\n# Resolution",
            ["## Symptom", "### A", "#### B", "##### C", "###### D", "###### E", "## Resolution"],
        ),
    ],
)
def test_levels_begin_with_sections_and_have_no_gaps(written: str, meant: list[str]) -> None:
    draft = map_text(written)
    assert lines(draft.blocks) == meant
    assert topics(draft) == ["heading-levels"]
    assert entry(draft, "heading-levels").outcome is Outcome.REPAIRED


@pytest.mark.parametrize(
    ("text", "known", "title", "sections"),
    [
        ("# The pot leaks\n\n## Symptom\n\n## Resolution", "The Pot Leaks", "The pot leaks", 2),
        ("# The pot leaks\n\n## Symptom\n\n## Resolution", "Pots - Kitchen", "The pot leaks", 2),
        ("# The pot leaks\n# Symptom\n# Resolution", "", "The pot leaks", 2),
        ("# Error when you heat it\n## Symptom\n## Resolution", "x", "Error when you heat it", 2),
        ("Logo\n\n## It leaks\n\n## Symptom\n\n## Resolution", "It leaks", "It leaks", 2),
        ("# Symptom\n# Resolution", "The pot leaks", "The pot leaks", 2),
        ("# Symptom: it leaks\n# Resolution: glue", "The pot leaks", "The pot leaks", 2),
        ("# Symptom\n## Resolution", "The pot leaks", "The pot leaks", 2),
    ],
)  # fmt: skip
def test_the_title_is_told_from_sections(text: str, known: str, title: str, sections: int) -> None:
    draft = map_text(text, known)
    assert draft.facts.title == title
    assert [line[:3] for line in lines(draft.blocks)] == ["## "] * sections
    assert not {"section-missing"} & set(topics(draft))


def test_a_title_keeps_account_of_its_links_and_pictures() -> None:
    draft = map_text("# The [pot](pot.md) ![icon](pot.png) leaks\n\n## Symptom\n\n## Fix\n")
    title = entry(draft, "title")
    assert (title.text, title.links, title.pictures) == (
        "The pot leaks", ("pot.md",), ("pot.png",),
    )  # fmt: skip
    assert title.attention is Attention.LOOK


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Lösung 1: Den Topf kleben", SectionKind.RESOLUTION),
        ("Mögliche Ursachen", SectionKind.CAUSE),
        ("Problemumgehung", SectionKind.RESOLUTION),
        ("Ursache des Fehlers", SectionKind.CAUSE),
        ("Symptômes", SectionKind.SYMPTOM),
        ("Cause de l’erreur", SectionKind.CAUSE),
        ("Plus d'informations", SectionKind.MORE),
        ("S’applique à", SectionKind.APPLIES_TO),
        ("Solución alternativa", SectionKind.RESOLUTION),
        ("Sintomi", SectionKind.SYMPTOM),
        ("Mais informações", SectionKind.MORE),
        ("Oorzaak", SectionKind.CAUSE),
        ("Objawy", SectionKind.SYMPTOM),
        ("解決方法\uff1a再起動する", SectionKind.RESOLUTION),
        ("原因1", SectionKind.CAUSE),
        ("해결 방법", SectionKind.RESOLUTION),
        ("Решение", SectionKind.RESOLUTION),
        ("How do I fix this?", SectionKind.RESOLUTION),
        ("The cook called. How can I fix it?", SectionKind.RESOLUTION),
        ("What should I do to fix this?", SectionKind.RESOLUTION),
        ("To resolve this problem", SectionKind.RESOLUTION),
        ("Fix the error", SectionKind.RESOLUTION),
        ("Step 2: Dry the pot", SectionKind.RESOLUTION),
        ("Resolution/Workaround", SectionKind.RESOLUTION),
        ("Workaround (temporary)", SectionKind.RESOLUTION),
        ("Cause and resolution", SectionKind.RESOLUTION),
        ("Symptoms of the problem", SectionKind.SYMPTOM),
        ("Cause of the leak error", SectionKind.CAUSE),
        ("What causes this?", SectionKind.CAUSE),
        ("Why did I get this message?", SectionKind.CAUSE),
        ("Still need help?", SectionKind.ESCALATION),
        ("2. Root cause", SectionKind.CAUSE),
        ("🔧 Fix", SectionKind.RESOLUTION),
        ("Third-party disclaimer", SectionKind.MORE),
        ("Why is the pot round?", None),
        ("How do I use the pot?", None),
        ("How to fix and use the pot", None),
        ("Stepwise heating", None),
        ("Causes of joy", None),
        ("Status", None),
        ("Summary", None),
        ("Optionen", None),
    ],
)
def test_headings_of_other_knowledge_bases_are_known(
    heading: str, kind: SectionKind | None
) -> None:
    reading = read_heading(heading, NAMES)
    assert (reading.kind if reading else None) is kind


def test_names_of_the_knowledge_base_count_first() -> None:
    names = {**NAMES, "procedure": SectionKind.DIAGNOSIS}
    assert read_heading("Procedure", NAMES).kind is SectionKind.RESOLUTION  # type: ignore[union-attr]
    assert read_heading("Procedure", names).kind is SectionKind.DIAGNOSIS  # type: ignore[union-attr]
    draft = make("## Symptom\n\n## Procedure\n")
    assert needed_names([draft]) == {SectionKind.RESOLUTION: ("Procedure",)}
    assert needed_names([draft], names) == {}


def test_needed_names_are_those_by_which_the_text_is_read_again() -> None:
    texts = [
        "## Symptome\n\n## Ursache 1: Alt\n\n## Lösung für Köche\n",
        "# Objawy\n\n# Rozwiązanie\n",
        "## The cook called. How do I fix it?\n\n## Step 1: Dry\n\n## Step 2: Glue\n",
        "Der Topf ist nicht dicht.\n\n## Ursache\n\n## Lösung\n",
    ]
    drafts = [make(text) for text in texts]
    needed = needed_names(drafts)
    assert needed == {
        SectionKind.SYMPTOM: ("Objawy", "Symptome"),
        SectionKind.CAUSE: ("Ursache",),
        SectionKind.RESOLUTION: (
            "Lösung", "Rozwiązanie", "Step", "The cook called. How do I fix it",
        ),
    }  # fmt: skip
    assert needed_names([map_sections(draft, NAMES) for draft in drafts]) == needed
    assert needed_names(reversed(drafts)) == needed
    names = section_names(needed)
    for draft in drafts:
        for section in split_sections(map_sections(draft, NAMES).blocks, names, 0):
            assert section.kind is not None, section


def test_a_kind_that_a_sentence_tells_is_looked_at() -> None:
    draft = map_text("## Problem\n\n## How do I fix this?\n")
    found = entry(draft, "section-kind")
    assert (found.outcome, found.about) == (Outcome.INFERRED, "How do I fix this?")
    assert "section-missing" not in topics(draft)


def test_a_lone_resolution_under_its_cause_becomes_a_section() -> None:
    draft = map_text("## Symptom\n\n## Cause\n\n### Resolution\n\n#### Glue it\n\n### Hints\n")
    assert lines(draft.blocks) == [
        "## Symptom", "## Cause #cause", "## Resolution resolves=cause", "### Glue it", "## Hints",
    ]  # fmt: skip
    assert topics(draft) == ["heading-levels", "cause-and-resolution"]


def test_numbered_resolutions_under_numbered_causes_become_sections() -> None:
    draft = map_text("## Symptom\n## Cause 1\n### Resolution 1\n## Cause 2\n### Resolution 2\n")
    assert lines(draft.blocks) == [
        "## Symptom",
        "## Cause 1 #cause-1", "## Resolution 1 resolves=cause-1",
        "## Cause 2 #cause-2", "## Resolution 2 resolves=cause-2",
    ]  # fmt: skip


def test_resolutions_under_causes_without_numbers_stay_there() -> None:
    draft = map_text("## Symptom\n## Cause: A\n### Resolution\n## Cause: B\n### Resolution\n")
    assert lines(draft.blocks) == [
        "## Symptom",
        "## Cause: A #cause-a", "### Resolution resolves=cause-a",
        "## Cause: B #cause-b", "### Resolution resolves=cause-b",
    ]  # fmt: skip
    missing = entry(draft, "section-missing")
    assert (missing.outcome, missing.attention) == (Outcome.LEFT, Attention.DECIDE)
    assert missing.candidates == ("Resolution",)


def test_scenarios_keep_their_sections_and_are_paired() -> None:
    draft = map_text(
        "## Symptom\n## Gas\n### Cause\n### Resolution\n## Steam\n### Cause\n### Workaround\n"
    )
    assert lines(draft.blocks) == [
        "## Symptom",
        "## Gas", "### Cause #cause", "### Resolution resolves=cause",
        "## Steam", "### Cause #cause-1", "### Workaround resolves=cause-1",
    ]  # fmt: skip


def test_numbers_pair_solutions_with_causes() -> None:
    draft = map_text(
        "## Symptom\n## Cause\n### Cause 1\n### Cause 2: Old\n"
        "## Resolution\n### Resolution for cause 2\n### Workaround (Cause 1)\n"
    )
    assert lines(draft.blocks)[2:] == [
        "### Cause 1 #cause-1", "### Cause 2: Old #cause-2-old", "## Resolution",
        "### Resolution for cause 2 resolves=cause-2-old",
        "### Workaround (Cause 1) resolves=cause-1",
    ]  # fmt: skip


def test_the_same_scenario_pairs_a_cause_with_a_resolution() -> None:
    draft = map_text(
        "## Symptom\n## Cause\n### Scenario 1\n### Scenario 2\n"
        "## Resolution\n### Scenario 1\n### Scenario 2\n"
    )
    assert [line for line in lines(draft.blocks) if "resolves" in line] == [
        "### Scenario 1 resolves=scenario-1", "### Scenario 2 resolves=scenario-2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "## Symptom\n## Cause\n## Resolution 1\n## Resolution 2\n",
        "## Symptom\n## Cause 1\n## Cause 2\n## Resolution 1\n## Resolution 2\n## Resolution 3\n",
        "## Symptom\n## Cause 1\n## Cause 2\n## Method 1\n## Method 2\n",
        "## Symptom\n## Cause 1\n## Cause 2\n## Resolution for causes 1 and 2\n",
        "## Symptom\n## Cause 1\n## Cause 2\n## Resolution for version 1.2\n",
    ],
)
def test_what_numbers_do_not_say_is_not_paired(text: str) -> None:
    draft = map_text(text)
    assert "cause-and-resolution" not in topics(draft)
    assert draft.blocks == make(text).blocks


def test_numbered_groups_stay_sections_and_are_told() -> None:
    text = "## Symptom\n## Cause 1\n## Resolution 1\n## Cause 2\n## Resolution 2\n"
    draft = map_text(text)
    assert [line.split(" #cause")[0].split(" resolves")[0] for line in lines(draft.blocks)] == (
        lines(make(text).blocks)
    )
    assert entry(draft, "section-order").attention is Attention.LOOK
    assert "section-missing" not in topics(draft)


def test_groups_that_only_their_order_tells_are_nested() -> None:
    draft = map_text(
        "## Symptom: cold\n## Cause\n## Resolution\n### One\n## More information\n"
        "## Symptom: wet\n## Cause\n## Resolution\n## See also\n"
    )
    assert [line.split(" #cause")[0].split(" resolves")[0] for line in lines(draft.blocks)] == [
        "## Symptom: cold", "### Cause", "### Resolution", "#### One", "### More information",
        "## Symptom: wet", "### Cause", "### Resolution", "## See also",
    ]  # fmt: skip
    assert entry(draft, "section-order").outcome is Outcome.REPAIRED


def test_free_headings_open_groups() -> None:
    draft = map_text("## Gas\n## Cause 1\n## Resolution 1\n## Steam\n## Cause 2\n## Resolution 2\n")
    assert [line.split(" ")[0] for line in lines(draft.blocks)] == [
        "##", "###", "###", "##", "###", "###",
    ]  # fmt: skip


def test_one_problem_in_another_order_is_no_group() -> None:
    text = "## Symptom\n## Workaround\n## Cause\n## Resolution\n## More information\n"
    assert map_text(text).blocks == make(text).blocks


def test_an_introduction_that_tells_of_a_problem_becomes_the_symptom() -> None:
    draft = map_text(
        "Article number: 4711\n\nWhen you heat the pot, an error is shown.\n\n![It](e.png)\n\n"
        "## Cause\n\n## Resolution\n"
    )
    assert lines(draft.blocks) == ["## Symptom", "## Cause", "## Resolution"]
    assert not isinstance(draft.blocks[0], Heading)
    assert isinstance(draft.blocks[1], Heading)
    found = entry(draft, "symptom-from-introduction")
    assert (found.outcome, found.added, found.attention) == (
        Outcome.INFERRED, "Symptom", Attention.LOOK,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "You can heat the pot with gas.\n\n## Method 1\n",
        "This article provides a resolution for the issue that the pot leaks.\n\n## Resolution\n",
        "Article: an error in the pot\n\n## Resolution\n",
        "The pot leaks, which is an error.\n\n## Background\n",
        "The pot leaks, which is an error.\n\n## Symptom\n\n## Resolution\n",
        "## Cause\n\n## Resolution\n",
        "The pot leaks, which is an error.\n",
    ],
)
def test_other_introductions_stay_where_they_are(text: str) -> None:
    draft = map_text(text)
    assert "symptom-from-introduction" not in topics(draft)
    assert draft.blocks == make(text).blocks


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Der Topf ist nicht dicht.\n\n## Ursache\n\n## Lösung\n", "Symptome"),
        ("Le pot fuit: une erreur.\n\n## Cause\n\n## Résolution\n", "Symptômes"),
        ("鍋を温めるとエラーになります。\n\n## 原因\n\n## 解決方法\n", "現象"),
    ],
)
def test_the_heading_is_added_in_the_language_of_the_others(text: str, word: str) -> None:
    draft = map_text(text)
    assert lines(draft.blocks)[0] == f"## {word}"
    kinds = {section_kind(word, section_names(needed_names([make(text)])))}
    assert kinds == {SectionKind.SYMPTOM}


def test_bold_lines_are_headings_where_there_are_no_others() -> None:
    draft = map_text("**Symptom**\n\nIt leaks.\n\n**Resolution:**\n\n1. Dry.\n\n**Note**\n")
    assert lines(draft.blocks) == ["## Symptom", "## Resolution:"]
    assert entry(draft, "heading-from-bold").attention is Attention.LOOK
    for text in ("**Symptom**\n\nIt leaks.\n", "## Symptom\n\n**Cause**\n\n**Resolution**\n"):
        assert map_text(text).blocks == make(text).blocks


def test_missing_sections_are_told_with_what_could_be_meant() -> None:
    draft = map_text("## Summary\n\nHot.\n\n## Dry it\n\n1. Open.\n\n## Why\n\nNo.\n", "Pots")
    symptom, resolution = (one for one in draft.entries if one.topic == "section-missing")
    assert symptom.candidates == ("Summary",)
    assert resolution.candidates == ("Dry it",)
    assert {symptom.attention, resolution.attention} == {Attention.DECIDE}


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("Cause 1", {("cause", "1")}),
        ("Fix for cause #2", {("cause", "2")}),
        ("Lösung für Ursache 3", {("cause", "3")}),
        ("Solution B: glue", {("resolution", "B")}),
        ("Workaround for error 1 (Scenario 2)", {("error", "1"), ("scenario", "2")}),
        ("Error 5.7.1", set()),
        ("Error 404", set()),
        ("Method 1", set()),
        ("Cause A user is missing", set()),
        ("Causes 1 and 2", set()),
    ],
)
def test_numbers_are_read_off_headings(title: str, keys: set[tuple[str, str]]) -> None:
    found = {key for key in number_keys(title) if key != ("resolution", "2")}
    assert found == keys


TITLES = st.sampled_from(
    ["Symptom", "Symptom 1", "Cause", "Cause 1", "Cause 2", "Resolution", "Resolution 1"]
    + ["Resolution for cause 2", "Lösung", "Ursache", "Method 1", "Scenario 1", "Pots", "Status"]
    + ["How do I fix it?", "More information", "Verification", "The pot leaks", "Issue: x"]
)
PIECES = st.one_of(
    st.tuples(st.integers(1, 6), TITLES).map(lambda pair: f"{'#' * pair[0]} {pair[1]}"),
    TITLES.map(lambda title: f"**{title}**"),
    st.sampled_from(["The pot shows an error.", "Number: 12", "1. Dry it.\n2. Glue it.", "> Hot"]),
)


@given(st.lists(PIECES, max_size=14), st.sampled_from(["", "The pot leaks", "Cause"]))
def test_mapping_keeps_the_text_and_is_done_once(pieces: list[str], title: str) -> None:
    before = make("\n\n".join(pieces), title)
    once = map_text("\n\n".join(pieces), title)
    assert map_sections(once, NAMES) == once
    levels = [block.level for block in once.blocks if isinstance(block, Heading)]
    assert all(level >= 2 for level in levels)
    assert levels[:1] in ([], [2])
    assert all(lower <= upper + 1 for upper, lower in pairwise(levels))
    labels = [line.split(" #")[1] for line in lines(once.blocks) if " #" in line]
    assert len(labels) == len(set(labels))
    # The order of the text is that of the original, but for headings that were taken or added.
    kept = [block for block in before.blocks if not isinstance(block, Heading)]
    stayed = [block for block in once.blocks if not isinstance(block, Heading)]
    if "heading-from-bold" not in topics(once):
        assert [type(block) for block in kept] == [type(block) for block in stayed]
    needed = needed_names([before])
    assert needed_names([once]) == needed
    names = section_names(needed)
    told = {one.reason.split(";")[0] for one in once.entries if one.topic == "section-missing"}
    kinds = {section.kind for section in split_sections(once.blocks, names, 0)}
    missing = {SectionKind.SYMPTOM, SectionKind.RESOLUTION} - kinds
    assert told == {f"no heading opens the {kind}" for kind in missing}


@pytest.mark.parametrize(
    "title",
    ["a " * 50_000, "cause " * 20_000, "x" * 200_000, "how do i " * 20_000, "' - " * 50_000],
)
def test_long_headings_take_linear_time(title: str) -> None:
    draft = map_text(f"## {title}\n\n## {title} 1: x\n")
    assert len(draft.blocks) == 2


def test_most_articles_of_the_corpus_are_complete(corpus: Path) -> None:
    complete = total = 0
    for path in sorted(corpus.rglob("*.md")):
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        if not text.startswith("---\n") or "\n---\n" not in text:
            continue
        draft = map_text(text.split("\n---\n", 1)[1])
        assert map_sections(draft, NAMES) == draft, path
        total += 1
        complete += "section-missing" not in topics(draft)
    assert total > 500
    assert complete / total > 0.75
