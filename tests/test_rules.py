"""Every rule: knowledge bases that break it, near misses that do not, and its article.

A folder `rules/<rule>/<case>/` is a whole knowledge base. Its `expected.txt` holds every finding
of `helpwright check` there; `pytest --update-golden` writes it anew, for a person to read. Cases
called `bad-…` bring the rule's finding out, `good-…` come close and do not.

The examples of the article `kb-source/rules/<rule>.md` are run too: see `read_examples`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import dev
from helpwright.build import inspect
from helpwright.config import Config
from helpwright.diagnostic import Diagnostic, Rule
from helpwright.faults import CAPTURE_RULES
from helpwright.model import (
    Article,
    Block,
    BulletList,
    CodeBlock,
    Directive,
    Footnote,
    Quote,
    StepList,
)
from helpwright.rules import RULES

CASES = dev.ROOT / "tests" / "rules"
EXAMPLE_KB = dev.ROOT / "tests" / "example_kb"
EXAMPLE = "accounts/example.md"
ARTICLES = dev.ROOT / "kb-source" / "rules"

# What breaks these is no text that git can hold on every system: links, special files, bytes that
# are not UTF-8, a megabyte. `test_unreadable_sources.py` makes it. Or it takes two revisions, as
# `test_since.py` and `tests/diff` make them; or a build, as in `tests/derive`.
WITHOUT_CASES = (
    "unreadable-file",
    "path-outside-kb",
    "changed-without-update",
    "lost-address",
    "lost-anchor",
    "picture-not-converted",
)
# What breaks these cannot be shown as Markdown or YAML in an article: files, their sizes, their
# past.
WITHOUT_EXAMPLES = (
    "unreadable-file",
    "oversized-source",
    "oversized-inclusion",
    "path-outside-kb",
    "picture-wrong-format",
    "unused-picture",
    "duplicate-picture",
    "picture-too-large",
    "picture-too-small-to-read",
    "picture-not-in-ledger",
    "picture-changed",
    "ledger-entry-without-picture",
    "picture-version-out-of-range",
    "picture-older-than-release",
    "recipe-without-picture",
    "unknown-step-in-recipe",
    "picture-older-than-recipe",
    "picture-not-converted",
    "unlike-dark-picture",
    "changed-without-update",
    "lost-address",
    "lost-anchor",
)

BY_NAME = {rule.name: rule for rule in RULES}
# Findings on built pages are planted, and found, by the tests of the proof; those about other sites
# need a server and are tested in `tests/external`; those that need a browser in `tests/browser`.
OF_SOURCES = [
    rule for rule in RULES if not rule.code.startswith(("HW7", "HW8")) and rule not in CAPTURE_RULES
]
WITH_CASES = [rule for rule in OF_SOURCES if rule.name not in WITHOUT_CASES]
WITH_EXAMPLES = [rule for rule in OF_SOURCES if rule.name not in WITHOUT_EXAMPLES]

_TITLE = re.compile(r"(?:markdown|yaml) title=\"(Bad|Good)(?:: ([\w./-]+))?\"")
_SLOT = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Example:
    """One example of an article: the rule, whether it is the good one, and the files to write."""

    rule: Rule
    good: bool
    files: dict[str, str]


def cases() -> Iterator[tuple[Rule, Path]]:
    """Yield each case's folder with the rule that it is about."""
    for folder in sorted(CASES.glob("*/*/")):
        rule = BY_NAME.get(folder.parent.name)
        if rule is not None:
            yield rule, folder


def code_blocks(blocks: tuple[Block, ...]) -> Iterator[CodeBlock]:
    """Yield the code blocks among blocks, through every container."""
    for block in blocks:
        if isinstance(block, CodeBlock):
            yield block
        elif isinstance(block, Quote | Directive | Footnote):
            yield from code_blocks(block.blocks)
        elif isinstance(block, StepList):
            for step in block.steps:
                yield from code_blocks(step.blocks)
        elif isinstance(block, BulletList):
            for item in block.items:
                yield from code_blocks(item.blocks)


def read_examples(rule: Rule, article: Article) -> Iterator[Example]:
    """Yield the examples of a rule's article: its code blocks titled "Bad" or "Good".

    A block whose title names a file ("Bad: kb.yml") is that file; all bad ones that do belong
    together, and so do all good ones. Of the others each is an example of its own. An article is
    whole where it begins with front matter, a body where it has sections, else the text of a
    resolution.
    """
    named: dict[bool, dict[str, str]] = {False: {}, True: {}}
    for block in code_blocks(article.blocks):
        match = _TITLE.fullmatch(block.info)
        if match is None:
            continue
        good = match[1] == "Good"
        if match[2]:
            whole = match[2] == EXAMPLE
            named[good][match[2]] = whole_article(block.value) if whole else block.value
        else:
            yield Example(rule, good, {EXAMPLE: whole_article(block.value)})
    for good, files in named.items():
        if files:
            yield Example(rule, good, files)


def whole_article(text: str) -> str:
    """Return an article made of an example."""
    if text.startswith("---\n"):
        return text
    front, symptom, _ = (EXAMPLE_KB / EXAMPLE).read_text(encoding="utf-8").split("\n## ")
    if re.search(r"^## ", text, re.MULTILINE):
        return f"{front}\n{text}"
    return f"{front}\n## {symptom}\n## Resolution\n\n{text}"


