"""`screenshots.yml`: which bytes each picture has, what version it shows, and from which day it is.

A picture has no text that could be searched for a version. The ledger says it in its place, next
to the digest of the file that it was said of, so that neither can change without the other.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import stat
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import WRONG_VALUE
from helpwright.fields import LEDGER_FIELDS
from helpwright.knowledge import Entry, Ledger
from helpwright.model import Value
from helpwright.parse import yaml_tree
from helpwright.parse.values import ValueReader, clip, is_empty
from helpwright.parse.yaml_tree import Node, Scalar, read_yaml
from helpwright.read import LEDGER_NAME, MAX_SOURCE_BYTES
from helpwright.source import Source
from helpwright.write.scalars import entry, scalar

__all__ = [
    "LEDGER_NAME",
    "Entry",
    "Ledger",
    "file_digest",
    "read_ledger",
    "write_entry",
    "write_ledger",
]

_HEAD = """\
# The pictures of this knowledge base: their files, what they show, and from which day they are.
# `helpwright screenshots --update` adds what is new and what has changed.
"""


def read_ledger(source: Source | None) -> tuple[Ledger, list[Diagnostic]]:
    """Read `screenshots.yml`; without one, or where it cannot be read, there are no entries.

    What is wrong with one value is a finding and leaves the others alone.
    """
    if source is None:
        return Ledger(), []
    tree, diagnostics = read_yaml(source, 0, len(source.data), 1, MAX_SOURCE_BYTES)
    if tree is None or is_empty(tree):
        return Ledger({}, source, unread=bool(diagnostics)), diagnostics
    reader = ValueReader(source)
    entries: dict[str, Entry] = {}
    if isinstance(tree, yaml_tree.Mapping):
        for key, node in tree.entries:
            if _is_path(reader, key):
                entries[key.text] = _entry(reader, key, node)
    else:
        message = "screenshots.yml must be keys and values, such as `accounts/start.png:`"
        help = "write the path of each picture on a line of its own, with a colon behind it"
        reader.report(WRONG_VALUE, tree.span, message, help)
    return Ledger(entries, source), [*diagnostics, *reader.diagnostics]


def write_ledger(entries: Iterable[Entry]) -> str:
    """Return the text of a ledger, in order of path; the same entries give the same text."""
    ordered = sorted(entries, key=lambda it: it.path)
    return _HEAD + "".join(f"\n{write_entry(it)}" for it in ordered)


def write_entry(found: Entry) -> str:
    """Return an entry as it stands in the ledger, with the line end behind it."""
    return "\n".join(_lines(found)) + "\n"


def file_digest(file: str) -> str | None:
    """Return the SHA-256 of a file's bytes, None where it cannot be read; each is read once."""
    try:
        status = Path(file).stat()
    except OSError:
        return None
    return _digest(file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=65536)
def _digest(file: str, modified: int, length: int) -> str | None:
    try:
        with Path(file).open("rb") as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                return None
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None


def _lines(found: Entry) -> Iterator[str]:
    yield entry(found.path)
    if found.sha256:
        yield f"  sha256: {scalar(found.sha256)}"
    for key, value in (
        ("product", found.product),
        ("version", found.version),
        ("taken", found.taken),
        ("recipe", found.recipe),
    ):
        if value is not None and value.text:
            # A date needs no quotes here: every value is read as a text.
            yield f"  {key}: {value.text if key == 'taken' else scalar(value.text)}"


def _is_path(reader: ValueReader, key: Scalar) -> bool:
    """Tell whether a key is the path of a file below the KB folder; another one is a finding."""
    path = key.text
    normal = posixpath.normpath(path.replace("\\", "/"))
    if (
        path
        and path == normal
        and normal not in (".", "..")
        and not normal.startswith(("/", "../"))
    ):
        return True
    help = "write the path from the folder of kb.yml on, such as `accounts/start.png`"
    if path and normal not in (".", "..") and not re.match(r"/|\.\./|[A-Za-z]:", normal):
        help = f"write `{clip(normal)}`"
    message = f"`{clip(path)}` is not the path of a picture of the knowledge base"
    reader.report(WRONG_VALUE, key.span, message, help)
    return False


def _entry(reader: ValueReader, key: Scalar, node: Node) -> Entry:
    name = f"the picture `{clip(key.text)}`"
    found = reader.entries(node, LEDGER_FIELDS, key.span, name)

    def text(of: str) -> Value | None:
        return reader.text(of, found[of][1]) if of in found else None

    product = reader.identifier("product", found["product"][1]) if "product" in found else None
    digest = reader.digest("sha256", found["sha256"][1]) if "sha256" in found else None
    recipe = reader.digest("recipe", found["recipe"][1]) if "recipe" in found else None
    taken = reader.date("taken", found["taken"][1]) if "taken" in found else None
    return Entry(
        path=key.text,
        sha256=digest.text if digest else "",
        product=product,
        version=text("version"),
        taken=taken or Value("", Span(key.span.start, key.span.start)),
        recipe=recipe,
        span=key.span,
    )
