"""HW407: nothing shows a picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from helpwright.derive.names import light_twin
from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.parse.values import clip
from helpwright.read import LEDGER_NAME, MAX_SOURCE_BYTES
from helpwright.rules._pictures import about_file, is_picture

RULE = Rule(
    code="HW407",
    name="unused-picture",
    severity=Severity.INFO,
    summary="A picture is in the knowledge base, and no article shows it.",
    why="Nobody keeps it up to date, and the next writer takes it for the current one.",
    fix="Show it in an article, or remove the file.",
)

_TEXTS = (".md", ".yml", ".yaml", ".html", ".htm", ".css", ".json", ".svg")
"""Endings of the files that may show a picture and are no articles."""


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each picture that nothing shows or links to.

    In files that are no articles, such as fragments, recipes and style sheets, and in raw HTML the
    name of a picture is enough.
    """
    used = _used(kb)
    unused = [
        path
        for path in kb.files
        if is_picture(path) and path not in used and path.casefold() not in used
        if not light_twin(path) or light_twin(path) not in used
    ]
    others = _other_texts(kb) if unused else b""
    for path in unused:
        name = path.rpartition("/")[2]
        if name.encode() not in others and (light_twin(name) or name).encode() not in others:
            message = f"no article shows the picture `{clip(name)}`"
            yield about_file(RULE, path, message, "show it in an article, or remove the file")


def _used(kb: KnowledgeBase) -> set[str]:
    """Return the paths that articles name; those of no file in small letters, too."""
    used: set[str] = set()
    for article in kb.articles:
        for targets in (kb.images[article.path], kb.links[article.path]):
            for target in targets.values():
                if target.kind is TargetKind.ASSET:
                    used.add(target.path)
                elif target.kind is TargetKind.DANGLING:
                    used.add(target.path.casefold())
    return used


def _other_texts(kb: KnowledgeBase) -> bytes:
    """Return all text in which a picture may be named otherwise than by Markdown in an article."""
    texts = [html.raw.encode() for article in kb.articles for html in article.nodes.html]
    for path, file in kb.files.items():
        if path.lower().endswith(_TEXTS) and path not in kb.by_path and path != LEDGER_NAME:
            try:
                with Path(file).open("rb") as opened:
                    texts.append(opened.read(MAX_SOURCE_BYTES))
            except OSError:
                continue
    return b"\n".join(texts)
