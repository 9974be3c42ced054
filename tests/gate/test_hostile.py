"""Sites that were made to hurt: each ends in findings, in bounded time, without a traceback."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from helpwright.gate import check_site
from helpwright.gate.files import MAX_SIZE
from tests.gate.test_kinds import Folder

LONG = 300_000


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "public")


def told(folder: Folder) -> list[str]:
    return [
        line.partition(" ")[0] + " " + line.split(":")[0].split(" ")[1] for line in folder.told()
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"<a " * LONG,
        b"<a href=" * LONG,
        b'<a href="' * LONG,
        b"<a x='" * LONG + b'"',
        b"<!--" * LONG,
        b"<!-" * LONG + b"<!--" + b"-" * LONG,
        b"<script>" * LONG,
        b"<script><!--<script>" * LONG,
        b"<title>" * LONG,
        b"<style>@import url(" * LONG,
        b'<p style="' + b"url(" * LONG + b'">',
        b"<div>" * LONG,
        b"<svg>" * LONG + b"<template>" * LONG,
        b'<a href="#x"><b>' * (LONG // 10),
        b"<a x><b '" * LONG,
        b'<a href="../' + b"%25" * LONG + b'">',
        b'<a href="' + b"../" * LONG + b'">A</a>',
        b'<img alt="" srcset="' + b"a (" * LONG + b'">',
        b'<a href="' + b"&" * LONG + b'">A</a>',
        b'<html lang="' + b"a-" * LONG + b'">',
        b'<meta http-equiv="refresh" content="' + b" " * LONG + b'">',
        bytes(range(256)) * 1000,
        b"\x00" * LONG,
    ],
    ids=range(23),
)
def test_a_page_takes_time_in_proportion_to_its_size(folder: Folder, body: bytes) -> None:
    """A step that looks at the rest of a page again and again would not end here."""
    folder.file("x/index.html", b"<!doctype html>\n" + body)
    assert any("x/index.html" in line for line in folder.told())


def test_a_page_that_is_too_large_is_a_finding(folder: Folder) -> None:
    file = folder.root / "x/index.html"
    with file.open("wb") as written:
        written.truncate(MAX_SIZE + 1)
    (line,) = folder.told()
    assert line.startswith("HW734 x/index.html:1:1 `x/index.html` has 32,000,001 bytes")


def test_the_findings_of_one_page_are_bounded(folder: Folder) -> None:
    folder.page("x/index.html", "".join(f'<a href="gone-{n}/">A</a>' for n in range(1000)))
    assert len(folder.told()) == 100


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make symbolic links")
def test_links_out_of_the_folder_are_not_followed(folder: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.html").write_text('<a href="gone/">secret</a>', "utf-8")
    (folder.root / "file.html").symlink_to(outside / "secret.html")
    (folder.root / "folder").symlink_to(outside)
    (folder.root / "nothing.html").symlink_to(tmp_path / "nothing")
    (folder.root / "self.html").symlink_to(folder.root / "self.html")
    (folder.root / "x/around").symlink_to(folder.root)
    assert told(folder) == [
        f"HW734 {name}" for name in ("file.html", "folder", "nothing.html", "self.html", "x/around")
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make symbolic links")
def test_links_inside_the_folder_are_followed(folder: Folder) -> None:
    (folder.root / "latest").symlink_to(folder.root / "guide")
    folder.page("x/index.html", '<a href="../latest/#install">A</a>')
    lines = folder.told()
    assert [line.split(" ")[0] for line in lines] == ["HW720"]  # Its canonical page is another.


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_not_waited_for(folder: Folder) -> None:
    os.mkfifo(folder.root / "pipe.html")
    (line,) = folder.told()
    assert "is no file, but a device, a pipe or a socket" in line


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_can_be_shown(folder: Folder) -> None:
    name = os.fsencode(folder.root) + b"/\xff.html"
    Path(os.fsdecode(name)).write_bytes(b'<a href="gone/">A</a>')
    for line in folder.told():
        line.encode("utf-8")


def test_a_page_that_vanishes_is_a_finding(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    from helpwright.gate import scan

    def vanish(self: scan.Scanner, name: str, data: bytes) -> scan.PageFacts:
        (folder.root / "x/index.html").unlink(missing_ok=True)
        return original(self, name, data)

    original = scan.Scanner.scan
    monkeypatch.setattr(scan.Scanner, "scan", vanish)
    assert told(folder) == ["HW734 x/index.html"]


def test_a_folder_that_is_not_there_cannot_be_listed(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        check_site(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "manifest",
    [b"[" * 100_000, b"{", b"[]", b'{"icons": 1}', b'{"icons": [1, {"src": 2}]}', b"\xff"],
)
def test_a_manifest_may_hold_anything(folder: Folder, manifest: bytes) -> None:
    folder.file("site.webmanifest", manifest)
    folder.page("x/index.html", "", '<link rel="manifest" href="../site.webmanifest">')
    assert {line.split(" ")[0] for line in folder.told()} <= {"HW703"}


def test_style_sheets_that_import_each_other_end(folder: Folder) -> None:
    folder.file("style.css", b'@import "other.css";')
    folder.file("other.css", b'@import "style.css"; a { background: url(gone.png) }')
    folder.page("x/index.html", "", '<link rel="stylesheet" href="../style.css">')
    (line,) = folder.told()
    assert line.startswith("HW705 other.css:1:38 ")
