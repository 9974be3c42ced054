"""Whether two pictures look the same: the share of points whose colours a viewer can tell apart.

The measure is a simple form of S-CIELAB (X. Zhang and B. Wandell, "A spatial extension of CIELAB
for digital color image reproduction", 1996). Both pictures are blurred as the eye does, and each
point's colours are compared in CIELAB. The just noticeable difference is that of M. Mahy and
others, "Evaluation of uniform color spaces developed after the adoption of CIELAB and CIELUV",
1994: 2.3.

S-CIELAB blurs each of its three channels by a sum of kernels. Here the narrowest of each is used
alone, which forgives less, and what is blurred are the sRGB values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageChops, ImageCms, ImageFilter, ImageMath

JUST_NOTICEABLE = 2.3
"""The CIELAB difference that half of all viewers see (Mahy and others, 1994)."""
MAX_VISIBLE = 0.01
"""The share of points that may differ by more than a just noticeable difference."""
MAX_STRONG = 0.001
"""The share of points that may differ by more than twice that."""

_BLURS = (0.8, 1.1, 1.5)
"""Standard deviations of the eye's blur for lightness, red and green, blue and yellow, in pixels:
0.0283, 0.0392 and 0.0536 degrees divided by the root of two, on a screen with 96 pixels to the
inch, 60 cm away."""
_BINS = 4
"""How many steps of the histogram a unit of the squared difference has."""
_LIGHTNESS = (100 / 255) ** 2
"""CIELAB's lightness is stored in 255 steps, and its two colours in steps of one."""
_SHADES = ("white", "black")

Bands = tuple[Image.Image, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The shares of points, from 0 to 1, that differ visibly, and by twice as much."""

    visible: float
    strong: float

    @property
    def is_invisible(self) -> bool:
        """Whether it is too little to be seen."""
        return self.visible <= MAX_VISIBLE and self.strong <= MAX_STRONG


class Look:
    """What a viewer sees of a picture; of one with transparent parts, on white and on black."""

    def __init__(self, picture: Image.Image) -> None:
        shades = _SHADES if picture.mode == "RGBA" else _SHADES[:1]
        self._bands = [_lab(_on(picture, shade)) for shade in shades]

    def difference(self, other: Image.Image) -> Difference:
        """Return how a picture of the same size differs, in the worse of the two cases."""
        wanted = "RGBA" if len(self._bands) > 1 else "RGB"
        look = Look(other.convert(wanted))
        found = [_compare(*pair) for pair in zip(self._bands, look._bands, strict=True)]
        return Difference(max(it.visible for it in found), max(it.strong for it in found))


def _on(picture: Image.Image, shade: str) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGBA", picture.size, shade)
    ground.alpha_composite(picture)
    return ground.convert("RGB")


def _lab(picture: Image.Image) -> Bands:
    least = _BLURS[0]
    blurred = picture.filter(ImageFilter.GaussianBlur(least))
    converted = ImageCms.applyTransform(blurred, _to_lab())
    assert converted is not None  # It is, unless the picture is changed in place.
    lightness, *colours = converted.split()
    more = [(wanted**2 - least**2) ** 0.5 for wanted in _BLURS[1:]]
    wider = (it.filter(ImageFilter.GaussianBlur(by)) for it, by in zip(colours, more, strict=True))
    return lightness, *wider


@cache
def _to_lab() -> ImageCms.ImageCmsTransform:
    profiles = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    return ImageCms.buildTransform(*profiles, "RGB", "LAB")


def _compare(one: Sequence[Image.Image], two: Sequence[Image.Image]) -> Difference:
    lightness, red, blue = (ImageChops.difference(*pair) for pair in zip(one, two, strict=True))
    squares = ImageMath.lambda_eval(
        lambda args: args["convert"](
            (
                args["float"](args["l"]) * args["l"] * _LIGHTNESS
                + args["float"](args["a"]) * args["a"]
                + args["float"](args["b"]) * args["b"]
            )
            * _BINS,
            "L",
        ),
        l=lightness,
        a=red,
        b=blue,
    )
    counts = squares.histogram()
    visible, strong = (
        sum(counts[int(limit * limit * _BINS) + 1 :]) / sum(counts)
        for limit in (JUST_NOTICEABLE, 2 * JUST_NOTICEABLE)
    )
    return Difference(visible, strong)
