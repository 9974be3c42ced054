"""Sources to articles: blocks, attribute lists, directives, sections, comments."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.diagnostic import Diagnostic
from helpwright.model import (
    Article,
    Block,
    BulletList,
    CodeBlock,
    Directive,
    Heading,
    Inline,
    Link,
    Paragraph,
    Phrase,
    Role,
    SectionKind,
    StepList,
    Styled,
    Table,
)
from helpwright.parse import parse_article
from helpwright.parse.inlines import plain_text
from helpwright.parse.sections import section_kind, section_names
from helpwright.source import Source
from tests.rendering import HEAD

NAMES = section_names({})


def parse(body: str, path: str = "a.md") -> tuple[Article, list[Diagnostic]]:
    return parse_article(Source(path, (HEAD + body).encode()), NAMES)


def blocks(body: str) -> tuple[Block, ...]:
    article, diagnostics = parse(body)
    assert diagnostics == []
    return article.blocks


def steps(body: str) -> StepList:
    (found,) = blocks(body)
    assert isinstance(found, StepList)
    return found


def test_numbers_are_what_the_reader_sees_and_what_is_written() -> None:
    found = steps("3. a\n3. b\n9. c\n")
    assert [step.number for step in found.steps] == [3, 4, 5]
    assert [step.written for step in found.steps] == [3, 3, 9]


def test_every_span_is_the_source_it_names() -> None:
    body = "1. ünï **b** `c` [d](#e) ![f](g.png)\n\n   > q\n2. x {#lab}\n"
    source = Source("a.md", (HEAD + body).encode())
    article, _ = parse_article(source, NAMES)
    assert [source.slice(link.span) for link in article.nodes.links] == ["[d](#e)"]
    assert [source.slice(image.span) for image in article.nodes.images] == ["![f](g.png)"]
    (found,) = article.nodes.step_lists
    assert [source.slice(step.marker) for step in found.steps] == ["1.", "2."]
    attributes = found.steps[1].attributes
    assert attributes is not None
    assert source.slice(attributes.span) == "{#lab}"
    assert "ünï " in [source.slice(text.span) for text in article.nodes.texts]


@pytest.mark.parametrize(
    ("text", "label", "values"),
    [
        ("Open. {#open}", "open", {}),
        ('Open. {#open applies_to="<2.0"}', "open", {"applies_to": "<2.0"}),
        ("Open.\n   {#open}", "open", {}),
        ("Open. {#open applies_to='<2.0'}", "open", {"applies_to": "<2.0"}),
        (
            "Open. {applies_to=“app: <2.0” width='3'}",
            None,
            {"applies_to": "app: <2.0", "width": "3"},
        ),
        ("Open. {continue}", None, {"continue": ""}),
        ("Type {GUID}", None, None),
        ("Type `{#open}`", None, None),
        ("Type \\{#open}", None, None),
    ],
)
def test_attribute_lists(text: str, label: str | None, values: dict[str, str] | None) -> None:
    step = steps(f"1. {text}\n2. b\n").steps[0]
    if values is None:
        assert step.attributes is None
        return
    assert step.attributes is not None
    assert (step.attributes.label, step.attributes.values) == (label, values)
    (paragraph,) = step.blocks
    assert isinstance(paragraph, Paragraph)
    assert plain_text(paragraph.children) == "Open."


def signs(children: tuple[Inline, ...]) -> str:
    """Return a run of inlines with a phrase as its condition and words in angle brackets."""
    parts: list[str] = []
    for child in children:
        if isinstance(child, Phrase):
            parts.append(f"<{child.attributes.values['applies_to']}|{signs(child.children)}>")
        elif isinstance(child, Styled | Link):
            parts.append(f"({signs(child.children)})")
        else:
            parts.append(plain_text([child]))
    return "".join(parts)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('a [b]{applies_to="<2.0"} c', "a <<2.0|b> c"),
        ("[b]{applies_to='<2.0'} c", "<<2.0|b> c"),
        ("[b]{applies_to=“<2.0”} c", "<<2.0|b> c"),
        ("[b]{applies_to=„app: 1.0“} c", "<app: 1.0|b> c"),
        ("[b]{applies_to=\u2018R 2\u2019 .c} c", "<R 2|b> c"),
        ("""[b]{applies_to="it's"} c""", "<it's|b> c"),
        ("""[b]{applies_to="'2'"} c""", "<'2'|b> c"),
        ('a [b](c){applies_to="1"} d', "a <1|(b)> d"),
        ('a [b](c "t"){applies_to="1"}', "a <1|(b)>"),
        ('[a [b](c){applies_to="1"} d]{applies_to=2}', "<2|a <1|(b)> d>"),
        ('a [b](c) {applies_to="1"}', "a (b)"),
        ('[b]{applies_to="app: >=1 on mac; x"}', "<app: >=1 on mac; x|b>"),
        ('[a [b]{applies_to="1"} c]{applies_to=2} d', "<2|a <1|b> c> d"),
        ('[a]{applies_to="1"}[b]{applies_to="2"}', "<1|a><2|b>"),
        ('[*a* `]` [b](c) d]{applies_to="1"}', "<1|(a) ] (b) d>"),
        ('*a [b]{applies_to="1"}* [c [d]{applies_to="2"}](e)', "(a <1|b>) (c <2|d>)"),
        ('[a\nb]{applies_to="1"}', "<1|a b>"),
        ('a ] [b] [c]{applies_to="1"} [d', "a ] [b] <1|c> [d"),
        ('[[a]{applies_to="1"}', "[<1|a>"),
        ('[a \\] b]{applies_to="1"}', "<1|a ] b>"),
        ('\\\\[a]{applies_to="1"}', "\\<1|a>"),
        ('[é&amp;]{applies_to="<Frühling 2024"} é', "<<Frühling 2024|é&> é"),
        ('![a]{applies_to="1"}', "!<1|a>"),
        ('[a]{applies_to="1" .class #label}', "<1|a>"),
        ("[a]{ .class applies_to=1 }", "<1|a>"),
        ('[a]{applies_to="1"}: b', "<1|a>: b"),
        ('[a]{applies_to="1"}(b)', "<1|a>(b)"),
        ('[x]{applies_to="1"} a', "<1|x> a"),
        ('[b] a {applies_to="1"}', "[b] a"),
        ('[b] {applies_to="1"}', "[b]"),
        ("[b]{#label}", "[b]"),
        ('\\[a]\\{applies_to="1"} b', '[a]{applies_to="1"} b'),
        ('[a]\\{applies_to="1"} b', '[a]{applies_to="1"} b'),
        ('`[a]{applies_to="1"}` b', '[a]{applies_to="1"} b'),
    ],
)
def test_words_in_brackets_with_a_condition(text: str, shown: str) -> None:
    (paragraph,) = blocks(f"{text}\n")
    assert isinstance(paragraph, Paragraph)
    assert signs(paragraph.children) == shown


def test_brackets_that_are_markup_of_their_own_take_a_condition() -> None:
    paragraph, _ = blocks(
        '[a]{applies_to="1"} [b][a]{applies_to="2"} c[^1]{applies_to="3"} d\n\n'
        "[^1]: e\n\n[a]: https://example.com\n"
    )
    assert isinstance(paragraph, Paragraph)
    assert signs(paragraph.children) == "<1|(a)> <2|(b)> c<3|> d"


def test_a_phrase_in_a_cell_a_heading_and_a_box() -> None:
    heading, table, tasks = blocks(
        '## a [b]{applies_to="1"} {#c}\n\n'
        '| [a]{applies_to="1"} |\n| - |\n\n- [ ] [a]{applies_to="1"}\n'
    )
    assert isinstance(heading, Heading)
    assert isinstance(table, Table)
    assert isinstance(tasks, BulletList)
    (item,) = tasks.items[0].blocks
    assert isinstance(item, Paragraph)
    assert heading.attributes is not None
    assert heading.attributes.label == "c"
    assert signs(heading.children) == "a <1|b>"
    assert signs(table.head[0].children) == "<1|a>"
    assert signs(item.children[1:]) == "<1|a>"


def test_every_piece_of_a_phrase_knows_its_place() -> None:
    source = Source("a.md", (HEAD + 'é [ü [b]{applies_to="1"} *ö*]{applies_to="é"} ß\n').encode())
    article, _ = parse_article(source, NAMES)
    (paragraph,) = article.blocks
    assert isinstance(paragraph, Paragraph)
    before, outer, after = paragraph.children
    assert isinstance(outer, Phrase)
    inner = outer.children[1]
    assert isinstance(inner, Phrase)
    assert [source.slice(node.span) for node in (before, after, *outer.children)] == [
        "é ", " ß", "ü ", '[b]{applies_to="1"}', " ", "*ö*"
    ]  # fmt: skip
    assert source.slice(outer.span) == '[ü [b]{applies_to="1"} *ö*]{applies_to="é"}'
    assert source.slice(outer.attributes.span) == '{applies_to="é"}'
    assert source.slice(inner.attributes.span) == '{applies_to="1"}'


@pytest.mark.parametrize(
    ("text", "written", "words"),
    [
        ('a{applies_to="1"} b', '{applies_to="1"}', "is text here"),
        ('*a*{applies_to="1"} b', '{applies_to="1"}', "is text here"),
        ('`a`{applies_to="1"} b', '{applies_to="1"}', "is text here"),
        ('[]{applies_to="1"} b', '{applies_to="1"}', "is text here"),
        ('- [ ]{applies_to="1"} b', '{applies_to="1"}', "is text here"),
        ('[a\\]{applies_to="1"} b', '{applies_to="1"}', "is text here"),
        ('[a]{applies_to="[1]"} b', '{applies_to="[1]"}', "is text here"),
        ('[*a]{applies_to="1"} b*]', '{applies_to="1"}', "is text here"),
        ('[a]{applies-to="1"} b', '{applies-to="1"}', "is not an attribute list"),
        ("[a]{applies_to: 1} b", "{applies_to: 1}", "is not an attribute list"),
        ('[a]{applies_to="<1 or >2"} b', '{applies_to="<1 or >2"}', ""),
        ('[a]{applies_to="<b or >c"} b', '{applies_to="', "is not an attribute list"),
        ('[a]{applies_to="1" b', '{applies_to="1" b', "is not an attribute list"),
        ('| a {applies_to="1"} |\n| - |', '{applies_to="1"}', "is text here"),
        ('| a |\n| - |\n{applies_to="1"}', '{applies_to="1"}', "is text here"),
        ('```\na\n```\n{applies_to="1"}', '{applies_to="1"}', "stands alone"),
        ('- a\n\n{applies_to="1"}', '{applies_to="1"}', "stands alone"),
        ("{#label}", "{#label}", "stands alone"),
        ('1. a\n2. b\n{applies_to="1"}', '{applies_to="1"}', "below a list"),
        ('> - a\n> {applies_to="1"}', '{applies_to="1"}', "below a list"),
        ('1. a\n   - b\n   {applies_to="1"}', '{applies_to="1"}', "below a list"),
        ('1. a\n   {applies_to="1"}', "", ""),
        ('1. a\n{applies_to="1"}\n2. b', "", ""),
        ('1. {applies_to="1"}\n\n   ```\n   a\n   ```', "", ""),
        ('- {applies_to="1"}\n\n  > a', "", ""),
        ('```text {applies_to="1"}\na\n```', "```", "behind the words that open a block"),
        ('/// note | {applies_to="1"}\na\n///', "///", "behind the words that open a block"),
        ('> [!NOTE]{applies_to="1"}\n> a', '{applies_to="1"}', "that open a block"),
    ],
)
def test_a_condition_that_belongs_to_nothing_is_told(text: str, written: str, words: str) -> None:
    _, found = parse(f"{text}\n")
    assert [it.rule.name for it in found] == ["attribute-list-syntax"] * bool(words)
    for it in found:
        assert words in it.message
        line = (HEAD + text).split("\n")[it.start.line - 1]
        assert line[it.start.column - 1 : it.end.column - 1] == written
        assert "///" in it.help or "{applies_to=" in it.help or "at the end" in it.help


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '[a]{applies_to="1"}' * 50_000,
        '*[a]{applies_to="1"}* ' * 40_000,
        'a{applies_to="1"} ' * 50_000,
        ']{applies_to="1"}' * 50_000,
        '[a]{applies_to="' * 50_000,
        "[\\\n" * 100_000,
        "[" + "\\\n" * 100_000 + "]{applies_to=1}",
        "[" * 40_000 + "a" + ']{applies_to="1"}' * 40_000,
        "[" * 40_000 + " " + ']{applies_to="1"}' * 40_000,
    ],
    ids=range(10),
)
def test_brackets_take_linear_time(text: str) -> None:
    started = time.process_time()
    parse(f"{text}\n")
    # Each took from a minute to hours when its time grew with the square of its length.
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        (f"{'[' * 98}a{']{applies_to=1}' * 98}", False),
        (f"{'[' * 100}a{']{applies_to=1}' * 100}", True),
        (f"{'[' * 10_000}a{']{applies_to=1}' * 10_000}", True),
        (f"{'*[a ' * 49}{']{applies_to=1}*' * 49}", False),
        (f"{'*[a ' * 60}{']{applies_to=1}*' * 60}", True),
        (f"{'> ' * 50}{'[' * 40}a{']{applies_to=1}' * 40}", False),
        (f"{'> ' * 50}{'[' * 60}a{']{applies_to=1}' * 60}", True),
    ],
)
def test_phrases_are_nested_no_deeper_than_other_inlines(text: str, deep: bool) -> None:
    article, found = parse(f"{text}\n")
    assert [it.rule.code for it in found] == ["HW102"] * deep
    assert bool(article.blocks) is not deep


def test_a_directive_holds_blocks_without_blank_lines_around_its_fences() -> None:
    (found,) = steps("1. a\n   /// tab | One *x*\n   - b\n   ///\n").steps
    action, tab = found.blocks
    assert isinstance(action, Paragraph)
    assert isinstance(tab, Directive)
    assert (tab.name, tab.argument) == ("tab", "One *x*")
    assert isinstance(tab.blocks[0], BulletList)


def test_directives_nest_by_the_number_of_slashes() -> None:
    (outer,) = blocks("//// details | More\n/// note\nx\n///\ny\n////\n")
    assert isinstance(outer, Directive)
    inner, rest = outer.blocks
    assert isinstance(inner, Directive)
    assert inner.name == "note"
    assert isinstance(rest, Paragraph)


def test_slashes_in_code_are_code() -> None:
    (found,) = blocks("```c\n/// summary\n///\n```\n")
    assert isinstance(found, CodeBlock)
    assert found.value == "/// summary\n///\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("/// bogus | x\ny\n///\n", "`/// bogus` is not a block"),
        ("/// note\ny\n", "is not closed"),
        ("y\n///\n", "but none is open"),
    ],
)
def test_a_broken_directive_is_told_and_keeps_its_words(body: str, words: str) -> None:
    article, diagnostics = parse(body)
    assert [words in found.message for found in diagnostics] == [True]
    shown = " ".join(
        plain_text(block.children) for block in article.blocks if isinstance(block, Paragraph)
    )
    assert "y" in shown
    assert "///" in shown


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Symptoms", SectionKind.SYMPTOM),
        ("PROBLEM", SectionKind.SYMPTOM),
        ("Cause 1: The clock", SectionKind.CAUSE),
        ("Workaround - Method 1", SectionKind.RESOLUTION),
        ("Method 2", SectionKind.RESOLUTION),
        ("Resolution for administrators", SectionKind.RESOLUTION),
        ("More information", SectionKind.MORE),
        ("Verify the fix", SectionKind.VERIFICATION),
        ("Causes of joy", None),
        ("Methodology", None),
        ("Fixed in version 2", None),
        ("How much memory?", None),
    ],
)
def test_headings_open_sections_by_name(heading: str, kind: SectionKind | None) -> None:
    assert section_kind(heading, NAMES) is kind


def test_sections_are_nested_by_level() -> None:
    body = "Intro.\n\n## Symptom\n\n## Resolution\n\n### One\n\n#### Do\n\n### Two\n\n## Extra\n"
    article, _ = parse(body)
    found = [(part.role, part.kind) for part in article.parts()]
    resolution = SectionKind.RESOLUTION
    assert found == [
        (Role.PREAMBLE, None),
        (Role.SECTION, SectionKind.SYMPTOM),
        (Role.SECTION, resolution),
        (Role.SOLUTION, resolution),
        (Role.PROCEDURE, resolution),
        (Role.SOLUTION, resolution),
        (Role.SECTION, None),
    ]


@given(st.text(max_size=200))
def test_sections_hold_every_block_once(text: str) -> None:
    data = (HEAD + text).encode("utf-8", "replace").replace(b"\0", b"")
    article, _ = parse_article(Source("a.md", data), NAMES)
    held = [block for part in article.parts() for block in (part.heading, *part.blocks) if block]
    lead = [block for block in article.blocks if block not in held]
    assert len(lead) <= 1, "only a first heading of level 1, the title, stands apart"
    assert len(held) + len(lead) == len(article.blocks)


@pytest.mark.parametrize(
    ("path", "id"),
    [("m/Lost Mail.md", "lost-mail"), ("m/lost/index.md", "lost"), ("ÄÖ.md", "article")],
)
def test_an_article_without_an_id_is_called_after_its_file(path: str, id: str) -> None:
    article, _ = parse_article(Source(path, b"x\n"), NAMES)
    assert article.id == id
