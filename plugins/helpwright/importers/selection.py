"""Which files of a bundle are documents, and which reader is theirs."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Sequence

from helpwright.importers.formats import Format, Reader

DOCUMENT_SUFFIXES = frozenset(
    ".md .markdown .mdown .mkd .mdx .html .htm .xhtml .mht .mhtml .xml .txt .text .json .jsonl "
    ".ndjson .csv .tsv".split()
)
_FRAGMENT_FOLDERS = frozenset(
    "includes include _includes _include _shared snippets _snippets partials _partials".split()
)
_HOUSEKEEPING = frozenset(
    "readme license licence contributing changelog code_of_conduct security support toc summary "
    "_sidebar _navbar _footer _toc notice thirdpartynotices pull_request_template issue_template "
    "robots humans llms requirements redirects import-report".split()
)

_WANTED_SUFFIXES = {
    Format.LEARN: (".md", ".markdown"),
    Format.MARKDOWN: (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt", ".text"),
    Format.HTML: (".html", ".htm", ".xhtml", ".mht", ".mhtml", ".xml"),
    Format.TEXT: (".txt", ".text"),
    Format.ZENDESK: (".json", ".jsonl", ".ndjson"),
}


def may_be_document(path: str) -> bool:
    """Tell whether a file's name allows it to be a document."""
    name = posixpath.basename(path).lower()
    return posixpath.splitext(name)[1] in DOCUMENT_SUFFIXES or name == "_redirects"


def why_no_document(path: str, start: bytes, all_paths: Collection[str]) -> str:
    """Return why a file that could be a document is none; empty if it is one.

    Fragments that documents include, and the files that a repository has for its own sake, are no
    articles; a README counts where a SUMMARY.md beside the documents makes it a page.
    """
    folders = path.lower().split("/")[:-1]
    if any(folder in _FRAGMENT_FOLDERS for folder in folders):
        return "it is a fragment for other documents to include"
    stem = posixpath.splitext(posixpath.basename(path))[0].lower()
    if stem == "readme" and "SUMMARY.md" in all_paths:
        return ""
    if stem in _HOUSEKEEPING and not start.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"---"):
        return "its name says that it is about the files and not an article"
    return ""


def choose_reader(
    path: str, start: bytes, readers: Sequence[Reader], wanted: Format | None, single: bool
) -> Reader | None:
    """Return the reader for a file, or None where no format fits.

    With a `wanted` format, files whose names are usual for it are of that format, and so is a
    `single` file whatever its name; of several readers of a format, the first that claims the file
    has it, or else the last, the most general one. Without, the first that claims it of all has it.
    """
    if wanted is None:
        return next((reader for reader in readers if reader.claims(path, start)), None)
    if single or posixpath.splitext(path)[1].lower() in _WANTED_SUFFIXES[wanted]:
        fitting = [reader for reader in readers if reader.format is wanted]
        return next((reader for reader in fitting if reader.claims(path, start)), fitting[-1])
    return None
