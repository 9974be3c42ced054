"""Rendered pages against CommonMark as another parser reads it, and against what a page owes."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.diagnostic import Diagnostic, Position, Related, Rule, Severity
from helpwright.render.html import HtmlWriter
from helpwright.render.mistakes import write_mistakes
from tests.rendering import EXTENSIONS, render_body

REFERENCE = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "kb"


def article(html: str) -> LexborNode:
    """Return the page's content without what the compiler adds."""
    tree = LexborHTMLParser(f"<main>{html}</main>")
    for node in tree.css("[data-hw-chrome], .headerlink, h1"):
        node.decompose()
    node = tree.css_first("main")
    assert node is not None
    return node


def words(html: str) -> list[str]:
    return article(html).text(separator=" ").split()


def letters(html: str) -> str:
    return "".join(article(html).text().split())


def steps(node: LexborNode) -> list[tuple[int, str]]:
    """Return number and own first line of every step, in order."""
    found: list[tuple[int, str]] = []
    for ordered in node.css("ol"):
        number = int(ordered.attributes.get("start") or 1)
        for item in (child for child in ordered.iter() if child.tag == "li"):
            text = " ".join(item.text(separator=" ").split())
            found.append((number, text))
            number += 1
    return found


def test_a_picture_between_steps_does_not_restart_the_numbers(root: Path) -> None:
    html = render_body(root, "1. one\n\n   ![a](x.png)\n2. two\n\n  para\n\n3. three\n")
    assert [number for number, _ in steps(article(html))] == [1, 2, 3]


def test_blocks_at_three_columns_stay_in_their_step(root: Path) -> None:
    body = (
        "1. one\n\n   ```sh\n   run\n   ```\n\n   > note\n\n   | a |\n   | - |\n   | b |\n\n"
        "   - bullet\n\n   1. sub\n   2. sub\n2. two\n"
    )
    item = article(render_body(root, body)).css_first("ol > li")
    assert item is not None
    assert [len(item.css(tag)) for tag in ("pre", "blockquote", "table", "ul", "ol")] == [1] * 5


def test_substeps_are_letters_and_roman_below(root: Path) -> None:
    html = render_body(root, "1. a\n   1. b\n      1. c\n         1. d\n")
    types = [node.attributes.get("type") for node in article(html).css("ol")]
    assert types == [None, "a", "i", None]


@pytest.mark.parametrize(
    "text",
    [
        r"\<placeholder> and \&lt; stay",
        "`&lt;` and `&amp;amp;` in code",
        "{#no} {: .no } **x**{.no} braces",
        "a*b*c_d_e 2 * 3 * 4 snake_case_name __init__",
        "http://example.com/a_b_c &copy; &#35; &unknown;",
        "[brackets] [x](#y) ![p](q.png) \\[z\\]",
        "wzxhzdk:0 \x02wzxhzdk:0\x03 klzzwxh:0001",
        "C++ and G++, 10:30:45, x == y == z, 2^10 and 3^5",
        "<user name> <br> line <b>bold",
        "*[HTML]: not an abbreviation",
        '(c) `x` --> 1/2 ... "quoted" -- dash',
        "x &amp;amp; y &amp;lt; z",
        "hh:mm:ss 00:1a:2b C:x:y",
        "{{ jinja }} {% raw %} $math$ --8<-- 'x'",
    ],
)
def test_text_passes_unchanged_through_python_markdown(root: Path, text: str) -> None:
    expected = REFERENCE.render(text.replace("<user name>", "&lt;user name>"))
    shown = letters(render_body(root, f"## H\n\n{text}\n\n- {text}\n"))
    once = "".join(LexborHTMLParser(f"<main>{expected}</main>").text().split())
    once = once.translate(dict.fromkeys((2, 3), "\N{REPLACEMENT CHARACTER}"))
    assert shown == f"H{once}{once}"


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("++ctrl+c++", "kbd"),
        ("==marked words==", "mark"),
        ("^^inserted^^", "ins"),
        ("x^2^", "sup"),
        ("{++added++}", "ins.critic"),
        ("{--taken away--}", "del.critic"),
        (":smile:", ".emojione"),
    ],
)
def test_inline_syntax_of_the_site_works_in_a_step(root: Path, text: str, element: str) -> None:
    html = render_body(root, f"1. Do {text} now\n2. b\n", (*EXTENSIONS, "pymdownx.emoji"))
    step = article(html).css_first("li")
    assert step is not None
    assert len(step.css(element)) >= 1
    assert (step.text().split()[0], step.text().split()[-1]) == ("Do", "now")


