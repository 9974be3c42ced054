"""What is shown of conditions that are misspelt or stand where they have no effect."""

from __future__ import annotations

import pytest

from helpwright.parse.article import parse_article
from helpwright.source import Source
from helpwright.write.text import conditions_in, insert

HEAD = "---\nid: a\ntitle: a\nstatus: draft\nupdated: 2026-01-31\n---\n\n"


def found(text: str) -> list[tuple[int, int, str, str]]:
    """Return where each finding is, its message and its help."""
    _, diagnostics = parse_article(Source("a.md", f"{HEAD}{text}\n".encode()), {})
    return [(it.start.line - 7, it.start.column, it.message, it.help) for it in diagnostics]


@pytest.mark.parametrize(
    ("text", "meant", "why"),
    [
        ('{applies_to="<2.0"', '{applies_to="<2.0"}', "with a brace at the end"),
        ('{applies-to="<2.0"}', '{applies_to="<2.0"}', "with `applies_to` as the key"),
        ('{Applies_to="<2.0"}', '{applies_to="<2.0"}', "with `applies_to` as the key"),
        ('{applies_to: "<2.0"}', '{applies_to="<2.0"}', "with `=` in front of the versions"),
        ('{applies_to "<2.0"}', '{applies_to="<2.0"}', "with `=` in front of the versions"),
        ('{ applies_to = "<2.0" }', '{applies_to="<2.0"}', "without blanks around `=`"),
        ("{applies_to=1.0 - 2.0}", '{applies_to="1.0 - 2.0"}', "with quotes around the versions"),
        ('{applies_to="<2.0}', '{applies_to="<2.0"}', "with quotes around the versions"),
        ('{#x applies-to="2"}', '{#x applies_to="2"}', "with `applies_to` as the key"),
    ],
)
def test_a_misspelt_list_is_shown_as_it_is_spelt(text: str, meant: str, why: str) -> None:
    for around in ("1. Close. {}", "Close. {}", "Close [it]{}", "## Close {}"):
        (finding,) = found(around.format(text))
        assert finding[2] == f"`{text}` is not an attribute list that Helpwright knows"
        assert finding[3] == f"write `{meant}`, {why}"


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ('2. Öl. applies_to=">=2.0"}', 'applies_to=">=2.0"}', '{applies_to=">=2.0"}'),
        ('1. Öl. (applies_to="<2.0")', '(applies_to="<2.0")', '{applies_to="<2.0"}'),
        ("1. Öl. (applies_to='<2.0') x", "(applies_to='<2.0')", "{applies_to='<2.0'}"),
    ],
)
def test_a_condition_without_its_braces_is_found(text: str, written: str, meant: str) -> None:
    message = f"`{written}` is text here, as a condition stands in braces"
    assert found(text) == [(1, 8, message, f"write `{meant}`")]


def test_a_key_alone_is_found() -> None:
    message = "`{applies_to}` is not an attribute list that Helpwright knows"
    help = 'write which versions it is about, as in `{applies_to="<2.0"}`'
    assert found("a {applies_to} b") == [(1, 3, message, help)]


def test_a_condition_behind_a_row_is_found() -> None:
    message = '`{applies_to="1.9"}` stands behind the last cell of a row'
    help = "put the words of each cell in brackets with the condition, as in "
    help += '`[words]{applies_to="<2.0"}`'
    table = '| a | b |\n| - | - |\n| c | d | {applies_to="1.9"}\n| é | `f` |{applies_to="1.9"}|\n'
    assert found(table) == [(3, 11, message, help), (4, 12, message, help)]
    ((_, _, other, _),) = found('| a | b |\n| - | - |\n| c | d | `{applies_to="1.9"}`\n')
    assert "is on no page: the row has more cells than the table's 2 columns" in other
    assert not found(f"```\n{table}```")


def test_a_condition_in_the_title_is_found() -> None:
    lists = ('{applies_to="<2.0"}', "{applies_to=1}", "{applies_to=2}")
    text = f"# Öl *[x [y](z){lists[1]}]{lists[2]}* {lists[0]}"
    assert sorted(it[2] for it in found(text)) == sorted(
        f"`{it}` stands in the title, which is the same for all readers" for it in lists
    )
    assert not found('## Öl [x]{applies_to="1"} {applies_to="<2.0"}')


@pytest.mark.parametrize(
    "text",
    ['a applies_to="1"} b', 'a (applies_to="1") b', "{applies_to}", '(applies_to="1")', "a {b: c}"]
    + ['applies_to="1"} (applies_to = "1" ) {applies-to', '{a applies_to="1"} applies_to="2"}'],
)
def test_what_is_written_as_text_is_no_finding(text: str) -> None:
    places = dict.fromkeys(conditions_in(text), "\\")
    written = insert(text, places)
    assert (written != text) == bool(found(text))
    assert not found(written)
