"""All recipes in turn: each gives a picture, or a finding that says why it cannot be taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpwright.capture.annotate import annotate
from helpwright.capture.browser import Studio
from helpwright.capture.page import DRAWING_SECONDS, NotTaken, shoot
from helpwright.diagnostic import Diagnostic
from helpwright.faults import PICTURE_NOT_TAKEN
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip
from helpwright.recipe import Recipe
from helpwright.recipes import Unnumbered, numbers, recipe_digest


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one picture: its bytes as a PNG file, or a finding.

    `digest` is that of the recipe with the numbers of today.
    """

    recipe: Recipe
    path: str
    digest: str = ""
    png: bytes = b""
    fault: Diagnostic | None = None


def take(
    kb: KnowledgeBase,
    recipes: Iterable[Recipe],
    studio: Studio,
    root: Path,
    folder: Path,
    timeout: float,
) -> Iterator[Taken]:
    """Take the pictures of recipes, those of both colours included.

    `root` is the project's folder, `folder` that of kb.yml, `timeout` how long to wait for each
    thing on a page, in seconds.
    """
    for recipe in recipes:
        for path, dark in recipe.pictures:
            try:
                written = numbers(kb, recipe)
                digest = recipe_digest(recipe, written)
                png = _one(studio, recipe, dark, written, root, folder, timeout)
            except Unnumbered as error:
                yield _failed(kb, recipe, path, NotTaken(error.span, str(error), error.help))
            except NotTaken as error:
                yield _failed(kb, recipe, path, error)
            else:
                yield Taken(recipe, path, digest, png)


def _one(
    studio: Studio,
    recipe: Recipe,
    dark: bool,
    written: tuple[str, ...],
    root: Path,
    folder: Path,
    timeout: float,
) -> bytes:
    from playwright.sync_api import Error, TimeoutError

    waits = 4 + len(recipe.actions) + len(recipe.highlights) + len(recipe.masks)
    with studio.deadline(timeout * waits + DRAWING_SECONDS) as was_stopped:
        try:
            shot = shoot(studio.browser, recipe, dark, root, folder, timeout)
        except Error as error:
            name = f"the page `{clip(recipe.source.text)}`"
            busy = was_stopped() or isinstance(error, TimeoutError)
            message = f"{name} keeps the browser busy" if busy else f"the browser stopped at {name}"
            help = "open the page in a browser of your own"
            raise NotTaken(recipe.source.span, message, help) from error
    transparent = recipe.transparent
    return annotate(shot.png, shot.masks, shot.highlights, written, recipe.scale, transparent)


def _failed(kb: KnowledgeBase, recipe: Recipe, path: str, error: NotTaken) -> Taken:
    source = kb.recipes.source
    assert source is not None
    message = f"the picture `{clip(path, 100)}` cannot be taken: {error}"
    return Taken(
        recipe,
        path,
        fault=source.diagnose(PICTURE_NOT_TAKEN, error.span, message, error.help),
    )
