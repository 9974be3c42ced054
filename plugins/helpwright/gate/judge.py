"""Whether what an address names is in the site, and is what links should name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import unquote

from helpwright.diagnostic import Rule
from helpwright.faults import BROKEN_FRAGMENT_ON_PAGE, BROKEN_LINK_ON_PAGE, MISSING_PICTURE_ON_PAGE
from helpwright.gate.addresses import Target
from helpwright.gate.files import Files
from helpwright.gate.finding import clip
from helpwright.gate.lexicon import is_always_there
from helpwright.gate.syntax import Flaw
from helpwright.gate.uses import Role, Use
from helpwright.site_faults import (
    CASE_MISMATCH_ON_PAGE,
    LINK_OUT_OF_SITE,
    LINK_TO_REDIRECT,
    LOCAL_ADDRESS,
    MALFORMED_ADDRESS,
    MISSING_TRANSLATION,
    NON_CANONICAL_LINK,
    SOURCE_LEFT_OVER,
    UNKNOWN_SCHEME,
)

MAX_REDIRECTS = 10
"""How many pages in a row may lead on; browsers stop at 20."""
_SOURCES = (".md", ".markdown", ".rst", ".adoc", ".asciidoc", ".mdx", ".ipynb", ".jinja", ".j2")
_MACHINE = re.compile(r"/?(?:home|Users|root|tmp|var|private|mnt)/[^/]+/")


class Page(Protocol):
    """What must be known of a page that others lead to."""

    ids: set[str]
    canonical: Target | None
    redirect: Target | None
    leads_away: bool


class Judge:
    """Looks for what addresses name among the files of a site, and later among its pages."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._known: dict[str, tuple[str, bool]] = {}

    def existing(self, path: str) -> tuple[str, bool]:
        """Return the file behind a path, empty if there is none.

        The second value tells that only servers that add `.html` by themselves find it.
        """
        found = self._known.get(path)
        if found is None:
            file = self.files.existing(path)
            found = (file or "", False)
            if file is None and path and path[-1] != "/" and f"{path}.html" in self.files.names:
                found = (f"{path}.html", True)
            self._known[path] = found
        return found

    def look(self, use: Use, target: Target) -> Flaw | None:
        """Return what is wrong with an address whose target is not in the site, or None."""
        file, _ = self.existing(target.path)
        if target.climbs and (not file or use.role is not Role.TRANSLATION):
            message = f"the {use.what} `{clip(use.address)}` climbs above the top of the site"
            return Flaw(LINK_OUT_OF_SITE, message, "", use.at)
        return None if file else self._missing(use, target)

    def _missing(self, use: Use, target: Target) -> Flaw | None:
        files, path = self.files, target.path
        what = f"the {use.what} `{clip(use.address)}`"

        def flaw(rule: Rule, said: str, help: str = "") -> Flaw:
            return Flaw(rule, f"{what} {said}", help, use.at)

        other = files.in_other_case(path)
        if other is not None:
            said = f"differs by capitals from what the site has: `{clip(other)}`"
            return flaw(CASE_MISMATCH_ON_PAGE, said, f"write `{clip(other)}`")
        if "%" in path and files.existing(unquote(path)) is not None:
            return flaw(MALFORMED_ADDRESS, "is percent-encoded twice", "write `%20`, not `%2520`")
        if use.role is Role.TRANSLATION:
            return self._translation(use, target)
        if use.address.strip().startswith("www."):
            return flaw(UNKNOWN_SCHEME, "lacks its scheme", "write `https://` in front of it")
        if path.lower().endswith(_SOURCES):
            return flaw(
                SOURCE_LEFT_OVER,
                "leads to a source file, which the site does not have",
                "link to the page that is made from it",
            )
        if _MACHINE.match(path) and use.address.lstrip().startswith("/"):
            return flaw(LOCAL_ADDRESS, "is a file of the machine that it was written on")
        if use.role in (Role.PICTURE, Role.SHARED):
            message = f"{what} is missing: the site has no file `{clip(target.file)}`"
            return Flaw(MISSING_PICTURE_ON_PAGE, message, "", use.at)
        return flaw(
            BROKEN_LINK_ON_PAGE, f"leads nowhere: the site has no file `{clip(target.file)}`"
        )

    def _translation(self, use: Use, target: Target) -> Flaw | None:
        """Report a missing page of another language only where that language is in the site.

        Else its pages may come from another build.
        """
        folder = target.path.partition("/")[0]
        if not folder or not any(name.startswith(f"{folder}/") for name in self.files.names):
            return None
        message = f"the translation `{clip(use.address)}` is missing: the site has no file"
        return Flaw(MISSING_TRANSLATION, f"{message} `{clip(target.file)}`", "", use.at)

    def follow(
        self, use: Use, target: Target, pages: Mapping[str, Page]
    ) -> tuple[list[Flaw], list[Flaw]]:
        """Return what is wrong with a link to an existing file, once all pages are known.

        The second list holds what matters only on a page that is canonical itself.
        """
        file, assumed = self.existing(target.path)
        page = pages.get(file)
        if page is None:
            return [], []
        what = f"the {use.what} `{clip(use.address)}`"
        strong: list[Flaw] = []
        weak: list[Flaw] = []
        end = end_of(pages, file, self)
        if page.leads_away:
            on = f" on to `{clip(end)}`" if end and end != file else " on"
            message = f"{what} leads to a page that only leads{on}"
            strong.append(Flaw(LINK_TO_REDIRECT, message, "", use.at))
        else:
            weak += self._canonical(use, target, page, file, assumed)
        if target.fragment and end in pages and not pages[end].leads_away:
            found = broken_fragment(use, target.fragment, pages[end].ids, f"`{end}`")
            strong += [found] if found else []
        return strong, weak

    def canonical(self, target: Target, pages: Mapping[str, Page]) -> str:
        """Return the file of the page that the page behind a target names as canonical, if any."""
        page = pages.get(self.existing(target.path)[0])
        named = page.canonical if page is not None else None
        file = self.existing(named.path)[0] if named is not None else ""
        return "" if file == self.existing(target.path)[0] else file

    def _canonical(
        self, use: Use, target: Target, page: Page, file: str, assumed: bool
    ) -> list[Flaw]:
        named = page.canonical
        other = self.existing(named.path)[0] if named is not None else ""
        if named is not None and other == file:
            if named.path == target.path:
                return []
            said = f"{_form(target.path)}, but the page's canonical address {_form(named.path)}"
            help = "write it as the canonical address is"
        elif named is not None and other:
            if file.startswith(_below(other)):
                # A version of the canonical page, which stands below it: who links there means it.
                return []
            said = f"leads to a page whose canonical address is another: `{clip(named.path)}`"
            help = f"link to `{clip(named.path)}`"
        elif assumed:
            said = "works only on servers that add `.html` to it"
            help = f"write `{posixpath.basename(file)}`"
        elif target.path and target.path[-1] != "/" and target.path != file:
            said = "lacks the slash of a folder, so that servers lead on from it"
            help = "add the slash"
        else:
            return []
        what = f"the {use.what} `{clip(use.address)}`"
        return [Flaw(NON_CANONICAL_LINK, f"{what} {said}", help, use.at)]


