"""The site gate: every address, id, picture and title of a built site, whoever built it.

Pages are looked at twice. The first look is quick: it finds the tags of a page, reads those that
no page before had, and tells whether anything about the page is not in order. Only such pages are
looked at again, tag by tag, to say what is wrong and where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpwright.diagnostic import Diagnostic
from helpwright.gate.addresses import Addresses
from helpwright.gate.elements import Reader
from helpwright.gate.extras import Extras
from helpwright.gate.files import Files, Unreadable, list_site
from helpwright.gate.finding import clip, on_page
from helpwright.gate.home import find_site, find_top
from helpwright.gate.judge import Judge
from helpwright.gate.lexicon import Lexicon
from helpwright.gate.scan import PageFacts, Scanner
from helpwright.gate.tell import has_any, misleads, suspects, tell
from helpwright.site_faults import UNREADABLE_PAGE

__all__ = ["Gate", "check_site"]


@dataclass(frozen=True, slots=True)
class Gate:
    """What was found in a site, and what is known of its pages, by their names."""

    findings: list[Diagnostic]
    pages: dict[str, PageFacts]
    files: Files


def check_site(root: Path, *, address: str | None = None, ignore: Sequence[str] = ()) -> Gate:
    """Check the built site in a folder.

    `address` is that of the site's top; without it, the pages' canonical links tell it. `ignore`
    are patterns of addresses that are not looked at, with `*` for any signs. Raises OSError where
    the folder cannot be listed.
    """
    files = list_site(root)
    found = [_odd(name, trouble) for name, trouble in sorted(files.odd.items())]
    names = files.pages()
    site = address or find_site(files, names)
    top = None if site else find_top(files, names)
    judge = Judge(files)
    reader = Reader(secure=(site or "").startswith("https:"), ignore=ignore)
    lexicon = Lexicon(reader, Addresses("", site, top=top))
    scanner = Scanner(lexicon, judge, site, top)
    for name in names:
        try:
            scanner.scan(name, files.read(name))
        except Unreadable as error:
            found.append(_odd(name, str(error)))
    pages = scanner.pages
    for late in scanner.late():
        strong, weak = judge.follow(late.use, late.target, pages)
        for context, tag, use in late.tags if strong or weak else ():
            strong, weak = judge.follow(use, late.target, pages)
            context.blame(tag, strong, weak, judge.canonical(late.target, pages))
    for page in pages.values():
        surely = page.flagged or misleads(page, judge, pages)
        wrong = [] if surely else suspects(page, judge)
        if surely or wrong:
            data = files.read(page.name)
            if surely or has_any(data, wrong):
                found += tell(page, data, lexicon, judge, pages)
    extras = Extras(files, judge, reader, lambda name: Addresses(name, site, top=top))
    found += extras.check(scanner)
    return Gate(found, pages, files)


def _odd(name: str, trouble: str) -> Diagnostic:
    message = f"`{clip(name)}` {trouble}"
    return on_page(UNREADABLE_PAGE, name, message, UNREADABLE_PAGE.fix)
