"""HW403: a picture's file is not of the format that its name says, or is damaged."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.parse.values import clip
from helpwright.rules._formats import (
    EXTENSIONS,
    HEADER_BYTES,
    has_no_end,
    is_cut_off,
    picture_format,
)

RULE = Rule(
    code="HW403",
    name="picture-wrong-format",
    severity=Severity.ERROR,
    summary="A picture's file is damaged, or of another format than its name says.",
    why="Browsers and servers go by the name, so the reader may see a broken frame.",
    fix="Export the picture again as PNG, WebP, AVIF, JPEG or SVG under a name of that ending.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each picture whose file does not begin as its name says; reads only its two ends."""
    seen: dict[str, tuple[str, str]] = {}
    for article in kb.articles:
        targets = kb.images[article.path]
        for image in article.nodes.images:
            target = targets[image.span]
            if target.kind is not TargetKind.ASSET:
                continue
            if target.path not in seen:
                seen[target.path] = _describe(target.path, kb.files[target.path])
            message, help = seen[target.path]
            if message:
                yield kb.diagnose(RULE, article, image.span, message, help)


_EXPORT = "export the picture again as PNG, WebP, AVIF, JPEG or SVG"


def _describe(path: str, file: str) -> tuple[str, str]:
    """Return what is wrong with a picture's file and what to do, or two empty strings."""
    name = clip(path.rpartition("/")[2])
    ending = name.rpartition(".")[2].lower()
    try:
        header, tail, length = _read(file)
    except OSError as error:
        reason = (error.strerror or "it is not a file").lower()
        return f"the picture `{name}` cannot be read: {reason}", "check the file"
    found, said = picture_format(header), EXTENSIONS.get(ending, "")
    if not length:
        return f"the picture `{name}` is empty", _EXPORT
    if not found:
        return f"the file `{name}` is not a picture", _EXPORT
    if found not in EXTENSIONS.values():
        return f"the picture `{name}` holds {found} data, which browsers do not show", _EXPORT
    if is_cut_off(header, length) or has_no_end(header, tail):
        return f"the picture `{name}` is damaged", _EXPORT
    if found != said:
        ending = next(ending for ending, known in EXTENSIONS.items() if known == found)
        help = f"change the ending of the name to `.{ending}`, or export the picture again"
        return f"the picture `{name}` holds {found} data", help
    return "", ""


def _read(file: str) -> tuple[bytes, bytes, int]:
    """Return the first and last bytes of a regular file and its length; raises OSError."""
    with Path(file).open("rb") as opened:
        status = os.fstat(opened.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError("not a regular file")
        header = opened.read(HEADER_BYTES)
        opened.seek(max(0, status.st_size - HEADER_BYTES))
        return header, opened.read(HEADER_BYTES), status.st_size
