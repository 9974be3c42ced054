"""Masks, frames and numbers, drawn into a picture.

They are painted over pixels, and not put into the page: what a page does cannot bring out what is
masked, and numbers look the same on every page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from helpwright.capture.page import Box

FRAME = (194, 24, 91)
"""The colour of frames and badges: white text on it has a contrast of 5.9 to 1."""
MASK = (117, 117, 117)
_LINE = 3
_GAP = 3
_BADGE = 26
_FINER = 4
"""Badges are drawn larger and scaled down, so that their edges are smooth."""


def annotate(
    png: bytes,
    masks: Sequence[Box],
    highlights: Sequence[Box],
    numbers: Sequence[str],
    scale: float,
    transparent: bool,
) -> bytes:
    """Return a picture with its marks, as a PNG file's bytes; one number for each highlight.

    What the page leaves transparent gets white behind it, unless it shall stay `transparent`.
    """
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    if not transparent:
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture)
    draw = ImageDraw.Draw(picture)
    for mask in masks:
        draw.rectangle((mask.left, mask.top, mask.right - 1, mask.bottom - 1), fill=MASK)
    frames = [_frame(draw, picture.size, box, scale) for box in highlights]
    for frame, number in zip(frames, numbers, strict=True):
        if number:
            _number(picture, frame, number, scale)
    return _compressed(picture)


def _frame(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], box: Box, scale: float
) -> tuple[int, int]:
    """Draw a frame around a box, as far as there is room, and return its corner."""
    line, gap = round(_LINE * scale), round(_GAP * scale)
    left, top = max(0, box.left - gap - line), max(0, box.top - gap - line)
    right = min(size[0], box.right + gap + line)
    bottom = min(size[1], box.bottom + gap + line)
    halo = max(1, round(scale))
    # A white line around keeps the frame visible on its own colour.
    draw.rectangle(
        (left - halo, top - halo, right - 1 + halo, bottom - 1 + halo), outline="white", width=halo
    )
    draw.rectangle((left, top, right - 1, bottom - 1), outline=FRAME, width=line)
    return left + line // 2, top + line // 2


def _number(picture: Image.Image, corner: tuple[int, int], number: str, scale: float) -> None:
    """Draw a badge with a number around a corner, moved inside where it would stick out."""
    height = round(_BADGE * scale) * _FINER
    font = ImageFont.load_default(size=height * 0.62)
    width = max(height, round(font.getlength(number) + height * 0.55))
    badge = Image.new("RGBA", (width, height))
    draw = ImageDraw.Draw(badge)
    edge = max(1, round(1.5 * scale * _FINER))
    draw.rounded_rectangle((0, 0, width - 1, height - 1), radius=height / 2, fill="white")
    draw.rounded_rectangle(
        (edge, edge, width - 1 - edge, height - 1 - edge), radius=height / 2 - edge, fill=FRAME
    )
    middle = (width / 2, height / 2)
    # The letters of Pillow's own font are thin; a stroke makes them bold.
    draw.text(
        middle,
        number,
        fill="white",
        font=font,
        anchor="mm",
        stroke_width=height // 40,
        stroke_fill="white",
    )
    badge = badge.resize((width // _FINER, height // _FINER), Image.Resampling.LANCZOS)
    left = min(max(0, corner[0] - badge.width // 2), max(0, picture.width - badge.width))
    top = min(max(0, corner[1] - badge.height // 2), max(0, picture.height - badge.height))
    picture.alpha_composite(badge, (left, top))


def _compressed(picture: Image.Image) -> bytes:
    opaque = picture.getchannel("A").getextrema() == (255, 255)
    buffer = io.BytesIO()
    picture.convert("RGB" if opaque else "RGBA").save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
