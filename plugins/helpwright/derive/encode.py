"""A picture's smaller copies: for each format the smallest that looks the same.

Screenshots are flat, and lossless WebP is often smallest; photographs and noisy pictures want a
lossy one. So the ways are tried, and what looks otherwise (see `measure`) is thrown away.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageOps, UnidentifiedImageError, features

from helpwright.config import PictureFormat
from helpwright.derive.measure import MAX_STRONG, MAX_VISIBLE, Look

MAX_PIXELS = 12_000_000
"""Half as much again as a screen called 4K has. With the number of tries, this bounds time and
memory, and the result does not depend on how fast the machine is."""
WORTH = 0.9
"""A copy has at most this share of the bytes of the original, and of the copies before it."""

_SOURCES = ("PNG", "JPEG")
_LOSSLESS_BITS = (8, 6)
"""Lossless copies keep all of a colour's 8 bits, or are rounded to these."""
_QUALITIES = {
    PictureFormat.WEBP: (75, 85, 93, 97),
    PictureFormat.AVIF: (45, 55, 63, 70, 77, 84, 90, 94),
}
_SPEED = 8
"""Of AVIF's encoder, from 0 to 10: a third of the time of its default, 6, for copies that are a
tenth larger."""
_VERSION = 1
_GAMMA = 0.45455


@dataclass(frozen=True, slots=True)
class Encoded:
    """The copies of a picture, by format; without any, `reason` may tell what stands in the way."""

    copies: Mapping[PictureFormat, bytes] = field(default_factory=dict)
    reason: str = ""
    help: str = ""


def recipe(formats: Sequence[PictureFormat]) -> str:
    """Return a text that changes with everything that copies depend on besides the original."""
    versions = [f"{name} {features.version(name)}" for name in ("pil", "webp", "avif")]
    limits = [MAX_PIXELS, WORTH, MAX_VISIBLE, MAX_STRONG, _SPEED, _LOSSLESS_BITS]
    qualities = [(str(it), _QUALITIES[it]) for it in formats]
    return repr([_VERSION, versions, limits, qualities])


def usable(formats: Sequence[PictureFormat]) -> tuple[PictureFormat, ...]:
    """Return those of the formats that the installed Pillow can write."""
    return tuple(it for it in formats if features.check(str(it)))


def encode(data: bytes, formats: Sequence[PictureFormat]) -> Encoded:
    """Return the smaller copies of a PNG or JPEG; one with several frames has none.

    Of two formats the later in `PictureFormat` is kept only where it is smaller than the other.
    Takes a bounded time and never fails.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_SOURCES) as opened:
            if getattr(opened, "n_frames", 1) > 1:
                return Encoded()
            unfit = _unfit(opened)
            if unfit is not None:
                return unfit
            picture = _plain(opened)
            profile = opened.info.get("icc_profile") or b""
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        known = isinstance(error, UnidentifiedImageError)
        reason = "it is no PNG or JPEG file" if known else "its file is damaged"
        return Encoded(reason=reason, help="export the picture again")
    copies: dict[PictureFormat, bytes] = {}
    limit = int(len(data) * WORTH)
    look = Look(picture)
    try:
        for form in PictureFormat:
            found = _smallest(picture, profile, look, form, limit) if form in formats else None
            if found is not None:
                copies[form] = found
                limit = int(len(found) * WORTH)
    except (OSError, ValueError) as error:
        reason = f"it cannot be written as {form.upper()} ({str(error).rstrip('.').lower()})"
        return Encoded(copies, reason, "export the picture again, or smaller")
    return Encoded(copies)


def _unfit(picture: Image.Image) -> Encoded | None:
    """Return why a picture is not to be converted, or None."""
    width, height = picture.size
    profile = picture.info.get("icc_profile")
    if width * height > MAX_PIXELS:
        reason = f"its {width * height:,} pixels are more than {MAX_PIXELS:,}"
        return Encoded(reason=reason, help="cut the picture down to what matters")
    if picture.mode in ("CMYK", "YCCK"):
        reason = "its colours are made for printing (CMYK)"
        return Encoded(reason=reason, help="export the picture with colours for screens (RGB)")
    if picture.mode.startswith(("I", "F")):
        reason = "it has more than 8 bits for a shade of grey"
        return Encoded(reason=reason, help="export the picture with 8 bits for each colour")
    gamma = picture.info.get("gamma")
    own_gamma = gamma is not None and abs(gamma - _GAMMA) > 0.001
    is_grey = picture.mode in ("1", "L", "LA")
    if (profile and is_grey) or (own_gamma and not profile and "srgb" not in picture.info):
        reason = "its shades have a scale of their own"
        return Encoded(reason=reason, help="export the picture with sRGB colours")
    return None


def _plain(picture: Image.Image) -> Image.Image:
    """Return a picture as RGB, or RGBA where parts of it are transparent; turned as it is shown."""
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        lowest, _ = turned.getchannel("A").getextrema()
        if lowest != 255:
            return turned
    return turned.convert("RGB")


def _smallest(
    picture: Image.Image, profile: bytes, look: Look, form: PictureFormat, limit: int
) -> bytes | None:
    """Return the smallest copy of at most `limit` bytes that looks the same, or None."""
    best: bytes | None = None
    for found in _lossless(picture, profile) if form is PictureFormat.WEBP else ():
        if len(found) <= limit and look.difference(_read(found)).is_invisible:
            best, limit = found, len(found) - 1
    # Bytes and likeness both grow with the quality.
    left, right = 0, len(_QUALITIES[form]) - 1
    while left <= right:
        middle = (left + right) // 2
        found = _save(picture, form, profile, quality=_QUALITIES[form][middle])
        if len(found) > limit:
            right = middle - 1
        elif look.difference(_read(found)).is_invisible:
            best, right = found, middle - 1
        else:
            left = middle + 1
    return best


def _lossless(picture: Image.Image, profile: bytes) -> Iterator[bytes]:
    for bits in _LOSSLESS_BITS:
        rounded = picture.point(_rounding(bits, len(picture.getbands())))
        yield _save(rounded, PictureFormat.WEBP, profile, lossless=True, quality=80)


def _rounding(bits: int, bands: int) -> list[int]:
    """Return the table that rounds colours to a number of bits; transparency stays as it is."""
    steps = 2**bits - 1
    colours = [round(round(value * steps / 255) * 255 / steps) for value in range(256)]
    return colours * 3 + list(range(256)) * (bands - 3)


def _save(picture: Image.Image, form: PictureFormat, profile: bytes, **options: object) -> bytes:
    """Return a picture in a format; raises OSError or ValueError where it does not fit."""
    if form is PictureFormat.AVIF:
        # One thread: pictures are encoded side by side. Letters need colours at full resolution.
        options |= {"speed": _SPEED, "subsampling": "4:4:4", "max_threads": 1, "exif": b""}
    else:
        options |= {"method": 4, "exif": b"", "xmp": b""}
    out = io.BytesIO()
    picture.save(out, str(form).upper(), icc_profile=profile, **options)
    return out.getvalue()


def _read(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        return picture
