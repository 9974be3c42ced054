"""Pictures to make copies of: a window with words, a photograph, and noise."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw


def window(size: tuple[int, int] = (320, 200), *, dark: bool = False) -> Image.Image:
    """Return what a screenshot is like: flat colours, lines and small letters."""
    ground, ink = ((30, 32, 40), (225, 225, 230)) if dark else ((250, 250, 252), (30, 30, 36))
    picture = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0], 18), fill=(40, 90, 170))
    for row in range(28, size[1] - 12, 16):
        draw.text((10, row), f"Line {row} of the settings, Ünïcode", fill=ink)
        draw.ellipse((size[0] - 40, row, size[0] - 28, row + 12), outline=(200, 60, 20), width=2)
    return picture


def photograph(size: tuple[int, int] = (240, 180)) -> Image.Image:
    """Return a screen that was taken with a camera, askew: no two points are of one colour."""
    return window(size).rotate(3, Image.Resampling.BICUBIC, fillcolor="white")


def noise(size: tuple[int, int] = (64, 64)) -> Image.Image:
    """Return points of no order."""
    return Image.frombytes("RGB", size, random.Random(3).randbytes(size[0] * size[1] * 3))


def saved(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    """Return the bytes of a picture's file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """Return the picture of a file."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture
