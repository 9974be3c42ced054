from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.importers.ledger import Attention, Entry, Outcome, balance
from helpwright.importers.markdown.blocks import parse_markdown
from helpwright.importers.markdown.raw import fold_html
from helpwright.importers.tally import shown_text, tally_blocks
from helpwright.model import (
    Block,
    Break,
    BulletList,
    Code,
    Directive,
    Heading,
    HtmlBlock,
    Image,
    InlineHtml,
    Link,
    Paragraph,
    StepList,
    Styled,
    Table,
    Text,
)


def fold(text: str) -> tuple[tuple[Block, ...], tuple[Entry, ...]]:
    """Fold a text's HTML, and hold the account to the law of the ledger."""
    before = parse_markdown(text)
    after, entries = fold_html(before)
    assert balance(tally_blocks(before), tally_blocks(after), entries).even
    return after, entries


def children(text: str) -> list[object]:
    """Return the inlines of a text that is one paragraph, without their places."""
    (block,), _ = fold(text)
    assert isinstance(block, Paragraph)
    return [plain(child) for child in block.children]


def plain(child: object) -> object:
    """Return an inline as a short value that can be compared."""
    if isinstance(child, Text):
        return child.value
    if isinstance(child, Code):
        return ("code", child.value)
    if isinstance(child, Styled):
        return (child.style.value, *map(plain, child.children))
    if isinstance(child, Link):
        return ("a", child.target, *map(plain, child.children))
    if isinstance(child, Image):
        values = dict(child.attributes.values) if child.attributes else {}
        return ("img", child.source, child.alt, values)
    if isinstance(child, Break):
        return "\n" if child.hard else " "
    assert isinstance(child, InlineHtml)
    return ("raw", child.raw)


def shape(block: Block) -> object:
    """Return a paragraph or heading as a value that can be compared."""
    assert isinstance(block, Paragraph | Heading)
    label = block.attributes.label if block.attributes else None
    return (type(block), label, *map(plain, block.children))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one<br>two", ["one", "\n", "two"]),
        ("one <br/>\ntwo", ["one", "\n", "two"]),
        ("one\n<br />two", ["one", "\n", "two"]),
        ("one<br>", ["one"]),
        ("`<br>` stays", [("code", "<br>"), " stays"]),
        ("a <b>b</b> c", ["a ", ("strong", "b"), " c"]),
        ("a<strong> b </strong>c", ["a ", ("strong", "b"), " c"]),
        ("**a <b>b</b>**", [("strong", "a b")]),
        ("<b>a</b><b>b</b>", [("strong", "a", "b")]),
        ("<i>a <em>b</em></i>", [("em", "a ", "b")]),
        ("<b></b>x", ["x"]),
        ("<s>a</s>", [("del", "a")]),
        ("<code>a &lt;b&gt;</code>", [("code", "a <b>")]),
        ("<code>a *b*</code>", [("raw", "<code>"), "a ", ("em", "b"), ("raw", "</code>")]),
        ('<a href="x.md">y *z*</a>', [("a", "x.md", "y ", ("em", "z"))]),
        ('[y <a href="x.md">z</a>](q)', None),
        ('see <a href="x.md"></a>', ["see"]),
        (
            '<img src="a b.png" alt=" c  d " width="40px">',
            [("img", "a b.png", "c d", {"width": "40"})],
        ),
        ('x <img src="a.png" width="50%" height=7>', ["x ", ("img", "a.png", "", {"height": "7"})]),
        ("x <img alt=a>", ["x"]),
        ("H<sub>2</sub>O <kbd>F1</kbd>", None),
        ("<server name> and <path>", [("raw", "<server name>"), " and ", ("raw", "<path>")]),
        ("<font color=red>a</font> <span style='x'>b</span>", ["a b"]),
        ('<span id="here">a</span>', [("raw", '<span id="here">'), "a", ("raw", "</span>")]),
        ("a </b> c</span> d", ["a  c d"]),
        ("<b>never closed", [("raw", "<b>"), "never closed"]),
        ("<b>a <i>b</b> c</i>", [("strong", "a ", ("raw", "<i>"), "b"), " c"]),
        ("a <!-- b --> c", ["a ", ("raw", "<!-- b -->"), " c"]),
        ("a <!-- --> c", ["a  c"]),
    ],
)
def test_tags_in_a_line(text: str, expected: list[object] | None) -> None:
    if expected is None:
        expected = [plain(child) for child in parse_markdown(text)[0].children]  # type: ignore[union-attr]
    assert children(text) == expected


def test_an_empty_line_of_breaks_parts_a_paragraph() -> None:
    blocks, _ = fold("1. one<br><br>two\n2. three\n")
    (steps,) = blocks
    assert isinstance(steps, StepList)
    assert [shown_text((block,)) for block in steps.steps[0].blocks] == ["one", "two"]
    paragraphs = [block for step in steps.steps for block in step.blocks]
    assert not any(isinstance(block, Paragraph) and block.tight for block in paragraphs)


