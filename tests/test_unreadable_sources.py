"""What cannot lie in a folder of cases: files that are no text, links, sizes, line endings."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import dev
from helpwright.build import inspect
from helpwright.config import Config
from helpwright.diagnostic import Diagnostic
from helpwright.parse.registry import MAX_REGISTRY_BYTES
from helpwright.parse.yaml_tree import MAX_BYTES
from helpwright.read import MAX_SOURCE_BYTES

ARTICLE = b"""---
id: start
title: The app does not start
status: published
updated: 2026-01-31
---

## Symptom

The app does not start.

## Resolution

Install the app again.
"""
CASES = sorted((dev.ROOT / "tests" / "rules").glob("*/*/"))
Make = Callable[[Path], object]


def write(path: str, data: bytes) -> Make:
    return lambda root: (root / path).write_bytes(data)


def link(path: str, target: str) -> Make:
    return lambda root: (root / path).symlink_to(target)


def comment(size: int) -> bytes:
    """Return an article of `size` bytes."""
    return ARTICLE + b"\n<!--" + b"x" * (size - len(ARTICLE) - 9) + b"-->\n"


def shown(found: Diagnostic) -> str:
    return f"{found.path}:{found.start.line}:{found.start.column} {found.rule.code} {found.message}"


def check(root: Path) -> list[str]:
    return [shown(found) for found in inspect(Config(root)).diagnostics]


BAD: dict[str, tuple[Make, str]] = {
    "not UTF-8": (
        write("b.md", ARTICLE.replace(b"again", b"d\xe9j\xe0 vu")),
        "b.md:14:18 HW101 byte 157 of the file is not UTF-8 text",
    ),
    "UTF-16": (
        write("b.md", ARTICLE.decode().encode("utf-16")),
        "b.md:1:1 HW101 byte 1 of the file is not UTF-8 text",
    ),
    "a NUL": (
        write("b.md", ARTICLE.replace(b"again", b"a\0gain")),
        "b.md:14:18 HW101 the file holds a NUL character, as binary files do",
    ),
    "a registry that is not UTF-8": (
        write("kb.yml", b"title: caf\xe9\n"),
        "kb.yml:1:11 HW101 byte 11 of the file is not UTF-8 text",
    ),
    "a pipe": (
        lambda root: os.mkfifo(root / "b.md"),
        "b.md:1:1 HW101 this is not a regular file",
    ),
    "one byte too many": (
        write("b.md", comment(MAX_SOURCE_BYTES + 1)),
        "b.md:1:1 HW102 the file is larger than the 1,024 kB of a source",
    ),
    "front matter without end": (
        write("b.md", ARTICLE.replace(b"status", b"tags: [" + b"x," * MAX_BYTES + b"]\nstatus")),
        "b.md:2:1 HW102 524,375 bytes of YAML are more than the 262,144 that are read",
    ),
    "a link out": (
        link("b.md", "../b.md"),
        "b.md:1:1 HW103 the link leads out of the knowledge base, so it is not followed",
    ),
    "a link to the system": (
        link("users", "/etc"),
        "users:1:1 HW103 the link leads out of the knowledge base, so it is not followed",
    ),
    "a link to nowhere outside": (
        link("b.md", "../nothing.md"),
        "b.md:1:1 HW103 the link leads out of the knowledge base, so it is not followed",
    ),
    "a link to a folder": (
        link("more", "folder"),
        "more:1:1 HW103 a link to a folder is not followed",
    ),
    "a link to its own folder": (
        link("folder/again", "."),
        "folder/again:1:1 HW103 a link to a folder is not followed",
    ),
}

GOOD: dict[str, Make] = {
    "a byte order mark": write("a.md", b"\xef\xbb\xbf" + ARTICLE),
    "just small enough": write("a.md", comment(MAX_SOURCE_BYTES)),
    "a link inside": link("a.md", "folder/_text.md"),
    "a binary file that is no article": write("a.bin", b"\0\xff"),
    "hidden files": write(".a.md", b"\0\xff"),
    "a hidden link": link(".folder", "/etc"),
}


@pytest.fixture
def root(kb: Callable[..., Path]) -> Path:
    folder = kb({"folder/_text.md": ARTICLE})
    (folder.parent / "b.md").write_bytes(ARTICLE)
    return folder


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_found(case: str, root: Path) -> None:
    make, expected = BAD[case]
    make(root)
    assert check(root) == [expected]


@pytest.mark.parametrize(
    ("registry", "code"),
    [
        (b"owners: support: us\n", "HW104"),
        (b"owners:\n\tsupport: us\n", "HW104"),
        (b"owners: {support: caf\xe9}\n", "HW101"),
        (b"owners: {support: us}\n#" + b"x" * MAX_REGISTRY_BYTES, "HW102"),
    ],
)
def test_what_a_registry_that_cannot_be_read_would_hold_is_not_missed(
    registry: bytes, code: str, root: Path
) -> None:
    head = ARTICLE.replace(b"status:", b"owner: support\napplies_to: {kettle: all}\nstatus:", 1)
    (root / "b.md").write_bytes(head.replace(b"## Symptom", b"## Was Sie sehen"))
    (root / "kb.yml").write_bytes(b"title: A\n")
    assert [found.split()[1] for found in check(root)] == ["HW113", "HW601", "HW501"]
    (root / "kb.yml").write_bytes(registry)
    assert [found.split()[1] for found in check(root)] == [code]


@pytest.mark.parametrize("case", GOOD)
def test_what_can_be_read_is_not(case: str, root: Path) -> None:
    GOOD[case](root)
    assert check(root) == []


def test_a_name_that_is_not_utf8_is_found(root: Path) -> None:
    try:
        (root / os.fsdecode(b"caf\xe9.md")).write_bytes(ARTICLE)
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    assert check(root) == ["caf?.md:1:1 HW101 the file's name is not valid UTF-8"]


def rewritten(case: Path, folder: Path, change: Callable[[bytes], bytes]) -> Path:
    """Copy a case with its texts changed."""
    shutil.copytree(case, folder)
    for file in folder.rglob("*"):
        if file.suffix in (".md", ".yml"):
            file.write_bytes(change(file.read_bytes()))
    return folder


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_how_files_begin_and_lines_end_does_not_matter(case: Path, tmp_path: Path) -> None:
    expected = check(case)
    with_mark = rewritten(case, tmp_path / "a", lambda data: b"\xef\xbb\xbf" + data)
    assert check(with_mark) == expected
    with_returns = rewritten(case, tmp_path / "b", lambda data: data.replace(b"\n", b"\r\n"))
    assert check(with_returns) == expected
