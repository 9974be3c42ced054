"""What `helpwright capture` does without a browser: marks, comparison, files, and its refusals."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from helpwright.build import inspect
from helpwright.capture.annotate import FRAME, MASK, annotate
from helpwright.capture.compare import Difference, compare, show_difference
from helpwright.capture.page import MAX_PIXELS, Box
from helpwright.capture.store import keep
from helpwright.cli import program
from helpwright.config import Config
from helpwright.ledger import file_digest
from helpwright.screenshots import record

DIGEST = "1a3cb54a9c1ac0c6fbf1b4b0a1f1b6c8e0a5b2c7d6e9f8a7b6c5d4e3f2a1b0c9"


def png(picture: Image.Image, **options: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", **options)
    return buffer.getvalue()


def noise(size: tuple[int, int]) -> Image.Image:
    """Return a picture of which no two places look alike."""
    return Image.frombytes("RGB", size, random.Random(1).randbytes(size[0] * size[1] * 3))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_nothing_is_left_of_what_is_masked() -> None:
    mask = Box(10, 5, 40, 30)
    made = opened(annotate(png(noise((60, 50))), [mask], [], [], 1, transparent=False))
    assert made.crop(mask).getcolors() == [(30 * 25, MASK)]
    around = made.copy()
    around.paste(noise((60, 50)).crop(mask), mask[:2])
    assert around.tobytes() == noise((60, 50)).tobytes()


@pytest.mark.parametrize("scale", [1, 2])
def test_a_badge_stays_in_the_picture_and_tells_its_number(scale: int) -> None:
    plain = png(Image.new("RGB", (120 * scale, 80 * scale), "white"))
    whole = Box(0, 0, 120 * scale, 80 * scale)

    def badge(number: str) -> bytes:
        made = opened(annotate(plain, [], [whole], [number], scale, transparent=False))
        assert made.size == (120 * scale, 80 * scale)
        assert made.getpixel((60 * scale, 1 * scale)) == FRAME
        assert made.getpixel((60 * scale, 40 * scale)) == (255, 255, 255)
        return made.crop((0, 0, 40 * scale, 30 * scale)).tobytes()

    badges = {badge(number) for number in ("", "1", "2", "10", "6b", "100")}
    assert len(badges) == 6


def test_marks_are_the_same_each_time() -> None:
    plain = png(Image.new("RGB", (90, 60), "white"))
    box = Box(20, 20, 60, 40)
    one, other = (annotate(plain, [box], [box], ["6b"], 1, transparent=False) for _ in range(2))
    assert one == other


def test_what_is_not_painted_is_white_or_stays_open() -> None:
    clear = png(Image.new("RGBA", (20, 20)))
    assert opened(annotate(clear, [], [], [], 1, transparent=False)).getcolors() == [
        (400, (255, 255, 255))
    ]
    kept = opened(annotate(clear, [], [], [], 1, transparent=True))
    assert (kept.mode, kept.getpixel((0, 0))) == ("RGBA", (0, 0, 0, 0))


def test_pixels_count_and_bytes_do_not() -> None:
    before = noise((100, 80))
    again = png(before.convert("RGBA"), compress_level=1)
    same = compare(png(before), again, MAX_PIXELS)
    assert same == Difference(0, 8000, (100, 80), (100, 80))
    assert not same.exceeds(0)
    after = before.copy()
    after.paste("black", (0, 0, 4, 5))
    dark = [sum(before.getpixel((x, y))) for x in range(4) for y in range(5)]  # type: ignore[arg-type]
    found = compare(png(before), png(after), MAX_PIXELS)
    assert 0 < found.changed <= len(dark) == 20
    assert found.exceeds(0)
    assert not found.exceeds(20 / 80)
    shown = opened(show_difference(png(before), png(after), MAX_PIXELS))
    assert sum(pixel == (255, 0, 0) for pixel in shown.get_flattened_data()) == found.changed


def test_a_slightly_other_colour_is_the_same_and_a_clear_pixel_has_none() -> None:
    grey, lighter = (Image.new("RGB", (10, 10), (100 + by,) * 3) for by in (0, 16))
    assert compare(png(grey), png(lighter), MAX_PIXELS).changed == 0
    red, blue = (Image.new("RGBA", (10, 10), (*it, 0)) for it in ((255, 0, 0), (0, 0, 255)))
    assert compare(png(red), png(blue), MAX_PIXELS).changed == 0
    clear = Image.new("RGBA", (10, 10), (255, 255, 255, 0))
    white = Image.new("RGBA", (10, 10), "white")
    assert compare(png(clear), png(white), MAX_PIXELS).changed == 100


def test_another_size_is_another_picture() -> None:
    small, large = png(noise((10, 10))), png(noise((10, 12)))
    found = compare(small, large, MAX_PIXELS)
    assert found.exceeds(99.9)
    assert found.exceeds(100)
    assert str(found) == "it is 10 × 12 pixels and was 10 × 10"
    assert opened(show_difference(small, large, MAX_PIXELS)).size == (28, 12)


@pytest.mark.parametrize("old", [b"", b"GIF89a", png(Image.new("1", (5000, 5000)))])
def test_what_cannot_be_read_is_another_picture(old: bytes) -> None:
    new = png(noise((10, 10)))
    assert compare(old, new, MAX_PIXELS).exceeds(100)
    assert show_difference(old, new, MAX_PIXELS) == new


def test_a_picture_is_written_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    keep(tmp_path, "a/b/c.png", b"one")
    file = tmp_path / "a/b/c.png"
    file.chmod(0o640)
    keep(tmp_path, "a/b/c.png", b"two")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"two", 0o640)
    assert [it.name for it in file.parent.iterdir()] == ["c.png"]


@pytest.mark.parametrize("link", ["c.png", "a"])
def test_a_picture_is_never_written_outside(link: str, tmp_path: Path) -> None:
    kb, outside = tmp_path / "kb", tmp_path / "outside"
    kb.mkdir()
    outside.mkdir()
    (outside / "c.png").write_bytes(b"theirs")
    (kb / link).symlink_to(outside / "c.png" if link == "c.png" else outside)
    path = "c.png" if link == "c.png" else "a/c.png"
    with pytest.raises(OSError, match="leads out of the knowledge base"):
        keep(kb, path, b"ours")
    assert (outside / "c.png").read_bytes() == b"theirs"
    assert [it.name for it in outside.iterdir()] == ["c.png"]


def test_a_write_that_fails_leaves_the_old_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path, "c.png", b"one")

    def full(handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        keep(tmp_path, "c.png", b"two")
    assert {it.name: it.read_bytes() for it in tmp_path.iterdir()} == {"c.png": b"one"}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        (
            "a.png: # the lid\n  sha256: {old}\n  taken: 2020-01-01 # by hand\n# The end.\n",
            "a.png: # the lid\n  sha256: {new}\n  taken: {today} # by hand\n  recipe: {recipe}\n"
            "# The end.\n",
        ),
        (
            "a.png: {{sha256: {old}, taken: 2020-01-01}}\n",
            "a.png: {{recipe: {recipe}, sha256: {new}, taken: {today}}}\n",
        ),
        (
            "a.png:\n  recipe: {old}\n  sha256: {new}\n  taken: 2020-01-01",
            "a.png:\n  recipe: {recipe}\n  sha256: {new}\n  taken: 2020-01-01",
        ),
        (
            "a.png:\n  sha256: {new}\n  taken: 2020-01-01",
            "a.png:\n  sha256: {new}\n  taken: 2020-01-01\n  recipe: {recipe}",
        ),
        (
            "b.png: {{sha256: {old}, taken: 2020-01-01}}\n",
            "b.png: {{sha256: {old}, taken: 2020-01-01}}\n\na.png:\n  sha256: {new}\n"
            "  taken: {today}\n  recipe: {recipe}\n",
        ),
    ],
)
def test_the_ledger_follows_and_nothing_else_in_it_changes(
    entry: str, wanted: str, newline: str, tmp_path: Path
) -> None:
    noise((90, 70)).save(tmp_path / "a.png")
    new = file_digest(str(tmp_path / "a.png"))
    old = DIGEST[::-1]
    text = entry.format(old=old, new=new).replace("\n", newline)
    (tmp_path / "screenshots.yml").write_bytes(text.encode())
    kb = inspect(Config(tmp_path)).kb
    assert record(kb, {}) is None
    today = kb.today.isoformat()
    made = record(kb, {"a.png": DIGEST})
    assert made == wanted.format(old=old, new=new, today=today, recipe=DIGEST).replace(
        "\n", newline
    )
    (tmp_path / "screenshots.yml").write_bytes(made.encode())
    assert record(inspect(Config(tmp_path)).kb, {"a.png": DIGEST}) is None


def test_without_recipes_or_playwright_the_command_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "kb.yml").write_text("title: Kettles\n")
    result = CliRunner().invoke(program, ["capture", "--kb", str(tmp_path)])
    assert result.exit_code == 2
    assert "there is no capture.yml" in result.output
    (tmp_path / "capture.yml").write_text("a.png:\n  source: a.html\n")
    result = CliRunner().invoke(program, ["capture", "--kb", str(tmp_path), "--check", "--list"])
    assert result.exit_code == 2
    code = (
        "import sys; sys.modules['playwright'] = sys.modules['playwright.sync_api'] = None;"
        "from helpwright.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "capture", "--kb", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert (
        'taking pictures needs Playwright: run `pip install "helpwright[capture]"`' in done.stderr
    )
    done = subprocess.run([*command, "--list"], capture_output=True, text=True)
    assert (done.returncode, done.stdout.split()[:2]) == (0, ["not", "taken"])


def test_a_program_that_is_no_browser_is_named(tmp_path: Path) -> None:
    (tmp_path / "kb.yml").write_text("title: Kettles\n")
    (tmp_path / "capture.yml").write_text("a.png:\n  source: a.html\n")
    (tmp_path / "a.html").write_text("<p>A")
    false = tmp_path / "browser"
    false.write_text("#!/bin/sh\nexit 3\n")
    false.chmod(0o755)
    command = [sys.executable, "-m", "helpwright", "capture", "--browser", str(false)]
    done = subprocess.run([*command, "--kb", str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 2
    assert f"the browser {false} does not start" in done.stderr
    assert not (tmp_path / "a.png").exists()


def test_recipes_with_mistakes_are_findings_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "kb.yml").write_text("title: Kettles\n")
    (tmp_path / "capture.yml").write_text("a.png:\n  source: file:///etc/passwd\n")
    result = CliRunner().invoke(program, ["capture", "--kb", str(tmp_path)])
    assert result.exit_code == 1
    assert "capture.yml:2:11: error HW108" in result.output


def test_the_list_tells_the_state_of_each_picture(tmp_path: Path) -> None:
    (tmp_path / "kb.yml").write_text("title: Kettles\n")
    step = "  highlights:\n    - selector: b\n      step: dial#none\n"
    (tmp_path / "capture.yml").write_text(
        f"a.png:\n  source: a.html\nb.png:\n  source: a.html\n{step}c.png:\n  source: a.html\n"
    )
    for name in ("a", "b"):
        noise((9, 9)).save(tmp_path / f"{name}.png")
    result = CliRunner().invoke(program, ["capture", "--kb", str(tmp_path), "--list"])
    assert result.exit_code == 0
    states = [line.partition("  ")[0] for line in result.output.splitlines()]
    assert states == ["out of date", "no such step", "not taken"]
