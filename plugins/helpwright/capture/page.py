"""A page brought to the state that a recipe asks for, and the picture of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from helpwright.capture.gate import Gate, Outside
from helpwright.diagnostic import Span
from helpwright.model import Value
from helpwright.parse.values import clip
from helpwright.recipe import Action, ActionKind, Recipe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Error, Locator, Page, Request, Response

MAX_PIXELS = 16_000_000
"""The largest picture that is taken, 4,000 by 4,000; one of a page without an end has no end."""
DRAWING_SECONDS = 15
"""How long drawing a page may take on a busy machine."""
_ATTEMPTS = 8
_PAUSE = 100
"""Milliseconds between two pictures, of which both must be the same."""

_TROUBLES = {
    "ERR_CONNECTION_REFUSED": "cannot be opened: its host refuses connections",
    "ERR_NAME_NOT_RESOLVED": "cannot be opened: no host has this name",
    "ERR_INTERNET_DISCONNECTED": "cannot be opened: there is no network",
    "ERR_CERT": "cannot be opened: its certificate is not valid",
    "Download is starting": "is a file to be saved, and not a page",
}
_BOXES = """elements => elements.map(element => {
  const found = [...element.getClientRects()];
  const range = document.createRange();
  for (const inner of [element, ...element.querySelectorAll('*')]) {
    found.push(...inner.getClientRects());
    range.selectNodeContents(inner);
    found.push(...range.getClientRects());
  }
  const shown = found.filter(it => it.width > 0 && it.height > 0);
  return shown.length ? [
    Math.min(...shown.map(it => it.left)), Math.min(...shown.map(it => it.top)),
    Math.max(...shown.map(it => it.right)), Math.max(...shown.map(it => it.bottom)),
  ] : null;
})"""
"""The box around elements with all that is in them, also what sticks out."""


class Box(NamedTuple):
    """A part of a picture, in its pixels: the corners left above and right below."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as the page shows it, a PNG file's bytes, and where its marks belong."""

    png: bytes
    highlights: tuple[Box, ...]
    masks: tuple[Box, ...]


class NotTaken(Exception):
    """The picture cannot be taken; `span` is the place in the recipe, the text says why."""

    def __init__(self, span: Span, message: str, help: str) -> None:
        super().__init__(message)
        self.span = span
        self.help = help


def shoot(
    browser: Browser, recipe: Recipe, dark: bool, root: Path, folder: Path, timeout: float
) -> Shot:
    """Show the page and take the picture; `timeout` is how long to wait for each thing, in seconds.

    `root` is the project's folder and `folder` that of kb.yml. Raises NotTaken.
    """
    width, height = recipe.viewport
    _bound(recipe, width, height)
    try:
        gate = Gate(recipe, root, folder)
    except Outside as error:
        help = "write the path of an HTML file of the project, from the folder of kb.yml on"
        raise NotTaken(recipe.source.span, str(error), help) from error
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=recipe.scale,
        color_scheme="dark" if dark else "light",
        locale=recipe.locale,
        timezone_id="UTC",
        reduced_motion="reduce",
        service_workers="block",
        accept_downloads=False,
    )
    try:
        context.set_default_timeout(timeout * 1000)
        context.route("**/*", gate.handle)
        context.route_web_socket("**/*", gate.handle_socket)
        page = context.new_page()
        if recipe.today:
            page.clock.set_fixed_time(f"{recipe.today}T12:00:00Z")
        led_away: list[str] = []

        def watch(request: Request) -> None:
            # A redirect is followed without being asked for again.
            if request.redirected_from and not gate.is_open(request.url):
                led_away.append(request.url)

        page.on("request", watch)
        _open(page, gate, recipe, timeout)
        for action in recipe.actions:
            with _explained(action.target, gate, timeout):
                _act(page, action)
        shot = _settled_shot(page, gate, recipe, timeout)
        if led_away:
            message = f"the page leads on to `{clip(led_away[0])}`, which is another site"
            help = "write that address as the source, or add its site to `allow`"
            raise NotTaken(recipe.source.span, message, help)
        return shot
    finally:
        if browser.is_connected():
            context.close()


