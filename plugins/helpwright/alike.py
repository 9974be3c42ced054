"""Pictures that look alike though their bytes differ: saved again, scaled, or taken once more.

The measure is the difference hash (dHash) that Neal Krawetz described: a picture is scaled to 17 by
16 grey pixels, and each of 256 bits says whether a pixel is brighter than its right neighbour.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from PIL import Image

SIDE = 16
TURNED = (0, *(1 << at for at in range(SIDE * SIDE)))
"""Which bits of two hashes may differ: none, or any single one.

Of 553 different pictures of published support articles, five pairs differ in no bit, and all show
the same. Of the four that differ in two or three bits, two show a form with and without an entry.
"""
MAX_PIXELS = 16_000_000
"""Larger pictures are not opened: a file of some kilobytes may unpack to gigabytes."""
_SHAPE = 0.01
"""By which part the ratio of width to height may differ."""
_NOISE = 2
"""By how much a neighbour must be brighter, of 255, to count; flat areas have none."""


def alike(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each picture that looks like one before it in order of name, with the first such.

    `files` maps names to files. Those that cannot be read are passed over, and so are pictures of
    one colour, which have nothing to compare.
    """
    known: list[tuple[str, float, int]] = []
    for name in sorted(files):
        found = _look(files[name])
        if found is not None and found[1]:
            known.append((name, *found))
    yield from _close(known)


def _close(known: Iterable[tuple[str, float, int]]) -> Iterator[tuple[str, str]]:
    """Yield pairs of one shape whose hashes are the same or differ in a bit.

    Each hash is looked up with each of its bits turned, so that the time grows with the number of
    pictures and not with that of pairs.
    """
    by_bits: dict[int, list[tuple[str, float]]] = {}
    for name, shape, bits in known:
        similar = [
            other
            for turn in TURNED
            for other, other_shape in by_bits.get(bits ^ turn, ())
            if abs(shape - other_shape) <= _SHAPE * shape
        ]
        if similar:
            yield min(similar), name
        else:
            by_bits.setdefault(bits, []).append((name, shape))


def _look(file: str) -> tuple[float, int] | None:
    try:
        status = Path(file).stat()
    except OSError:
        return None
    return _hash(file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=65536)
def _hash(file: str, modified: int, length: int) -> tuple[float, int] | None:
    """Return shape and hash of a picture on white ground, None where it cannot be read."""
    try:
        with warnings.catch_warnings():
            # What is so large that Pillow warns of it is not unpacked here.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file)
        with picture:
            width, height = picture.size
            if not width or not height or width * height > MAX_PIXELS:
                return None
            shown = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    ground = Image.new("RGBA", shown.size, "white")
    ground.alpha_composite(shown)
    pixels = ground.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(SIDE):
        for at in range(row * (SIDE + 1), row * (SIDE + 1) + SIDE):
            bits = bits << 1 | (pixels[at] > pixels[at + 1] + _NOISE)
    return width / height, bits
