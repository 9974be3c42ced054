"""HW401: a picture does not exist."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.model import Article, Image
from helpwright.parse.values import clip
from helpwright.rules._near import Near

RULE = Rule(
    code="HW401",
    name="missing-picture",
    severity=Severity.ERROR,
    summary="An article shows a picture that the knowledge base does not have.",
    why="The reader sees a broken frame where the screen should be.",
    fix="Put the picture beside the article, or correct its name.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each picture without a file; one whose name differs in case only is HW402's."""
    near = Near(kb)
    for article in kb.articles:
        targets = kb.images[article.path]
        for image in article.nodes.images:
            target = targets[image.span]
            if target.kind is TargetKind.DANGLING and not near.other_case(target.path):
                message, help = _describe(article, image, near)
                yield kb.diagnose(RULE, article, image.span, message, help)


def _describe(article: Article, image: Image, near: Near) -> tuple[str, str]:
    """Return the message and help for a picture without a file."""
    written = clip(image.source)
    help = "put the picture beside the article and write its file name"
    if not image.source:
        return "the picture has no file name", help
    if image.source.startswith("/"):
        return f"the picture `{written}` begins at the top of the web server", help
    path = unquote(image.source.partition("#")[0].partition("?")[0])
    wanted = posixpath.normpath(posixpath.join(article.folder, path))
    if wanted.startswith("../"):
        return f"the picture `{written}` leads out of the knowledge base", help
    found = near.file(wanted, article.folder)
    return f"there is no picture `{written}`", f"did you mean `{found}`?" if found else help
