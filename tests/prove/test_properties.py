"""Whatever an article holds, its rendered page is proven right, and a spoilt one wrong."""

from __future__ import annotations

import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwright.prove.raw import shown_parts
from tests.prove.folder import SiteFolder, article

WORDS = st.lists(
    st.sampled_from(
        [
            "open",
            "Settings",
            "**bold**",
            "*em*",
            "`a  b`",
            "`<x>`",
            r"\<name>",
            "a&b",
            "&amp;",
            "&nbsp;",
            "<br>",
            "<kbd>F1</kbd>",
            "<user name>",
            "{x}",
            "{#x",
            "++ctrl+c++",
            ":smile:",
            "==mark==",
            "~~gone~~",
            "x^2^",
            "H~2~O",
            "-->",
            "(c)",
            "1/2",
            '"quoted"',
            "it's",
            "...",
            "--",
            "[link](kb:other)",
            "[](kb:other#symptom)",
            "<kb:other>",
            "[^1]",
            "C++",
            "![gear](pictures/one.png)",
            "<https://example.com/>",
            "http://example.com",
            "$x$",
            "a_b_c",
            "2 * 3 * 4",
            "<!-- hidden -->",
            "{++ins++}",
            "größe",
            "\u200bx",
            "1986\\.",
            "|",
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


def indent(text: str, by: int) -> str:
    return "\n".join(" " * by + line if line else line for line in text.split("\n"))


def items(blocks: list[list[str]], markers: list[str], blank: str) -> str:
    return blank.join(
        marker + indent(blank.join(block), len(marker)).lstrip(" ")
        for marker, block in zip(markers, blocks, strict=True)
    )


def containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    blocks = st.lists(inner, min_size=1, max_size=3)
    lists = st.lists(blocks, min_size=1, max_size=3)
    blank = st.sampled_from(["\n", "\n\n", "\n\n\n"])

    def steps(found: list[list[str]], start: int, same: bool, blank: str) -> str:
        numbers = [start if same else start + at for at in range(len(found))]
        return items(found, [f"{number}. " for number in numbers], blank)

    def quote(found: list[str], first: str) -> str:
        lines = first + "\n\n".join(found)
        return "\n".join(f"> {line}".rstrip() for line in lines.split("\n"))

    def fenced(found: list[str], name: str) -> str:
        return f"/// {name}\n" + "\n\n".join(found) + "\n///"

    return st.one_of(
        st.builds(steps, lists, st.sampled_from([0, 1, 1, 1, 7]), st.booleans(), blank),
        st.builds(
            lambda found, sign, blank: items(found, [sign] * len(found), blank),
            lists,
            st.sampled_from(["- ", "*   ", "- [ ] "]),
            blank,
        ),
        st.builds(quote, blocks, st.sampled_from(["", "", "[!NOTE]\n", "[!WARNING]\n"])),
        st.builds(
            fenced, blocks, st.sampled_from(["note", "tip | A *title*", "details", "tab | Tab"])
        ),
        st.builds(
            lambda found: (
                "<details>\n<summary>More</summary>\n\n" + "\n\n".join(found) + "\n\n</details>"
            ),
            blocks,
        ),
    )


LEAVES = st.one_of(
    WORDS,
    WORDS,
    st.builds(
        lambda one, two, brk: f"{one}{brk}{two}", WORDS, WORDS, st.sampled_from(["\n", "  \n"])
    ),
    st.just('![A list](pictures/two.png "All of it")'),
    st.sampled_from(
        [
            "```python\nif a:\n\n    run('<x>', {y}, \"&lt;\")\n```",
            '``` sh title="a.sh" linenums="3"\n$ ls  -l\n```',
            "~~~\n```\n1. no step\n~~~",
            "    indented  code\n\n        more",
            "| a | b |\n|---|--:|\n| `x` | **y** |\n| ![gear](pictures/one.png) |",
            "<table><tr><td>cell</td>\n<td><b>bold</b></td></tr></table>",
            "<div>\nraw <script>alert(1)</script> words\n</div>",
            "***",
            "<server name> stands first",
        ]
    ),
)
BLOCKS = st.recursive(LEAVES, containers, max_leaves=8)
ARTICLES = st.lists(
    st.tuples(
        st.sampled_from(
            ["## Symptom", "## Cause", "## Resolution", "### Way", "#### Deep", "## Free *words*"]
        ),
        st.lists(BLOCKS, max_size=4),
    ),
    min_size=1,
    max_size=4,
).map(lambda parts: "\n\n".join(itertools.chain(*([head, *blocks] for head, blocks in parts))))
NOTE = "\n\n[^1]: The note's *words*.\n"
OTHER = article("other", "## Symptom\n\nIt fails.\n")


def told_of(body: str) -> list[str]:
    with TemporaryDirectory() as folder:
        kb = {"a.md": article("a", body), "other.md": OTHER}
        told = SiteFolder(Path(folder), kb).told()
    # The page shows a link without words as it was written.
    return [line for line in told if not line.startswith("HW727")]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(ARTICLES)
def test_a_rendered_article_is_proven_right(body: str) -> None:
    assert told_of(body + NOTE) == []


ODD = {
    "unknown closing tags": "A </Server> <Server> x </b> <B>y</B>\n\n<div>\n\n </X>\nc</Y>\n</div>",
    "raw HTML behind a tight item": "- foo\n  <div>bar</div>\n- foo\n  <option>x</option>",
    "a footnote in a footnote": "A[^1]\n\n[^1]: one[^2]\n\n[^2]: two",
    "a picture with versions": '![x](pictures/one.png) {applies_to="<2"}\n\n'
    '- ![x](pictures/one.png) {applies_to="<2"}\n\n1. ![x](pictures/one.png) {applies_to="<2"}',
    "raw lists": "<ol start=3><li>one</li><li>two</ol>\n\n<ul>\n<li>\n\n1. a\n2. b\n\n</li>\n</ul>",
    "code with blank lines": "```\n\n\n  x\n\n\n```\n\n```python\n\tx\ty\n  \n```\n\n"
    "```\n```\n\n    \tx",
    "code with control characters": "```\na\x0cb\x1fc\x85d\u2028e\n```\n\n`a\x0cb`",
    "carriage returns": "```\r\na\r\n\r\nb\r\n```\r\n\r\n1. x\r\n   y\r\n",
    "raw code": "<pre>\n a\n  b<b>c</b><br>d\n</pre>\n\n1. <pre>x\n   y</pre>",
    "headings in blocks": "## A [link](kb:other) `code` ![i](pictures/one.png) {#lab}\n\n"
    "1. # In step\n\n> ## q",
    "two titles": "# One\n\ntext\n\n# Two\n\ntext",
    "entities": "&#0; &#2; &notin; &amp;lt; `&lt;` &ZeroWidthSpace;x",
    "hidden content": "<svg>\n<path>text\n\nmore</svg>\n\na <script>b\n\n"
    "<script>\nfoo()\n\nbar\n</script>\nbaz",
    "a link in a link": '<a href="kb:other">x [y](kb:other) z</a>',
    "words in a table but not in a cell": "<table>text<tr><td>cell</td>and</tr></table>",
    "ruby": "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
    "paragraphs not closed": "x <p>y</p> z </p> w\n\n<p>a\n<p>b\n\n<dl><dt>a<dd>b</dl>",
    "places by hand": '<a name="foo"></a> <a id="bar">x</a> [go](#foo) [b](#bar)',
    "a label used twice": "1. a {#x}\n2. b {#x}\n\n## S {#x}\n",
    "lists side by side": "1. a\n\ntext\n\n1) b\n1. c\n\n<!-- -->\n\n1. d",
    "links that lead nowhere": "[a](gone.md) [b](javascript:x) <kb:nope> [](kb:other) "
    "[ ](kb:other) "
    "![lost](gone.png) ![out](https://x.example/a%20b.png?x#y) [](https://x.example) [x]()",
    "deep steps": "1. a\n   1. b\n      1. c\n         1. d\n            1. e\n",
    "steps in bullets in steps": "1. a\n   - b\n     1. c\n       - d\n",
    "step 0": "0. a\n1. b\n   0. c\n   1. d",
    "tasks": "- [ ] a\n- [x]b\n\n1. [x] c",
    "tabs in tabs": "/// tab\nx\n///\n//// tab | B & <b>\n/// tab | inner\ny\n///\n////\n\n"
    "/// details\nz\n///",
    "alerts": "> [!NOTE]\n> a\n>\n> 1. b\n> 2. c\n\n> [!TIP] no\n> x",
    "directives not closed": "/// note\nx\n\n1. y\n\n/// foo\nbar\n///",
    "details in a tight step": "1. a\n   <details><summary>s</summary>\n   b\n   </details>\n2. c",
    "lists in cells": "| a |\n|---|\n| <ul><li>x</li><li>y</li></ul> |\n| a<br>b |",
    "typographic symbols": "a -- b --- c ... (tm) 1st +/- =/= c/o -->  \n--> d",
    "control characters": "a\x02b\x03c \x1c d\x7f",
    "markers of other tools": '--8<-- "x.md"\n\n{% raw %} {{ x }} klzzwxh:0000 wzxhzdk:1 '
    "\ue000helpwright:a.md\ue000",
    "languages": "```{.python .no-copy}\nx\n```\n\n```mermaid\ngraph TD\n```\n\n"
    '``` c++ linenums="1" title="t <b>"\nx\n y\n```',
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_article_is_proven_right(name: str) -> None:
    assert told_of(ODD[name]) == []


@settings(max_examples=30)
@given(st.text(max_size=200))
def test_any_text_is_proven_right(body: str) -> None:
    assert told_of(body) == []


@given(st.text("<>/!-='\" abscriptvgem\n&;", max_size=80))
def test_any_raw_html_is_read(raw: str) -> None:
    assert all(part != "" or raw == "" for part in shown_parts(raw))