def test_what_can_run_is_taken_out_and_told() -> None:
    (block,), entries = fold(
        'a <u onclick="x()" title="t">b</u><script>c</script> <input type=text>d\n'
    )
    assert isinstance(block, Paragraph)
    assert [plain(child) for child in block.children] == [
        "a ",
        ("raw", '<u title="t">'),
        "b",
        ("raw", "</u>"),
        " d",
    ]
    told = {entry.about for entry in entries if entry.topic == "active-html"}
    assert told == {'onclick="x()"', "<script>; <input type=text>"}
    assert any("c" in entry.text.split() for entry in entries)


def test_a_video_becomes_a_link() -> None:
    (block,), entries = fold('<iframe src="https://video.example/v" width="5"></iframe>\n')
    assert isinstance(block, Paragraph)
    assert isinstance(block.children[0], Link)
    assert block.children[0].target == "https://video.example/v"
    assert entries[0].added_links == 1
    blocks, entries = fold('<video src="film.mp4"></video>\n')
    assert blocks == ()
    assert entries[0].attention is Attention.LOST


DETAILS = "<details>\n<summary>{}</summary>\n\nHidden *text*.\n\n1. a\n2. b\n\n</details>\n"


@pytest.mark.parametrize(
    ("summary", "title"),
    [("More", "More"), (" <b>Mo\nre</b> &amp; more", "Mo re & more"), ("", "")],
)
def test_details_around_markdown(summary: str, title: str) -> None:
    (block,), entries = fold(DETAILS.format(summary))
    assert isinstance(block, Directive)
    assert (block.name, block.argument) == ("details", title)
    assert [type(inner) for inner in block.blocks] == [Paragraph, StepList]
    assert {entry.outcome for entry in entries} == {Outcome.MAPPED}


def test_a_picture_in_a_summary_stays() -> None:
    (block,), _ = fold(DETAILS.format('<img src="a.png"> More'))
    assert isinstance(block, Directive)
    first = block.blocks[0]
    assert isinstance(first, Paragraph)
    assert isinstance(first.children[0], Styled)
    assert shown_text((first,)) == "More"


def test_details_one_behind_the_other_and_in_one_block() -> None:
    text = DETAILS.format("A").rstrip() + "\n" + DETAILS.format("B")
    blocks, _ = fold(text)
    assert [block.argument for block in blocks if isinstance(block, Directive)] == ["A", "B"]
    blocks, _ = fold("<details><summary>A</summary>\n<p>x</p><ul><li>y</li></ul>\n</details>\n")
    (block,) = blocks
    assert isinstance(block, Directive)
    assert [type(inner) for inner in block.blocks] == [Paragraph, BulletList]


def test_details_in_details_and_in_a_step() -> None:
    inner = re.sub(r"(?m)^(?=.)", "   ", DETAILS.format("Inner"))
    (block,), _ = fold(f"1. one\n\n{inner}\n2. two\n")
    assert isinstance(block, StepList)
    assert [step.number for step in block.steps] == [1, 2]
    directive = block.steps[0].blocks[1]
    assert isinstance(directive, Directive)
    nested = directive.blocks[1]
    assert isinstance(nested, StepList)
    assert nested.depth == 2
    (outer,), _ = fold(f"<details>\n\n{DETAILS.format('Inner')}\n</details>\n")
    assert isinstance(outer, Directive)
    assert isinstance(outer.blocks[0], Directive)


@pytest.mark.parametrize(
    "text", ["<details>\n<summary>A</summary>\n\nb\n", "<details>\n\nb\n\n> </details>\n"]
)
def test_details_without_an_end_stay_raw(text: str) -> None:
    blocks, entries = fold(text)
    assert isinstance(blocks[0], HtmlBlock)
    assert blocks[0].raw.startswith("<details>")
    assert Outcome.KEPT_RAW in {entry.outcome for entry in entries}


def test_an_end_without_a_beginning_is_gone() -> None:
    blocks, entries = fold("a\n\n</details>\n")
    assert [type(block) for block in blocks] == [Paragraph]
    assert entries[0].topic == "stray-tag"


@pytest.mark.parametrize(
    "text",
    [
        '<a name="here"></a>\n## Title\n',
        '<a id="here"></a>\n\n## Title\n',
        '## <a name="here"></a>Title\n',
        '## Title <a href="#here" id="here"></a>\n',
        '<div id="here"></div>\n\n## Title\n',
    ],
)
def test_an_anchor_becomes_the_label_of_its_heading(text: str) -> None:
    (block,), _ = fold(text)
    assert isinstance(block, Heading)
    assert block.attributes is not None
    assert block.attributes.label == "here"
    assert [plain(child) for child in block.children] == ["Title"]