@pytest.mark.parametrize(
    "text",
    [
        "if a==b and c==d",
        "x^2+y^2 and (a^2+b)^(c^2)",
        "C++14-C++17 or a++b++c",
        r"\==marked== \:smile: \++ctrl+c++ \^^in^^ x\^2^ \{++added++}",
    ],
)
def test_signs_between_letters_or_escaped_are_no_syntax_of_the_site(root: Path, text: str) -> None:
    extensions = (*EXTENSIONS, "pymdownx.emoji")
    expected = "".join(LexborHTMLParser(REFERENCE.render(text)).text().split())
    html = render_body(root, f"Do {text}\n", extensions)
    assert "data-hw-syntax" not in html
    assert letters(html) == f"Do{expected}"


@pytest.mark.parametrize(
    ("text", "element"), [("これは==強調==です", "mark"), ("按++ctrl+c++键", "kbd")]
)
def test_inline_syntax_needs_no_blanks_in_scripts_without_them(
    root: Path, text: str, element: str
) -> None:
    assert article(render_body(root, f"{text}\n")).css_first(element) is not None


@pytest.mark.parametrize(
    "body",
    [
        "one<br>two\n",
        "| a |\n| - |\n| one<br/>two |\n",
        "<dl><dt>one<dd>two</dl>\n",
        "<table><tr><td>one<td>two</table>\n",
        "one<div>two</div>\n",
    ],
)
def test_words_of_two_lines_stay_apart_for_a_search_that_drops_tags(root: Path, body: str) -> None:
    text = re.sub("<[^>]*>", "", render_body(root, body))
    assert text.split()[-2:] == ["one", "two"]


def test_a_line_break_in_raw_preformatted_text_is_one_line(root: Path) -> None:
    assert "one<br>two" in render_body(root, "<pre>one<br>two</pre>\n")


def test_old_elements_of_html_are_no_placeholders(root: Path) -> None:
    assert words(render_body(root, "<big>big</big> <acronym>ASAP</acronym>\n")) == ["big", "ASAP"]


def test_a_placeholder_in_a_pictures_description_is_kept(root: Path) -> None:
    (root / "x.png").parent.mkdir()
    (root / "x.png").write_bytes(b"")
    picture = article(render_body(root, "![Ask <server name>](x.png)\n")).css_first("img")
    assert picture is not None
    assert picture.attributes["alt"] == "Ask <server name>"


def test_solutions_are_listed_as_their_headings_read(root: Path) -> None:
    headings = ["Ask <server> [for](https://e.example) ==it==", "Press ++ctrl+c++[^1] `a==b`"]
    body = "## Resolution\n\n" + "".join(f"### {text}\n\nx\n\n" for text in headings)
    tree = LexborHTMLParser(render_body(root, f"{body}[^1]: note\n"))
    links = tree.css("nav.hw-solutions li > a")
    assert [" ".join(link.text().split()) for link in links] == [
        "Ask <server> for it",
        "Press Ctrl+C a==b",
    ]
    assert tree.css("nav.hw-solutions a a") == []
    assert len(tree.css("sup[id]")) == 1


def test_places_that_raw_html_names_are_theirs_alone(root: Path) -> None:
    body = (
        '<a name="fix-it"></a>\n\n## Fix it\n\nx <b id="a-title">y</b>\n\n'
        '<p id="cause">z</p>\n\n## Cause\n'
    )
    tree = LexborHTMLParser(render_body(root, body))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert sorted(ids) == ["a-title", "a-title-title", "cause", "cause-1", "fix-it", "fix-it-1"]


def test_text_of_a_box_in_a_tight_list_is_a_paragraph(root: Path) -> None:
    html = render_body(root, "- one\n  /// tip | Title\n  two\n  ///\n- three\n")
    assert [node.text() for node in LexborHTMLParser(html).css(".admonition > p")] == [
        "Title",
        "two",
    ]


def test_footnotes_stand_at_the_end_beside_those_of_the_host(root: Path) -> None:
    node = article(render_body(root, "A[^x] and[^x].\n\n[^x]: The note.\n\nEnd.\n"))
    note = node.css_first(".footnote li")
    assert note is not None
    assert note.text().split() == ["The", "note."]
    assert [link.attributes["href"] for link in node.css("sup a")] == ["#fn-1", "#fn-1"]


