"""What is to be moved, and whether it can be."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpwright.fields import IDENTIFIER_PATTERN
from helpwright.knowledge import KnowledgeBase
from helpwright.read import REGISTRY_NAME, is_article


class CannotMove(ValueError):
    """The move cannot be made, and nothing was changed; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to move: `old` and `new` are paths of the KB, which may be the same.

    `id` is the new id of the article, empty to keep it, and `labels` maps labels to new ones.
    `article` is the path of the article that both are about, empty where no article moves alone.
    """

    old: str
    new: str
    id: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    article: str = ""


def find_files(
    kb: KnowledgeBase, root: Path, request: Request
) -> tuple[dict[str, str], list[tuple[Path, Path]]]:
    """Return the new path of each file that moves, and what is renamed. Raises CannotMove."""
    _refuse_names(kb, request)
    old, new = request.old, request.new
    if old == new:
        return {}, []
    if (
        old == REGISTRY_NAME
        or old in ("", ".")
        or any(it.startswith((".", "_")) for it in old.split("/"))
    ):
        raise CannotMove(
            f"{old or 'the knowledge base'} cannot be moved: name an article, a picture or a folder"
        )
    parts = new.split("/")
    if new.startswith("/") or ".." in parts or any(part.startswith((".", "_")) for part in parts):
        raise CannotMove(f"{new} is no place for an article: name a path inside the knowledge base")
    source, target = root / old, root / new
    if source.is_symlink():
        raise CannotMove(f"{old} is a link: move the file that it leads to")
    top = root.resolve()
    above = target.parent
    while not above.exists():
        above = above.parent
    if not above.resolve().is_relative_to(top):
        raise CannotMove(f"{new} leads out of the knowledge base by a link")
    if not above.is_dir():
        raise CannotMove(f"{new} cannot be made: {above.relative_to(root)} is a file")
    if target.exists() and not target.samefile(source):
        raise CannotMove(f"{new} exists already: choose another name, or move that away first")
    if new.startswith(f"{old}/"):
        raise CannotMove(f"{old} cannot be moved into itself")
    files = {path: new for path in kb.files if path == old}
    files |= {path: new + path[len(old) :] for path in kb.files if path.startswith(f"{old}/")}
    if not files:
        raise CannotMove(f"{old} is no file or folder of the knowledge base")
    for before, after in files.items():
        if is_article(before) != is_article(after):
            raise CannotMove(f"{after} would be no article any more: let its name end in .md")
    if (
        source.is_file()
        and posixpath.splitext(old)[1].lower() != posixpath.splitext(new)[1].lower()
    ):
        raise CannotMove(f"{new} has another ending than {old}: keep it")
    return files, [(source, target)]


def _refuse_names(kb: KnowledgeBase, request: Request) -> None:
    article = kb.by_path.get(request.article)
    if (request.id or request.labels) and article is None:
        raise CannotMove(f"{request.old} is no article: only articles have ids and labels")
    if request.id:
        if not re.fullmatch(IDENTIFIER_PATTERN, request.id):
            raise CannotMove(f"{request.id} is no id: use lower-case letters, digits and hyphens")
        if article is not None and article.metadata.id is None:
            raise CannotMove(f"{request.article} has no id: write one into its front matter first")
        other = kb.by_id.get(request.id)
        if other is not None and other is not article:
            raise CannotMove(f"{request.id} is the id of {other.path} already")
    for old, new in request.labels.items():
        assert article is not None
        anchors = kb.anchors[article.path]
        if old not in anchors or anchors[old].fragment != old:
            raise CannotMove(f"#{old} is no heading or step of {article.path}")
        refuse_label(new)
        if new in anchors and anchors[new].fragment != anchors[old].fragment:
            raise CannotMove(f"#{new} is a place of {article.path} already")


def refuse_label(label: str) -> None:
    """Raise CannotMove for what cannot be a label."""
    if not re.fullmatch(r"[\w.:-]+", label):
        raise CannotMove(f"{label} is no label: use letters, digits and hyphens")