def _open(page: Page, gate: Gate, recipe: Recipe, timeout: float) -> None:
    from playwright.sync_api import Error, TimeoutError

    span = recipe.source.span
    name = f"the page `{clip(recipe.source.text)}`"
    statuses: list[int] = []

    def note(response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == page.main_frame:
            statuses.append(response.status)

    page.on("response", note)
    try:
        page.goto(gate.url, wait_until="load")
    except TimeoutError as error:
        message = f"{name} does not load within {_seconds(timeout)}"
        help = "look whether it answers, or allow more time with --timeout"
        raise NotTaken(span, message, help) from error
    except Error as error:
        if not statuses or statuses[-1] < 400:
            help = "look whether the address is right, and whether its server runs"
            raise NotTaken(span, f"{name} {_trouble(error)}", help) from error
    if statuses and statuses[-1] >= 400:
        message = f"{name} answers with the status {statuses[-1]}"
        raise NotTaken(span, message, "correct the address, or make the page open to everyone")


def _trouble(error: Error) -> str:
    """Return in words why a page cannot be opened."""
    for sign, words in _TROUBLES.items():
        if sign in error.message:
            return words
    reason = error.message.splitlines()[0].removeprefix("Page.goto: ").partition(" at ")[0]
    return f"cannot be opened: {reason}"


def _act(page: Page, action: Action) -> None:
    if action.kind is ActionKind.PRESS:
        page.keyboard.press(action.target.text)
        return
    found = page.locator(action.target.text)
    if action.kind is ActionKind.CLICK:
        found.click()
    elif action.kind is ActionKind.FILL:
        found.fill(action.text)
    elif action.kind is ActionKind.HOVER:
        found.hover()
    elif action.kind is ActionKind.SCROLL:
        found.scroll_into_view_if_needed()
    else:
        found.first.wait_for(state="visible")


@contextmanager
def _explained(selector: Value, gate: Gate, timeout: float) -> Iterator[None]:
    """Turn what Playwright says about a selector into a finding."""
    from playwright.sync_api import Error, TimeoutError

    shown = f"`{clip(selector.text)}`"
    also = f"; it asked {', '.join(gate.refused)}, which `allow` does not name"
    also = also if gate.refused else ""
    try:
        yield
    except TimeoutError as error:
        message = f"the page shows no element {shown} within {_seconds(timeout)}{also}"
        help = "look at the page: correct the selector, or the actions before it"
        raise NotTaken(selector.span, message, help) from error
    except Error as error:
        if "Target page, context or browser has been closed" in error.message:
            raise
        raise NotTaken(selector.span, *_fault(error, shown)) from error


def _fault(error: Error, shown: str) -> tuple[str, str]:
    if "strict mode violation" in error.message:
        return f"{shown} fits several elements of the page", "write a selector that fits only one"
    if "Unknown key" in error.message:
        return f"{shown} is not a key", "write its name, such as `Enter` or `Control+A`"
    if "selector" in error.message.lower():
        return f"{shown} is not a selector", "write one of CSS, such as `#save` or `.menu > a`"
    return f"{shown}: {error.message.splitlines()[0]}", "look at the page, and correct the recipe"


def _settled_shot(page: Page, gate: Gate, recipe: Recipe, timeout: float) -> Shot:
    """Take pictures until two are the same, with all marks in the same places."""
    page.wait_for_load_state("load")
    before: Shot | None = None
    for _ in range(_ATTEMPTS):
        page.evaluate("() => document.fonts.ready.then(() => true)")
        shot = _shot(page, gate, recipe, timeout)
        if shot == before:
            return shot
        before = shot
        page.wait_for_timeout(_PAUSE)
    message = "the page does not come to rest: no two pictures of it are the same"
    help = "wait for an element that appears last, or mask what moves"
    raise NotTaken(recipe.span, message, help)


def _shot(page: Page, gate: Gate, recipe: Recipe, timeout: float) -> Shot:
    left = top = 0.0
    if recipe.selector is not None:
        with _explained(recipe.selector, gate, timeout):
            element = page.locator(recipe.selector.text)
            element.wait_for(state="visible")
            element.scroll_into_view_if_needed()
            around = _box(element, recipe.selector)
        left, top = math.floor(around[0]), math.floor(around[1])
        size = (math.ceil(around[2]) - left, math.ceil(around[3]) - top)
    elif recipe.whole_page:
        x, y, *whole = page.evaluate(
            "() => { const it = document.documentElement;"
            " return [-scrollX, -scrollY, it.scrollWidth, it.scrollHeight]; }"
        )
        left, top, size = x, y, (whole[0], whole[1])
    else:
        size = recipe.viewport
    _bound(recipe, *size)

    def marks(boxes: Sequence[Sequence[float]], selector: Value) -> Iterator[Box]:
        for box in boxes:
            yield _inside(box, (left, top), size, recipe.scale, selector)

    highlights: list[Box] = []
    for highlight in recipe.highlights:
        with _explained(highlight.selector, gate, timeout):
            found = page.locator(highlight.selector.text)
            found.wait_for(state="visible")
            highlights += marks([_box(found, highlight.selector)], highlight.selector)
    masks: list[Box] = []
    for mask in recipe.masks:
        with _explained(mask, gate, timeout):
            found = page.locator(mask.text)
            found.first.wait_for(state="attached")
            boxes = [box for box in found.evaluate_all(_BOXES) if box is not None]
            masks += marks(boxes, mask)
    options: dict[str, Any] = {
        "animations": "disabled",
        "caret": "hide",
        "omit_background": True,
        "timeout": DRAWING_SECONDS * 1000,
    }
    if recipe.selector is not None:
        with _explained(recipe.selector, gate, timeout):
            png = element.screenshot(**options)
    else:
        png = page.screenshot(full_page=recipe.whole_page, **options)
    return Shot(png, tuple(highlights), tuple(masks))


def _box(found: Locator, selector: Value) -> tuple[float, float, float, float]:
    box = found.bounding_box()
    if box is None or not box["width"] or not box["height"]:
        message = f"the element `{clip(selector.text)}` cannot be seen on the page"
        raise NotTaken(selector.span, message, "look at the page, and correct the recipe")
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def _inside(
    box: Sequence[float],
    start: tuple[float, float],
    size: tuple[float, float],
    scale: float,
    selector: Value,
) -> Box:
    """Return a box of the page as one of the picture; raises NotTaken where it is not in it."""
    left = max(0.0, box[0] - start[0])
    top = max(0.0, box[1] - start[1])
    right = min(float(size[0]), box[2] - start[0])
    bottom = min(float(size[1]), box[3] - start[1])
    if left >= right or top >= bottom:
        message = f"the element `{clip(selector.text)}` is not in the part that the picture shows"
        help = "scroll to it with an action, or take a larger part of the page"
        raise NotTaken(selector.span, message, help)
    return Box(
        math.floor(left * scale),
        math.floor(top * scale),
        math.ceil(right * scale),
        math.ceil(bottom * scale),
    )


def _seconds(timeout: float) -> str:
    return f"{timeout:g} second" if timeout == 1 else f"{timeout:g} seconds"


def _bound(recipe: Recipe, width: float, height: float) -> None:
    if width * height * recipe.scale**2 > MAX_PIXELS:
        message = f"the picture would have more than {MAX_PIXELS:,} pixels"
        help = "cut out an element with `selector`, or make `viewport` or `scale` smaller"
        raise NotTaken(recipe.span, message, help)
