"""Importing articles of our own: conditions come along, and the account of words stays even."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpwright.importers.compose import walk
from helpwright.importers.formats import Format
from helpwright.importers.markdown.kinds import title_of
from helpwright.importers.run import import_kb
from helpwright.importers.tally import shown_text, tally_blocks
from helpwright.importers.walk import walk_inlines
from helpwright.model import (
    Attributes,
    Block,
    Directive,
    Heading,
    Image,
    Paragraph,
    Phrase,
    StepList,
)
from helpwright.parse.blocks import BlockReader

ARTICLE = """\
---
id: connect
title: Connect the app
status: published
updated: 2025-03-04
---

## Symptom

It does [not *always* `x`]{applies_to="<2.0"} work [see [this](b.md) and
![a picture](p.png){applies_to="1.0"}]{applies_to=">=2.0; app: 1.0 - 1.2"}.

## Cause {applies_to="<Spring 2024"}

The cache[^1] is [full]{applies_to="1.2"} <b>or [old]{applies_to="1.1"}</b>.

[^1]: A [store]{applies_to="<1.3"}.

## Resolution

1. Open **the [old]{applies_to="<1.4"} menu**. {applies_to="<1.5"}
2. Select [Save [now]{applies_to="1.6"} or <kbd>Ctrl</kbd>]{applies_to=">=1.7"}.

   - a bullet {applies_to="<1.8"}

   /// applies_to | <1.9
   Some text [x]{applies_to="2.1"}, see [the [old]{applies_to="2.2"} page](b.md).

   | a [b]{applies_to="2.3"} | c<br>d |
   | --- | --- |
   | e | [f<br>g]{applies_to="2.4"} |
   ///

### Another way {applies_to=">=2.5"}

A paragraph. {applies_to="2.6"}
"""
OTHER = ARTICLE.replace("connect", "other").replace("Connect", "Close")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def conditions(text: str) -> list[str]:
    blocks = BlockReader(text.encode(), 0).read()
    return sorted(_conditions(blocks))


def _conditions(blocks: tuple[Block, ...]) -> Iterator[str]:
    found: list[Attributes | None] = [
        child.attributes for child in walk_inlines(blocks) if isinstance(child, Phrase | Image)
    ]
    for block in walk(blocks):
        if isinstance(block, Paragraph | Heading):
            found.append(block.attributes)
        elif isinstance(block, StepList):
            found += [step.attributes for step in block.steps]
        elif isinstance(block, Directive):
            yield block.argument
    yield from (it.values["applies_to"] for it in found if it and "applies_to" in it.values)


def test_conditions_of_our_own_sources_are_kept(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    (old / "a.md").write_text(ARTICLE, encoding="utf-8")
    (old / "b.md").write_text(OTHER, encoding="utf-8")
    (old / "p.png").write_bytes(PNG)
    result = import_kb(old, new, today=datetime.date(2026, 2, 1))
    assert result.clean
    written = (new / "connect.md").read_text(encoding="utf-8")
    assert conditions(written) == conditions(ARTICLE)
    assert len(conditions(ARTICLE)) == 19


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.LEARN])
def test_each_reader_of_markdown_keeps_words_and_conditions(format: Format, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    body = ARTICLE.partition("---\n\n")[2].replace("b.md", "https://example.com/b")
    (old / "a.md").write_text(f"# A title\n\n{body}", encoding="utf-8")
    (old / "p.png").write_bytes(PNG)
    result = import_kb(old, new, today=datetime.date(2026, 2, 1), format=format)
    assert result.clean
    (file,) = new.glob("*.md")
    assert conditions(file.read_text(encoding="utf-8")) == conditions(ARTICLE)


def test_what_a_condition_says_is_no_word_of_the_text() -> None:
    blocks = BlockReader(
        b'a [b [c](d) ![e](f)]{applies_to="<2.0"}\n\n/// applies_to | app: <2.0\ng\n///\n', 0
    ).read()
    tally = tally_blocks(blocks)
    assert (sorted(tally.words), tally.pictures, tally.links) == (["a", "b", "c", "g"], 1, 1)
    assert shown_text(blocks) == "a b c g"


def test_a_title_with_a_condition_stays_a_line() -> None:
    (paragraph,) = BlockReader(b"a [b]{applies_to=1}", 0).read()
    assert isinstance(paragraph, Paragraph)
    title, lead = title_of(paragraph.children)
    assert title == ""
    assert conditions_of(lead) == ["1"]


def conditions_of(blocks: tuple[Block, ...]) -> list[str]:
    return list(_conditions(blocks))
