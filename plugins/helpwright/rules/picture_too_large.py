"""HW410: a picture has more bytes or pixels than a page needs."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip
from helpwright.pictures import picture_size
from helpwright.rules._pictures import shown

RULE = Rule(
    code="HW410",
    name="picture-too-large",
    severity=Severity.WARNING,
    summary="A picture has more bytes or more pixels than a page needs.",
    why="Readers on a phone wait for it, and pay for it.",
    fix="Cut the picture down to what matters, or export it as WebP or with fewer colours.",
)

MAX_BYTES = 1_000_000
"""The largest of 619 pictures of published support articles has 0.6 MB."""
MAX_SIDE = 3840
"""As wide as a screen called 4K: no screenshot of one window needs more."""


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each picture that is too large, wherever it is shown."""
    known: dict[str, str] = {}
    for path, article, image in shown(kb):
        if path not in known:
            known[path] = _excess(kb.files[path])
        if known[path]:
            name = clip(path.rpartition("/")[2])
            help = "cut it down to what matters, or export it as WebP or with fewer colours"
            yield kb.diagnose(RULE, article, image.span, f"`{name}` {known[path]}", help)


def _excess(file: str) -> str:
    """Return what a file has too much of, or nothing."""
    try:
        length = Path(file).stat().st_size
    except OSError:
        return ""
    if length > MAX_BYTES:
        return f"has {length / 1e6:.1f} MB, more than the {MAX_BYTES / 1e6:.0f} MB of a picture"
    size = picture_size(file) or _png_size(file)
    if size and max(size) > MAX_SIDE:
        return f"has {size[0]:,} × {size[1]:,} pixels, more than {MAX_SIDE:,} to a side"
    return ""


def _png_size(file: str) -> tuple[int, int] | None:
    """Return the size of a PNG so large that it is not opened elsewhere, None for anything else."""
    try:
        with Path(file).open("rb") as opened:
            header = opened.read(24)
    except OSError:
        return None
    if len(header) < 24 or not header.startswith(b"\x89PNG"):
        return None
    width, height = struct.unpack(">II", header[16:])
    return width, height
