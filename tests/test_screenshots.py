"""`helpwright screenshots`: what it shows, and that an update changes no more than it must."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image, ImageDraw

from helpwright.alike import alike
from helpwright.build import inspect
from helpwright.cli import program
from helpwright.config import Config
from helpwright.ledger import file_digest

KB_YML = "products:\n  kettle:\n    name: Kettle\n    versions: ['1.0', '1.10', '2.0']\n"
ARTICLE = """---
id: cold
title: The kettle stays cold
applies_to:
  kettle: all
status: published
updated: 2026-01-31
---

## Symptom

![The dial](dial.png)

## Resolution

1. Turn the dial:
   ![The dial on high](high.png){applies_to="<2.0"}
2. Press ![Start](start.png).
"""


def picture(path: Path, shade: int, size: tuple[int, int] = (90, 70)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", size, shade).save(path)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    (tmp_path / "kb.yml").write_text(KB_YML)
    (tmp_path / "cold.md").write_text(ARTICLE)
    picture(tmp_path / "dial.png", 10)
    picture(tmp_path / "high.png", 20)
    picture(tmp_path / "start.png", 30, (16, 16))
    return tmp_path


def run(kb: Path, *options: str) -> Result:
    return CliRunner().invoke(program, ["screenshots", "--kb", str(kb), *options])


def today(kb: Path) -> str:
    return inspect(Config(kb)).kb.today.isoformat()


def test_a_new_ledger_names_the_newest_version_that_sees_the_picture(kb: Path) -> None:
    assert run(kb).exit_code == 0
    result = run(kb, "--update")
    assert (result.exit_code, result.output.splitlines()[:2]) == (
        0,
        ["added dial.png", "added high.png"],
    )
    entries = inspect(Config(kb)).kb.ledger.entries
    assert [
        (it.path, it.sha256, it.product and it.product.text, it.version and it.version.text)
        for it in entries.values()
    ] == [
        ("dial.png", digest(kb / "dial.png"), "kettle", "2.0"),
        ("high.png", digest(kb / "high.png"), "kettle", "1.10"),
    ]
    assert inspect(Config(kb)).diagnostics == ()
    before = (kb / "screenshots.yml").read_bytes()
    assert run(kb, "--update").output == "nothing to update\n"
    assert (kb / "screenshots.yml").read_bytes() == before


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_update_keeps_what_a_person_wrote(kb: Path, newline: str) -> None:
    first = (
        "# Ours.\n\n"
        "dial.png: # on the front\n"
        f"    version: '1.0'\n    sha256: {'0' * 64}\n"
        "    taken: 2020-01-01\n    product: kettle\n\n"
        "# It was thrown away.\n"
        f"gone.png: {{sha256: {'1' * 64}, taken: 2020-01-01}}\n"
        "# It has another name now.\n"
        f"old.png: {{sha256: {digest(kb / 'high.png')}, version: '1.0', taken: 2020-01-01}}\n"
    )
    (kb / "screenshots.yml").write_bytes(first.replace("\n", newline).encode())
    result = run(kb, "--update")
    assert result.output.splitlines()[:3] == [
        "refreshed dial.png",
        "moved old.png to high.png",
        "removed gone.png",
    ]
    wanted = (
        first.replace("0" * 64, digest(kb / "dial.png"), 1)
        .replace("2020-01-01", today(kb), 1)
        .replace(f"gone.png: {{sha256: {'1' * 64}, taken: 2020-01-01}}\n", "")
        .replace("old.png", "high.png")
    )
    assert (kb / "screenshots.yml").read_bytes() == wanted.replace("\n", newline).encode()


@pytest.mark.parametrize(
    "form", ["dial.png:\n  taken: 2020-01-01\n", "dial.png: {taken: 2020-01-01}"]
)
def test_an_entry_without_a_digest_gets_one_and_keeps_its_day(kb: Path, form: str) -> None:
    (kb / "screenshots.yml").write_text(form)
    assert run(kb, "--update").exit_code == 0
    entry = inspect(Config(kb)).kb.ledger.entries["dial.png"]
    assert (entry.sha256, entry.taken.text) == (digest(kb / "dial.png"), "2020-01-01")


@pytest.mark.parametrize("text", ["dial.png: [", "- dial.png\n", "dial.png: 12\n"])
def test_a_broken_ledger_is_left_alone(kb: Path, text: str) -> None:
    (kb / "screenshots.yml").write_text(text)
    result = run(kb, "--update")
    assert result.exit_code == 2
    assert "screenshots.yml is left as it is" in result.output
    assert (kb / "screenshots.yml").read_text() == text


def test_the_ledger_is_never_written_through_a_link_that_leads_out(
    kb: Path, tmp_path: Path
) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yml"
    outside.write_text("")
    (kb / "screenshots.yml").symlink_to(outside)
    assert run(kb, "--update").exit_code == 2
    assert outside.read_text() == ""


def test_the_table_and_json_tell_the_state_of_each_picture(kb: Path) -> None:
    run(kb, "--update")
    picture(kb / "dial.png", 99, (100, 80))
    (kb / "high.png").unlink()
    result = run(kb, "--format", "json")
    assert result.exit_code == 1
    found = {Path(it["path"]).name: it for it in json.loads(result.stdout)["pictures"]}
    assert {name: it["state"] for name, it in found.items()} == {
        "dial.png": "changed",
        "high.png": "gone",
    }
    assert (found["dial.png"]["width"], found["dial.png"]["shown"][0]["line"]) == (100, 12)
    lines = run(kb).output.splitlines()
    assert [line.split()[0] for line in lines] == ["state", "changed", "gone"]


def test_a_digest_is_that_of_a_regular_file_only(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"abc")
    assert file_digest(str(tmp_path / "a.png")) == hashlib.sha256(b"abc").hexdigest()
    assert file_digest(str(tmp_path)) is None
    assert file_digest(str(tmp_path / "b.png")) is None


def screen(path: Path, at: int, size: tuple[int, int] = (320, 200), suffix: str = "PNG") -> None:
    """Save a made-up window with buttons, of which one place differs."""
    picture = Image.new("RGB", (320, 200), "white")
    draw = ImageDraw.Draw(picture)
    for x in range(0, 320, 40):
        draw.rectangle((x + 5, x // 3 + 5, x + 30, x // 3 + 25), fill=(x % 200, 90, 120))
    draw.rectangle((at, 100, at + 60, 160), fill="black")
    picture.resize(size).save(path, suffix)


def test_pictures_that_were_saved_again_or_scaled_look_alike(kb: Path) -> None:
    screen(kb / "dial.png", 40)
    screen(kb / "high.png", 40, (640, 400))
    result = run(kb, "--alike", "--format", "json")
    assert result.exit_code == 1
    pairs = json.loads(result.stdout)["alike"]
    assert [[Path(path).name for path in pair] for pair in pairs] == [["dial.png", "high.png"]]
    screen(kb / "high.png", 180)
    result = run(kb, "--alike")
    assert (result.exit_code, result.output) == (0, "no two screenshots look alike\n")


def test_what_cannot_be_compared_is_passed_over(tmp_path: Path) -> None:
    screen(tmp_path / "a.png", 40)
    screen(tmp_path / "b.jpg", 40, suffix="JPEG")
    screen(tmp_path / "wide.png", 40, (640, 200))
    (tmp_path / "cut.png").write_bytes((tmp_path / "a.png").read_bytes()[:200])
    (tmp_path / "empty.png").write_bytes(b"")
    for name in ("white.png", "grey.png"):
        picture(tmp_path / name, len(name))
    # Some kilobytes that unpack to 400 million pixels.
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb.png")
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb2.png")
    files = {path.name: str(path) for path in tmp_path.iterdir()}
    assert list(alike({**files, "gone.png": str(tmp_path / "gone.png")})) == [("a.png", "b.jpg")]


def test_a_picture_that_unpacks_to_much_is_told_without_a_warning_of_pythons(
    kb: Path, recwarn: pytest.WarningsRecorder
) -> None:
    Image.new("1", (10_000, 10_000)).save(kb / "dial.png")
    found = inspect(Config(kb)).diagnostics
    assert [it.rule.name for it in found] == ["picture-too-large", "picture-too-small-to-read"]
    assert run(kb, "--alike").exit_code == 0
    assert [str(it.message) for it in recwarn] == []


def test_a_bomb_is_too_large(kb: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(kb / "dial.png")
    found = inspect(Config(kb)).diagnostics
    assert [it.rule.name for it in found] == ["picture-too-large"]
    assert "20,000 × 20,000 pixels" in found[0].message


def test_drafts_fragments_and_style_sheets_use_pictures(kb: Path) -> None:
    for name in ("draft", "fragment", "style", "link", "nobody"):
        picture(kb / f"{name}.png", 50)
    (kb / "draft.md").write_text(
        "---\nid: draft\ntitle: T\nstatus: draft\nupdated: 2026-01-31\n---\n\n"
        "## Symptom\n\n![A lamp](draft.png) and [the lid](link.png).\n"
    )
    (kb / "_shared").mkdir()
    (kb / "_shared" / "part.md").write_text("![A lid](../fragment.png)\n")
    (kb / "looks.css").write_text("body { background: url(style.png) }\n")
    found = inspect(Config(kb)).diagnostics
    assert [it.path for it in found if it.rule.name == "unused-picture"] == ["nobody.png"]