def findings(folder: Path) -> tuple[Diagnostic, ...]:
    """Return all findings of a knowledge base."""
    return inspect(Config(folder)).diagnostics


def show(found: Diagnostic) -> str:
    """Return a finding as `expected.txt` has it."""
    place = f"{found.path}:{found.start.line}:{found.start.column}"
    line = f"{place}: {found.level} {found.rule.code} {found.rule.name}: {found.message}\n"
    related = (
        f"  {it.path}:{it.start.line}:{it.start.column}: {it.message}\n" for it in found.related
    )
    return line + "".join(related)


@pytest.fixture(scope="session")
def articles() -> dict[str, Article]:
    """The articles about the rules, by id."""
    kb = inspect(Config(ARTICLES.parent)).kb
    return {article.id: article for article in kb.articles if article.category == "rules"}


@pytest.mark.parametrize(
    ("rule", "case"),
    [pytest.param(rule, case, id=f"{rule.name}/{case.name}") for rule, case in cases()],
)
def test_case(rule: Rule, case: Path, request: pytest.FixtureRequest) -> None:
    found = findings(case)
    shown = "".join(map(show, found))
    expected = case / "expected.txt"
    if request.config.getoption("update_golden"):
        expected.write_text(shown, encoding="utf-8", newline="\n")
    assert case.name.startswith(("bad-", "good-"))
    assert shown == expected.read_text(encoding="utf-8")
    assert any(entry.rule is rule for entry in found) == case.name.startswith("bad-")
    for entry in found:
        assert entry.help, f"no remedy: {show(entry)}"


@pytest.mark.parametrize("rule", WITH_CASES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_every_rule_has_cases(rule: Rule, kind: str) -> None:
    assert list(CASES.glob(f"{rule.name}/{kind}-*/expected.txt"))


def test_rules_differ() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_an_article(rule: Rule, articles: dict[str, Article]) -> None:
    article = articles[rule.name]
    assert article.path == f"rules/{rule.name}.md"
    assert article.title.startswith(f"{rule.code}: ")
    assert article.metadata.summary
    assert article.metadata.errors


def test_cases_and_articles_belong_to_a_rule(articles: dict[str, Article]) -> None:
    assert {folder.name for folder in CASES.iterdir()} <= BY_NAME.keys()
    assert articles.keys() <= BY_NAME.keys()


def test_articles_have_no_findings() -> None:
    found = [entry for entry in findings(ARTICLES.parent) if entry.path.startswith("rules/")]
    assert not found, "".join(map(show, found))


@pytest.mark.parametrize("rule", WITH_CASES, ids=lambda rule: rule.name)
def test_articles_quote_the_messages(rule: Rule, articles: dict[str, Article]) -> None:
    """Whoever pastes a message into the site's search must find the article."""
    quoted = {error.text for error in articles[rule.name].metadata.errors}
    real = {
        found.message
        for folder in CASES.glob(f"{rule.name}/bad-*")
        for found in findings(folder)
        if found.rule is rule
    }
    patterns = {error: ".+".join(map(re.escape, _SLOT.split(error))) for error in quoted}
    for message in real:
        assert any(re.fullmatch(pattern, message) for pattern in patterns.values()), message
    for error, pattern in patterns.items():
        assert any(re.fullmatch(pattern, message) for message in real), f"no case for: {error}"


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.name)
def test_examples(rule: Rule, articles: dict[str, Article], tmp_path: Path) -> None:
    examples = list(read_examples(rule, articles[rule.name]))
    assert {example.good for example in examples} == {False, True}
    for number, example in enumerate(examples):
        folder = tmp_path / str(number)
        shutil.copytree(EXAMPLE_KB, folder)
        for path, text in example.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
        found = findings(folder)
        shown = "".join(map(show, found))
        if example.good:
            assert not found, f"{shown}\n{example.files}"
        else:
            assert any(entry.rule is rule for entry in found), f"{shown}\n{example.files}"


def test_the_example_knowledge_base_has_no_findings() -> None:
    assert not findings(EXAMPLE_KB)


PICTURE = "put the picture beside the article and write its file name"


@pytest.mark.parametrize(
    ("front_matter", "body", "help"),
    [
        (
            "applies_to: {product-id: all}",
            "",
            "write `kettle`, or add it under `products` in kb.yml",
        ),
        ("", r"![A lamp](C:\Users\me\lamp.png)", PICTURE),
        ("", "![A lamp](file:///C:/lamp.png)", PICTURE),
        (
            "",
            "[A lamp](file:///C:/lamp.md)",
            "write an address that begins with `https://`, or the path or id of an article",
        ),
    ],
)
def test_the_remedy_fits_the_place(front_matter: str, body: str, help: str, tmp_path: Path) -> None:
    (tmp_path / "kb.yml").write_text("products:\n  kettle:\n    name: Kettle\n")
    head = "id: a\ntitle: A\nstatus: draft\nupdated: 2026-01-31\n" + front_matter
    (tmp_path / "a.md").write_text(f"---\n{head}\n---\n\n## Symptom\n\n{body or 'Cold.'}\n")
    assert [found.help for found in findings(tmp_path)] == [help]
