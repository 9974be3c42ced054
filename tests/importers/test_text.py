"""The reader of plain-text copies of help pages."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dev
from helpwright.importers.bundle import Bundle, Refused, Unreadable
from helpwright.importers.draft import Draft
from helpwright.importers.ledger import Attention, Entry, Outcome, balance
from helpwright.importers.markdown.blocks import parse_markdown
from helpwright.importers.tally import inline_text, shown_text, tally_blocks
from helpwright.importers.text import READER, read_text
from helpwright.importers.text.tokens import find_pieces
from helpwright.importers.walk import walk_inlines
from helpwright.model import (
    AlertKind,
    Block,
    BulletList,
    CodeBlock,
    Heading,
    Image,
    Link,
    Paragraph,
    Quote,
    Step,
    StepList,
    Table,
)
from helpwright.parse.sections import section_kind, section_names
from helpwright.write import write_blocks

HERE = Path(__file__).parent
CONNECT = HERE / "connect.txt"
SEED = dev.ROOT.parent / "shared" / "seed" / "8x8-hubspot-permission.txt"


@dataclass
class Files:
    """A bundle of files in memory."""

    files: dict[str, bytes]
    name: str = "copies"
    refused: list[Refused] = field(default_factory=list)

    def paths(self) -> Sequence[str]:
        return sorted(self.files)

    def documents(self) -> Sequence[str]:
        return self.paths()

    def data(self, path: str) -> bytes:
        return self.files[path]

    def size(self, path: str) -> int:
        return len(self.files[path])

    def modified(self, path: str) -> datetime.date | None:
        return None


def read(text: str) -> Draft:
    """Return the draft of a text, whose account must balance."""
    draft = read_text("copy.txt", text)
    account = balance(draft.tally, tally_blocks(draft.blocks), draft.entries)
    assert account.even, account
    return draft


def read_file(path: Path) -> Draft:
    bundle: Bundle = Files({path.name: path.read_bytes()})
    assert READER.claims(path.name, path.read_bytes()[:65536])
    (draft,) = READER.read(path.name, bundle)
    assert balance(draft.tally, tally_blocks(draft.blocks), draft.entries).even
    return draft


def outline(draft: Draft) -> list[tuple[int, str]]:
    """Return level and words of each heading."""
    return [
        (block.level, inline_text(block.children))
        for block in draft.blocks
        if isinstance(block, Heading)
    ]


def only(blocks: Sequence[Block], kind: type[StepList]) -> StepList:
    (found,) = (block for block in blocks if isinstance(block, kind))
    return found


def words(step: Step) -> str:
    return shown_text(step.blocks)


def told(draft: Draft, topic: str) -> list[Entry]:
    return [entry for entry in draft.entries if entry.topic == topic]


def images(blocks: tuple[Block, ...]) -> list[Image]:
    return [inline for inline in walk_inlines(blocks) if isinstance(inline, Image)]


# --- the seed, and our text of its shape -------------------------------------------------------


@pytest.fixture(params=["connect", "seed"])
def page(request: pytest.FixtureRequest) -> Draft:
    path = CONNECT if request.param == "connect" else SEED
    if not path.is_file():
        pytest.skip(f"corpus not found: {path.name} is not there")
    return read_file(path)


def test_a_copied_page_has_its_title_and_date(page: Draft) -> None:
    assert page.facts.title[:3] in ("Lar", "8x8")
    assert ": You" in page.facts.title
    assert page.facts.updated in ("2023-11-26", "2024-09-18")
    assert {entry.outcome for entry in told(page, "updated")} == {Outcome.MAPPED}


def test_a_copied_page_has_its_sections(page: Draft) -> None:
    kinds = [section_kind(name, section_names({})) for level, name in outline(page) if level == 2]
    assert kinds == ["symptom", "applies-to", "resolution", "cause", "more-information"]
    assert isinstance(page.blocks[-1], Heading)
    levels = [level for level, _ in outline(page)]
    assert levels == [2, 2, 2, 3, 3, 4, 4, 2, 2]
    assert len(page.facts.products) == 2
    (listed,) = (block for block in page.blocks if isinstance(block, BulletList))
    assert [shown_text(item.blocks) for item in listed.items] == list(page.facts.products)


def test_a_copied_page_has_its_steps(page: Draft) -> None:
    lists = [block for block in page.blocks if isinstance(block, StepList)]
    assert [[step.number for step in steps.steps] for steps in lists] == [
        [1, 2, 3],
        list(range(1, 12)),
    ]
    sixth = lists[1].steps[5]
    bullets = sixth.blocks[-1]
    assert isinstance(bullets, BulletList)
    assert len(bullets.items) == 2
    inner = bullets.items[1].blocks[-1]
    assert isinstance(inner, BulletList)
    assert len(inner.items) == 2
    note = lists[1].steps[8].blocks[-1]
    assert isinstance(note, Quote)
    assert note.alert is AlertKind.NOTE


def test_a_copied_page_has_its_pictures(page: Draft) -> None:
    found = images(page.blocks)
    assert len(found) == page.tally.pictures == 14
    assert len({image.source for image in found}) == 13
    icons = [image.source for image in found if image.attributes is not None]
    assert len(icons) == 4
    assert icons[2] == icons[3]
    lists = [block for block in page.blocks if isinstance(block, StepList)]
    last = [[len(images(step.blocks)) for step in steps.steps] for steps in lists]
    assert last == [[1, 0, 1], [0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1]]
    first = lists[0].steps[0].blocks
    assert len(first) == 1
    assert isinstance(first[0], Paragraph)
    assert len(first[0].children) == 3
    alone = [block for block in page.blocks if isinstance(block, Paragraph) and images((block,))]
    assert all(len(block.children) == 1 for block in alone)


def test_the_title_of_another_article_is_reported(page: Draft) -> None:
    (entry,) = told(page, "cross-link")
    assert (entry.outcome, entry.attention) == (Outcome.LEFT, Attention.DECIDE)
    assert page.facts.title.partition(":")[0] in entry.about
    assert entry.place == "Primary Solution"
    assert entry.line == 20


# --- the account -------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["Note: ", "see ", "1. ", "2) ", "Step 3: ", "a. ", "• ", "o ", "- ", "* ", "> ", "\n", "\n\n",
     "    ", "\t", "Resolution", "Cause:", "clip_0a1b2c3d4e5f.png", "image001.png", "photo.jpg",
     "[image: shot.png]", "<image002.png>", "https://example.com/a(b).", "<https://e.org/x>",
     "Updated: 03/04/2024", "====", "-----", "```", "| a | b |", "+---+", "C:\\> dir", "$ ls -l",
     "Page 1 of 2", "Page 2 of 2", "\f", "From: a", "To: b", "Subject: c d", "Applies to: X, Y",
     "word", "Zwei Wörter", "e\u0301", "\xa0", "con-", "tinue", "x  y   z", "{#label}", "\\", "Yes",
     "Was this article helpful?", "KB", "THE END", ".", "?", ",", ":", "\r\n", "\u2028"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_word_is_accounted_for(text: str) -> None:
    read(text)


@given(st.text(max_size=300))
def test_every_character_can_be_read(text: str) -> None:
    read(text)


@given(st.binary(max_size=200))
def test_any_bytes_give_an_article_or_a_reason(data: bytes) -> None:
    bundle = Files({"a.txt": data})
    try:
        drafts = list(READER.read("a.txt", bundle))
    except Unreadable as error:
        assert str(error)
    else:
        assert len(drafts) == 1


# --- copies of other shapes --------------------------------------------------------------------


def sample(name: str) -> Draft:
    return read_file(HERE / f"{name}.txt")


def test_a_pdf_loses_its_running_heads_and_joins_its_pages() -> None:
    draft = sample("copied-from-pdf")
    assert draft.facts.title == "The Office Printer Stays Offline After a Power Cut"
    assert (draft.facts.id, draft.facts.updated) == ("BW-2041", "2024-03-07")
    (heads,) = told(draft, "running-head")
    assert (heads.outcome, heads.attention) == (Outcome.DROPPED, Attention.LOOK)
    assert heads.text.count("Page") == 3
    assert outline(draft) == [
        (2, "SYMPTOMS"),
        (2, "CAUSE"),
        (2, "RESOLUTION"),
        (3, "Method 1: Restart everything in the right order"),
        (3, "Method 2: Give the printer a fixed address"),
        (2, "MORE INFORMATION"),
    ]
    cause = draft.blocks[3]
    assert shown_text((cause,)).endswith("on your computer the former one.")
    assert "printer's configuration page" in shown_text((cause,))
    assert [entry.added for entry in told(draft, "parted-word")] == ["configuration"]
    first, second = (block for block in draft.blocks if isinstance(block, StepList))
    assert [step.number for step in first.steps] == [1, 2, 3, 4]
    assert "Do not press the reset button" in words(first.steps[1])
    letters = first.steps[3].blocks[1]
    assert isinstance(letters, StepList)
    assert letters.depth == 2
    code = second.steps[1].blocks[1]
    assert isinstance(code, CodeBlock)
    assert code.value == "C:\\> ping 192.0.2.40\nReply from 192.0.2.40: bytes=32 time=2ms\n"
    assert [entry.about for entry in told(draft, "cross-link")] == [
        "Lamps of the Router and What They Mean"
    ]


def test_form_feeds_part_pages_and_the_title_stays_where_other_pages_repeat_it() -> None:
    pages = (
        f"Clean the lamp\n\n{text}\n\n- {number} -\n"
        for number, text in enumerate(
            ["It flickers when the glass is dusty and the", "room is damp.", "Wipe it."], 1
        )
    )
    draft = read("\f".join(pages))
    assert draft.facts.title == "Clean the lamp"
    assert [shown_text((block,)) for block in draft.blocks] == [
        "It flickers when the glass is dusty and the room is damp.",
        "Wipe it.",
    ]
    (heads,) = told(draft, "running-head")
    assert heads.text == "- 1 - Clean the lamp - 2 - Clean the lamp - 3 -"


def test_a_word_processor_gives_nested_bullets_steps_with_text_and_tables() -> None:
    draft = sample("copied-from-word")
    assert draft.facts.updated == "2024-02-12"
    assert draft.facts.products == ("Planwell 4", "Planwell 5 for Tablets")
    assert outline(draft) == [(2, "Overview"), (2, "Before you start"), (2, "Tips")]
    (bullets,) = (block for block in draft.blocks if isinstance(block, BulletList))
    inner = bullets.items[1].blocks[1]
    assert isinstance(inner, BulletList)
    assert isinstance(inner.items[1].blocks[1], BulletList)
    steps = only(draft.blocks, StepList)
    assert [words(step).split(".")[0] for step in steps.steps] == [
        "Open the sharing dialog Click Calendars, then the three dots beside the name",
        "Choose a team Type the first letters of its name",
        "Choose what it may do Right Look at entries Write entries Reader yes no Writer yes yes "
        "Click Share",
    ]
    assert [image.source for image in images(steps.steps[0].blocks)] == ["Picture1.png"]
    table = steps.steps[2].blocks[1]
    assert isinstance(table, Table)
    assert len(table.rows) == 2
    assert told(draft, "table")[0].attention is Attention.LOOK
    assert told(draft, "list-marker")[0].text == "o o Step 1: Step 2: Step 3:"


def test_a_mail_has_its_subject_as_title_and_labels_as_headings() -> None:
    draft = sample("copied-from-mail")
    assert draft.facts.title == 'Scanner says "Cover open"'
    assert draft.facts.updated == "2024-03-06"
    assert len(told(draft, "mail-header")) == 2
    assert outline(draft) == [(2, "Problem"), (2, "Cause"), (2, "Solution")]
    steps = only(draft.blocks, StepList)
    (icon,) = images(steps.steps[1].blocks)
    assert icon.source == "image001.png"
    assert icon.attributes is not None
    (link,) = (inline for inline in walk_inlines(draft.blocks) if isinstance(inline, Link))
    assert (link.target, link.autolink) == ("https://tidepool.example/manuals/scan-200.pdf", True)
    (quote,) = (block for block in draft.blocks if isinstance(block, Quote))
    assert quote.alert is None
    assert shown_text(quote.blocks).startswith("Can you also tell them what to do when")


def test_a_readme_keeps_its_code_and_its_columns() -> None:
    draft = sample("readme-of-a-tool")
    assert draft.facts.title == "Marble Backup"
    assert [name for _, name in outline(draft)][1:] == [
        "What to do when a copy stops",
        "Codes",
        "License",
    ]
    steps = only(draft.blocks, StepList)
    codes = [block for step in steps.steps for block in step.blocks if isinstance(block, CodeBlock)]
    assert [code.value.splitlines()[0] for code in codes] == ["$ marble log --last", "[exclude]"]
    (columns,) = (block for block in draft.blocks if isinstance(block, CodeBlock))
    assert "E-1310    disk removed          plug it in\n" in columns.value
    assert len(steps.steps) == 3


def test_a_list_goes_on_behind_a_heading_with_its_numbers() -> None:
    draft = sample("release-note")
    assert draft.facts.updated == "2024-09-04"
    lists = [block for block in draft.blocks if isinstance(block, StepList)]
    assert [(steps.start, steps.continues) for steps in lists] == [(1, False), (2, True)]
    assert [name for _, name in outline(draft)] == ["NEW", "FIXED", "KNOWN ISSUES", "Workaround"]
    alert = draft.blocks[-1]
    assert isinstance(alert, Quote)
    assert alert.alert is AlertKind.IMPORTANT
    assert told(draft, "alert")[0].text == "IMPORTANT:"


def test_prose_stays_prose() -> None:
    draft = sample("only-prose")
    assert draft.facts.title == ""
    assert all(isinstance(block, Paragraph) for block in draft.blocks)
    assert draft.entries == ()


# --- lists -------------------------------------------------------------------------------------


def test_what_stands_between_two_steps_belongs_to_the_first() -> None:
    draft = read(
        "Reset\n\n1. Unplug it.\nshot_1.png\n2. Wait.\n\nThe light goes out.\n\nshot_2.png\n\n"
        "3. Choose:\n- Plan A\n- Plan B\n4. Plug it in.\n\nshot_3.png\n\nStill dark? Call us."
    )
    steps = only(draft.blocks, StepList)
    assert [words(step) for step in steps.steps] == [
        "Unplug it.",
        "Wait. The light goes out.",
        "Choose: Plan A Plan B",
        "Plug it in.",
    ]
    assert [len(images(step.blocks)) for step in steps.steps] == [1, 1, 0, 1]
    assert isinstance(steps.steps[2].blocks[1], BulletList)
    for topic in ("text-in-step", "picture-after-steps", "text-after-steps"):
        assert [entry.attention for entry in told(draft, topic)] == [Attention.LOOK], topic


def test_missing_and_repeated_numbers_are_for_a_person_to_look_at() -> None:
    draft = read("Reset\n\n1. One.\n2. Two.\n2. Again.\n5. Five.\n")
    steps = only(draft.blocks, StepList)
    assert [(step.number, step.written, words(step)) for step in steps.steps] == [
        (1, 1, "One."),
        (2, 2, "Two."),
        (3, 3, "Again."),
        (4, 4, "Five."),
    ]
    assert [entry.attention for entry in told(draft, "step-number")] == [Attention.DECIDE] * 2


def test_a_number_that_belongs_to_no_list_is_text_and_told() -> None:
    draft = read("Reset\n\n1. One.\n2. Two.\n\n9. Nine.\n")
    assert [words(step) for step in only(draft.blocks, StepList).steps] == ["One.", "Two."]
    assert shown_text(draft.blocks[-1:]) == "9. Nine."
    assert [entry.about for entry in told(draft, "no-step")] == ["9. Nine."]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. a\n2. b\n3. c", [1, 2, 3]),
        ("1) a\n2) b", [1, 2]),
        ("(1) a\n(2) b", [1, 2]),
        ("Step 1: a\nStep 2 - b\nStep 3. c", [1, 2, 3]),
        ("a. a\nb. b", [1, 2]),
        ("i. a\nii. b\niii. c", [1, 2, 3]),
        ("1. a\n1. b\n1. c", [1, 2, 3]),
        ("3. a\n4. b", [3, 4]),
        ("1.\nFirst.\n2.\nSecond.", [1, 2]),
        ("1.\tTab.\n2.\tTab.", [1, 2]),
        ("  9. a\n 10. b\n 11. c", [9, 10, 11]),
    ],
)
def test_numbers_of_all_kinds_are_steps(text: str, numbers: list[int]) -> None:
    steps = only(read(f"Title\n\nDo this.\n\n{text}\n").blocks, StepList)
    assert [step.number for step in steps.steps] == numbers
    assert all(step.blocks for step in steps.steps)


@pytest.mark.parametrize(
    "text",
    [
        "In that year, 2024. 5 of them broke.",
        "2024. No station was built.",
        "A. Field wrote this.",
        "I. am not a list.",
        "5. of May was the day.",
        "-5 degrees is too cold.",
        "Step 3 is the last one.",
        "o. k. then",
        "The limit is in section 4 of the rules that are in force today, and then in\n"
        "3. of the older ones, which a good many of the people who came then still know\n"
        "by heart and never once tire of telling to those who have not yet heard of it.",
    ],
)
def test_a_sentence_is_no_list(text: str) -> None:
    draft = read(f"Title\n\n{text}\n")
    assert all(isinstance(block, Paragraph) for block in draft.blocks)


def test_lists_nest_by_indentation_and_by_their_signs() -> None:
    draft = read(
        "Care\n\nDo this.\n\n• Clean\n   • inside\n   • outside\n      1. the lid\n"
        "      2. the base\n• Dry\n◦ with a cloth\n• Store"
    )
    (outer,) = (block for block in draft.blocks if isinstance(block, BulletList))
    assert [shown_text(item.blocks[:1]) for item in outer.items] == ["Clean", "Dry", "Store"]
    inner = outer.items[0].blocks[1]
    assert isinstance(inner, BulletList)
    assert isinstance(inner.items[1].blocks[1], StepList)
    assert isinstance(outer.items[1].blocks[1], BulletList)


def nested(step_list: StepList) -> str:
    """Return the numbers of steps, those of the lists inside them in brackets."""
    return " ".join(
        f"{step.number}"
        + "".join(f"[{nested(inner)}]" for inner in step.blocks if isinstance(inner, StepList))
        for step in step_list.steps
    )


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("numbers", "lists", "topics"),
    [
        ("1 1 2 3 2 3", ["1[1 2 3] 2 3"], ["nested-list"]),
        ("1 2 1 2 3 3 4", ["1 2[1 2 3] 3 4"], ["nested-list"]),
        ("1 1 2 1 2 2", ["1[1 2][1 2] 2"], ["nested-list", "another-list"]),
        ("1 1 1 2 2 2", ["1[1[1 2] 2] 2"], ["nested-list", "nested-list"]),
        ("1 2 1 2 3 4", ["1 2", "1 2 3 4"], ["another-list"]),
        ("1 1 2 3", ["1", "1 2 3"], ["another-list"]),
        ("1 1 1 1", ["1 2 3 4"], ["step-number"]),
        ("1 a b 2 a b 3", ["1[1 2] 2[1 2] 3"], ["nested-list", "nested-list"]),
    ],
)
def test_lists_nest_by_their_numbers_where_nothing_is_indented(
    numbers: str, lists: list[str], topics: list[str], between: str
) -> None:
    lines = [f"{number}. Press knob {at}." for at, number in enumerate(numbers.split())]
    draft = read(f"Reset\n\nDo this now.\n\n{between.join(lines)}\n")
    assert [nested(block) for block in draft.blocks if isinstance(block, StepList)] == lists
    entries = [entry for entry in draft.entries if entry.outcome is Outcome.INFERRED]
    assert [entry.topic for entry in entries] == topics
    for entry in entries:
        decide = entry.topic == "another-list"
        assert entry.attention is (Attention.DECIDE if decide else Attention.LOOK)
        assert entry.about in lines


def test_a_list_behind_words_of_its_own_is_another_and_needs_no_look() -> None:
    draft = read("Reset\n\nDo this.\n\n1. a\n2. b\n\nOr do that.\n\n1. c\n2. d\n")
    lists = [nested(block) for block in draft.blocks if isinstance(block, StepList)]
    assert lists == ["1 2", "1 2"]
    assert not told(draft, "another-list")


def test_wrapped_lines_of_steps_are_joined() -> None:
    draft = read(
        "Move the folders\n\n"
        "1. Choose the folders that are to be moved, and look whether the second disk has\n"
        "   enough room for all of them, since nothing is moved where it has not.\n"
        "2. Press Move and wait until the bar is full, which takes some minutes on disks\n"
        "that turn, and a few seconds on others.\n"
    )
    steps = only(draft.blocks, StepList)
    assert [len(step.blocks) for step in steps.steps] == [1, 1]
    assert words(steps.steps[1]).endswith("on disks that turn, and a few seconds on others.")


# --- pictures, links, notes --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("clipboard_e1.png", "clipboard_e1.png"),
        ("photo.JPG", "photo.JPG"),
        ("[image: lever.gif]", "lever.gif"),
        ("<image001.png>", "image001.png"),
        ("[cid:image003.png@01DA8F.12]", "image003.png"),
        ("Screenshot 2024-01-05 at 9.41.png", "Screenshot 2024-01-05 at 9.41.png"),
        ("images/gear.svg", "images/gear.svg"),
    ],
)
def test_the_name_of_a_picture_is_a_picture(line: str, source: str) -> None:
    draft = read(f"Title\n\nLook here.\n{line}\n\nAnd there.")
    assert [image.source for image in images(draft.blocks)] == [source]
    assert [image.attributes for image in images(draft.blocks)] == [None]
    assert len(draft.blocks) == 3


@pytest.mark.parametrize(
    "line", ["Save it as logo.png and send it.", "The file plan.jpg is too large.", "copy a.png b"]
)
def test_the_name_of_a_file_in_a_sentence_is_text(line: str) -> None:
    draft = read(f"Title\n\n{line}\n\nAnd there.")
    assert not images(draft.blocks)
    assert shown_text(draft.blocks).startswith(line)


def test_a_picture_in_a_sentence_is_an_icon_and_one_between_sentences_is_not() -> None:
    draft = read(
        "Title\n\nClick the gear [image: gear.png] and then Save. [image: dialog.png] It closes."
    )
    icon, dialog = images(draft.blocks)
    assert icon.attributes is not None
    assert icon.attributes.classes == ("icon",)
    assert dialog.attributes is None
    assert len(draft.blocks) == 3


def test_addresses_are_links_where_they_are_text() -> None:
    draft = read(
        "Title\n\nSee <https://a.example/x> (or http://b.example/y_(z)).\n\n"
        "$ curl https://c.example\n"
    )
    links = [inline for inline in walk_inlines(draft.blocks) if isinstance(inline, Link)]
    assert [link.target for link in links] == ["https://a.example/x", "http://b.example/y_(z)"]
    assert told(draft, "address-as-text")[0].links == ("https://c.example",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Note: it is hot.", AlertKind.NOTE),
        ("NOTE - it is hot.", AlertKind.NOTE),
        ("Tip: it is hot.", AlertKind.TIP),
        ("Warning!\nIt is hot.", AlertKind.WARNING),
        ("CAUTION: it is hot.", AlertKind.CAUTION),
        ("Important\nIt is hot.", AlertKind.IMPORTANT),
    ],
)
def test_notes_are_alerts(text: str, kind: AlertKind) -> None:
    draft = read(f"Title\n\nTouch it.\n\n{text}\n\nDone.")
    (alert,) = (block for block in draft.blocks if isinstance(block, Quote))
    assert alert.alert is kind
    assert shown_text(alert.blocks).lower() == "it is hot."
    assert told(draft, "alert")[0].outcome is Outcome.INFERRED


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("see Change the Voice of the Lamp.", "Change the Voice of the Lamp"),
        ("Refer to the article Lamps: Colours and Their Meaning for more.",
         "Lamps: Colours and Their Meaning"),
        ("See “What the lamp says” for that.", "What the lamp says"),
        ("See KB 123456.", "KB 123456"),
        ("see Settings > Network > Wi-Fi Networks.", ""),
        ("see Step 3 Below That Line.", ""),
        ("see the Storage page.", ""),
        ("You see Ada Field there.", ""),
    ],
)  # fmt: skip
def test_titles_that_a_text_refers_to(text: str, title: str) -> None:
    found = [entry.about for entry in told(read(f"Title\n\n{text}"), "cross-link")]
    assert found == ([title] if title else [])


# --- what a text says of itself ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Updated: 09/18/2024", "2024-09-18"),
        ("Last updated on 18/09/2024", "2024-09-18"),
        ("Last Modified: September 18, 2024", "2024-09-18"),
        ("Updated 18 Sept. 2024 10:30 AM", "2024-09-18"),
        ("Modified: 2024-09-18T10:00:00Z", "2024-09-18"),
        ("Last reviewed: 18.09.24", "2024-09-18"),
        ("Revision date: 18-Sep-2024", "2024-09-18"),
        ("Updated: Wed, 18 Sep 2024", "2024-09-18"),
    ],
)
def test_dates_of_all_forms(line: str, day: str) -> None:
    draft = read(f"Title\n\n{line}\n\nText that stays.")
    assert draft.facts.updated == day
    assert shown_text(draft.blocks) == "Text that stays."
    assert told(draft, "updated")[0].outcome is Outcome.MAPPED


def test_a_date_that_can_be_read_in_two_ways_is_told() -> None:
    (entry,) = told(read("Title\n\nUpdated: 03/04/2024\n\nText."), "updated")
    assert (entry.outcome, entry.attention) == (Outcome.INFERRED, Attention.LOOK)
    assert entry.candidates == ("2024-03-04", "2024-04-03")
    other = read("Title\n\nUpdated: 03/04/2024\n\nIt broke on 27/03/2024.")
    assert other.facts.updated == "2024-04-03"


def test_a_date_that_cannot_be_read_stays() -> None:
    draft = read("Title\n\nUpdated: three days ago\n\nText.")
    assert draft.facts.updated == ""
    assert "three days ago" in shown_text(draft.blocks)
    assert told(draft, "updated")[0].outcome is Outcome.LEFT


def test_other_lines_about_the_text_are_facts() -> None:
    draft = read(
        "Title\nArticle ID: 4711\nProducts: Lamp 2; Lamp 3\nTags: light, dark\n"
        "Category: Home > Lamps\nAuthor: Ada Field\nURL: https://lamp.example/a/4711\n\nText.\n\n"
        "Was this article helpful?\nYes\nNo\n"
    )
    facts = draft.facts
    assert (facts.title, facts.id, facts.products) == ("Title", "4711", ("Lamp 2", "Lamp 3"))
    assert (facts.tags, facts.category) == (("light", "dark"), ("Home", "Lamps"))
    assert facts.url == "https://lamp.example/a/4711"
    assert shown_text(draft.blocks) == "Text."
    assert [entry.text for entry in told(draft, "meta-line")] == ["Author: Ada Field"]
    assert len(told(draft, "page-furniture")) == 3


def test_a_text_that_is_quoted_as_a_whole_is_read_without_its_signs() -> None:
    draft = read("> Title\n>\n> Cause\n>\n> It is old.\n>\n> 1. Buy.\n> 2. Pay.\n")
    assert draft.facts.title == "Title"
    assert outline(draft) == [(2, "Cause")]
    assert len(only(draft.blocks, StepList).steps) == 2


def test_levels_follow_the_names_of_sections() -> None:
    draft = read(
        "Title\n\nAbout the lamp\n\nText.\n\nResolution\n\nMethod 1\n\nText.\n\n"
        "Before you begin\n\nText.\n\nMethod 2: Buy one\n\nText.\n\n"
        "More information\n\nText.\n\nRelated articles\n\nA."
    )
    assert outline(draft) == [
        (2, "About the lamp"),
        (2, "Resolution"),
        (3, "Method 1"),
        (4, "Before you begin"),
        (3, "Method 2: Buy one"),
        (2, "More information"),
        (2, "Related articles"),
    ]


def test_solutions_without_a_common_section_are_sections() -> None:
    draft = read("Title\n\nCause 1\n\nA.\n\nSolution 1\n\nB.\n\nCause 2\n\nC.\n\nSolution 2\n\nD.")
    assert {level for level, _ in outline(draft)} == {2}


def test_only_plain_text_is_claimed() -> None:
    assert READER.claims("a/b.TXT", b"Text")
    assert READER.claims("a.txt", "Text".encode("utf-16"))
    assert not READER.claims("a.md", b"Text")
    assert not READER.claims("a.txt", b"PK\0\0")


def test_wide_characters_and_line_ends_of_other_systems() -> None:
    (draft,) = READER.read(
        "a.txt", Files({"a.txt": "Titel\r\n\r\n1. Ä\r\n2. Ö\r\n".encode("utf-16")})
    )
    assert draft.facts.title == "Titel"
    assert len(only(draft.blocks, StepList).steps) == 2


@given(st.lists(PIECES, max_size=40).map("".join))
def test_an_article_of_it_says_the_same(text: str) -> None:
    draft = read(text)
    written = tally_blocks(parse_markdown(write_blocks(draft.blocks)))
    assert balance(draft.tally, written, draft.entries).even


@pytest.mark.parametrize(
    "line",
    ["1. a\n", "> a\n", "a.png\n", "Abc\n\n", "a\tb\n", "x\n\f", "Page 1\n", "```\n", "http://a)",
     "Note:\n", " ", "[image: ", "    a = b\n\n", "see Aa Bb Cc ", "Cause: b\nFix: a\n"],
)  # fmt: skip
def test_long_texts_take_no_longer_than_their_length(line: str) -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        read_text("a.txt", text)
        return time.process_time() - started

    short, long = line * 600, line * 4800
    assert min(seconds(long), seconds(long)) < 20 * max(seconds(short), 0.02)


def test_an_address_with_a_placeholder_stays_text() -> None:
    assert find_pieces("Go to https://www.<domain>.com now.") == ()
    (piece,) = find_pieces("Go to https://www.example.com/a now.")
    assert piece.name == "https://www.example.com/a"
