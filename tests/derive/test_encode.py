"""Copies of a picture: smaller, of the same size, and not to be told from it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageChops, ImageCms, ImageDraw, PngImagePlugin

from helpwright.config import PictureFormat
from helpwright.derive.encode import WORTH, Encoded, encode, recipe
from helpwright.derive.measure import Look
from tests.derive.drawing import noise, opened, photograph, saved, window

BOTH = tuple(PictureFormat)
WEBP, AVIF = BOTH


@pytest.mark.parametrize(
    ("picture", "form"),
    [
        (window(), "PNG"),
        (photograph(), "PNG"),
        (photograph((480, 360)), "JPEG"),
        (window(), "JPEG"),
    ],
)
def test_copies_are_smaller_and_look_the_same(picture: Image.Image, form: str) -> None:
    options = {"quality": 97} if form == "JPEG" else {}
    data = saved(picture, form, **options)
    found = encode(data, BOTH)
    assert found.reason == ""
    assert found.copies
    limit = len(data)
    look = Look(opened(data).convert("RGB"))
    for kind, copy in sorted(found.copies.items(), reverse=True):
        shown = opened(copy)
        assert shown.format == kind.upper()
        assert shown.size == picture.size
        assert look.difference(shown).is_invisible
        assert len(copy) <= WORTH * limit
        limit = len(copy)


def test_letters_survive_to_the_last_point() -> None:
    data = saved(window())
    copy = opened(encode(data, (WEBP,)).copies[WEBP]).convert("RGB")
    assert max(most for _, most in ImageChops.difference(copy, window()).getextrema()) <= 2


def test_only_the_formats_asked_for_are_made() -> None:
    data = saved(photograph())
    assert encode(data, ()).copies == {}
    assert encode(data, (AVIF,)).copies.keys() == {AVIF}
    assert encode(data, (WEBP,)).copies.keys() == {WEBP}


def test_a_copy_that_is_hardly_smaller_is_not_made() -> None:
    data = saved(photograph(), "WEBP", quality=30)
    as_jpeg = saved(opened(data), "JPEG", quality=20)
    for copy in encode(as_jpeg, BOTH).copies.values():
        assert len(copy) <= WORTH * len(as_jpeg)
    assert encode(saved(noise(), "JPEG", quality=20), BOTH).copies == {}


def test_transparent_parts_stay_transparent() -> None:
    picture = window().convert("RGBA")
    ImageDraw.Draw(picture).rectangle((0, 100, 160, 200), fill=(0, 0, 0, 0))
    picture.putalpha(picture.getchannel("A").point(lambda value: value and 200))
    data = saved(picture)
    for copy in encode(data, BOTH).copies.values():
        shown = opened(copy)
        assert shown.mode == "RGBA"
        assert shown.getpixel((40, 180))[3] <= 2
        assert Look(picture).difference(shown).is_invisible
    opaque = saved(window().convert("RGBA"))
    assert all(opened(copy).mode == "RGB" for copy in encode(opaque, BOTH).copies.values())


def test_a_palette_with_a_transparent_colour_is_read_as_browsers_do() -> None:
    picture = window().quantize(32)
    data = saved(picture, transparency=picture.getpixel((100, 100)))
    shown = opened(encode(data, BOTH).copies[WEBP])
    assert shown.getpixel((100, 100))[3] == 0


def test_a_picture_taken_with_a_turned_camera_is_turned() -> None:
    exif = Image.Exif()
    exif[0x112] = 6
    data = saved(photograph((240, 160)), "JPEG", quality=97, exif=exif.tobytes())
    for copy in encode(data, BOTH).copies.values():
        assert opened(copy).size == (160, 240)
        assert opened(copy).getexif().get(0x112, 1) == 1


def test_a_colour_profile_goes_along() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(photograph(), icc_profile=profile)
    for copy in encode(data, BOTH).copies.values():
        assert opened(copy).info["icc_profile"] == profile


def test_pictures_that_move_are_left_alone() -> None:
    frames = [window(), window(dark=True)]
    data = saved(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=200)
    assert encode(data, BOTH) == Encoded()


def own_gamma() -> bytes:
    chunks = PngImagePlugin.PngInfo()
    chunks.add(b"gAMA", (100_000).to_bytes(4, "big"))
    return saved(window(), pnginfo=chunks)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (saved(photograph().convert("CMYK"), "JPEG"), "its colours are made for printing (CMYK)"),
        (
            saved(Image.new("I;16", (80, 80), 40_000)),
            "it has more than 8 bits for a shade of grey",
        ),
        (own_gamma(), "its shades have a scale of their own"),
        (saved(window())[:900], "its file is damaged"),
        (b"", "it is no PNG or JPEG file"),
        (saved(window(), "GIF"), "it is no PNG or JPEG file"),
    ],
)
def test_what_cannot_be_copied_says_why(data: bytes, reason: str) -> None:
    found = encode(data, BOTH)
    assert (found.copies, found.reason) == ({}, reason)
    assert found.help


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(Image.new("1", (30_000, 30_000)))
    assert len(data) < 300_000

    def unpack(*_: object) -> None:
        raise AssertionError("the picture was unpacked")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", unpack)
    assert encode(data, BOTH).copies == {}
    assert "pixels are more than 12,000,000" in encode(saved_size(4000, 3001), BOTH).reason


def saved_size(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.Image.save(Image.new("1", (width, height)), out, "PNG")
    return out.getvalue()


def test_a_picture_too_tall_for_webp_still_gets_what_fits() -> None:
    tall = Image.new("RGB", (40, 16_400), "white")
    ImageDraw.Draw(tall).line((0, 0, 40, 16_400), fill="red", width=3)
    found = encode(saved(tall), (WEBP,))
    assert found.copies == {}
    assert found.reason.startswith("it cannot be written as WEBP (")


@settings(max_examples=60, deadline=None)
@given(some.data())
def test_no_bytes_bring_it_down(data: some.DataObject) -> None:
    whole = bytearray(saved(window((48, 40)), data.draw(some.sampled_from(["PNG", "JPEG"]))))
    for _ in range(data.draw(some.integers(1, 8))):
        at = data.draw(some.integers(0, len(whole) - 1))
        whole[at] = data.draw(some.integers(0, 255))
    cut = data.draw(some.integers(0, len(whole)))
    encode(bytes(whole[:cut]), (WEBP,))


def test_the_recipe_changes_with_what_copies_depend_on(monkeypatch: pytest.MonkeyPatch) -> None:
    first = recipe(BOTH)
    assert recipe(BOTH) == first
    assert recipe((WEBP,)) != first
    monkeypatch.setattr("PIL.features.version", lambda name: "0.0")
    assert recipe(BOTH) != first
