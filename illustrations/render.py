"""Render the mock-ups of this folder to the pictures of the articles.

`python -m illustrations.render`, run in the project's folder, writes every picture that
`captures.yml` lists, or only those named on the command line; `--check` writes nothing and exits
with 1 if a picture is not up to date. The same machine always gives the same bytes; other fonts or
another Chromium draw slightly different letters, so `--check` is for the machine that rendered.

Chromium is the system's, or else Playwright's own.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import dev

FOLDER = Path(__file__).resolve().parent
CAPTURES = FOLDER / "captures.yml"

MAX_BYTES = 60_000
"""The largest picture that an article may carry."""

SWITCHES = [
    "--no-sandbox",
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
]


@dataclass(frozen=True, slots=True)
class Capture:
    """One picture: an element of a mock-up, and where its PNG file belongs.

    `html` is relative to this folder, `output` to the project's. `viewport` is in CSS pixels,
    `scale` in picture pixels for each of them.
    """

    name: str
    html: str
    selector: str
    viewport: tuple[int, int]
    scale: int
    output: str


def load(path: Path = CAPTURES) -> list[Capture]:
    """Read the list of pictures; a missing or unknown key raises `TypeError`."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Capture(**{**row, "viewport": tuple(row["viewport"])}) for row in rows]


def photograph(browser: Browser, capture: Capture) -> bytes:
    """Return the picture as the bytes of a PNG file."""
    width, height = capture.viewport
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=capture.scale
    )
    page.goto((FOLDER / capture.html).as_uri())
    shot = page.locator(capture.selector).screenshot(omit_background=True)
    page.close()
    return compress(shot)


def render(captures: Iterable[Capture]) -> Iterator[tuple[Capture, bytes]]:
    """Yield each capture with its picture, all from one browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=dev.find_chromium(), args=SWITCHES)
        for capture in captures:
            yield capture, photograph(browser, capture)
        browser.close()


def compress(png: bytes) -> bytes:
    """Return the same picture in fewer bytes."""
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    opaque = picture.getchannel("A").getextrema() == (255, 255)
    buffer = io.BytesIO()
    picture.convert("RGB" if opaque else "RGBA").save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def main(arguments: list[str] | None = None) -> int:
    """Render or check the pictures; return the exit code."""
    parser = argparse.ArgumentParser(description="Render the mock-ups to pictures.")
    parser.add_argument("name", nargs="*", help="a picture of captures.yml; all when none is given")
    parser.add_argument("--check", action="store_true", help="write nothing, report what differs")
    options = parser.parse_args(arguments)
    captures = load()
    unknown = set(options.name) - {capture.name for capture in captures}
    if unknown:
        parser.error(f"not in {CAPTURES.name}: {', '.join(sorted(unknown))}")
    chosen = [c for c in captures if not options.name or c.name in options.name]
    bad = 0
    for capture, png in render(chosen):
        target = dev.ROOT / capture.output
        if len(png) > MAX_BYTES:
            print(f"{capture.output}: {len(png)} bytes are more than {MAX_BYTES}", file=sys.stderr)
            bad += 1
        elif options.check and (not target.is_file() or target.read_bytes() != png):
            print(f"{capture.output}: not up to date", file=sys.stderr)
            bad += 1
        elif not options.check:
            target.write_bytes(png)
            print(f"{capture.output}: {len(png)} bytes")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