@pytest.mark.parametrize(
    "text", ['<a name="a b"></a>\n## T\n', '<a name="a"></a>\n\nT\n', "## T {#x}\n"]
)
def test_other_anchors_stay(text: str) -> None:
    after, entries = fold(text)
    assert [shape(block) for block in after] == [shape(block) for block in parse_markdown(text)]
    assert entries == ()


def test_wrappers_around_markdown_are_gone() -> None:
    blocks, entries = fold(
        '<div align="center">\n\n![a](b.png)\n\n</div>\n<center>\n\nc\n\n</center>\n'
    )
    assert [type(block) for block in blocks] == [Paragraph, Paragraph]
    assert entries[0].topic == "layout"
    assert "<center>" in entries[0].about


def test_tables_and_lists() -> None:
    html = "<table>\n<tr><th>A</th></tr>\n\n<tr><td>1 <b>x</b></td></tr>\n</table>\n"
    (table,), _ = fold(html)
    assert isinstance(table, Table)
    assert len(table.rows) == 1
    html = "<ol start=3>\n<li>x\n<ul><li>y</li></ul></li>\n<li>z</li>\n</ol>\n"
    (steps,), _ = fold(html)
    assert isinstance(steps, StepList)
    assert [step.number for step in steps.steps] == [3, 4]
    assert isinstance(steps.steps[0].blocks[1], BulletList)
    indented = re.sub(r"(?m)^(?=.)", "   ", html)
    (steps,), _ = fold(f"1. one\n\n{indented}")
    assert isinstance(steps, StepList)
    inner = steps.steps[0].blocks[1]
    assert isinstance(inner, StepList)
    assert inner.depth == 2


def test_a_table_with_markdown_inside_stays_raw() -> None:
    blocks, entries = fold('<table style="x">\n<tr><td>\n\n*b*\n\n</td></tr>\n</table>\n')
    assert isinstance(blocks[0], HtmlBlock)
    assert blocks[0].raw == "<table>\n<tr><td>\n"
    assert {entry.outcome for entry in entries} == {Outcome.KEPT_RAW, Outcome.DROPPED}


def test_html_in_a_cell_stays_but_for_what_can_run() -> None:
    (table,), _ = fold("| a<br>b |\n|---|\n| <b onclick=x>c</b> |\n")
    assert isinstance(table, Table)
    assert plain(table.head[0].children[1]) == ("raw", "<br>")
    assert plain(table.rows[0][0].children[0]) == ("raw", "<b>")


@pytest.mark.parametrize(
    "text",
    [
        "```html\n<details>\n<br>\n```\n",
        "    <div>\n",
        "<!-- a comment\n\nof two -->\n",
        "<server name>\n",
        "a < b > c\n",
    ],
)
def test_what_is_no_html_or_must_stay(text: str) -> None:
    before = parse_markdown(text)
    after, _ = fold_html(before)
    assert after == tuple(
        HtmlBlock(block.raw, after[0].span) if isinstance(block, HtmlBlock) else block
        for block in before
    )


PIECES = st.sampled_from(
    "<details>|<details open>|<summary>|</summary>|</details>|<div>|</div>|<p>|</p>|<br>|<b>|</b>|"
    "<i>|</i>|<a href='x'>|<a name=n>|</a>|<img src=a.png>|<img>|<table>|<tr>|<td>|</table>|<ol>|"
    "<li>|</li>|</ol>|<ul>|</ul>|<script>|</script>|<style>|</style>|<!--|-->|<server name>|<code>|"
    "</code>|<span id=q>|</span>|<iframe src=https://e.example/>|<font>|</font>|<svg>|</svg>|<pre>|"
    "</pre>|<sub>|</sub>|word|two words|**|*|`|[x](y)|![p](q)|## |1. |- |> |   |\t|\n|\n\n|\n\n|\n|"
    " | a|&lt;|<|>|\"|'|/>|<!x|<?y|é|e\u0301".split("|")
)


@given(st.lists(PIECES, max_size=40))
def test_every_word_is_accounted_for(pieces: list[str]) -> None:
    fold("".join(pieces))


@pytest.mark.parametrize(
    "piece",
    [
        "<b>",
        '<a "',
        "<a '",
        "<!",
        "<!--",
        "<svg>",
        "<table>\n\n",
        "<details>\n\n",
        "a<br>",
        "<b><i>",
        "</b>",
        "<kbd>a</kbd>",
        "<span>a</span>",
        "<p>",
        "<a href=x>b</a>",
        "<div>\n\n</div>\n\n",
        "<td>",
        "<!x>",
    ],
)
def test_time_is_linear(piece: str) -> None:
    text = piece * (60_000 // len(piece)) + "\n"
    start = time.perf_counter()
    fold(text)
    fold(f"<table>{text}")
    assert time.perf_counter() - start < 20
