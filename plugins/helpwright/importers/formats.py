"""The formats that can be imported, and how to tell them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from helpwright.importers.bundle import Bundle
from helpwright.importers.draft import Draft


class Format(StrEnum):
    """What `--format` takes."""

    LEARN = "learn"
    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"
    ZENDESK = "zendesk"


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is read.

    `claims(path, start)` tells whether a file is of this format by its path and its first 64 kB.
    `read(path, bundle)` yields the documents of one file; it raises `Unreadable` where nothing of
    the file can be used, and yields a draft with entries for everything less than that.
    """

    format: Format
    claims: Callable[[str, bytes], bool]
    read: Callable[[str, Bundle], Iterator[Draft]]
