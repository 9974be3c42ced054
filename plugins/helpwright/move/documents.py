"""The texts of a project that can name an article: articles, fragments and pages of the site."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpwright.config import Config
from helpwright.model import Article, SectionKind
from helpwright.parse import parse_article
from helpwright.read import MAX_SOURCE_BYTES
from helpwright.source import Source

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown text as it stands in its file, parsed like an article.

    `path` is POSIX and relative to the KB folder, also of pages outside of it (`../docs/a.md`);
    `page` is the path of such a page in the site's own sources.
    """

    path: str
    file: Path
    data: bytes
    article: Article
    page: str = ""

    @property
    def folder(self) -> str:
        """The folder that relative addresses start from."""
        return self.path.rpartition("/")[0]


def read_documents(
    config: Config, files: Mapping[str, str], names: Mapping[str, SectionKind]
) -> Iterator[Document]:
    """Yield all Markdown texts of the KB folder, `files`, and of the site's other pages."""
    for path, absolute in files.items():
        if path.endswith(".md"):
            data = _read(Path(absolute))
            if data is not None:
                article, _ = parse_article(Source(path, data), names)
                yield Document(path, Path(absolute), data, article)
    folder = config.docs_dir
    for file in sorted(folder.rglob("*.md")) if folder is not None and folder.is_dir() else ():
        if file.is_symlink() or file.resolve().is_relative_to(config.kb_dir.resolve()):
            continue
        data = _read(file)
        if data is not None:
            path = Path(os.path.relpath(file, config.kb_dir)).as_posix()
            article, _ = parse_article(Source(path, data), names)
            page = file.relative_to(folder or file).as_posix()
            yield Document(path, file, data, article, page)


def _read(file: Path) -> bytes | None:
    """Return a text without its byte order mark, or None where it is no text."""
    try:
        if file.stat().st_size > MAX_SOURCE_BYTES:
            return None
        data = file.read_bytes().removeprefix(_BOM)
        data.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return data
