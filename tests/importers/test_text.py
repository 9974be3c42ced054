"""The reader of plain-text copies of help pages."""

from __future__ import annotations

import datetime
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
from helpwright.importers.tally import inline_text, shown_text, tally_blocks
from helpwright.importers.text import READER, read_text
from helpwright.importers.walk import walk_inlines
from helpwright.model import (
    AlertKind,
    Block,
    BulletList,
    Heading,
    Image,
    Paragraph,
    Quote,
    Step,
    StepList,
)
from helpwright.parse.sections import section_kind, section_names

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
