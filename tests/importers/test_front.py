from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.markdown.front import split_front


def test_yaml_gives_texts_without_types() -> None:
    front = split_front("---\nTitle: Sign in\nversion: 1.10\ndraft: no\nnone: ~\n---\n\nText\n")
    assert front.values == {
        "title": ("Sign in",),
        "version": ("1.10",),
        "draft": ("no",),
        "none": (),
    }
    assert front.body == "\nText\n"
    assert front.lines == 6
    assert front.entries == ()


def test_lists_maps_and_lists_of_maps_are_flattened() -> None:
    front = split_front(
        "---\n"
        "tags: [a, b]\n"
        "last_update:\n  date: 2024-05-01\n  author: Kim\n"
        "labels:\n  - name: printer\n    color: red\n  - {name: ink}\n"
        "products: [[x], [y, z]]\n"
        "---\n"
    )
    assert front.values == {
        "tags": ("a", "b"),
        "last_update.date": ("2024-05-01",),
        "last_update.author": ("Kim",),
        "labels": ("printer", "ink"),
        "labels.color": ("red",),
        "products": ("x", "y", "z"),
    }


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "Sign in"\ntags = ["a"]\nweight = 10\ndate = 2024-05-01\n+++\nText\n',
        '{\n"title": "Sign in", "tags": ["a"], "weight": 10, "date": "2024-05-01"\n}\nText\n',
        "Title: Sign in\nTags: a\nWeight: 10\nDate: 2024-05-01\n\nText\n".replace(
            "Weight: 10\n", ""
        ),
    ],
)
def test_other_forms_of_a_head(text: str) -> None:
    front = split_front(text)
    assert front.values["title"] == ("Sign in",)
    assert front.values["tags"] == ("a",)
    assert front.values["date"] == ("2024-05-01",)
    assert front.body.strip() == "Text"
    assert front.lines + front.body.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text\n---\nMore\n",
        "---\n\nText between lines\n\n---\n",
        "---\nno end: here\n",
        "---\n- a\n- b\n---\nText\n",
        "Note: the printer must be on\n\nText\n",
        "Problem: no ink\nSolution: buy some\n\nText\n",
        "Date: tomorrow\n\nText\n",
        "Title: one\nand a line\n\nText\n",
        "{ braces } at the start\n",
        '{"a": 1} and more\n',
        "{}\n",
    ],
)
def test_what_is_no_head_stays_text(text: str) -> None:
    front = split_front(text)
    assert front.values == {}
    assert front.body == text
    assert front.lines == 0
    assert front.entries == ()


def test_an_empty_head_is_a_head() -> None:
    front = split_front("---\n---\nText\n")
    assert (front.values, front.body) == ({}, "Text\n")


def test_a_mistake_is_worked_around_and_told() -> None:
    front = split_front(
        "---\ntitle: Error: no ink\ntags:\n  - a\n  - 'b'\nx: [c, \"d\"]\n---\nText\n"
    )
    assert front.values["title"] == ("Error: no ink",)
    assert front.values["tags"] == ("a", "b")
    assert front.values["x"] == ("c", "d")
    assert front.body == "Text\n"
    (entry,) = front.entries
    assert entry.outcome is Outcome.REPAIRED
    assert "Error: no ink" in entry.about
    assert entry.text == ""


def test_what_cannot_be_read_is_quoted_and_the_text_kept() -> None:
    front = split_front("---\n[[[[\n---\nText\n")
    assert front.values == {}
    assert front.body == "Text\n"
    (entry,) = front.entries
    assert (entry.outcome, entry.attention) == (Outcome.LEFT, Attention.DECIDE)
    assert entry.about == "[[[["


def test_of_a_key_that_stands_twice_the_first_counts() -> None:
    front = split_front("---\ntitle: One\ntitle: Two\n---\n")
    assert front.values["title"] == ("One",)
    assert "Two" in front.entries[0].about


@pytest.mark.parametrize(
    "head",
    [
        "---\n" + "[" * 60_000,
        "---\na: " + "[" * 60_000,
        "+++\na = " + "[" * 60_000,
        "{" * 60_000,
        '{"a":' + "[" * 60_000,
        "---\na: &a [x]\nb: *a\n",
        "---\na: !!python/x y\n",
        "+++\na = 1\na = 2\n",
    ],
)
def test_hostile_heads_do_no_harm(head: str) -> None:
    closing = head[:3] if head[:3] in ("---", "+++") else ""
    front = split_front(f"{head}\n{closing}\nText\n")
    assert front.body.endswith("Text\n")


def test_a_long_list_takes_linear_time() -> None:
    items = "".join(f"- {number}\n" for number in range(30_000))
    start = time.perf_counter()
    front = split_front(f"---\ntags:\n{items}---\n")
    assert len(front.values["tags"]) == 30_000
    assert time.perf_counter() - start < 20


@given(
    st.text(alphabet="-+{}[]:\"'= \n\tab&*!|>#~.1", max_size=80),
    st.sampled_from(["---", "+++", ""]),
)
def test_no_text_breaks_it(text: str, fence: str) -> None:
    whole = f"{fence}\n{text}\n{fence}\nend" if fence else text
    front = split_front(whole)
    assert whole.replace("\r", "\n").endswith(front.body)
    assert whole.count("\n") == front.lines + front.body.count("\n")
