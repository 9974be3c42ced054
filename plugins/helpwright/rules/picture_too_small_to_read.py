"""HW411: a picture is shown so small, or blown up so much, that its text cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Image
from helpwright.parse.values import clip
from helpwright.pictures import MAX_ICON, picture_size
from helpwright.rules._pictures import is_screenshot, shown

RULE = Rule(
    code="HW411",
    name="picture-too-small-to-read",
    severity=Severity.WARNING,
    summary="A picture is shown in a size at which the text in it cannot be read.",
    why="The reader sees that there is a screen, and not what to press on it.",
    fix="Cut the picture down to the part that matters, or give it another width.",
)

COLUMN = 688
"""The width of the text on a page of Material for MkDocs on a large screen, in CSS pixels."""
MIN_SCALE = 0.25
"""Text of 13 pixels, the usual size in applications, has 26 on a screen of double density. At a
quarter that is 6.5, about half the size of the smallest text that is comfortable on a page."""
MAX_SCALE = 3
"""Each pixel becomes nine, and the edges of letters blur."""

_WIDTH = re.compile(r"(\d{1,6})(?:px)?")


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each picture that is scaled too far; icons have no text to read."""
    for path, article, image in shown(kb):
        file = kb.files[path]
        size = picture_size(file)
        if size is None or not size[0] or not is_screenshot(path, file):
            continue
        wanted = _written_width(image)
        width = min(wanted or size[0], COLUMN)
        scale = width / size[0]
        if (wanted and wanted <= MAX_ICON) or MIN_SCALE <= scale <= MAX_SCALE:
            continue
        name = clip(path.rpartition("/")[2])
        message = f"`{name}` is {size[0]:,} pixels wide and shown {width} wide"
        if scale > MAX_SCALE:
            message += ", so that it blurs"
            help = "take it again in a larger size, or remove the width"
        else:
            message += ", so that its text cannot be read"
            help = "cut it down to the part that matters"
            help += " or give it more width" if wanted and wanted < COLUMN else ""
        yield kb.diagnose(RULE, article, image.span, message, help)


def _written_width(image: Image) -> int | None:
    """Return the width in CSS pixels that a writer gave a picture, None where there is none."""
    found = _WIDTH.fullmatch(image.attributes.values.get("width", "") if image.attributes else "")
    return int(found[1]) if found and int(found[1]) else None
