"""One article as three products export it, and as a plain-text copy: the same blocks each time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from helpwright.importers.draft import Draft
from helpwright.importers.html import read_page
from helpwright.importers.ledger import Outcome, balance
from helpwright.importers.tally import tally_blocks
from helpwright.importers.text import read_text
from helpwright.model import (
    Block,
    BulletList,
    Heading,
    Image,
    Inline,
    Link,
    Paragraph,
    Quote,
    StepList,
    Styled,
    Text,
)

TITLE = "Larkspur Phone for Quillbase: Your Role Can\u2019t Switch On This Add-On"
FOLDER = Path(__file__).parent
PAGES = {
    "zendesk": "Role.html",
    "confluence": "Role_7700123.html",
    "mindtouch": "Integrations/Quillbase/Role.html",
}


@pytest.fixture(scope="module")
def drafts() -> dict[str, Draft]:
    pages = {
        name: read_page(path, (FOLDER / "connect" / f"{name}.html").read_text(encoding="utf-8"))
        for name, path in PAGES.items()
    }
    copy = FOLDER / "connect.txt"
    return {**pages, "text": read_text(copy.name, copy.read_text(encoding="utf-8"))}


def bare(blocks: Iterable[Block], *, links: bool) -> list[Block]:
    """Return blocks as a plain-text copy could show them: pictures by their names, no labels."""
    return [_bare(block, links) for block in blocks]


def _bare(block: Block, links: bool) -> Block:
    if isinstance(block, Heading):
        return replace(block, attributes=None, children=_inlines(block.children, links))
    if isinstance(block, Paragraph):
        return replace(block, tight=False, children=_inlines(block.children, links))
    if isinstance(block, BulletList):
        items = (
            replace(item, blocks=tuple(bare(item.blocks, links=links))) for item in block.items
        )
        return replace(block, items=tuple(items))
    if isinstance(block, StepList):
        steps = (
            replace(step, blocks=tuple(bare(step.blocks, links=links))) for step in block.steps
        )
        return replace(block, steps=tuple(steps))
    if isinstance(block, Quote):
        return replace(block, blocks=tuple(bare(block.blocks, links=links)))
    return block


def _inlines(children: Iterable[Inline], links: bool) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for child in children:
        if isinstance(child, Image):
            name = re.sub(r".*/|\?.*", "", child.source)
            child = replace(child, source=name, alt="", title="")
        elif isinstance(child, Link) and links:
            child = replace(child, target="")
        elif isinstance(child, Link | Styled):
            out += _inlines(child.children, links)
            continue
        out.append(child)
    joined: list[Inline] = []
    for child in out:
        last = joined[-1] if joined else None
        if isinstance(child, Text) and isinstance(last, Text):
            joined[-1] = replace(last, value=last.value + child.value)
        else:
            joined.append(child)
    return tuple(joined)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_gives_the_blocks_of_the_plain_text(name: str, drafts: dict[str, Draft]) -> None:
    found = bare(drafts[name].blocks, links=False)
    wanted = bare(drafts["text"].blocks, links=False)
    for one, other in zip(found, wanted, strict=True):
        assert one == other


@pytest.mark.parametrize("name", [name for name in PAGES if name != "zendesk"])
def test_all_products_give_the_same_article(name: str, drafts: dict[str, Draft]) -> None:
    assert bare(drafts[name].blocks, links=True) == bare(drafts["zendesk"].blocks, links=True)


@pytest.mark.parametrize("name", PAGES)
def test_every_word_picture_and_link_of_a_page_is_accounted_for(
    name: str, drafts: dict[str, Draft]
) -> None:
    draft = drafts[name]
    account = balance(draft.tally, tally_blocks(draft.blocks), draft.entries)
    assert account.even, account
    assert draft.tally.pictures == 14
    assert draft.tally.links >= 1


@pytest.mark.parametrize("name", PAGES)
def test_the_facts_are_those_of_the_page(name: str, drafts: dict[str, Draft]) -> None:
    facts = drafts[name].facts
    assert facts.title == drafts["text"].facts.title == TITLE
    assert facts.updated == drafts["text"].facts.updated == "2023-11-26"
    assert facts.products == drafts["text"].facts.products
    assert facts.category == ("Integrations", "Quillbase")
    assert facts.summary == ""


def test_a_page_is_known_by_its_number_and_address(drafts: dict[str, Draft]) -> None:
    assert drafts["zendesk"].facts.id == "360051234567"
    assert drafts["confluence"].facts.id == "7700123"
    assert drafts["zendesk"].facts.url.startswith("https://help.larkspur.example/hc/en-us/articles")
    assert drafts["mindtouch"].facts.url.endswith("/Integrations/Quillbase/Role")


def test_an_interrupted_list_is_told(drafts: dict[str, Draft]) -> None:
    entries = [entry for entry in drafts["zendesk"].entries if entry.topic == "interrupted-list"]
    assert [entry.outcome for entry in entries] == [Outcome.REPAIRED]
    assert "behind step 2" in entries[0].reason
    assert "The member has to sign out" in entries[0].about


@pytest.mark.parametrize("name", PAGES)
def test_what_stands_around_the_article_is_named_once(name: str, drafts: dict[str, Draft]) -> None:
    around = [entry for entry in drafts[name].entries if entry.topic == "page-around"]
    assert len(around) == 1
    assert around[0].text == ""
    assert around[0].about


def steps_of(blocks: Iterable[Block]) -> list[StepList]:
    return [block for block in blocks if isinstance(block, StepList)]


@pytest.mark.parametrize("name", PAGES)
def test_a_picture_in_the_line_is_an_icon(name: str, drafts: dict[str, Draft]) -> None:
    first, second = steps_of(drafts[name].blocks)
    assert [len(first.steps), len(second.steps)] == [3, 11]
    lead = first.steps[0].blocks[0]
    assert isinstance(lead, Paragraph)
    icons = [child for child in lead.children if isinstance(child, Image)]
    assert [icon.attributes.classes for icon in icons if icon.attributes] == [("icon",)]
