"""Names of copies, and which pictures belong together."""

from __future__ import annotations

import re
from collections.abc import Container
from enum import StrEnum

_COPY = re.compile(r"(?P<stem>.+)\.(?P<digest>[0-9a-f]{8})\.(?:avif|webp)")


class Scheme(StrEnum):
    """The colours of a page that a picture is made for."""

    LIGHT = "light"
    DARK = "dark"


_MARKERS = {
    "only-light": Scheme.LIGHT,
    "gh-light-mode-only": Scheme.LIGHT,
    "only-dark": Scheme.DARK,
    "gh-dark-mode-only": Scheme.DARK,
}


def copy_name(path: str, digest: str, form: str) -> str:
    """Return the path of a copy of the picture `path`, whose bytes have this SHA-256."""
    stem = path.rpartition(".")[0]
    return f"{stem}.{digest[:8]}.{form}"


def is_copy_of(copy: str, path: str, digest: str) -> bool:
    """Tell whether a path is that of a copy of a picture, and made of bytes with this SHA-256."""
    match = _COPY.fullmatch(copy)
    return bool(match and match["stem"] == path.rpartition(".")[0]) and digest.startswith(
        match["digest"] if match else "-"
    )


def scheme_of(fragment: str) -> Scheme | None:
    """Return the scheme that a picture is marked for, as in `settings.png#only-dark`."""
    return _MARKERS.get(fragment)


def dark_twin(path: str, files: Container[str]) -> str:
    """Return the path of the picture that stands for `path` in the dark, or nothing."""
    stem, _, ending = path.rpartition(".")
    twin = f"{stem}.dark.{ending}"
    return twin if twin in files else ""


def light_twin(path: str) -> str:
    """Return the path of the picture that `x.dark.png` stands for in the dark, or nothing."""
    stem, _, ending = path.rpartition(".")
    return f"{stem.removesuffix('.dark')}.{ending}" if stem.endswith(".dark") else ""
