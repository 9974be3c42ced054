"""Fragments and variables: the text that they make, and the way back to where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.diagnostic import Span
from helpwright.expand import expand, read_library
from helpwright.faults import BROKEN_LINK_ON_PAGE as RULE
from helpwright.fix import apply_fixes
from helpwright.knowledge import Library, Registry
from helpwright.model import Text
from helpwright.parse import parse_article
from helpwright.source import ExpandedSource, Source

HEAD = "---\nid: start\ntitle: Start\nstatus: draft\nupdated: 2026-01-31\n---\n\n## Resolution\n\n"


def library(fragments: dict[str, str], **variables: str) -> Library:
    sources = [Source(f"_shared/{name}.md", text.encode()) for name, text in fragments.items()]
    return read_library(sources, Registry(variables=variables))[0]


def expanded(text: str, fragments: dict[str, str], **variables: str) -> str:
    source = Source("start.md", text.encode())
    return expand(source, library(fragments, **variables))[0].data.decode()


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def findings(folder: Path) -> list[str]:
    return [
        f"{it.path}:{it.start.line}:{it.start.column} {it.rule.code} "
        + " ".join(f"{at.path}:{at.start.line}" for at in it.related)
        for it in inspect(Config(folder)).diagnostics
    ]


@pytest.mark.parametrize(
    ("text", "fragment", "wanted"),
    [
        ('a\n--8<-- "_shared/f.md"\nb\n', "\n\nx\ny\n\n", "a\nx\ny\nb\n"),
        ('a\r\n--8<-- "_shared/f.md"\r\nb\r\n', "x\r\n", "a\r\nx\r\nb\r\n"),
        ("1. a\n\n   --8<-- '_shared/f.md'", "x\n\n  y\n", "1. a\n\n   x\n\n     y"),
        ('\t--8<-- "_shared/f.md"\n', "x\ny", "\tx\n\ty\n"),
        (';--8<-- "_shared/f.md"\n', "x", '--8<-- "_shared/f.md"\n'),
        (';;--8<-- "_shared/f.md"\n', "x", ';--8<-- "_shared/f.md"\n'),
        ('--8<-- "_shared/f.md" a="b c"\n', "{{ a }} \\{{ a }}", "b c \\{{ a }}\n"),
        ('--8<-- "_shared/f.md"\n', "---\nparameters: {a: {default: b}}\n---\n{{a}}", "b\n"),
        ('--8<-- "_shared/f.md:s"\n', "x\n--8<-- [start:s]\ny\n--8<-- [end:s]\nz", "y\n"),
        ('--8<-- "_shared/f.md"\n', "x\n--8<-- [start:s]\ny\n--8<-- [end:s]\nz", "x\ny\nz\n"),
        ('a\n--8<-- "_shared/f.md"\nb\n', "", "a\n\nb\n"),
    ],
)
def test_inclusion(text: str, fragment: str, wanted: str) -> None:
    assert expanded(text, {"f": fragment}) == wanted


VALUE = "*a* <b>&amp;[c](d) | 1_2_"
ESCAPED = r"\*a\* \<b\>\&amp;\[c\]\(d\) \| 1\_2\_"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{ v }} `{{ v }}`", f"{ESCAPED} `{VALUE}`"),
        ("\\{{ v }} `\\{{ v }}`", "\\{{ v }} `{{ v }}`"),
        ("```\n{{ v }}\n{{ other }}\n```", f"```\n{VALUE}\n{{{{ other }}}}\n```"),
        ("/// note | {{ v }}\nx\n///", f"/// note | {VALUE}\nx\n///"),
        ("<p title='{{ v }}'>", "<p title='*a* &lt;b&gt;&amp;amp;[c](d) | 1_2_'>"),
        (
            "| `{{ v }}` |\n| --- |\n| {{ v }} |",
            f"| `{VALUE.replace('|', chr(92) + '|')}` |\n| --- |\n| {ESCAPED} |",
        ),
        ("[x](https://{{ v }}/)", "[x](https://*a*%20%3Cb%3E%26amp;%5Bc%5D%28d%29%20%7C%201_2_/)"),
    ],
)
def test_values_fit_their_place(text: str, wanted: str) -> None:
    assert expanded(text, {}, v=VALUE) == wanted


WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="`"), min_size=1
)


@given(WORDS)
def test_a_value_is_text(value: str) -> None:
    """Whatever a value holds, readers see it as it is."""
    value = " ".join(value.split())
    if not value or value.startswith("~~~"):
        return
    source = Source("start.md", b"---\nid: a\n---\n\nSee {{ v }} there.\n\n{{ v }}\n")
    text, _ = expand(source, library({}, v=value))
    article, _ = parse_article(text, {})
    shown = ["".join(it.value for it in block.children) for block in article.blocks]  # type: ignore[union-attr]
    assert shown == [f"See {value} there.", value]
    assert all(isinstance(it, Text) for block in article.blocks for it in block.children)  # type: ignore[union-attr]


PARTS = st.lists(
    st.sampled_from(
        [
            *('--8<-- "_shared/a.md"\n', '   --8<-- "_shared/b.md" n="é"\n', "1. x é\n", "\n"),
            *('--8<-- "_shared/c.md:s"\n', "--8<-- [start:s]\n", "--8<-- [end:s]\n", "{{ n }} é"),
            *(
                "`{{ v }}`\n",
                "\\{{ v }}",
                ';--8<-- "x"\n',
                "--8<--\n",
                "---\n",
                "| a | {{ v }} |\n",
            ),
        ]
    ),
    max_size=8,
).map("".join)


@given(PARTS, PARTS, PARTS, PARTS)
def test_every_byte_is_where_it_is_said_to_be(text: str, a: str, b: str, c: str) -> None:
    """Expansion ends, and what is said to be written in a file is written there."""
    source = Source("start.md", text.encode())
    made, found = expand(source, library({"a": a, "b": b, "c": c}, v="w"))
    assert all(it.start.line <= it.end.line for it in found)
    if not isinstance(made, ExpandedSource):
        assert made is source
        return
    ends = [*(piece.start for piece in made.pieces[1:]), len(made.data)]
    for piece, end in zip(made.pieces, ends, strict=True):
        if piece.verbatim:
            written = piece.source.data[piece.span.start : piece.span.end]
            assert made.data[piece.start : end] == written
    for start in range(0, len(made.data), 3):
        for end in range(start, len(made.data), 7):
            place = made.locate(Span(start, end))
            assert 0 <= place.span.start <= place.span.end <= len(place.source.data)
            assert made.diagnose(RULE, Span(start, end), "x").path == place.source.path


@given(st.binary().filter(lambda it: b"--8<--" not in it and b"{{" not in it))
def test_a_text_without_inclusions_is_left_alone(data: bytes) -> None:
    source = Source("start.md", data)
    assert expand(source, library({"a": "x"}, v="w")) == (source, [])


def test_one_finding_names_all_places(tmp_path: Path) -> None:
    include = '1. Look.\n--8<-- "_shared/a.md"\n'
    write(
        tmp_path,
        {
            "start.md": HEAD + include,
            "b/other.md": HEAD.replace("tart", "tarter") + include,
            "_shared/a.md": "1. See [this](gone.md).\n\n   ![A cup on a table](cup.svg)\n",
            "_shared/cup.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        },
    )
    assert findings(tmp_path) == ["_shared/a.md:1:8 HW301 b/other.md:11 start.md:11"]


def test_a_fragment_is_mended_once(tmp_path: Path) -> None:
    fragment = "Do this:\n\n1. Look.\n2. Wait.\n4. Open.\n"
    include = '### Then\n\n--8<-- "_shared/a.md"\n'
    other = HEAD.replace("tart", "tarter") + include
    write(tmp_path, {"start.md": HEAD + include, "other.md": other, "_shared/a.md": fragment})
    outcome = apply_fixes(Config(tmp_path))
    assert outcome.written == ("_shared/a.md",)
    assert (tmp_path / "_shared/a.md").read_text() == fragment.replace("4.", "3.")
    assert not findings(tmp_path)


def test_an_article_with_fragments_is_mended_where_it_is_written(tmp_path: Path) -> None:
    text = (
        'It is {{ v }}.\n\n--8<-- "_shared/a.md"\n\n1. Look. {#look}\n2. Wait.\n4. Open it.\n'
        "5. Go to [step 2](#look).\n"
    )
    write(
        tmp_path,
        {"kb.yml": "variables: {v: long words}\n", "_shared/a.md": "Many more words here.\n"},
    )
    write(tmp_path, {"start.md": HEAD + text})
    apply_fixes(Config(tmp_path))
    mended = text.replace("4.", "3.").replace("5.", "4.").replace("[step 2]", "[step 1]")
    assert (tmp_path / "start.md").read_text() == HEAD + mended


ALLOW = "<!-- helpwright: allow HW301 the page comes later -->\n"


@pytest.mark.parametrize("place", ["fragment", "article"])
def test_a_finding_in_a_fragment_can_be_allowed(place: str, tmp_path: Path) -> None:
    fragment, include = "See [this](gone.md).\n", '--8<-- "_shared/a.md"\n'
    if place == "fragment":
        fragment = ALLOW + fragment
    else:
        include = ALLOW + include
    other = HEAD.replace("tart", "tarter") + include
    write(tmp_path, {"start.md": HEAD + include, "other.md": other, "_shared/a.md": fragment})
    assert findings(tmp_path) == []
