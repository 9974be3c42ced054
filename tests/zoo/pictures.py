"""Real pictures for the zoo, drawn by Pillow."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


def picture(width: int, height: int, format: str = "PNG", *, seed: int = 0) -> bytes:
    """Return a picture of a few shapes; each `seed` gives another one."""
    image = Image.new("RGB", (width, height), (235, 240, 250 - seed % 50))
    draw = ImageDraw.Draw(image)
    for at in range(4):
        left = (37 * seed + at * width // 4) % max(width - 8, 1)
        top = (53 * seed + at * height // 5) % max(height - 8, 1)
        colour = (40 * at, (70 * seed) % 256, 200 - 30 * at)
        draw.rectangle((left, top, left + width // 6, top + height // 6), fill=colour)
    out = io.BytesIO()
    image.save(out, format)
    return out.getvalue()
