"""Which words count as a reference to a step, and what they can mean."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from helpwright.build import Inspection, inspect_reading
from helpwright.model import Status
from helpwright.read import Reading
from helpwright.rules._labels import new_label
from helpwright.rules._mentions import MAX_MENTIONS, find_mentions
from helpwright.rules._step_targets import readings
from helpwright.source import Source

FRONT = (
    "---\nid: a\ntitle: The app does not start\nstatus: published\nupdated: 2026-01-31\n---\n\n"
    "## Symptom\n\nIt stops.\n\n## Resolution\n\n"
)


def look(body: str) -> Inspection:
    source = Source("a.md", (FRONT + body + "\n").encode())
    return inspect_reading(Reading(Path("kb"), (source,), None, {"a.md": "a.md"}, ()), {})


def mentioned(body: str) -> list[str]:
    kb = look(body).kb
    found = find_mentions(kb, kb.articles[0])
    return [" ".join(number.text for number in mention.numbers) for mention in found.mentions]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Go to step 5.", ["5"]),
        ("Go to Step 5, then STEP 6.", ["5", "6"]),
        ("Repeat steps 3 and 4.", ["3 4"]),
        ("Repeat steps 3, 4, and 5.", ["3 4 5"]),
        ("Repeat steps 2 through 5", ["2 5"]),
        ("Repeat steps 2–5.", ["2 5"]),
        ("Repeat steps 2 - 5.", ["2 5"]),
        ("Repeat steps 3 & 4.", ["3 4"]),
        ("Repeat step 3 or step 4.", ["3", "4"]),
        ("See step 6b.", ["6b"]),
        ("See step 6B and step 6.c.", ["6b", "6c"]),
        ("See step 6b.ii!", ["6b.ii"]),
        ("See step 03.", ["3"]),
        ("See step 0.", ["0"]),
        ("See (step 5).", ["5"]),
        ("See step\n5.", ["5"]),
        ("See step&nbsp;5.", ["5"]),
        ("See step\u00a05.", ["5"]),
        ("**Go to step 5.**", ["5"]),
        ("> [!NOTE]\n> See step 5.", ["5"]),
        ("- See step 5.", ["5"]),
        ("| a |\n|---|\n| See step 5. |", ["5"]),
        ("/// note\nSee step 5.\n///", ["5"]),
        ("a[^1]\n\n[^1]: See step 5.", ["5"]),
        ("Do step 5 in this article.", ["5"]),
        ("Do step 5 above.", ["5"]),
        ("Do step 5 in order to see it.", ["5"]),
        ("Don’t do step 5.", ["5"]),
        ("In this section repeat step 5.", ["5"]),
        ("Step 5 is optional.", ["5"]),
        ("Steps 5 and 6 are optional.", ["5 6"]),
        ("At the end of step 2. The rest is easy.", ["2"]),
        ("If step 2: stop.", ["2"]),
        ("Do 5 steps.", []),
        ("The first step takes two steps 5 times.", []),
        ("The next steps 3 times.", []),
        ("Wait in step 10 seconds.", []),
        ("Reduce in steps 10 %.", []),
        ("footstep 5 and two-step 6", []),
        ("step 2.1 and step 1,000,000", []),
        ("step 1234", []),
        ("`step 5` and **Step 5** and [step 5](a.md)", []),
        ('Choose "step 5", “step 6” or \u2018step 7’.', []),
        ("~~See step 5.~~", []),
        ("### See step 5", []),
        ("    step 5", []),
        ("Step 5: Install it.", []),
        ("**Step 5.** Install it.", []),
        ("Step 5", []),
        ("The page shows Step 5: Install it.", []),
        ("The page shows Step 5 - Install it.", []),
        ("Step 1 of 3 is shown", []),
        ("See step 5 of the wizard.", []),
        ("See step 5 in [the list](a.md).", []),
        ("See step 5 of Method 2.", []),
        ("See step 5 (in the leaflet).", []),
        ("Follow Method 2, step 5.", []),
        ("Follow major step 5.", []),
        ("See step 5 that is described there.", []),
        ("<!-- step 5 -->", []),
        ("![step 5](a.png)", []),
    ],
)
def test_words_that_name_a_step(text: str, numbers: list[str]) -> None:
    assert mentioned(text) == numbers


def meanings(body: str) -> list[tuple[str, list[str], bool]]:
    """Return each number with the names of the steps that it can mean, and whether it is unsure."""
    kb = look(body).kb
    return [
        (meaning.number.text, [anchor.name for anchor in meaning.candidates], meaning.unsure)
        for reading in readings(kb, kb.articles[0])
        for meaning in reading.meanings
    ]


THREE = "1. a\n2. b\n3. c\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("1. a\n2. step 1\n", [("1", ["step 1"], False)], id="own procedure"),
        pytest.param(f"step 2\n\n{THREE}", [("2", ["step 2"], False)], id="in front"),
        pytest.param(
            f"### One\n\n{THREE}\nstep 2\n\n### Two\n\n{THREE}",
            [("2", ["step 2"], False)],
            id="under the same heading",
        ),
        pytest.param(
            f"### One\n\n{THREE}\n### Two\n\n1. a\n2. step 3\n",
            [("3", ["step 3"], True)],
            id="only in another procedure",
        ),
        pytest.param(
            f"### One\n\n{THREE}\n### Two\n\nstep 3\n\n1. a\n2. b\n",
            [("3", ["step 3"], True)],
            id="not in the nearest procedure",
        ),
        pytest.param(
            "1. a\n2. b\n\nx\n\n3. step 1 {continue}\n4. d\n",
            [("1", ["step 1"], False)],
            id="in the list that goes on",
        ),
        pytest.param(
            f"{THREE}4. d\n   1. x\n   2. y\n   3. step 2\n",
            [("2", ["step 2", "step 4b"], False)],
            id="sub-step or step",
        ),
        pytest.param(
            "1. a\n2. b\n   1. x\n   2. y\n   3. step 3\n   4. z\n",
            [("3", [], False)],
            id="a sub-step does not mean itself",
        ),
        pytest.param(
            "1. a\n2. b\n   1. x\n   2. y\n   3. z\n   4. step 3\n",
            [("3", ["step 2c"], False)],
            id="a sub-step by its number in the source",
        ),
        pytest.param(
            "1. a\n2. b\n4. c\n5. step 4\n",
            [("4", ["step 4", "step 3"], True)],
            id="wrong number in the source",
        ),
        pytest.param(
            "1. a\n2. b\n4. c\n5. step 3\n", [("3", ["step 3"], True)], id="the number left out"
        ),
        pytest.param("1. a\n1. b\n1. step 2\n", [("2", ["step 2"], False)], id="all ones"),
        pytest.param("### Step 2: b\n\nstep 2\n\n1. a\n2. c\n", [], id="a heading is Step 2"),
    ],
)
def test_what_a_number_can_mean(body: str, expected: list[tuple[str, list[str], bool]]) -> None:
    assert meanings(body) == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Open the **Actions** menu.", "open-actions"),
        ("Select **Make super admin**.", "select-make-super-admin"),
        ("Log in to the app as an administrator.", "log-app-administrator"),
        ("Don't wait: restart.", "dont-wait"),
        ("**Restart** the app.", "restart"),
        ("Öffnen Sie das Menü.", "öffnen-sie-das-menü"),
        ("`lpstat`", "lpstat"),
        ("...", "step"),
        ("To the and of", "step"),
    ],
)
def test_labels_are_made_of_the_words_of_a_step(text: str, label: str) -> None:
    step = look(f"1. {text}\n2. b\n").kb.articles[0].nodes.step_lists[0].steps[0]
    taken = {"other"}
    assert new_label(step, taken) == label
    assert new_label(step, taken) == f"{label}-2"
    assert taken == {"other", label, f"{label}-2"}


SIZE = 100_000


@pytest.mark.parametrize(
    "piece",
    [
        "step 1 ",
        '"step 1 ',
        "step 1\n\n",
        "## a\n\nstep 1\n\n",
        "1. a step 2\n2. b\n\nx\n\n",
        "steps 1, 2, 3 and 4, ",
        "1. a\n2. step 1\n3. b {#x}\n\n",
        "2. see step 2\n",
        "1. a\n5. b\n",
        "1. a\n\nx\n\n",
        "1.\n",
        "[2](#x) ",
        "[](#y)\n\n## abc\n\n",
        "<kb:abcd> ",
        "![](x.png) ",
        "1. a {#x}\n",
    ],
)
def test_long_articles_are_checked_in_time(piece: str) -> None:
    started = time.process_time()
    inspection = look("1. a {#x}\n\n" + piece * (SIZE // len(piece)))
    assert time.process_time() - started < 10, "the check does not take linear time"
    assert inspection.kb.articles[0].metadata.status is Status.PUBLISHED
    kb = inspection.kb
    assert len(find_mentions(kb, kb.articles[0]).mentions) <= MAX_MENTIONS


NEIGHBOURS = """\
### Prepare

