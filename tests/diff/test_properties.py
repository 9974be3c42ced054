"""What holds of any articles: the same is the same, and what readers see is always told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpwright.diff import Change, Difference, Kind, Snapshot, compare
from helpwright.expand import expand
from helpwright.knowledge import Library, Registry
from helpwright.model import Article, Block, Metadata, Status, Text
from helpwright.parse import parse_article
from helpwright.parse.sections import section_names
from helpwright.resolve import resolve
from helpwright.source import Source
from helpwright.write import write_article
from tests import documents

NAMES = section_names({})


def source_of(text: str) -> Source:
    """Return a text as a knowledge base without fragments reads it: `;--8<--` shows `--8<--`."""
    return expand(Source("a.md", text.encode("utf-8", "replace")), Library())[0]


def parse(text: str) -> Article:
    return parse_article(source_of(text), NAMES)[0]


def snapshot(article: Article, text: str = "") -> Snapshot:
    """Return a snapshot of an article that is alone in its knowledge base, and on the site."""
    metadata = replace(article.metadata, status=Status.PUBLISHED)
    source = source_of(text)
    kb = resolve(Registry(), [replace(article, metadata=metadata)], {"a.md": source}, {})
    return Snapshot("then", kb, str)


def difference(old: str, new: str) -> Difference:
    return compare(snapshot(parse(old), old), snapshot(parse(new), new))


def changes(old: str, new: str) -> list[Change]:
    return [change for article in difference(old, new).articles for change in article.changes]


@given(documents.metadata(), documents.blocks())
def test_the_same_article_written_anew_is_no_difference(
    metadata: Metadata, blocks: tuple[Block, ...]
) -> None:
    text = write_article(replace(parse(""), metadata=metadata, blocks=blocks))
    again = write_article(parse(text))
    assert not difference(text, text)
    assert not difference(text, again)


def texts(value: Any) -> Iterator[Text]:
    """Yield the texts in nodes that hold a word."""
    if isinstance(value, Text):
        if re.search(r"\w", value.value):
            yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def reworded(value: Any, text: Text) -> Any:
    """Return nodes with another word in place of the first one in a text."""
    if value is text:
        return replace(text, value=re.sub(r"\w+", "otherwise", text.value, count=1))
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(reworded(inner, text) for inner in value)
    if is_dataclass(value) and not isinstance(value, type):
        new = {field.name: reworded(getattr(value, field.name), text) for field in fields(value)}
        return replace(value, **new)
    return value


@given(documents.blocks(), st.data())
def test_one_other_word_always_is_told(blocks: tuple[Block, ...], data: st.DataObject) -> None:
    text = write_article(replace(parse(""), blocks=blocks))
    article = parse(text)
    found = list(texts(article.sections))
    assume(found)
    chosen = data.draw(st.sampled_from(found))
    assume(not chosen.value.startswith("otherwise"))
    changed = replace(article, sections=reworded(article.sections, chosen))
    assert compare(snapshot(article, text), snapshot(changed, text))


WORDS = "pull plug wait minute open lid pour water close door press key turn knob".split()
STEPS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=4, max_size=6).map(" ".join),
    min_size=2,
    max_size=12,
    unique=True,
)


def steps(found: Sequence[str]) -> str:
    """Return an article whose resolution has these steps."""
    lines = "".join(f"{at}. {words}\n" for at, words in enumerate(found, 1))
    return f"---\nid: a\ntitle: A\nstatus: published\n---\n\n## Resolution\n\n{lines}"


@given(STEPS, st.data())
def test_steps_taken_out_are_told_one_by_one(found: list[str], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from(found), min_size=1, unique=True))
    left = [words for words in found if words in kept]
    told = changes(steps(found), steps(left))
    removed = [change.before for change in told if change.kind is Kind.STEP_REMOVED]
    assert removed == [words for words in found if words not in kept]
    assert {change.kind for change in told} <= {Kind.STEP_REMOVED, Kind.STEP_RENUMBERED}
    back = changes(steps(left), steps(found))
    assert [it.after for it in back if it.kind is Kind.STEP_ADDED] == removed
    assert {change.kind for change in back} <= {Kind.STEP_ADDED, Kind.STEP_RENUMBERED}


@given(STEPS, st.data())
def test_steps_in_another_order_are_moved_and_nothing_else(
    found: list[str], data: st.DataObject
) -> None:
    told = changes(steps(found), steps(data.draw(st.permutations(found))))
    assert {change.kind for change in told} <= {Kind.STEP_MOVED, Kind.STEP_RENUMBERED}


@pytest.mark.parametrize("folder", ["kb-source", "docs", "tests/example_kb", "tests/rules"])
def test_the_project_s_own_articles_are_the_same_when_written_anew(
    folder: str, project_root: Path
) -> None:
    for file in sorted((project_root / folder).rglob("*.md")):
        text = file.read_bytes().decode("utf-8", "replace")
        assert not difference(text, write_article(parse(text))), file
