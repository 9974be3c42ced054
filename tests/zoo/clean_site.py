"""A small static site without a fault: the files in `site/`, with pictures and a film."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.zoo.pictures import picture
from tests.zoo.planting import read_files

# The head of a WebM file: enough for a film that nobody plays.
WEBM = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853")
BINARIES = {
    "favicon.ico": picture(32, 32, "ICO", seed=1),
    "img/back.png": picture(16, 16, seed=2),
    "img/menu.png": picture(24, 16, seed=3),
    "img/plan.png": picture(96, 64, seed=4),
    "img/poster.png": picture(96, 64, seed=5),
    "img/pump-2.png": picture(96, 64, seed=6),
    "img/pump-2.webp": picture(96, 64, "WEBP", seed=6),
    "img/pump.png": picture(48, 32, seed=6),
    "img/pump.webp": picture(48, 32, "WEBP", seed=6),
    "img/touch.png": picture(192, 192, seed=7),
    "media/tour.webm": WEBM,
}


@cache
def clean_site() -> dict[str, bytes]:
    """Return the files of the site, by path."""
    return {**read_files(Path(__file__).with_name("site")), **BINARIES}
