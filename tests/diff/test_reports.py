"""The reports of `helpwright diff`: true, escaped, and never too long."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from helpwright.diff import ArticleDifference, Change, Difference, Kind, Page, State, word_diff
from helpwright.report import Findings
from helpwright.report.diff_markdown import LIMIT, diff_markdown
from helpwright.report.diff_text import diff_text
from tests.diff.history import History
from tests.repositories import git

HOSTILE = (
    "@team #12 !7 GH-9 https://evil.example www.evil.example :tada: `code` **bold** "
    "</details></summary><script>x</script> <img src=x> [a](https://evil.example) ![a](b) "
    "| table | &lt; ~~~ \\ $x$ <!-- - [ ] x\n\n# Heading\n/close\n---\n```\n"
)
NAME = re.compile(r"[@#!](?=\w)|GH-(?=\d)|://(?=\w)|www\.(?=\w)|:tada:")


def page(text: str, number: int = 0) -> Page:
    return Page(f"a{number}", f"a{number}.md", text, f"/kb/a{number}/")


def changed(text: str, *kinds: Kind, number: int = 0) -> ArticleDifference:
    changes = tuple(
        Change(kind, text, None, "2", "1", before=f"old {text}", after=f"new {text}", versions=text)
        for kind in kinds
    )
    return ArticleDifference(State.CHANGED, page(text, number), page(text, number), changes)


def test_nothing_in_an_article_breaks_out_of_its_box() -> None:
    articles = [changed(HOSTILE, kind, number=at) for at, kind in enumerate(Kind)]
    found = Difference("main", HOSTILE, (*articles, changed("Second", Kind.TITLE)))
    report = diff_markdown(found, Findings(()), str)
    lines = report.splitlines()
    assert all(line[:2] in ("", "- ", "<d", "</", "##", "31", "He") for line in lines), lines
    html = MarkdownIt("gfm-like", {"linkify": False}).render(report)
    assert html.count("<details>") == html.count("</details>") == len(Kind) + 1
    words = unescape(re.sub(r"<[^>]*>", "", re.sub(r"<code>.*?</code>", "", html, flags=re.S)))
    assert not NAME.findall(words)
    assert "<script" not in html
    assert "<img" not in html
    assert "<a " not in html
    assert "<strong>bold" not in html
    assert len(re.findall(r"<h\d", html)) == 1
    assert html.count("<li>") == len(Kind) + 1


def test_a_comment_is_never_too_long() -> None:
    many = tuple(changed("word " * 400, *Kind, number=at) for at in range(200))
    report = diff_markdown(Difference("main", "x", many), Findings(()), str)
    assert LIMIT / 2 < len(report) <= LIMIT < 65_536
    left = re.search(r"Left out for their length: (\d+) articles with ([\d,]+) changes", report)
    assert left is not None
    assert int(left[1]) + report.count("<details>") == 200
    assert int(left[2].replace(",", "")) == int(left[1]) * len(Kind)


def test_a_terminal_gets_no_control_characters_and_colours_only_when_asked() -> None:
    found = Difference("main", "x", (changed("a\x1b[31mb\u202ec", *Kind),))
    plain = diff_text(found, str)
    assert "\x1b" not in plain
    assert "\u202e" not in plain
    colored = diff_text(found, str, color=True)
    assert "\x1b[31m[-old-]\x1b[0m" in colored
    assert re.sub(r"\x1b\[\d+m", "", colored) == plain


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("a b c", "a x c", ["same a", "removed b", "added x", "same c"]),
        ("a b", "a b", ["same a b"]),
        ("", "a", ["added a"]),
        ("a b c d", "x y c z", ["removed a b c d", "added x y c z"]),
    ],
)
def test_words_are_compared(before: str, after: str, runs: list[str]) -> None:
    assert [f"{run.op} {run.text}" for run in word_diff(before, after)] == runs


def test_a_report_goes_to_a_file_too(history: History, tmp_path: Path) -> None:
    history.replace("tea/kettle.md", ("Look at the lamp", "Look at the red lamp"))
    file = tmp_path / "changes.json"
    result = history.run("HEAD", "--format", "json", "--output", str(file))
    assert not result.stdout
    assert "1 article changed; the report is in" in result.stderr
    (article,) = json.loads(file.read_text())["articles"]
    assert article["changes"] == [
        {
            "kind": "step-reworded",
            "part": "Resolution",
            "section": "resolution",
            "step": "4",
            "was": "",
            "before": "Look at the lamp.",
            "after": "Look at the red lamp.",
            "versions": "",
            "words": [
                {"op": "same", "text": "Look at the"},
                {"op": "added", "text": "red"},
                {"op": "same", "text": "lamp."},
            ],
        }
    ]


def test_a_shallow_clone_is_told_what_it_lacks(history: History, tmp_path: Path) -> None:
    first = git(history.top, "rev-parse", "HEAD")
    history.replace("tea/kettle.md", ("Look at", "See"))
    history.commit()
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{history.top}", "clone")
    result = History(tmp_path / "clone").run(first)
    assert result.exit_code == 2
    assert "git fetch --unshallow" in result.stderr


@pytest.mark.parametrize(
    "arguments", [(), ("no-such-branch",), ("HEAD", "--", "-x"), ("a", "b", "c")]
)
def test_what_cannot_be_compared_ends_with_2(arguments: tuple[str, ...], history: History) -> None:
    assert history.run(*arguments).exit_code == 2


def test_a_revision_without_a_knowledge_base_has_nothing(history: History) -> None:
    history.move("../kb-source", "../old")
    git(history.top, "rm", "-r", "--quiet", "--cached", ".")
    (history.top / "readme.txt").write_text("x")
    git(history.top, "add", "readme.txt")
    git(history.top, "commit", "--quiet", "--message", "x")
    (history.top / "old").rename(history.kb)
    result = history.run("HEAD")
    assert result.exit_code == 0
    assert "4 articles added" in result.stdout
    assert "HEAD has no" in result.stderr
