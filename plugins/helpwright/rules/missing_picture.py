"""HW401: a picture does not exist."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.parse.values import clip
from helpwright.rules._addresses import Address, pictures
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
    for picture in pictures(kb):
        target = picture.target
        if target.kind is TargetKind.DANGLING and not near.other_case(target.path):
            message, help = _describe(picture, near)
            yield kb.diagnose(RULE, picture.article, picture.span, message, help)


def _describe(picture: Address, near: Near) -> tuple[str, str]:
    """Return the message and help for a picture without a file."""
    source = picture.written
    folder = picture.article.folder_at(picture.span.start)
    written = clip(source)
    help = "put the picture beside the article and write its file name"
    if not source:
        return "the picture has no file name", help
    if source.startswith("/"):
        return f"the picture `{written}` begins at the top of the web server", help
    path = unquote(source.partition("#")[0].partition("?")[0])
    wanted = posixpath.normpath(posixpath.join(folder, path))
    if wanted.startswith("../"):
        return f"the picture `{written}` leads out of the knowledge base", help
    found = near.file(wanted, folder)
    return f"there is no picture `{written}`", f"did you mean `{found}`?" if found else help