def blocks() -> st.SearchStrategy[str]:
    """Markdown made of the constructs that other engines confuse, nested at will."""
    # A comment that is not closed takes all that follows along in a browser; here it is bounded.
    line = st.text(
        st.sampled_from("ab *_`<>&\\[](){}!#+-.1:|^=\"'/ "), min_size=1, max_size=20
    ).filter(lambda text: "<!" not in text)
    leaf = st.one_of(
        line,
        line.map(lambda text: f"```\n{text}\n```"),
        line.map(lambda text: f"> {text}"),
        line.map(lambda text: f"# {text}"),
        st.just("| a | b |\n| - | - |\n| c | d |\n"),  # GFM is silent on what follows at once
        st.just("    indented"),
        st.just("***"),
    )

    def nest(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        def item(parts: tuple[str, str, str]) -> str:
            marker, body, gap = parts
            indent = " " * len(marker)
            return marker + body.replace("\n", f"\n{indent}") + gap

        marked = st.tuples(
            st.sampled_from(["1. ", "2. ", "10. ", "- ", "* ", "3) "]),
            children,
            st.sampled_from(["\n", "\n\n"]),
        )
        return st.lists(st.one_of(marked.map(item), children), min_size=1, max_size=4).map(
            "\n".join
        )

    return st.recursive(leaf, nest, max_leaves=12)


def shape(node: LexborNode) -> Iterator[tuple[str, str]]:
    """Yield the nesting of lists, quotes, tables and code, with numbers."""
    for child in node.iter():
        tag = str(child.tag)
        if tag in ("ol", "ul", "li", "blockquote", "table", "pre"):
            start = child.attributes.get("start") or "1" if tag == "ol" else ""
            yield (f"<{tag}>", start)
            yield from shape(child)
            yield (f"</{tag}>", "")
        else:
            yield from shape(child)


@settings(derandomize=True, max_examples=300)
@given(blocks())
def test_structure_and_text_are_those_of_commonmark(body: str) -> None:
    assume("[](" not in body)  # such a link takes the title of what it leads to
    expected = LexborHTMLParser(f"<main>{_reference(body)}</main>").css_first("main")
    assert expected is not None
    with TemporaryDirectory() as folder:
        html = render_body(Path(folder), f"## Start\n\n{body}\n", ("attr_list", "tables", "toc"))
    built = article(html)
    assert list(shape(built)) == list(shape(expected))
    assert "".join(built.text().split()) == "".join(expected.text().split())


def _reference(body: str) -> str:
    """Render with the reference, showing what Helpwright shows of unknown tags."""
    tokens = REFERENCE.parse(f"## Start\n\n{body}\n")
    for token in tokens:
        for inline in (token, *(token.children or ())):
            if inline.type in ("html_inline", "html_block"):
                inline.content = _shown(inline.content)
    return REFERENCE.renderer.render(tokens, REFERENCE.options, {})


def _shown(raw: str) -> str:
    """Keep the elements that HTML has; write the tags of others out."""
    return re.sub(
        r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>",
        lambda tag: tag[0] if tag[2].lower() in ("a", "b", "br") else f"&lt;{tag[0][1:]}",
        raw,
    )


def test_a_preview_shows_mistakes_with_their_code_set_off() -> None:
    rule = Rule("HW901", "leap", Severity.ERROR, "A number leaps.", "Why?", "Fix it.")
    start = Position(3, 1)
    found = Diagnostic(rule, "a<b>&c.md", start, start, "`<b>` is no tag", "write `&lt;b>`")
    writer = HtmlWriter()
    write_mistakes(writer, [found])
    (page,) = writer.finish("hw-article").pieces
    assert isinstance(page, str)
    item = LexborHTMLParser(page).css_first("li")
    assert [code.text() for code in item.css("code")] == ["a<b>&c.md:3:1", "<b>", "&lt;b>"]
    assert item.text() == "a<b>&c.md:3:1 error HW901: <b> is no tagHelp: write &lt;b>"


def test_a_preview_names_the_other_places_of_a_mistake() -> None:
    rule = Rule("HW901", "leap", Severity.ERROR, "A number leaps.", "Why?", "Fix it.")
    start = Position(3, 1)
    related = tuple(Related("b.md", Position(n, 1), start, f"`<i>` {n}") for n in range(1, 8))
    writer = HtmlWriter()
    write_mistakes(writer, [Diagnostic(rule, "a.md", start, start, "no", related=related)])
    (page,) = writer.finish("hw-article").pieces
    assert isinstance(page, str)
    item = LexborHTMLParser(page).css_first("li")
    assert item.text().startswith("a.md:3:1 error HW901: noSee b.md:1:1: <i> 1See b.md:2:1: <i> 2")
    assert item.text().endswith("See b.md:5:1: <i> 5 and 2 more")


def test_the_versions_of_a_block_that_cannot_be_told_stand_without_their_quotes(root: Path) -> None:
    tree = LexborHTMLParser(render_body(root, '/// applies_to | "9.9"\nGo on.\n///\n'))
    assert [node.text() for node in tree.css(".hw-applies")] == ["Applies to 9.9"]


def test_blocks_whose_versions_cannot_be_told_are_written_in_time(root: Path) -> None:
    body = "/// applies_to | 9.9\nGo.\n///\n\n" * 10_000
    started = time.process_time()
    html = render_body(root, body)
    assert time.process_time() - started < 10, "the page does not take linear time"
    assert html.count("Applies to 9.9") == 10_000


def test_labels_of_footnotes_may_differ_in_case(tmp_path: Path) -> None:
    html = render_body(tmp_path, "## Resolution\n\nLoad paper.[^Size]\n\n[^size]: A4.\n")
    assert "A4." in html
    assert 'id="fn-1"' in html
