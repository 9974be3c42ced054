"""Sources to articles: blocks, attribute lists, directives, sections, comments."""

from __future__ import annotations

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
    Paragraph,
    Role,
    SectionKind,
    StepList,
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