def _below(file: str) -> str:
    """Return what the paths of the files below a page begin with."""
    folder, _, name = file.rpartition("/")
    if name != "index.html":
        return f"{file.rpartition('.')[0]}/"
    return f"{folder}/" if folder else file


def _form(path: str) -> str:
    if not path or path.endswith("/"):
        return "ends in a slash"
    name = path.rpartition("/")[2]
    return f"ends in `{clip(name)}`" if "." in name else "has no slash at its end"


def end_of(pages: Mapping[str, Page], file: str, judge: Judge) -> str:
    """Return the page at which readers who follow a link arrive; empty if it is not in the site."""
    for _ in range(MAX_REDIRECTS):
        page = pages.get(file)
        if page is None or not page.leads_away:
            return file
        target = page.redirect
        file = judge.existing(target.path)[0] if target is not None else ""
    return file


def fragment_there(fragment: str, ids: set[str]) -> bool:
    """Tell whether a page with these ids has the place that a fragment names."""
    fragment = fragment.partition(":~:")[0]
    return is_always_there(fragment) or fragment in ids or unquote(fragment) in ids


def broken_fragment(use: Use, fragment: str, ids: set[str], where: str) -> Flaw | None:
    """Return what is wrong with a fragment, given the ids of its page, which `where` names."""
    if fragment_there(fragment, ids):
        return None
    wanted = unquote(fragment.partition(":~:")[0]).lower()
    other = min((id for id in ids if id.lower() == wanted), default=None)
    what = f"the {use.what} `{clip(use.address)}`"
    if other is not None:
        message = f"{what} differs by capitals from the place that {where} has: `{clip(other)}`"
        return Flaw(CASE_MISMATCH_ON_PAGE, message, f"write `#{clip(other)}`", use.at)
    message = f"{what} names a place that {where} does not have"
    help = "correct the part behind `#`, or give the place that label"
    return Flaw(BROKEN_FRAGMENT_ON_PAGE, message, help, use.at)
