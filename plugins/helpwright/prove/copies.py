"""The smaller copies of pictures on an article's page, and the pictures for dark pages.

A browser shows one of several files. The words' proof holds the fallback against the source; here
the others are held against the fallback.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.derive.names import is_copy_of, light_twin
from helpwright.diagnostic import Diagnostic
from helpwright.faults import MISSING_PICTURE_ON_PAGE
from helpwright.gate.addresses import Addresses
from helpwright.gate.finding import clip, on_page
from helpwright.ledger import file_digest
from helpwright.pictures import picture_size
from helpwright.prove.page import CHROME

_HELP = "build the site anew, and look for a plugin that changes pictures"


def prove_copies(
    root: Path,
    files: Collection[str],
    page: str,
    parser: LexborHTMLParser,
    addresses: Addresses,
) -> Iterator[Diagnostic]:
    """Yield the copies and dark pictures of a page that do not belong to the writer's pictures.

    `root` is the site's folder, `files` what is in it. A file that is missing is reported with the
    links.
    """
    pictures: list[str] = []
    for node in parser.css("[class^=hw-] img"):
        original = addresses.file(node.attributes.get("src") or "")
        if original is None:
            continue
        if node.attributes.get(CHROME) == "dark" and light_twin(original) not in pictures[-1:]:
            message = f"the dark picture `{clip(original)}` does not stand behind its light one"
            yield on_page(MISSING_PICTURE_ON_PAGE, page, message, _HELP)
        pictures.append(original)
        for address in _sources(node):
            copy = addresses.file(address)
            if copy in files and original in files and not _fits(root, copy, original):
                message = f"the picture `{clip(address)}` is no copy of `{clip(original)}`"
                yield on_page(MISSING_PICTURE_ON_PAGE, page, message, _HELP)


def _sources(node: LexborNode) -> Iterator[str]:
    """Yield the addresses that a browser may load in the place of a picture's own."""
    parent = node.parent
    if parent is not None and parent.tag == "picture":
        for source in parent.css("source[srcset]"):
            for candidate in (source.attributes["srcset"] or "").split(","):
                yield (candidate.split() or [""])[0]


def _fits(root: Path, copy: str | None, original: str) -> bool:
    """Tell whether a file is named after a picture and its own bytes, and has the same size."""
    file = str(root / (copy or ""))
    digest = file_digest(file)
    if copy is None or digest is None or not is_copy_of(copy, original, digest):
        return False
    return picture_size(file) == picture_size(str(root / original))
