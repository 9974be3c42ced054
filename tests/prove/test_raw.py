"""What raw HTML shows, and the numbers that browsers give to list items."""

from __future__ import annotations

import pytest

from helpwright.prove.numbers import Numbering, integer, marker
from helpwright.prove.raw import Tag, shown_parts


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain &amp; &lt;text&gt; a < b", "plain & <text> a < b"),
        ("<b>bold</b> and <i>more</i>", "[b]bold[/b] and [i]more[/i]"),
        ("<server name> and </server>", "<server name> and </server>"),
        ("<Server Name>", "<Server Name>"),
        ("a<!-- hidden > still -->b<!---->c<!-->d", "abcd"),
        ("<?php echo 1 ?>a<!DOCTYPE html>b<![CDATA[x]]>c", "abc"),
        ("<script>if (a < b) x()</script>a<style>p > a {}</style>b", "ab"),
        ("<svg><path d='M1'/><text>no</text></svg>a", "a"),
        ("<title/>a", "a"),
        ("</script>a", "a"),
        ("a</>b</ b>c", "abc"),
        ("<form><input value='x'>kept</form>", "kept"),
        ('<td title="a > b">cell</td>', "[td]cell[/td]"),
        ("<a href=x title=it's>y</a>", "[a]y[/a]"),
        ("a<br/>b<BR>c", "a[br]b[br]c"),
        ("a <b never closed", "a "),
        ("", ""),
    ],
)
def test_raw_html_shows(raw: str, shown: str) -> None:
    parts = [
        f"[{'/' * part.closing}{part.name}]" if isinstance(part, Tag) else part
        for part in shown_parts(raw)
    ]
    assert "".join(parts) == shown


@pytest.mark.parametrize(
    ("raw", "source"),
    [
        ('<img src="a.png">', "a.png"),
        ("<IMG alt='src=no' SRC='a &amp; b.png' />", "a & b.png"),
        ("<img data-src=no src=a.png>", "a.png"),
        ("<img alt='x'>", ""),
    ],
)
def test_an_attribute_is_read(raw: str, source: str) -> None:
    (tag,) = shown_parts(raw)
    assert isinstance(tag, Tag)
    assert tag.attribute("src") == source


def test_hostile_raw_html_takes_no_long_time() -> None:
    for raw in ("<" * 50_000, '<a ="' * 20_000, "<!--" * 20_000, "<a " + "'\"=" * 30_000):
        assert "x" not in "".join(part for part in shown_parts(raw) if isinstance(part, str))


@pytest.mark.parametrize(
    ("value", "number"),
    [("3", 3), (" +7x", 7), ("-2", -2), ("x", None), ("", None), (None, None), ("9" * 40, None)],
)
def test_an_attribute_is_an_integer(value: str | None, number: int | None) -> None:
    assert integer(value) == number


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [("1", 7, "7"), ("a", 28, "ab"), ("A", 3, "C"), ("i", 4, "iv"), ("I", 9, "IX"), ("a", 0, "0")],
)
def test_a_marker_is_shown(kind: str, number: int, shown: str) -> None:
    assert marker(kind, number) == shown


def test_items_count_on_from_a_value() -> None:
    numbering = Numbering(ordered=True, following=3)
    assert [numbering.take(value) for value in (None, "10", None, "x")] == ["3", "10", "11", "12"]
    assert Numbering(ordered=False).take("4") == "•"
