"""What kind of picture a file is, by its first bytes."""

from __future__ import annotations

import re
import struct

HEADER_BYTES = 4096
"""As much as is read of a file: an SVG may begin with comments and a document type."""

EXTENSIONS: dict[str, str] = {
    "png": "PNG",
    "apng": "PNG",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "jfif": "JPEG",
    "gif": "GIF",
    "webp": "WebP",
    "avif": "AVIF",
    "svg": "SVG",
    "bmp": "BMP",
    "ico": "ICO",
}
"""The file name extensions of the formats that browsers show."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"\0\0\1\0", "ICO"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"8BPS", "Photoshop"),
    (b"%PDF", "PDF"),
)
_SVG = re.compile(rb"\s*(?:<\?xml|<!--|<!DOCTYPE\s+svg|<(?:\w{1,20}:)?svg[\s>/])", re.IGNORECASE)
_SVG_ROOT = re.compile(rb"<(?:\w{1,20}:)?svg[\s>/]", re.IGNORECASE)


def picture_format(header: bytes) -> str:
    """Return the name of the format that a file's first bytes show, or an empty string."""
    for magic, name in _MAGIC:
        if header.startswith(magic):
            return name
    if header[:4] == b"RIFF" and header[8:12] == b"WEBP":
        return "WebP"
    if header[4:8] == b"ftyp":
        return "AVIF" if header[8:12] in (b"avif", b"avis") else "HEIF"
    text = header.removeprefix(b"\xef\xbb\xbf")
    return "SVG" if _SVG.match(text) and _SVG_ROOT.search(text) else ""


_ENDS = ((b"\x89PNG", b"IEND"), (b"\xff\xd8\xff", b"\xff\xd9"), (b"GIF8", b";"))
"""How the last part of a picture begins, by how its first one does."""


def has_no_end(header: bytes, tail: bytes) -> bool:
    """Tell whether the last bytes of a PNG, JPEG or GIF lack the mark of its end.

    Browsers show the upper part of such a picture. Bytes behind the mark do no harm.
    """
    return any(header.startswith(magic) and end not in tail for magic, end in _ENDS)


def is_cut_off(header: bytes, length: int) -> bool:
    """Tell whether a PNG, GIF or WebP is shorter than its header needs, or has no area."""
    if header.startswith(b"\x89PNG"):
        # Signature, IHDR, at least one IDAT and IEND take 57 bytes.
        if length < 57 or header[12:16] != b"IHDR":
            return True
        width, height = struct.unpack(">II", header[16:24])
        return not width or not height
    if header.startswith(b"GIF8"):
        return length < 14 or not all(struct.unpack("<HH", header[6:10]))
    if header[:4] == b"RIFF":
        return bool(length < struct.unpack("<I", header[4:8])[0] + 8)
    return length < 16
