"""Sizes of picture files, read from their headers."""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path

from PIL import Image

MAX_ICON = 64
"""The longest side of a picture that stands in a line of text, in pixels at single density."""
_TURNED = 0x112
_SIDEWAYS = range(5, 9)
"""Exif's tag for how a camera was held, and its values for a quarter turn; browsers turn back."""


def picture_size(file: str) -> tuple[int, int] | None:
    """Return a picture's width and height in pixels, or None where they cannot be read."""
    try:
        status = Path(file).stat()
    except OSError:
        return None
    return _size(file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=65536)
def _size(file: str, modified: int, length: int) -> tuple[int, int] | None:
    try:
        with warnings.catch_warnings():
            # Only the header is read, so a picture that would unpack to gigabytes does no harm.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file) as picture:
                width, height = picture.size
                sideways = (
                    picture.format == "JPEG" and picture.getexif().get(_TURNED, 1) in _SIDEWAYS
                )
                return (height, width) if sideways else (width, height)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
