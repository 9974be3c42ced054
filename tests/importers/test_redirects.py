from __future__ import annotations

import datetime
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.importers.bundle import Refused, Unreadable
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.redirects import Redirect, claims_redirects, read_redirects


@dataclass
class OneFile:
    """A bundle of a single file."""

    path: str
    contents: bytes
    name: str = "site"
    refused: list[Refused] = field(default_factory=list)

    def paths(self) -> Sequence[str]:
        return (self.path,)

    def documents(self) -> Sequence[str]:
        return (self.path,)

    def data(self, path: str) -> bytes:
        assert path == self.path
        return self.contents

    def size(self, path: str) -> int:
        return len(self.contents)

    def modified(self, path: str) -> datetime.date | None:
        return None


def read(path: str, text: str) -> tuple[list[Redirect], list[Entry]]:
    assert claims_redirects(path, text.encode())
    return read_redirects(path, OneFile(path, text.encode()))


def learn(*rules: dict[str, object]) -> str:
    return json.dumps({"redirections": list(rules)}, indent=1)


def test_learns_file_names_documents_by_their_path() -> None:
    found, entries = read(
        ".openpublishing.redirection.json",
        learn(
            {
                "source_path": "Mail/Setup/old page.md",
                "redirect_url": "/mail/new-page",
                "redirect_document_id": False,
            },
            {"source_path_from_root": "/Mail/gone.md", "redirect_url": "https://example.com/x#y"},
        ),
    )
    assert found == [
        Redirect("/Mail/Setup/old page.md", "/mail/new-page"),
        Redirect("/Mail/gone.md", "https://example.com/x#y"),
    ]
    assert entries == []


def test_learns_file_in_a_folder_names_documents_from_there() -> None:
    rules = learn(
        {"source_path": "a.md", "redirect_url": "/a"},
        {"source_path_from_root": "/articles/b.md", "redirect_url": "/b"},
    )
    found, _ = read("articles/.openpublishing.redirection.mail.json", rules)
    assert found == [Redirect("/articles/a.md", "/a"), Redirect("/articles/b.md", "/b")]


def test_a_target_without_a_slash_is_read_with_one_and_reported() -> None:
    found, entries = read(
        "redirection.json",
        learn(
            {"source_path": "mail/a.md", "redirect_url": "suite/security/list?view=x"},
            {"source_path": "mail/b.md", "redirect_url": "../c"},
        ),
    )
    assert found == [
        Redirect("/mail/a.md", "/suite/security/list?view=x"),
        Redirect("/mail/b.md", "/c"),
    ]
    assert [(entry.outcome, entry.attention) for entry in entries] == [
        (Outcome.REPAIRED, Attention.LOOK)
    ] * 2
    assert [entry.line for entry in entries] == [3, 7]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("moved.csv", "old,new\n/a,/b\n"),
        ("moved.csv", "To,From,Status\n/b,/a,301\n"),
        ("moved.csv", "https://kb.example.com/a;https://help.example.com/b\n"),
        ("redirects.tsv", "\ufeff/a\t/b\n"),
        ("moved.json", '[{"from": "/a", "to": "/b"}]'),
        ("moved.json", '{"/a": "/b"}'),
        ("redirects.json", '{"redirects": [{"source": "/a", "destination": "/b"}]}'),
        ("public/_redirects", "# moved\n\n/a  /b  301!\n"),
    ],
)
def test_tables_lists_and_rules_of_other_systems(path: str, text: str) -> None:
    found, entries = read(path, text)
    assert [redirect.source for redirect in found] == ["/a"]
    assert found[0].target in ("/b", "https://help.example.com/b")
    assert entries == []


def test_a_page_that_is_a_redirect() -> None:
    text = "---\ntitle: Moved\nredirect_url: /mail/new  # since May\nms.date: 1/2/2024\n---\n"
    assert read("Mail/old.md", text) == ([Redirect("/Mail/old.md", "/mail/new")], [])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("prices.csv", "name,price\nprinter,10\n"),
        ("articles.json", '{"articles": [{"id": 1, "title": "From here to there"}]}'),
        ("article.md", "---\ntitle: About redirect_url\n---\n\nredirect_url: /x\n"),
        ("article.md", "In a file, `redirect_url` names the new address.\n"),
        ("_redirects.txt", "/a /b\n"),
    ],
)
def test_other_files_are_not_claimed(path: str, text: str) -> None:
    assert not claims_redirects(path, text.encode())


def test_rules_that_are_no_redirects_are_reported_with_their_line() -> None:
    text = (
        "/a /b\n/lonely\n/x /y Country=de\n/q id=:id /r\n/old/* /new/:splat 301\n/shown /here 200\n"
    )
    found, entries = read("_redirects", text)
    assert found == [Redirect("/a", "/b")]
    assert [(entry.line, entry.outcome) for entry in entries] == [
        (line, Outcome.LEFT) for line in range(2, 7)
    ]
    assert entries[3].about == "/old/* → /new/:splat"


def test_addresses_that_only_their_query_tells_apart_are_left_to_a_person() -> None:
    text = (
        "old,new\n/view?id=1,/one\n/view?id=2,/two\n/page?id=3,/three\n/place#top,/four\n"
        "/page/x,/five\n/page/x#y,/six\n"
    )
    found, entries = read("moved.csv", text)
    assert found == [
        Redirect("/page", "/three"),
        Redirect("/place", "/four"),
        Redirect("/page/x", "/five"),
    ]
    told = [(entry.line, entry.outcome) for entry in entries]
    assert (2, Outcome.LEFT) in told
    assert (3, Outcome.LEFT) in told
    assert (4, Outcome.REPAIRED) in told
    assert (7, Outcome.LEFT) in told


def test_the_first_of_two_rules_for_one_address_counts() -> None:
    found, entries = read("moved.json", '{"/a": "/b", "/a": "/c", "/d": 7, "/a": "/b"}')
    assert found == [Redirect("/a", "/b")]
    assert [entry.candidates for entry in entries] == [("/b", "/c"), ()]


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"redirections": 7}', '"redirect_url":'])
def test_what_cannot_be_understood_at_all_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read_redirects("redirects.json", OneFile("redirects.json", text.encode()))


@pytest.mark.parametrize("name", ["redirects.json", "moved.csv", "moved.tsv", "_redirects", "a.md"])
@given(data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_break_it_and_every_redirect_is_usable(name: str, data: bytes) -> None:
    claims_redirects(name, data)
    try:
        found, _ = read_redirects(name, OneFile(name, data))
    except Unreadable as error:
        assert str(error)
        return
    for redirect in found:
        assert redirect.source.startswith("/")
        assert redirect.target.lower().startswith(("/", "http:", "https:"))
    assert len({redirect.source for redirect in found}) == len(found)


def test_many_rules_take_linear_time() -> None:
    rows = "".join(f"/old/{at}?x={at},/new/{at}\n" for at in range(40_000))
    begun = time.process_time()
    found, _ = read("moved.csv", "old,new\n" + rows)
    assert len(found) == 40_000
    assert time.process_time() - begun < 10


def test_an_export_of_articles_is_none_whatever_its_name() -> None:
    article = b'{"articles": [{"id": 1, "title": "T", "body": "<p>x</p>"}]}'
    assert not claims_redirects("owa-not-redirect.json", article)
    assert not claims_redirects("redirects.json", b'[{"id": 1, "title": "T", "body": "x"}]')
    assert claims_redirects("redirects.json", b'{"a": "b"}')
