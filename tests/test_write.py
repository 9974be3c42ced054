"""The writer: what it writes is read as what it was given, and is pleasant to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from helpwright.model import Article, Metadata
from helpwright.parse import parse_article
from helpwright.parse.sections import section_names
from helpwright.source import Source
from helpwright.write import write_article
from tests.documents import normal

NAMES = section_names({})


def parse(text: str) -> Article:
    return parse_article(Source("a.md", text.encode()), NAMES)[0]


def plain(metadata: Metadata) -> str:
    """Return front matter as it compares: without places."""
    return re.sub(r"Span\(start=\d+, end=\d+\)", "Span", repr(metadata))


def kept(article: Article) -> None:
    """Assert that an article is the same when written and read again."""
    again = parse(write_article(article))
    assert normal(again.blocks) == normal(article.blocks)
    assert plain(again.metadata) == plain(article.metadata)
    assert [(one.code, one.reason) for one in again.allowances if one.code] == [
        (one.code, one.reason) for one in article.allowances if one.code
    ]


def sources(folder: Path) -> Iterable[Path]:
    for file in sorted(folder.rglob("*.md")):
        if file.name != "start.md":
            yield file


@pytest.mark.parametrize("folder", ["kb-source", "docs", "tests/example_kb", "tests/rules"])
def test_the_project_s_own_articles_are_kept(folder: str, project_root: Path) -> None:
    found = 0
    for file in sources(project_root / folder):
        data = file.read_bytes()
        try:
            text = data.decode()
        except UnicodeDecodeError:
            continue
        kept(parse(text))
        found += 1
    assert found


def test_real_articles_are_kept(corpus: Path) -> None:
    found = 0
    for file in sources(corpus):
        kept(parse(file.read_text(encoding="utf-8")))
        found += 1
    assert found > 100
