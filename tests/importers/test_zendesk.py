"""Zendesk's JSON to drafts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.importers.bundle import Unreadable
from helpwright.importers.draft import Draft
from helpwright.importers.ledger import Attention, balance
from helpwright.importers.sources import open_bundle
from helpwright.importers.tally import shown_text, tally_blocks
from helpwright.importers.zendesk import READER
from helpwright.model import Heading, Status, StepList

ARTICLE = {
    "id": 360051234567,
    "url": "https://acme.zendesk.example/api/v2/help_center/en-us/articles/360051234567.json",
    "html_url": "https://acme.zendesk.example/hc/en-us/articles/360051234567-Reset-the-dongle",
    "author_id": 7,
    "comments_disabled": False,
    "draft": False,
    "promoted": False,
    "position": 0,
    "section_id": 31,
    "created_at": "2021-01-02T03:04:05Z",
    "updated_at": "2024-06-07T08:09:10Z",
    "edited_at": "2024-05-06T07:08:09Z",
    "name": "Reset the dongle",
    "title": "Reset the dongle",
    "source_locale": "en-us",
    "locale": "en-us",
    "outdated": False,
    "outdated_locales": [],
    "user_segment_id": None,
    "permission_group_id": 9,
    "label_names": ["dongle", "reset"],
    "body": '<h2>Symptom</h2><p>It blinks.<br><br><img src="https://acme.zendesk.example/hc/'
    'article_attachments/55/blink.png"></p><h2>Resolution</h2><ol><li>Pull it.</li>'
    "<li>Push it.</li></ol>",
}
SECTIONS = {
    "sections": [
        {"id": 31, "name": "Dongles", "category_id": 2, "parent_section_id": 30, "html_url": "x"},
        {"id": 30, "name": "Hardware", "category_id": 2, "parent_section_id": None},
    ]
}
CATEGORIES = {"categories": [{"id": 2, "name": "Help", "html_url": "x", "position": 1}]}


def write(folder: Path, files: dict[str, Any]) -> Path:
    for path, value in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(value, bytes):
            file.write_bytes(value)
        else:
            file.write_text(value if isinstance(value, str) else json.dumps(value))
    return folder


def read(folder: Path, path: str) -> list[Draft]:
    with open_bundle(folder) as bundle:
        return list(READER.read(path, bundle))


def article(**changes: Any) -> dict[str, Any]:
    return {**ARTICLE, **changes}


def test_an_article_gives_blocks_and_facts(tmp_path: Path) -> None:
    files = {
        "articles.json": {"count": 1, "next_page": None, "articles": [ARTICLE]},
        "sections.json": SECTIONS,
        "categories.json": CATEGORIES,
    }
    (draft,) = read(write(tmp_path, files), "articles.json")
    assert draft.origin == "articles.json#360051234567"
    assert draft.facts.title == "Reset the dongle"
    assert draft.facts.id == "360051234567"
    assert draft.facts.updated == "2024-05-06"
    assert draft.facts.category == ("Help", "Hardware", "Dongles")
    assert draft.facts.tags == ("dongle", "reset")
    assert draft.facts.status is Status.PUBLISHED
    assert draft.facts.url == ARTICLE["html_url"]
    assert [type(block).__name__ for block in draft.blocks] == [
        "Heading",
        "Paragraph",
        "Paragraph",
        "Heading",
        "StepList",
    ]
    assert balance(draft.tally, tally_blocks(draft.blocks), draft.entries).even


@pytest.mark.parametrize(
    "content",
    [
        ARTICLE,
        [ARTICLE],
        {"article": ARTICLE},
        {"articles": [ARTICLE], **SECTIONS},
        {"results": [ARTICLE]},
    ],
)
def test_every_form_of_the_export_is_read(content: Any, tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.json": content})
    assert READER.claims("a.json", (folder / "a.json").read_bytes())
    (draft,) = read(folder, "a.json")
    assert any(isinstance(block, StepList) for block in draft.blocks)


def test_lines_are_read_one_by_one_and_damaged_ones_are_told(tmp_path: Path) -> None:
    lines = [json.dumps(article(id=1)), '{"id": 2, "title"', "", json.dumps(article(id=3))]
    drafts = read(write(tmp_path, {"a.jsonl": "\n".join(lines)}), "a.jsonl")
    assert [draft.facts.id for draft in drafts] == ["1", "3"]
    (entry,) = [entry for entry in drafts[0].entries if entry.topic == "zendesk-line"]
    assert entry.about == "lines 2"
    assert entry.attention is Attention.LOST


def test_pages_of_results_share_sections(tmp_path: Path) -> None:
    files = {
        "export/articles_1.json": {"articles": [article(id=1)]},
        "export/articles_2.json": {"articles": [article(id=2)]},
        "export/sections.json": SECTIONS,
        "export/categories.json": CATEGORIES,
    }
    folder = write(tmp_path, files)
    found = [read(folder, f"export/articles_{n}.json")[0].facts.category for n in (1, 2)]
    assert found == [("Help", "Hardware", "Dongles")] * 2
    assert read(folder, "export/sections.json") == []
    assert all(READER.claims(path, (folder / path).read_bytes()) for path in files)


def test_a_draft_stays_a_draft(tmp_path: Path) -> None:
    (draft,) = read(write(tmp_path, {"a.json": article(draft=True)}), "a.json")
    assert draft.facts.status is Status.DRAFT


def test_the_language_of_the_author_is_taken(tmp_path: Path) -> None:
    german = article(locale="de", title="Dongle rücksetzen", name="Dongle rücksetzen")
    french = article(locale="fr", title="La clé", name="La clé")
    drafts = read(write(tmp_path, {"a.json": [german, ARTICLE, french]}), "a.json")
    assert [draft.facts.title for draft in drafts] == ["Reset the dongle"]
    (entry,) = [entry for entry in drafts[0].entries if entry.topic == "translation"]
    assert entry.about == "de, fr"


def test_what_readers_could_not_see_is_told(tmp_path: Path) -> None:
    changed = article(user_segment_id=12, outdated=True, promoted=True, section_id=404)
    (draft,) = read(write(tmp_path, {"a.json": changed}), "a.json")
    topics = {entry.topic for entry in draft.entries}
    assert topics >= {
        "zendesk-readers",
        "zendesk-outdated",
        "zendesk-promoted",
        "zendesk-section",
    }


def test_attached_pictures_are_found_by_their_number(tmp_path: Path) -> None:
    source = "https://acme.zendesk.example/hc/article_attachments/55"
    attached = {
        "article_attachments": [
            {"id": 55, "file_name": "Blink.png", "content_url": source, "article_id": 1}
        ]
    }
    files = {
        "articles.json": article(body=f'<p><img src="{source}"></p>'),
        "attachments.json": attached,
        "files/blink.png": b"\x89PNG",
    }
    (draft,) = read(write(tmp_path, files), "articles.json")
    assert draft.pictures == ((source, "files/blink.png"),)


def test_an_article_without_text_is_told(tmp_path: Path) -> None:
    (draft,) = read(write(tmp_path, {"a.json": article(body=None)}), "a.json")
    assert draft.blocks == ()
    (entry,) = [entry for entry in draft.entries if entry.topic == "zendesk-empty"]
    assert entry.attention is Attention.LOST


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"articles": [', "not valid JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"id": ' + "9" * 5000 + "}", "too long"),
        ('{"a"\n{"b"', "not valid JSON"),
    ],
)
def test_damaged_files_are_unreadable(content: str, reason: str, tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.json": content})
    with pytest.raises(Unreadable, match=reason):
        read(folder, "a.json")


@pytest.mark.parametrize(
    ("path", "start", "claimed"),
    [
        ("a.json", b'{"section_id": 1, "title": "x"', True),
        ("a.JSONL", b'{"section_id": 1, "draft": false', True),
        ("a.json", b'{"categories": [{"html_url": "x"', True),
        ("a.json", b'{"redirections": []}', False),
        ("a.json", b'{"name": "package", "version": "1"}', False),
        ("a.txt", b'{"section_id": 1, "title": "x"', False),
    ],
)
def test_only_exports_are_claimed(path: str, start: bytes, claimed: bool) -> None:
    assert READER.claims(path, start) is claimed


KEYS = st.sampled_from([*ARTICLE, "articles", "sections", "attachments", "translations"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_no_value_of_a_field_crashes(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    folder = write(tmp_path_factory.mktemp("zendesk"), {"a.json": json.dumps({"id": 1, **value})})
    for draft in read(folder, "a.json"):
        assert balance(draft.tally, tally_blocks(draft.blocks), draft.entries).even


def test_a_half_of_a_character_does_not_break_a_title(tmp_path: Path) -> None:
    broken = json.dumps(article(title="half \ud83d", body="<h2>x \ud83d</h2><p>y</p>"))
    (draft,) = read(write(tmp_path, {"a.json": broken}), "a.json")
    assert draft.facts.title == "half ?"
    assert isinstance(draft.blocks[0], Heading)
    shown_text(draft.blocks).encode("utf-8")
