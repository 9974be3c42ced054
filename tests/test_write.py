"""The writer: what it writes is read as what it was given, and is pleasant to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown import Markdown

from helpwright.expand import expand
from helpwright.importers.tally import tally_blocks
from helpwright.knowledge import Library
from helpwright.model import (
    Article,
    Attributes,
    Block,
    Break,
    BulletItem,
    BulletList,
    Code,
    Directive,
    Heading,
    HtmlBlock,
    Image,
    Inline,
    InlineHtml,
    Link,
    Metadata,
    Paragraph,
    Phrase,
    Quote,
    Step,
    StepList,
    Style,
    Styled,
    Table,
    TableCell,
    Text,
)
from helpwright.parse import parse_article
from helpwright.parse.blocks import BlockReader
from helpwright.parse.inlines import is_escaped
from helpwright.parse.sections import section_names
from helpwright.render.extension import MarkdownHost
from helpwright.source import Source
from helpwright.write import write_article, write_blocks, write_front_matter
from helpwright.write.scalars import entry, scalar
from tests import documents
from tests.documents import NOWHERE, normal, step_paths
from tests.rendering import EXTENSIONS

NAMES = section_names({})
HEAD = "---\nid: a\ntitle: A title\nstatus: published\nupdated: 2024-09-18\n---\n"


def source_of(text: str) -> Source:
    """Return a text as a knowledge base without fragments reads it: `;--8<--` shows `--8<--`."""
    return expand(Source("a.md", text.encode("utf-8", "replace")), Library())[0]


def parse(text: str) -> Article:
    return parse_article(source_of(text), NAMES)[0]


def read(text: str) -> tuple[Block, ...]:
    return BlockReader(text.encode(), 0).read()


def plain(metadata: Metadata) -> str:
    """Return front matter as it compares: without places."""
    return re.sub(r"Span\(start=\d+, end=\d+\)", "Span", repr(metadata))


def kept(article: Article) -> None:
    """Assert that an article is the same when written and read again, and written again."""
    written = write_article(article)
    again = parse(written)
    assert normal(again.blocks) == normal(article.blocks)
    assert plain(again.metadata) == plain(article.metadata)
    assert [(one.code, one.reason) for one in again.allowances if one.code] == [
        (one.code, one.reason) for one in article.allowances if one.code
    ]
    assert write_article(again) == written


def sources(folder: Path) -> Iterable[str]:
    for file in sorted(folder.rglob("*.md")):
        try:
            yield file.read_bytes().decode()
        except UnicodeDecodeError:
            continue


# --- what is read comes back -----------------------------------------------------------------


@pytest.mark.parametrize("folder", ["kb-source", "docs", "tests/example_kb", "tests/rules"])
def test_the_project_s_own_articles_are_kept(folder: str, project_root: Path) -> None:
    texts = list(sources(project_root / folder))
    assert texts
    for text in texts:
        kept(parse(text))


def test_real_articles_are_kept(corpus: Path) -> None:
    texts = list(sources(corpus))
    assert len(texts) > 100
    for text in texts:
        kept(parse(text))


@given(documents.blocks())
def test_blocks_are_kept(blocks: tuple[Block, ...]) -> None:
    written = write_blocks(blocks)
    assert normal(read(written)) == normal(blocks)
    assert write_blocks(read(written)) == written


@given(documents.phrases(), st.booleans())
def test_phrases_are_kept(children: tuple[Inline, ...], listed: bool) -> None:
    attributes = Attributes(NOWHERE, None, (), {"applies_to": "<2.0"}) if listed else None
    alike: list[Block] = [
        Paragraph(children, attributes, False, NOWHERE),
        Heading(2, children, attributes, NOWHERE),
        Quote(None, (Paragraph(children, attributes, False, NOWHERE),), NOWHERE),
        steps((1, (Paragraph(children, None, True, NOWHERE),))),
        Table(("None",), (TableCell(children, NOWHERE),), (), NOWHERE),
    ]
    for block in alike:
        written = write_blocks((block,))
        assert normal(read(written)) == normal((block,))
        found = parse_article(Source("a.md", f"{HEAD}\n{written}".encode()), NAMES)[1]
        assert not any("applies_to" in it.message for it in found), "no text is a condition"


@given(documents.metadata())
def test_front_matter_is_kept(metadata: Metadata) -> None:
    written = write_front_matter(metadata)
    article, diagnostics = parse_article(Source("a.md", written.encode()), NAMES)
    assert plain(article.metadata) == plain(metadata)
    assert {found.rule.name for found in diagnostics} <= {"missing-key", "wrong-value"}


_PIECES = st.sampled_from(
    [
        *"* ** _ __ ~ ~~ ` `` a b [ ] ( ) < > & &amp; \\ ! | # - + = 1. 2) --- === ```".split(),
        *"~~~ /// <b> </b> <div> <br> : [^x] [x] [ ] {#a} {continue} <kb:z> @ é “ 中".split(),
        *"$ ^ + \" ' x_y".split(),
        *('[a]{applies_to="<2"}', "]{applies_to=1}", "{applies_to=1}"),
        *("](u)", "![", "[a](b)", "<!-- c -->", " ", "  ", "\n", "\n\n", "- ", "1. ", "> ", "    "),
    ]
)
_LINES = st.builds(
    "".join,
    st.tuples(
        st.lists(st.sampled_from([*("  ", "   ", "- ", "* ", "1. ", "1) ", "> ")]), max_size=3).map(
            "".join
        ),
        st.sampled_from(
            "a|b **c** `d`||# h|## h {#x}|```|~~~|    code|/// note|///|//// tip|<div>|</div>"
            "|<!-- c -->|-->|<pre>|</pre>|<b>x</b>|---|***|===|¦ a ¦ b ¦|¦ --- ¦ --- ¦|¦-¦|[!NOTE]"
            "|[x] a|{#lab}|c {.k applies_to=2}|![a](b){width=3} {#q}|-|1.|a\\|\tb|10. z"
            "|[a]{applies_to=1} b|[a](c){applies_to='1'} b|b]{applies_to=2}|[c"
            "|/// applies_to ¦ 1|{applies_to=3}".split("|")
        ).map(lambda text: text.replace("¦", "|")),
    ),
)


@example('see [the sign-in](kb:x#y){applies_to="<2.0"} now')
@example('1. see [b](c "t"){applies_to="<2.0"}\n\n   [b](<c d>){applies_to=\'1\'} {#e}\n')
@example('## [b](c){applies_to="<2.0"} {applies_to=“2”}\n\n[b](c)\\{applies_to=2}')
@given(st.lists(_PIECES, max_size=14).map("".join) | st.lists(_LINES, max_size=7).map("\n".join))
def test_whatever_is_read_is_kept(text: str) -> None:
    reader = BlockReader(f"{text}\n".encode(), 0)
    blocks = reader.read()
    # A fence that was not folded, a line end at the start of a run and one inside a tag are not.
    assume(not reader.faults and "\\\n" not in text and not re.search(r"<[^>]*\n", text))
    assert normal(read(write_blocks(blocks)), coarse=True) == normal(blocks, coarse=True)


ARTICLE = """\
---
id: connect-app
title: You can't connect 8x8 to "HubSpot"
summary: "The app says: no permission"
applies_to:
  hubspot-integration: ">=1.2"
  outlook: all
  kettle:
    - "1.0"
    - "1.10"
