"""What a picture's first bytes tell, and pictures that cannot be read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from helpwright.build import inspect_reading
from helpwright.read import Reading
from helpwright.rules._formats import EXTENSIONS, HEADER_BYTES, is_cut_off, picture_format
from helpwright.source import Source


def picture(name: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 10)).save(buffer, name)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "name", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "ICO", "TIFF", "PDF"]
)
def test_tells_the_formats_of_real_pictures(name: str) -> None:
    data = picture(name)
    found = picture_format(data[:HEADER_BYTES])
    assert found.upper() == name
    assert (found in EXTENSIONS.values()) == (name not in ("TIFF", "PDF"))
    assert not is_cut_off(data[:HEADER_BYTES], len(data))


@pytest.mark.parametrize("name", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "ICO"])
def test_a_picture_that_ends_behind_its_first_bytes_is_cut_off(name: str) -> None:
    data = picture(name)[:13]
    assert picture_format(data).upper() == name
    assert is_cut_off(data, len(data))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        ("\ufeff <?xml version='1.0'?>\n<!-- <b> -->\n<svg:svg>", "SVG"),
        ("<!DOCTYPE svg PUBLIC 'x'><SVG >", "SVG"),
        ("<?xml version='1.0'?><html/>", ""),
        ("<html><svg></svg></html>", ""),
        ("<svgfoo>", ""),
        ("", ""),
        ("version https://git-lfs.github.com/spec/v1\n", ""),
    ],
)
def test_tells_drawings_from_other_text(text: str, found: str) -> None:
    assert picture_format(text.encode()) == found


MAGIC = st.sampled_from(
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF....WEBP",
        b"....ftypavif",
        b"<svg",
    ]
)


@given(MAGIC, st.binary(max_size=80))
def test_any_bytes_have_a_format_or_none(magic: bytes, rest: bytes) -> None:
    header = magic + rest
    found = picture_format(header)
    assert found == "" or is_cut_off(header, len(header)) in (True, False)
    assert found in ("", "TIFF", "PDF", "Photoshop", "HEIF", *EXTENSIONS.values())


@pytest.mark.parametrize(("name", "reason"), [("gone.png", "no such file"), ("folder", "")])
def test_a_picture_that_cannot_be_read_is_told_of(name: str, reason: str, tmp_path: Path) -> None:
    """A file can vanish, or become something else, between the listing and the check."""
    (tmp_path / "folder").mkdir()
    front = "---\nid: a\ntitle: A\nstatus: published\nupdated: 2026-01-31\n---\n"
    body = "\n## Symptom\n\n![The open menu](menu.png)\n\n## Resolution\n\nClose it.\n"
    source = Source("a.md", (front + body).encode())
    files = {"a.md": "a.md", "menu.png": str(tmp_path / name)}
    found = inspect_reading(Reading(tmp_path, (source,), None, files, ()), {}).diagnostics
    assert [entry.rule.code for entry in found] == ["HW403"]
    assert found[0].message.startswith(f"the picture `menu.png` cannot be read: {reason}")
