"""Which files of a knowledge base are pictures, and where each is shown."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Position, Related, Rule
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.model import Article, Image
from helpwright.pictures import MAX_ICON, picture_size
from helpwright.rules._formats import EXTENSIONS

_NO_SCREENSHOTS = ("SVG", "ICO")
_START = Position(1, 1)


def is_picture(path: str) -> bool:
    """Tell whether a KB-relative path is a picture that articles can show, by its name."""
    name = path.rpartition("/")[2]
    known = name.rpartition(".")[2].lower() in EXTENSIONS
    return known and not any(part.startswith("_") for part in path.split("/"))


def is_screenshot(path: str, file: str) -> bool:
    """Tell whether a file is a picture of pixels that is larger than an icon in a line of text."""
    if EXTENSIONS.get(path.rpartition(".")[2].lower(), "SVG") in _NO_SCREENSHOTS:
        return False
    size = picture_size(file)
    return size is not None and max(size) > MAX_ICON


def shown(kb: KnowledgeBase) -> Iterator[tuple[str, Article, Image]]:
    """Yield the path of each file that an article shows as a picture, with the place."""
    for article in kb.articles:
        targets = kb.images[article.path]
        for image in article.nodes.images:
            target = targets[image.span]
            if target.kind is TargetKind.ASSET:
                yield target.path, article, image


def about_file(rule: Rule, path: str, message: str, help: str) -> Diagnostic:
    """Return a finding about a picture's file as a whole."""
    return Diagnostic(rule, path, _START, _START, message, help)


def whole_file(path: str, message: str) -> Related:
    """Return a picture's file as a place that a finding elsewhere is about, too."""
    return Related(path, _START, _START, message)