1. Open the cover.
2. Take the tray out.

### Clean

Do step 1 of the next procedure twice.

1. Wipe the tray.
2. Put it in as in step 2 of the previous procedure, the other way round.
3. Repeat step 3 of the preceding procedure.

### Try

1. Print a page, or begin again with step 1 of the previous list.
"""


def test_a_step_of_the_previous_or_next_procedure_is_found() -> None:
    kb = look(NEIGHBOURS).kb
    found = [
        (reading.mention.phrase, [anchor.place for anchor in reading.meanings[0].candidates])
        for reading in readings(kb, kb.articles[0])
    ]
    assert found == [("step 1", ["Clean"]), ("step 2", ["Prepare"]), ("step 1", ["Clean"])]


def test_there_is_no_procedure_before_the_first() -> None:
    kb = look("1. Do step 1 of the previous procedure.\n2. Do step 1 of the next list.").kb
    assert list(readings(kb, kb.articles[0])) == []


def test_a_step_of_another_section_is_no_more_than_likely() -> None:
    kb = look("### A\n\n1. Open it.\n\n### B\n\n1. Do step 1 of the previous section.").kb
    (reading,) = readings(kb, kb.articles[0])
    assert [anchor.place for anchor in reading.meanings[0].candidates] == ["A"]
    assert reading.meanings[0].unsure
