"""How much of a picture has changed, and a picture that shows where."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageChops

TOLERANCE = 16
"""By how much a colour may differ, of 255, and count as the same: edges of letters."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How many pixels of how many differ, and both sizes; a size of None is that of no picture."""

    changed: int
    pixels: int
    before: tuple[int, int] | None
    after: tuple[int, int]

    @property
    def percent(self) -> float:
        """The part that differs, in percent; all of it where the size is another."""
        return 100 * self.changed / self.pixels

    def exceeds(self, percent: float) -> bool:
        """Tell whether the picture is another one, given how much may differ."""
        return self.before != self.after or self.percent > percent

    def __str__(self) -> str:
        if self.before is None:
            return "there was none that can be read"
        if self.before != self.after:
            (width, height), (new_width, new_height) = self.before, self.after
            return f"it is {new_width} × {new_height} pixels and was {width} × {height}"
        share = f"{self.percent:.2g}" if self.percent < 10 else f"{self.percent:.0f}"
        noun = "pixel" if self.changed == 1 else "pixels"
        return f"{self.changed:,} {noun} of {self.pixels:,} differ, {share} %"


def compare(old: bytes | None, new: bytes, limit: int) -> Difference:
    """Return the difference of two pictures; an old one of more than `limit` pixels is not read."""
    after = _load(new, limit)
    assert after is not None
    pixels = after.width * after.height
    before = _load(old, limit) if old is not None else None
    if before is None or before.size != after.size:
        return Difference(pixels, pixels, before.size if before else None, after.size)
    changed = _changed(before, after).histogram()[255]
    return Difference(changed, pixels, before.size, after.size)


def show_difference(old: bytes, new: bytes, limit: int) -> bytes:
    """Return the new picture, faded, with what has changed in red, as a PNG file's bytes.

    Where the size is another one, both pictures stand side by side.
    """
    before, after = _load(old, limit), _load(new, limit)
    assert after is not None
    if before is None:
        return new
    if before.size == after.size:
        faded = Image.blend(after.convert("L").convert("RGB"), _white(after.size), 0.6)
        made = Image.composite(Image.new("RGB", after.size, "red"), faded, _changed(before, after))
    else:
        made = _white((before.width + after.width + 8, max(before.height, after.height)))
        made.paste(before.convert("RGB"), (0, 0))
        made.paste(after.convert("RGB"), (before.width + 8, 0))
    buffer = io.BytesIO()
    made.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _white(size: tuple[int, int]) -> Image.Image:
    return Image.new("RGB", size, "white")


def _changed(before: Image.Image, after: Image.Image) -> Image.Image:
    """Return a mask that is 255 where two pictures of one size differ, and 0 elsewhere."""
    bands = ImageChops.difference(_flat(before), _flat(after)).split()
    bands += (ImageChops.difference(before.getchannel("A"), after.getchannel("A")),)
    most = bands[0]
    for band in bands[1:]:
        most = ImageChops.lighter(most, band)
    return most.point([255 * (value > TOLERANCE) for value in range(256)])


def _flat(picture: Image.Image) -> Image.Image:
    """Return a picture on white ground, so that colours that nobody sees do not count."""
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")


def _load(data: bytes, limit: int) -> Image.Image | None:
    try:
        with warnings.catch_warnings():
            # What is so large that Pillow warns of it is not unpacked here.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data))
        if picture.width * picture.height > limit:
            return None
        return picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
