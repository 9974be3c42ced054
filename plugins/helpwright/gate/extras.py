"""What pages load and what search engines read: style sheets, the web manifest, the sitemap."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Iterator
from html import unescape

from helpwright.diagnostic import Diagnostic
from helpwright.faults import BROKEN_LINK_ON_PAGE
from helpwright.gate.addresses import BLANKS, Addresses
from helpwright.gate.elements import Reader
from helpwright.gate.files import Files, Unreadable
from helpwright.gate.finding import clip, on_page, position
from helpwright.gate.judge import Judge
from helpwright.gate.scan import Scanner
from helpwright.gate.styles import style_uses
from helpwright.gate.uses import Role, Use
from helpwright.site_faults import UNREADABLE_PAGE, WRONG_SITEMAP_ENTRY

_LOCATION = re.compile(rb"<loc>([^<]+)</loc>")
_MANIFESTS = (".webmanifest", "manifest.json")
_MAX_SITEMAPS = 1_000


class Extras:
    """Checks the files that the pages of a site load; `address` gives what resolves addresses."""

    def __init__(
        self, files: Files, judge: Judge, reader: Reader, address: Callable[[str], Addresses]
    ) -> None:
        self._files, self._judge, self._reader, self._address = files, judge, reader, address

    def check(self, scanner: Scanner) -> Iterator[Diagnostic]:
        """Yield what is wrong with what the scanned pages load, and with the sitemap."""
        sheets = [file for role, file in scanner.loaded if role is Role.STYLE]
        yield from self._styles(sheets)
        for role, file in scanner.loaded:
            if role is Role.FILE and file.endswith(_MANIFESTS):
                yield from self._manifest(file)
        yield from self._sitemaps(scanner)

    def _styles(self, sheets: list[str]) -> Iterator[Diagnostic]:
        todo, seen = list(sheets), set(sheets)
        while todo:
            name = todo.pop()
            data = yield from self._read(name)
            for use in style_uses(data):
                loaded = yield from self._use(name, data, use)
                if use.role is Role.STYLE and loaded and loaded not in seen:
                    seen.add(loaded)
                    todo.append(loaded)

    def _use(self, name: str, data: bytes, use: Use) -> Generator[Diagnostic, None, str]:
        """Yield what is wrong with an address in a file; return the file that it leads to."""
        flaws, look = self._reader.examine(use)
        target = self._address(name).target(use.address) if look else None
        if target is not None:
            flaw = self._judge.look(use, target)
            flaws += [flaw] if flaw else []
        for flaw in flaws:
            place = position(data, max(use.at, 0))
            yield on_page(flaw.rule, name, flaw.message, flaw.help or flaw.rule.fix, place)
        return self._judge.existing(target.path)[0] if target is not None else ""

    def _read(self, name: str) -> Generator[Diagnostic, None, bytes]:
        """Return the content of a file; where that fails, yield the finding and return nothing."""
        try:
            return self._files.read(name)
        except Unreadable as error:
            message = f"`{clip(name)}` {error}"
            yield on_page(UNREADABLE_PAGE, name, message, UNREADABLE_PAGE.fix)
            return b""

    def _manifest(self, name: str) -> Iterator[Diagnostic]:
        data = yield from self._read(name)
        try:
            manifest = json.loads(data.decode("utf-8", "replace")) if data else {}
        except (ValueError, RecursionError):
            message = f"the manifest `{clip(name)}` is no JSON"
            yield on_page(BROKEN_LINK_ON_PAGE, name, message, "write it anew as JSON")
            return
        for role, what, address in _of_manifest(manifest):
            at = data.find(json.dumps(address, ensure_ascii=False).encode()) + 1
            yield from self._use(name, data, Use(role, what, address, at))

    def _sitemaps(self, scanner: Scanner) -> Iterator[Diagnostic]:
        todo, seen = ["sitemap.xml"], {"sitemap.xml"}
        while todo:
            name = todo.pop()
            if name not in self._files.names:
                continue
            data = yield from self._read(name)
            is_index = b"<sitemapindex" in data[:2000]
            for match in _LOCATION.finditer(data):
                address = unescape(match[1].decode("utf-8", "replace")).strip()
                trouble, file = self._entry(address, scanner)
                if trouble:
                    message = f"the sitemap lists `{clip(address)}`, {trouble}"
                    place = position(data, match.start())
                    end = position(data, match.end())
                    fix = WRONG_SITEMAP_ENTRY.fix
                    yield on_page(WRONG_SITEMAP_ENTRY, name, message, fix, place, end)
                elif is_index and file not in seen and len(seen) < _MAX_SITEMAPS:
                    seen.add(file)
                    todo.append(file)

    def _entry(self, address: str, scanner: Scanner) -> tuple[str, str]:
        """Return what is wrong with an entry of the sitemap, if anything, and its file."""
        if self._reader.is_ignored(address):
            return "", ""
        target = self._address("sitemap.xml").target(address)
        if target is None:
            return "", ""
        file, assumed = self._judge.existing(target.path)
        page = scanner.pages.get(file)
        if not file:
            return f"but the site has no file `{clip(target.file)}`", ""
        if page is None:
            return "", file
        if page.leads_away:
            return "a page that only leads on", file
        named = page.canonical
        if named is None:
            lacking = "which only servers find that add `.html` to it"
            return (lacking if assumed else ""), file
        other = self._judge.existing(named.path)[0]
        if other and other != file:
            return f"a page whose canonical address is another: `{clip(named.path)}`", file
        return "", file


def _of_manifest(manifest: object) -> Iterator[tuple[Role, str, str]]:
    """Yield the addresses that a web manifest names."""
    if not isinstance(manifest, dict):
        return
    start = manifest.get("start_url")
    if isinstance(start, str) and start.strip(BLANKS):
        yield Role.FILE, "start page", start
    lists = [manifest.get("icons"), manifest.get("screenshots")]
    shortcuts = manifest.get("shortcuts")
    for shortcut in shortcuts if isinstance(shortcuts, list) else []:
        if isinstance(shortcut, dict):
            lists.append(shortcut.get("icons"))
    for entry in (entry for found in lists if isinstance(found, list) for entry in found):
        if isinstance(entry, dict) and isinstance(entry.get("src"), str):
            yield Role.PICTURE, "picture", entry["src"]
