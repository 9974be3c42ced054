"""The history at the end of an article's page: as the front matter has it, the newest first."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.prove.folder import SiteFolder, article, find

BODY = "## Symptom\n\nA.\n\n## Resolution\n\nB. See <kb:other>.\n"
CHANGES = "{2024-09-18: The *menu* of <2.0> & more., 2023-12-01: 18 first 2024, 2024-03-01: '1'}"
PAGE = "kb/main"


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    kb = {
        "main.md": article("main", BODY, changes=CHANGES),
        "other.md": article("other", BODY.replace("<kb:other>", "<kb:main>")),
    }
    return SiteFolder(tmp_path, kb)


def test_it_stands_before_what_to_read_next_and_is_not_searched(folder: SiteFolder) -> None:
    page = LexborHTMLParser(folder.file(PAGE).read_text("utf-8"))
    assert page.root is not None
    history = find(page.root, ".hw-history")
    assert history.tag == "details"
    assert "open" not in history.attributes
    assert "data-search-exclude" in history.attributes
    following = history.next
    while following is not None and following.tag == "-text":
        following = following.next
    assert following is not None
    assert following.attributes["class"] == "hw-related"
    assert " ".join(history.text(separator=" ").split()) == (
        "History 18 September 2024 The *menu* of <2.0> & more. 1 March 2024 1 "
        "1 December 2023 18 first 2024"
    )
    assert [time.attributes["datetime"] for time in history.css("time")] == [
        "2024-09-18",
        "2024-03-01",
        "2023-12-01",
    ]


def test_an_article_without_changes_has_none(folder: SiteFolder) -> None:
    assert "History" not in folder.file("kb/other").read_text("utf-8")


def test_a_right_history_is_silent(folder: SiteFolder) -> None:
    assert folder.told() == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "18 first 2024",
            "18 last 2024",
            [
                "the page does not show the change of 2023-12-01",
                "the page shows a change that the article does not have: "
                "`1 December 2023 18 last 2024`",
            ],
        ),
        (
            'datetime="2024-03-01"',
            'datetime="2024-03-02"',
            [
                "the page does not show the change of 2024-03-01",
                "the page shows a change that the article does not have: `1 March 2024 1`",
            ],
        ),
        (
            ">1 March 2024<",
            ">2 March 2024<",
            [
                "the page does not show the change of 2024-03-01",
                "the page shows a change that the article does not have: `2 March 2024 1`",
            ],
        ),
        (
            "<ul><li><time",
            '<ul><li><time datetime="2024-09-17">17 September 2024</time> More</li><li><time',
            [
                "the page shows a change that the article does not have: `17 September 2024 More`",
                "the page does not show the newest change first",
            ],
        ),
    ],
)
def test_what_is_spoilt_is_told(folder: SiteFolder, old: str, new: str, told: list[str]) -> None:
    folder.replace(PAGE, old, new)
    assert folder.told() == [f"HW702 {PAGE}/index.html: {message}" for message in told]


def test_a_lost_history_is_told(folder: SiteFolder) -> None:
    folder.change(PAGE, lambda root: find(root, ".hw-history").decompose())
    assert folder.told() == [
        f"HW702 {PAGE}/index.html: the page does not show the change of {date}"
        for date in ("2024-09-18", "2023-12-01", "2024-03-01")
    ]