errors:
  # helpwright: allow HW101 both are shown
  - You don't have permission to connect {app}
  - "Error: 0x80070005"
status: published
updated: 2024-09-18
changes:
  # helpwright: allow HW603 a day ahead
  2024-09-18: The menu of 2.0.
  2024-03-01: "First published: all of it"
review_by: 2025-09-01
reviewed_for:
  kettle: "1.10"
  outlook: Spring 2024
aliases:
  - old-id
  - "/old/url/"
tags:
  - "no"
---

Before the first heading, at 5 * 3 and foo_bar, see <https://example.com/a_b>.\\
A second line.

## Symptom {#what-you-see applies_to="<2.0"}

> [!NOTE]
> Go to **Settings** > **Users** ![gear](icons/gear.png){.icon}, *not* `C:\\Users`.

![The app](error.png "A caption")

| Name | Number |
| --- | ---: |
| a\\|b | 1 |
|  | `x\\|y` |

## Resolution

1. Log in as &lt;user name>.
2. Select **Save**. {#save}
   - a
   - b
   /// tip | Faster
   Press a key.
   ///
   /// applies_to | <2.0; app: 1.0 - 1.2 on mac
   - c [d *e* [f]{applies_to=1.0}]{applies_to=">=1.0, <2.0"}
   - g {applies_to=2.0}
   ///
3. From step 2 on, see [](#save) and [step 2](#save).

Go on:

4. Wait. {continue}

   ```text title="Log"
   1. is no step
   ```

5. Then:

   1. Close it.

      The window goes away.

   2. Open it.

1) Another list.

- [ ] To do
- [x] Done

<details>
<summary>More</summary>

Text[^1]

</details>

[^1]: A note.

    Its second paragraph.
"""


def test_an_article_stays_as_it_is_written() -> None:
    assert write_article(parse(ARTICLE)) == ARTICLE


# --- what an import builds is not lost --------------------------------------------------------


@given(documents.any_blocks())
def test_no_word_picture_link_or_step_is_lost(blocks: tuple[Block, ...]) -> None:
    again = read(write_blocks(blocks))
    before, after = tally_blocks(blocks), tally_blocks(again)
    assert not before.words - after.words
    assert (before.pictures, before.links) <= (after.pictures, after.links)
    assert list(step_paths(again)) == list(step_paths(blocks))


def text(value: str) -> Text:
    return Text(value, NOWHERE)


def paragraph(*children: Inline | str, tight: bool = False) -> Paragraph:
    inlines = (text(child) if isinstance(child, str) else child for child in children)
    return Paragraph(tuple(inlines), None, tight, NOWHERE)


def styled(style: Style, *children: Inline | str) -> Styled:
    inlines = (text(child) if isinstance(child, str) else child for child in children)
    return Styled(style, tuple(inlines), NOWHERE)


def bold(*children: Inline | str) -> Styled:
    return styled(Style.STRONG, *children)


def italic(*children: Inline | str) -> Styled:
    return styled(Style.EMPHASIS, *children)


def code(value: str) -> Code:
    return Code(value, NOWHERE)


def raw(value: str) -> InlineHtml:
    return InlineHtml(value, NOWHERE)


def line(hard: bool = False) -> Break:
    return Break(hard, NOWHERE)


def link(target: str, *children: Inline | str, title: str = "") -> Link:
    inlines = (text(child) if isinstance(child, str) else child for child in children)
    return Link(target, title, tuple(inlines), False, NOWHERE)


def image(source: str, alt: str = "") -> Image:
    return Image(source, "", alt, None, NOWHERE)


def cell(*children: Inline | str) -> TableCell:
    return TableCell(paragraph(*children).children, NOWHERE)


def steps(*numbered: tuple[int, tuple[Block, ...]]) -> StepList:
    made = (Step(number, number, NOWHERE, None, blocks, NOWHERE) for number, blocks in numbered)
    return StepList(numbered[0][0], tuple(made), 1, False, NOWHERE)


def bullets(*items: tuple[Block, ...]) -> BulletList:
    return BulletList(tuple(BulletItem(blocks, NOWHERE) for blocks in items), NOWHERE)


def phrase(*children: Inline | str, to: str = "<2.0") -> Phrase:
    inlines = (text(child) if isinstance(child, str) else child for child in children)
    return Phrase(tuple(inlines), Attributes(NOWHERE, None, (), {"applies_to": to}), NOWHERE)


TIGHT = paragraph("a", tight=True)


@pytest.mark.parametrize(
    ("block", "written"),
    [
        pytest.param(paragraph(bold("a"), "b"), "**a**b", id="styled beside a letter"),
        pytest.param(paragraph("中", bold("“a”"), "b"), "中<strong>“a”</strong>b", id="as tags"),
        pytest.param(
            paragraph(styled(Style.STRIKETHROUGH, code("a")), "b"), "<del>`a`</del>b", id="deleted"
        ),
        pytest.param(paragraph("a", bold(" b "), "c"), "a **b** c", id="blanks move out"),
        pytest.param(paragraph("a", bold(line(True), "b")), "a\\\n**b**", id="breaks move out"),
        pytest.param(paragraph("a", bold(" "), italic(), "c"), "a c", id="styled nothing"),
        pytest.param(paragraph(bold("a"), bold("b")), "__a__**b**", id="styled side by side"),
        pytest.param(paragraph(italic(bold("a"))), "***a***", id="both styles"),
        pytest.param(paragraph(bold(italic("a"))), "**_a_**", id="both styles, other way round"),
        pytest.param(paragraph(bold("a ", bold("b"))), "__a **b**__", id="a style in itself"),
        pytest.param(paragraph("x", bold("a", bold("b"))), "x**a<strong>b</strong>**", id="tags"),
        pytest.param(paragraph(code("a"), code("b")), "`ab`", id="code side by side"),
        pytest.param(paragraph(code("\n `` ")), "```   ``  ```", id="code with backticks"),
        pytest.param(paragraph(" a\n b\0 "), "a  b\ufffd", id="line ends in a text"),
        pytest.param(paragraph("a ", line(), line(True), " b ", line()), "a\n\\\nb", id="breaks"),
        pytest.param(paragraph("a", raw("<br\n/>")), "a<br />", id="tag in two lines"),
        pytest.param(paragraph("a ", raw("<b"), "b"), "a  &lt;b b", id="half a tag"),
        pytest.param(paragraph("a ", raw("<b>c*</b>")), "a <b> c* </b>", id="several tags"),
        pytest.param(paragraph(raw("<div>"), "a*"), "<span></span><div>a*", id="tag of a block"),
        pytest.param(paragraph("a", line(), raw("<p>"), "b"), "a\n    <p>b", id="it in a line"),
        pytest.param(
            paragraph(link("a", "b ", link("c", "d"), "]")),
            '[b <a href="c">d</a>\\]](a)',
            id="link in a link",
        ),
        pytest.param(paragraph(link("a b(", "c")), "[c](<a b(>)", id="odd target"),
        pytest.param(paragraph(link("", title='"t"\n')), '[](<> "\\"t\\"&#10;")', id="odd title"),
        pytest.param(
            paragraph(link("a", code("]: b"))), "<span></span>[`]: b`](a)", id="no definition"
        ),
        pytest.param(paragraph("[a ", italic("]: b")), "\\[a *]: b*", id="none in a style"),
        pytest.param(paragraph("!", link("a\nb", "c")), "\\![c](a%0Ab)", id="no picture"),
        pytest.param(
            paragraph(image("a\\*b", "x]\n*y*")), "![x\\] \\*y\\*](a\\\\*b)", id="odd alt"
        ),
        pytest.param(
            Heading(3, (text("a "), line(True), text("b #")), None, NOWHERE),
            "### a<br>b \\#",
            id="line end in a heading",
        ),
        pytest.param(
            Heading(2, (text("a"), line(), text("b")), None, NOWHERE), "a\nb\n---", id="underlined"
        ),
        pytest.param(
            Table((), (), ((cell("a|b"), cell("c", line(True), "d")), (cell(),)), NOWHERE),
            "|  |  |\n| --- | --- |\n| a\\|b | c<br>d |\n|  |  |",
            id="table without a head",
        ),
        pytest.param(
            Table(("Left",), (cell("a"),), ((cell("b"), cell("c")),), NOWHERE),
            "| a |  |\n| :--- | --- |\n| b | c |",
            id="row that is too long",
        ),
        pytest.param(
            HtmlBlock("<table>\n\n<tr>\n</table>\n", NOWHERE),
            "<table>\n<tr>\n</table>",
            id="empty lines in HTML",
        ),
        pytest.param(
            HtmlBlock("<div><pre>a\n\nb", NOWHERE), "<div><pre>a\n&#32;\nb", id="in preformatted"
        ),
        pytest.param(
            HtmlBlock("a <b>c</b>", NOWHERE), "<div>\na <b>c</b>\n</div>", id="HTML behind text"
        ),
        pytest.param(
            steps((1, (TIGHT,)), (2, ()), (5, (TIGHT,))), "1. a\n2.\n\n5) a", id="gap in numbers"
        ),
        pytest.param(
            bullets((bullets((bullets(()),)),)), "- * -", id="items without text in each other"
        ),
        pytest.param(
            bullets((TIGHT, Directive("note", "b", (), NOWHERE))),
            "- a\n  /// note | b\n  ///",
            id="tight",
        ),
        pytest.param(
            bullets((bullets((Directive("unknown", "b|c\n", (), NOWHERE),)),)),
            "-\n  - /// note | b|c\n    ///",
            id="slashes behind one marker only",
        ),
    ],
)
def test_what_cannot_be_written_as_it_is(block: Block, written: str) -> None:
    assert write_blocks((block,)) == f"{written}\n"
    before, after = tally_blocks((block,)), tally_blocks(read(f"{written}\n"))
    assert not before.words - after.words
    assert (after.pictures, after.links) == (before.pictures, before.links)


@pytest.mark.parametrize(
    ("children", "written"),
    [
        (("a ", phrase("b"), " c"), 'a [b]{applies_to="<2.0"} c'),
        ((phrase("b", to=">=1, <3; c: 1 - 2 on d"),), '[b]{applies_to=">=1, <3; c: 1 - 2 on d"}'),
        ((phrase("b", to="2.0"),), "[b]{applies_to=2.0}"),
        ((phrase("b", to="<Spring 2024"), " > c"), '[b]{applies_to="<Spring 2024"} > c'),
        ((phrase("b", to=""),), '[b]{applies_to=""}'),
        ((phrase("a ", phrase("b", to="1"), " c"),), '[a [b]{applies_to=1} c]{applies_to="<2.0"}'),
        ((phrase(bold("a"), code("]"), link("u", "b")),), '[**a**`]`[b](u)]{applies_to="<2.0"}'),
        ((phrase(image("b.png", "a")),), '[![a](b.png)]{applies_to="<2.0"}'),
        ((bold("a ", phrase("b")), "."), '**a [b]{applies_to="<2.0"}**.'),
        ((link("u", "a ", phrase("b")),), '[a [b]{applies_to="<2.0"}](u)'),
        ((phrase("a [b] ] \\ \"'"), "x"), '[a \\[b\\] \\] \\ "\']{applies_to="<2.0"}x'),
        ((phrase("a", line(), "- b"),), '[a\n\\- b]{applies_to="<2.0"}'),
        (("!", phrase("a"), "(b)"), '\\![a]{applies_to="<2.0"}(b)'),
        (("[", phrase("a"), "](b)"), '[[a]{applies_to="<2.0"}\\](b)'),
        ((phrase("a"), '{applies_to="1"} b'), '[a]{applies_to="<2.0"}\\{applies_to="1"} b'),
        ((phrase("^1"), phrase("!NOTE")), '[\\^1]{applies_to="<2.0"}[\\!NOTE]{applies_to="<2.0"}'),
        (('[a]{applies_to="1"} b',), '[a]\\{applies_to="1"} b'),
        (("[", bold("a"), ']{applies_to="1"} b'), '[**a**]\\{applies_to="1"} b'),
        (("a{applies-to: 1", " b"), "a\\{applies-to: 1 b"),
    ],
)  # fmt: skip
def test_phrases_and_what_looks_like_one(children: tuple[Inline | str, ...], written: str) -> None:
    block = paragraph(*children)
    assert write_blocks((block,)) == f"{written}\n"
    assert normal(read(f"{written}\n")) == normal((block,))


def test_a_phrase_that_cannot_be_written_leaves_its_words() -> None:
    assert write_blocks((paragraph("a", phrase(" "), phrase("b", to='"'), "c"),)) == "a bc\n"
    table = Table(("None",), (cell(phrase("a", to="1|2"), phrase("b")),), (), NOWHERE)
    assert write_blocks((table,)) == '| a[b]{applies_to="<2.0"} |\n| --- |\n'
    children: tuple[Inline, ...] = (text("word"),)
    for _ in range(150):
        children = (phrase(*children),)
    again = read(write_blocks((paragraph(*children),)))
    assert tally_blocks(again) == tally_blocks((paragraph("word"),))


def test_a_condition_with_a_name_in_it_stays_wherever_it_stands() -> None:
    condition = Attributes(NOWHERE, None, (), {"applies_to": "<Spring 2024; app: <=b"})
    blocks = (
        Heading(2, (text("a"),), condition, NOWHERE),
        replace(paragraph("b"), attributes=condition),
        Directive("applies_to", "<Spring 2024; app: <=b", (paragraph("c"),), NOWHERE),
    )
    assert normal(read(write_blocks(blocks))) == blocks


def test_lists_that_follow_each_other_stay_lists() -> None:
    blocks = (steps((1, (TIGHT,))), steps((1, (TIGHT,))), bullets((TIGHT,)), bullets((TIGHT,)))
    written = write_blocks(blocks)
    assert written == "1. a\n\n1) a\n\n- a\n\n* a\n"
    assert normal(read(written)) == normal(blocks)


def test_a_list_that_goes_on_says_so() -> None:
    blocks = (replace(steps((4, (TIGHT,)), (5, ())), continues=True),)
    assert write_blocks(blocks) == "4. a {continue}\n5.\n"


def test_html_that_is_not_closed_takes_nothing_in() -> None:
    blocks = (HtmlBlock("<!-- a\n", NOWHERE), HtmlBlock("<pre>b\n", NOWHERE), paragraph("c"))
    assert write_blocks(blocks) == "<!-- a\n-->\n\n<pre>b\n</pre>\n\nc\n"
    assert write_blocks(blocks[:1]) == "<!-- a\n"


@pytest.mark.parametrize("kind", ["quote", "bullets", "steps", "block", "style", "link"])
def test_what_is_nested_too_deep_is_flattened(kind: str) -> None:
    inline: Inline = text("word")
    block: Block = paragraph("word")
    for _ in range(150):
        if kind == "quote":
            block = Quote(None, (block,), NOWHERE)
        elif kind == "bullets":
            block = bullets((block,))
        elif kind == "steps":
            block = steps((1, (block,)))
        elif kind == "block":
            block = Directive("note", "title", (block,), NOWHERE)
        else:
            inline = bold(inline) if kind == "style" else link("a", inline, image("b"))
    blocks = (paragraph(inline),) if kind in ("style", "link") else (block,)
    assert tally_blocks(read(write_blocks(blocks))) == tally_blocks(blocks)


# --- it is pleasant to read ------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "Settings > Users",
        "8x8",
        "foo_bar",
        "it's 5 * 3",
        "C:\\Users\\name",
        "a < b && c > d",
        "AT&T; R&D",
        "the box [x] and list[0]",
        "100 % #1 C#",
        "one * at the end*",
        "a_private_name and ~5 minutes",
        "https://example.com/a_b?x=1&y=2#z",
        "1.5 GB - 2 GB + 3 = 6.5",
        "{name} and {id: 1}",
        "a | b",
        "x^2+y^2, a==b and 10:30:00",
        "Wow!",
        "//server/share",
    ],
)
def test_a_text_without_markup_stays_as_it_is(value: str) -> None:
    assert write_blocks((paragraph(value),)) == f"{value}\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("*a* _b_ ~~c~~ `d`", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\`"),
        ("<server name>", "&lt;server name>"),
        ("&amp; &copy;", "&amp;amp; &amp;copy;"),
        ("\\\\server\\* *", "\\\\\\\\server\\\\\\* \\*"),
        ("[a](b) ![c](d)", "[a\\](b) ![c\\](d)"),
        ("[a]: b", "\\[a]: b"),
        ("[^1] [!NOTE]", "\\[^1] [!NOTE]"),
        ("[!NOTE]", "\\[!NOTE]"),
        ("[x] a", "\\[x] a"),
        ("1. a", "1\\. a"),
        ("12) a", "12\\) a"),
        ("# a", "\\# a"),
        ("- a", "\\- a"),
        ("+ a", "\\+ a"),
        ("---", "\\---"),
        ("> a", "\\> a"),
        ("/// note", "\\/// note"),
        ("a {#b}", "a \\{#b}"),
        ("==a== ++ctrl+c++ :cog:", "\\==a== \\++ctrl+c++ \\:cog:"),
        ("2^10^ {--a--}", "2\\^10^ \\{--a--}"),
    ],
)
def test_signs_that_would_be_read_are_escaped(value: str, written: str) -> None:
    assert write_blocks((paragraph(value),)) == f"{written}\n"
    assert normal(read(written)) == (paragraph(value),)


def test_lines_that_would_change_the_line_before_are_escaped() -> None:
    block = paragraph("a|b", line(), "---|---", line(), "===", line(), "--", line(), "1. x")
    assert write_blocks((block,)) == "a|b\n\\---|---\n\\===\n\\--\n1\\. x\n"
    assert normal(read(write_blocks((block,)))) == (block,)


@given(st.text("a1_ :+=^{}>-<*&.'\"é`", max_size=14))
def test_no_text_becomes_a_sign_of_an_extension(value: str) -> None:
    syntax = MarkdownHost(Markdown(extensions=[*EXTENSIONS, "pymdownx.emoji"])).syntax
    assert syntax is not None
    data = write_blocks((paragraph(value),)).encode()
    reader = BlockReader(data, 0)
    reader.read()
    for found in reader.nodes().texts:
        for match in syntax.finditer(found.value):
            assert match.start() == 0
            assert is_escaped(found, data)


def test_signs_of_a_site_can_be_kept() -> None:
    article = parse(f"{HEAD}\nPress ++ctrl+c++ :material-cog: ==now==.\n")
    assert "Press ++ctrl+c++ :material-cog: ==now==." in write_article(article, signs=True)
    assert "Press \\++ctrl+c++ \\:material-cog: \\==now==." in write_article(article)


# --- front matter ------------------------------------------------------------------------------


@given(
    st.text(st.characters(exclude_categories=("Cs",)))
    | st.text("0123456789.:-_exobTn~", max_size=8)
)
def test_other_readers_of_yaml_take_a_scalar_for_the_same_text(value: str) -> None:
    assert yaml.safe_load(scalar(value)) == value
    assert yaml.safe_load(entry(value, scalar(value))) == {value: value}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("You can't, it's 8x8", "You can't, it's 8x8"),
        ("2 ways [new] & more", "2 ways [new] & more"),
        ("C# and #1", '"C# and #1"'),
        ("a-b.c_d", "a-b.c_d"),
        ("Error: no", '"Error: no"'),
        ('say "no": never', "'say \"no\": never'"),
        ("C:\\x", "C:\\x"),
        ("-x", '"-x"'),
        ("1.10", '"1.10"'),
        ("1.2.3", "1.2.3"),
        ("no", '"no"'),
        ("2024-09-18", '"2024-09-18"'),
        ("1e5", '"1e5"'),
        ("", '""'),
        ("a\n\x85b", '"a\\n\\x85b"'),
    ],
)
def test_scalars_are_quoted_only_where_they_must_be(value: str, written: str) -> None:
    assert scalar(value) == written


def test_a_key_that_is_longer_than_yaml_allows_is_announced() -> None:
    assert yaml.safe_load(entry("k" * 2000, "v")) == {"k" * 2000: "v"}


def test_an_article_without_front_matter_gets_an_empty_one() -> None:
    article = parse("---\n\nText\n")
    assert write_article(article) == "---\n---\n\n---\n\nText\n"
    kept(article)
