"""HW419: a picture and the one for dark pages differ in size."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.derive.names import Scheme, dark_twin, scheme_of
from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, Target, TargetKind
from helpwright.model import Article, Image
from helpwright.parse.values import clip
from helpwright.pictures import picture_size

RULE = Rule(
    code="HW419",
    name="unlike-dark-picture",
    severity=Severity.WARNING,
    summary="A picture and the one that stands for it on dark pages have different sizes.",
    why="The text jumps when the colours change, and the two may show different screens.",
    fix="Take both pictures of the same part of the same screen.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each light picture whose dark one has another size, at the place that shows it."""
    for article in kb.articles:
        for image, light, dark in _pairs(kb, article):
            sizes = picture_size(kb.files[light]), picture_size(kb.files[dark])
            if None not in sizes and sizes[0] != sizes[1]:
                told = [f"`{clip(path.rpartition('/')[2])}`" for path in (light, dark)]
                one, two = (f"{size[0]:,} × {size[1]:,}" for size in sizes if size)
                message = f"{told[0]} has {one} pixels, and {told[1]}, its dark picture, {two}"
                help = "take both pictures of the same part of the same screen"
                yield kb.diagnose(RULE, article, image.span, message, help)


def _pairs(kb: KnowledgeBase, article: Article) -> Iterator[tuple[Image, str, str]]:
    """Yield the pairs of an article: those by name, and neighbours with marks for both schemes."""
    previous: tuple[Scheme, str] | None = None
    for image in article.nodes.images:
        target: Target = kb.images[article.path][image.span]
        if target.kind is not TargetKind.ASSET:
            previous = None
            continue
        scheme = scheme_of(target.fragment)
        if scheme is None:
            previous = None
            twin = dark_twin(target.path, kb.files)
            if twin:
                yield image, target.path, twin
        elif previous is not None and previous[0] is not scheme:
            pair = previous[1], target.path
            light, dark = pair if scheme is Scheme.DARK else pair[::-1]
            yield image, light, dark
            previous = None
        else:
            previous = scheme, target.path
