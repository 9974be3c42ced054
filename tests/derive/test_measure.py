"""The measure: it sees what people see, and does not see what they do not."""

from __future__ import annotations

import random

import pytest
from PIL import Image, ImageChops, ImageDraw

from helpwright.derive.measure import Look
from tests.derive.drawing import noise, opened, photograph, saved, window


def test_a_picture_does_not_differ_from_itself() -> None:
    for picture in (window(), photograph(), noise(), window().convert("RGBA")):
        found = Look(picture).difference(picture.copy())
        assert (found.visible, found.strong) == (0, 0)


@pytest.mark.parametrize("shift", [1, 2])
def test_a_shade_that_nobody_can_tell_apart_is_none(shift: int) -> None:
    other = window().point(lambda value: min(255, value + shift))
    assert Look(window()).difference(other).is_invisible


@pytest.mark.parametrize("shift", [12, 40])
def test_another_shade_is_seen(shift: int) -> None:
    other = photograph().point(lambda value: max(0, value - shift))
    found = Look(photograph()).difference(other)
    assert found.visible > 0.5
    assert not found.is_invisible


def test_noise_that_the_eye_averages_is_forgiven_and_its_mean_is_not() -> None:
    grey = Image.new("RGB", (200, 200), (128, 128, 128))
    dice = random.Random(1)
    shades = bytes(128 + dice.choice((-5, 5)) for _ in range(200 * 200))
    grain = Image.frombytes("L", (200, 200), shades).convert("RGB")
    assert Look(grey).difference(grain).is_invisible
    brighter = ImageChops.add(grain, Image.new("RGB", grain.size, (10, 10, 10)))
    assert not Look(grey).difference(brighter).is_invisible


def test_one_changed_letter_is_seen() -> None:
    other = window()
    ImageDraw.Draw(other).rectangle((10, 30, 26, 40), fill=(250, 250, 252))
    assert not Look(window()).difference(other).is_invisible


def test_coarse_jpeg_is_seen() -> None:
    assert not Look(window()).difference(opened(saved(window(), "JPEG", quality=40))).is_invisible


def test_another_transparency_is_seen_on_one_of_two_grounds() -> None:
    white = Image.new("RGBA", (80, 80), (255, 255, 255, 255))
    glass = Image.new("RGBA", (80, 80), (255, 255, 255, 120))
    assert Look(white).difference(glass).visible == 1
