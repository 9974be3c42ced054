"""Recipes: how `helpwright capture` takes the pictures of a knowledge base.

Values as `capture.yml` says them, each with the place that it was read from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from helpwright.diagnostic import Span
from helpwright.model import Value
from helpwright.source import Source


class Scheme(StrEnum):
    """The colours that a page is asked for; BOTH makes two pictures, `x.png` and `x.dark.png`."""

    LIGHT = "light"
    DARK = "dark"
    BOTH = "both"


class ActionKind(StrEnum):
    """What is done on a page, by the key that asks for it."""

    CLICK = "click"
    FILL = "fill"
    PRESS = "press"
    HOVER = "hover"
    SCROLL = "scroll"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Action:
    """Something done on the page before the picture is taken.

    `target` is the selector of an element, or for PRESS the key. `text` is what is filled in.
    """

    kind: ActionKind
    target: Value
    text: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """An element with a frame around it.

    The frame has a badge with the number of `step`, which names a step as `article-id#label`, or
    with `number`; with neither, it has none.
    """

    selector: Value
    step: Value | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one picture is taken; `path` is the picture's, relative to the KB folder.

    `source` is an address of the web, or a file's path relative to the KB folder, with what may
    follow in an address. `viewport` is width and height in CSS pixels, `scale` the number of
    picture pixels for each of them. `selector` names the element that becomes the picture; without
    one, it is the viewport, or the `whole_page`. What the page does not paint is white, or stays
    `transparent`. `masks` are painted over. Besides its own site,
    the page may ask those that `allow` names. `today` is the day that it is on the page, as ISO
    8601 writes it, empty for the real one.
    """

    path: str
    span: Span
    source: Value
    viewport: tuple[int, int] = (1280, 800)
    scale: float = 1.0
    selector: Value | None = None
    whole_page: bool = False
    transparent: bool = False
    scheme: Scheme = Scheme.LIGHT
    actions: tuple[Action, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    masks: tuple[Value, ...] = ()
    allow: tuple[str, ...] = ()
    locale: str = "en-US"
    today: str = ""

    @property
    def is_local(self) -> bool:
        """Whether the page is a file of the project."""
        return not self.source.text.startswith(("http://", "https://"))

    @property
    def pictures(self) -> tuple[tuple[str, bool], ...]:
        """The path of each picture that the recipe makes, and whether it is a dark one."""
        if self.scheme is Scheme.BOTH:
            stem, _, ending = self.path.rpartition(".")
            return (self.path, False), (f"{stem}.dark.{ending}", True)
        return ((self.path, self.scheme is Scheme.DARK),)


@dataclass(frozen=True, slots=True)
class Recipes:
    """What `capture.yml` says, by path of the picture; `source` is None where there is none.

    A recipe with a mistake in it is not among the `entries`.
    """

    entries: Mapping[str, Recipe] = field(default_factory=dict)
    source: Source | None = None
