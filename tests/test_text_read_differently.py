"""HW116 and HW117 say what other parsers do with a text: asked of these parsers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.diagnostic import Diagnostic

# What Material for MkDocs recommends, and what may change how lists and tags are read.
EXTENSIONS = ["attr_list", "def_list", "md_in_html", "tables", "pymdownx.superfences"]
HEAD = "---\nid: a\ntitle: A\nstatus: draft\nupdated: 2026-01-31\n---\n\n"


def shown(html: str) -> list[str]:
    """Return the words that a browser shows, each list item on its own."""
    body = LexborHTMLParser(re.sub("<li>", "<li>• ", html)).body
    assert body is not None
    return body.text(separator=" ").split()


def commonmark(text: str) -> list[str]:
    return shown(MarkdownIt("commonmark").render(text))


def python_markdown(text: str) -> list[str]:
    return shown(markdown.markdown(text, extensions=EXTENSIONS))


def findings(folder: Path, code: str) -> list[Diagnostic]:
    found = inspect(Config(folder)).diagnostics
    return [entry for entry in found if entry.rule.code == code]


def mended(text: str, found: list[Diagnostic]) -> str:
    """Apply the edits of findings, last one first."""
    data = (HEAD + text).encode()
    edits = sorted({edit for entry in found for edit in entry.edits}, reverse=True)
    for edit in edits:
        data = data[: edit.span.start] + edit.text.encode() + data[edit.span.end :]
    return data.decode().removeprefix(HEAD)


@pytest.mark.parametrize(
    "text",
    [
        "Open \\<name>.\n",
        "Open \\<your name> and **\\</name>**.\n",
        "> \\<Date>\\<Time> failed\n\n1. Open \\<drive>.\n",
        "Do this:\n- open it\n- close it\n",
        "Do this:\n1. open it\n2. close it\n\nThen\n* leave\n",
    ],
)
def test_what_differs_is_mended(text: str, kb: Callable[..., Path]) -> None:
    found = findings(kb({"a.md": HEAD + text}), "HW117")
    assert len(found) == 1
    assert python_markdown(text) != commonmark(text)
    after = mended(text, found)
    assert python_markdown(after) == commonmark(after) == commonmark(text)
    assert findings(kb({"a.md": HEAD + after}, "mended"), "HW117") == []


def test_a_bracket_makes_no_step_in_python_markdown(kb: Callable[..., Path]) -> None:
    text = "1) Open it.\n2) Close it.\n"
    assert len(findings(kb({"a.md": HEAD + text}), "HW117")) == 1
    assert commonmark(text).count("•") == 2
    assert python_markdown(text).count("•") == 0


@pytest.mark.parametrize(
    "text",
    [
        "Open \\<your name\\>.\n",
        "Open `\\<name>`, &lt;name> or \\<1>.\n",
        "Do this:\n\n- open it\n\n1. close it\n",
    ],
)
def test_what_reads_alike_is_no_finding(text: str, kb: Callable[..., Path]) -> None:
    assert findings(kb({"a.md": HEAD + text}), "HW117") == []
    assert [word.replace("\\", "") for word in python_markdown(text)] == [
        word.replace("\\", "") for word in commonmark(text)
    ]


@pytest.mark.parametrize("text", ["Ping <server name>.\n", "Open **<drive>** and </name>.\n"])
def test_a_placeholder_is_hidden_until_it_is_mended(text: str, kb: Callable[..., Path]) -> None:
    found = findings(kb({"a.md": HEAD + text}), "HW116")
    words = re.sub(r"\*\*", "", text).split()
    assert commonmark(text) != words
    after = mended(text, found)
    assert commonmark(after) == python_markdown(after)
    assert "".join(commonmark(after)) == "".join(words)
    assert findings(kb({"a.md": HEAD + after}, "mended"), "HW116") == []


def test_a_placeholder_with_markdown_in_it_is_left_to_a_person(kb: Callable[..., Path]) -> None:
    (found,) = findings(kb({"a.md": HEAD + 'Open <name of="*it*">.\n'}), "HW116")
    assert not found.fixable
