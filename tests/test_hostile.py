"""Sources from people who should not be trusted: a finding each, never a traceback or a leak."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpwright.build import Inspection, inspect
from helpwright.compile import compile_site
from helpwright.config import Config, ConfigError
from tests.rendering import HEAD, render_file

Nasty = Callable[[Path], None]


def text(content: str | bytes) -> Nasty:
    """Make a nasty that is an article with this content."""
    data = content.encode() if isinstance(content, str) else content

    def make(root: Path) -> None:
        (root / "a.md").write_bytes(data)

    return make


def body(content: str) -> Nasty:
    return text(f"{HEAD}## Symptom\n\nx\n\n## Resolution\n\n{content}\n")


def outside_picture(root: Path) -> None:
    (root.parent / "secret.png").write_bytes(b"secret")
    body("![a secret](../../secret.png) ![b](../secret.png) ![c](/etc/passwd)")(root)


def symlinked_picture(root: Path) -> None:
    (root.parent / "secret.png").write_bytes(b"secret")
    (root / "pic.png").symlink_to(root.parent / "secret.png")
    body("![a secret](pic.png)")(root)


def symlinked_folder(root: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "b.md").write_text(HEAD)
    (root / "inside").symlink_to(outside)
    (root / "loop").symlink_to(root)
    body("x")(root)


def symlinked_in_a_circle(root: Path) -> None:
    (root / "a.md").symlink_to("b.md")
    (root / "b.md").symlink_to("a.md")


def symlinked_article(root: Path) -> None:
    (root.parent / "b.md").write_text(HEAD + "secret")
    (root / "a.md").symlink_to(root.parent / "b.md")


def pipe(root: Path) -> None:
    os.mkfifo(root / "a.md")


def registry(content: str) -> Nasty:
    def make(root: Path) -> None:
        (root / "kb.yml").write_text(content)
        body("x")(root)

    return make


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join(lines)


NASTIES: dict[str, tuple[Nasty, str]] = {
    "binary": (text(bytes(range(256)) * 64), "HW101"),
    "latin-1": (text(HEAD.encode() + b"caf\xe9\n"), "HW101"),
    "utf-16": (text(HEAD.encode("utf-16")), "HW101"),
    "nul": (text(HEAD.encode() + b"a\0b\n"), "HW101"),
    "ten-megabyte-line": (text(HEAD + "x" * 10_000_000), "HW102"),
    "empty": (text(""), "HW105"),
    "front-matter-never-closed": (text("---\nid: a\n"), "HW104"),
    "yaml-bomb": (text(f"---\n{bomb()}\n---\n"), "HW104"),
    "yaml-bomb-in-registry": (registry(bomb()), "HW104"),
    "fifty-thousand-brackets": (text(f"---\nid: {'[' * 50_000}\n---\n"), "HW104"),
    "brackets-in-registry": (registry(f"title: {'[' * 50_000}"), "HW104"),
    "python-tag": (text("---\nid: !!python/object/apply:os.system [true]\n---\n"), "HW104"),
    "two-documents": (text("---\nid: a\n--- \nid: b\n---\n"), "HW109"),
    "duplicate-key": (text(HEAD.replace("id: a\n", "id: a\nid: b\n") + "x"), "HW106"),
    "deep-quotes": (body(">" * 20_000 + " x"), "HW102"),
    "deep-lists": (body("- " * 5_000 + "x"), "HW102"),
    "deep-brackets": (body("[" * 50_000), ""),
    "deep-emphasis": (body("*a " * 50_000), ""),
    "open-html": (body("<div>" * 20_000), ""),
    "unclosed-tags": (body("<div id=x " * 60_000), "HW102"),
    "unclosed-inline-tags": (body("<a id=x " * 60_000), ""),
    "deep-phrases": (body("[" * 10_000 + "a" + "]{applies_to=1}" * 10_000), "HW102"),
    "nested-phrases": (body("[" * 90 + "a" + "]{applies_to=1}" * 90), ""),
    "many-phrases": (body('[a]{applies_to="1"} ' * 20_000), ""),
    "many-conditions": (body('a{applies_to="1"} ' * 20_000), "HW118"),
    "many-attribute-lists": (body("{#a " * 50_000 + "}"), ""),
    "many-allowances": (body("x <!-- helpwright: allow HW204 " * 20_000), ""),
    "many-comments": (body("a <!-- helpwright: allow HW204 y --> b " * 5_000), "HW120"),
    "many-fences": (body("/// tab | x\n" * 20_000), "HW123"),
    "many-step-references": (body("1. go to step 3 and step 999\n" * 900), "HW206"),
    "many-links": (body("[a](kb:nothing) " * 5_000), "HW301"),
    "picture-outside": (outside_picture, "HW401"),
    "picture-linked-outside": (symlinked_picture, "HW103"),
    "folder-linked-outside": (symlinked_folder, "HW103"),
    "article-linked-outside": (symlinked_article, "HW103"),
    "links-in-a-circle": (symlinked_in_a_circle, "HW101"),
    "pipe": (pipe, "HW101"),
    "script-link": (
        body("[x](javascript:alert(1)) <a href='java&#10;script:alert(1)'>y</a>"),
        "HW306",
    ),
    "entity-script-link": (body("[x](&#106;avascript:alert(1))"), "HW306"),
    "data-link": (body("[x](data:text/html;base64,PHNjcmlwdD4=)"), "HW306"),
    "script": (body("<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>"), "HW115"),
    "style": (body("<b style='position:fixed'>x</b> <style>*{}</style>"), "HW115"),
    "frame": (body("<iframe src='https://evil.example'></iframe>"), "HW115"),
    "duplicate-labels": (body("1. a {#x}\n2. b {#x}"), "HW304"),
    "fence-attributes": (body('```{.py onclick="alert(1)" #x}\nx\n```'), ""),
    "title-injection": (body('```py title="<script>alert(1)</script>"\nx\n```'), ""),
    "id-climbs-out": (text(HEAD.replace("id: a", "id: ../../x")), "HW108"),
    "alias-climbs-out": (
        text(HEAD.replace("id: a\n", "id: a\naliases: [../../../x, '/../../y']\n")),
        "HW307",
    ),
    "path-in-registry": (registry("categories:\n  ../../x:\n    title: X\n"), ""),
    "byte-order-mark": (text(b"\xef\xbb\xbf" + HEAD.encode() + b"## Symptom\n\nx\n"), "HW113"),
    "carriage-returns": (
        text((HEAD + "## Symptom\n\n1. a\n3. b\n").replace("\n", "\r\n")),
        "HW204",
    ),
    "lone-carriage-returns": (text(HEAD + "## Symptom\r\r1. a\r3. b\r"), "HW204"),
    "mixed-tabs": (body("1. a\n\n\t\tcode\n \t- b\n2.\tc\n4.  d"), "HW204"),
    "control-characters": (body("a\x02wzxhzdk:0\x03 \x1b[31m \ue000helpwright:b\ue000"), ""),
    "invisible": (body("a\u200b\u202eb\ufeff"), ""),
}


def check(root: Path) -> Inspection:
    started = time.monotonic()
    inspection = inspect(Config(root))
    assert time.monotonic() - started < 60, "the check does not stay within bounds"
    for found in inspection.diagnostics:
        assert found.message
        assert found.help or found.rule.fix
        assert found.start.line >= 1
        assert found.start.column >= 1
    return inspection


@pytest.mark.parametrize("name", NASTIES)
def test_a_nasty_source_is_a_finding(tmp_path: Path, name: str) -> None:
    root = tmp_path / "deep" / "kb"
    root.mkdir(parents=True)
    make, code = NASTIES[name]
    make(root)
    inspection = check(root)
    codes = {found.rule.code for found in inspection.diagnostics}
    assert code in codes if code else "HW102" not in codes
    out = tmp_path / "out" / "deep" / "site"
    result = compile_site(Config(root, fail_on=None), out)
    assert result.written
    for file in tmp_path.joinpath("out").rglob("*"):
        assert file.is_dir() or out in file.parents
        assert b"secret" not in file.read_bytes() if file.suffix == ".png" else True
    for page in out.rglob("a.md"):
        html = page.read_text().lower()
        assert "<script" not in html
        assert "javascript:" not in html.replace("&#", "")
        for forbidden in (" onclick=", " onerror=", ' style="position', "<iframe", "<style"):
            assert forbidden not in html


def test_a_compilation_stays_in_its_folder(tmp_path: Path) -> None:
    root, out, outside = (tmp_path / name for name in ("kb", "out", "outside"))
    for folder in (root, out, outside):
        folder.mkdir()
    (root / "a.md").write_text(f"{HEAD}## Symptom\n\nx\n\n## Resolution\n\ny\n")
    (outside / "precious.md").write_text("mine")
    (out / "kb").symlink_to(outside)
    with pytest.raises(ConfigError, match="leads out of"):
        compile_site(Config(root), out)
    (out / "kb").unlink()
    (out / "link").symlink_to(outside)
    (out / ".helpwright.json").write_text('["link/precious.md", "../outside/precious.md"]')
    with pytest.raises(ConfigError, match="leads out of"):
        compile_site(Config(root), out)
    (out / "link").unlink()
    (out / "kb").mkdir()
    (out / "kb" / ".a.md.writing").symlink_to(outside / "precious.md")
    assert "kb/a.md" in compile_site(Config(root), out).written
    assert (outside / "precious.md").read_text() == "mine"
    assert [file.name for file in outside.iterdir()] == ["precious.md"]


@pytest.mark.parametrize(
    "piece",
    [
        "a\n\n",
        "a\n\n///\n\n",
        "/// tab\n\na\n\n///\n\n",
        "{++a ",
        "<div>\n<!-- a ",
        "<div>\n<![CDATA[ a ",
        "<div>\n<?a ",
    ],
)
def test_what_is_repeated_is_rendered_in_time(tmp_path: Path, piece: str) -> None:
    first, line, rest = piece.rpartition("\n") if piece[0] == "<" else ("", "", piece)
    body = first + line + rest * (400_000 // len(rest))
    (tmp_path / "a.md").write_text(f"{HEAD}## Symptom\n\nx\n\n## Resolution\n\n{body}\n")
    started = time.monotonic()
    render_file(tmp_path, "a.md")
    # Each took from a minute to hours when its time grew with the square of its length.
    assert time.monotonic() - started < 15


def test_a_page_cannot_be_summoned_by_another_page(tmp_path: Path) -> None:
    """A marker in an article's text is text."""
    (tmp_path / "a.md").write_text(HEAD + "## Symptom\n\n\ue000helpwright:a.md\ue000\n")
    assert render_file(tmp_path, "a.md").count("<h1") == 1


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_any_bytes_are_survived(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    root = tmp_path_factory.mktemp("kb")
    (root / "kb.yml").write_bytes(data)
    (root / "a.md").write_bytes(data)
    (root / "b.md").write_bytes(HEAD.encode() + data)
    (root / "c.md").write_bytes(b"---\n" + data + b"\n---\n")
    check(root)


_MARKUP = st.sampled_from(
    "a 1. - > # ` * _ [ ] ( ) ! < / { } | \\ & ; : \n \t <b> </b> <details> --- ``` /// {#x} kb: "
    "[^1] step 2 <!-- --> <a href= > \ue000 \r".split(" ")
)


@given(st.lists(_MARKUP, max_size=60).map("".join))
@settings(max_examples=150)
def test_any_markup_is_survived(tmp_path_factory: pytest.TempPathFactory, markup: str) -> None:
    root = tmp_path_factory.mktemp("kb")
    (root / "a.md").write_text(HEAD + markup, newline="")
    check(root)
    assert "<h1" in render_file(root, "a.md")
