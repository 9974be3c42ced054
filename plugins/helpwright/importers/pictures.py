"""Pictures of the original to files beside the imported articles."""

from __future__ import annotations

import base64
import binascii
import hashlib
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from helpwright.active import is_active_data
from helpwright.importers.bundle import Bundle, Unreadable
from helpwright.importers.draft import Draft
from helpwright.importers.places import Place, safe_name
from helpwright.rules._formats import EXTENSIONS, HEADER_BYTES, picture_format

PICTURE_SUFFIXES = frozenset(f".{suffix}" for suffix in (*EXTENSIONS, "tif", "tiff", "heic"))
PROGRAMS = frozenset(
    ".exe .msi .bat .cmd .com .ps1 .vbs .jar .scr .app .dmg .pkg .sh .reg .lnk .hta".split()
)
"""Files that no help site should hand out unasked."""
TEXTS = frozenset((".md", ".markdown", ".mdx"))
_SUFFIX = {"PNG": "png", "JPEG": "jpg"} | {
    name: suffix for suffix, name in EXTENSIONS.items() if name not in ("PNG", "JPEG")
}
_DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=-]+)*;base64,", re.IGNORECASE)
_SCHEME = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//|[A-Za-z][A-Za-z0-9+.-]+:")
_SIZE = re.compile(r"[?&](?:revision|size|width|height|v)=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Copy:
    """A picture to be written: where from, and where to in the KB.

    Its bytes are those of the bundle's file `source`, or `data` for one that stood in a page;
    `source` is its digest then.
    """

    path: str
    source: str
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a picture of the original is now: a path in the KB, a web address, or nothing.

    `how` says what was assumed, `reason` why there is nothing.
    """

    path: str = ""
    url: str = ""
    how: str = ""
    reason: str = ""


@dataclass(slots=True)
class Album:
    """The picture files of a bundle, and where they go."""

    bundle: Bundle
    files: frozenset[str]
    copies: dict[str, Copy] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    """The paths that an earlier import gave to files, by their path in the bundle or digest."""
    _taken: set[str] = field(default_factory=set)
    _refused: dict[str, str] = field(default_factory=dict)

    def occupy(self, paths: Iterable[str]) -> None:
        """Keep the paths of files that are in the KB from being used for others."""
        self._taken.update(path.casefold() for path in paths)

    def match(self, draft: Draft, place: Place, source: str) -> Match:
        """Return what a picture in a draft is now."""
        source = source.strip()
        if _DATA.match(source):
            return self._embedded(place, source)
        named = dict(draft.pictures).get(source)
        if named is not None:
            return self._file(draft, place, named, "")
        path = unquote(urlsplit(source).path) if _is_plain(source) else ""
        if _SCHEME.match(source):
            return self._remote(draft, place, source, path)
        root = path.startswith(("/", "~/"))
        here = "" if root else posixpath.dirname(draft.origin.partition("#")[0])
        wanted = posixpath.normpath(posixpath.join(here, path.removeprefix("~").lstrip("/")))
        if wanted in self.files:
            return self._file(draft, place, wanted, "")
        found, how = self._by_name(path, wanted)
        if found:
            return self._file(draft, place, found, how)
        return Match(reason="no file of this name was supplied")

    def attach(self, draft: Draft, place: Place, source: str) -> Match:
        """Return where a file that a draft links to is now."""
        if source in self.copies:
            return Match(path=self.copies[source].path)
        try:
            data = self.bundle.data(source)
        except Unreadable as error:
            return Match(reason=f"the file cannot be read: {error}")
        suffix = posixpath.splitext(source)[1].lower()
        if is_active_data(source, data) or suffix in PROGRAMS:
            return Match(reason="the file can run code on the reader's computer")
        if suffix in TEXTS:
            return Match(reason="the document was not imported")
        path = self._free(source, self._target(draft, place, source, suffix))
        self.copies[source] = Copy(path, source)
        return Match(path=path)

    def _remote(self, draft: Draft, place: Place, source: str, path: str) -> Match:
        found, _ = self._by_name(path, "")
        if found:
            return self._file(draft, place, found, f"matched by its name with {found}")
        if source.lower().startswith(("http://", "https://")):
            return Match(url=source)
        if source.startswith("//"):
            return Match(url=f"https:{source}")
        return Match(reason="its address is none of the web")

    def _by_name(self, path: str, wanted: str) -> tuple[str, str]:
        """Return the only file of a name in any folder and case, and what was assumed."""
        names = self.by_name.get(posixpath.basename(path).casefold(), [])
        same = [name for name in names if name.casefold() == wanted.casefold()]
        if len(same) == 1:
            return same[0], f"the file has the name in other capitals: {same[0]}"
        if len(names) == 1:
            return names[0], f"matched by its name with {names[0]}"
        return "", ""

    def _file(self, draft: Draft, place: Place, source: str, how: str) -> Match:
        if source in self.copies:
            return Match(path=self.copies[source].path, how=how)
        if source not in self._refused:
            reason, suffix = self._examine(source)
            if not reason:
                path = self._free(source, self._target(draft, place, source, suffix))
                self.copies[source] = Copy(path, source)
                written = posixpath.splitext(source)[1]
                if suffix and written != suffix:
                    how = how or f"the file is a {suffix[1:].upper()} and is now called {path}"
                return Match(path=path, how=how)
            self._refused[source] = reason
        return Match(reason=self._refused[source])

    def _examine(self, source: str) -> tuple[str, str]:
        """Return why a file cannot be shown, or the file name suffix that fits its contents."""
        try:
            data = self.bundle.data(source)
        except Unreadable as error:
            return f"its file cannot be read: {error}", ""
        kind = picture_format(data[:HEADER_BYTES])
        written = posixpath.splitext(source)[1].lower()
        if not kind:
            return ("", written) if written in PICTURE_SUFFIXES else ("it is not a picture", "")
        if is_active_data(f"a.{_SUFFIX.get(kind, 'png')}", data):
            return "the drawing can run code in a browser", ""
        if EXTENSIONS.get(written[1:]) == kind or kind not in _SUFFIX:
            return "", written
        return "", f".{_SUFFIX[kind]}"

    def _target(self, draft: Draft, place: Place, source: str, suffix: str) -> str:
        """Return a path for a picture: where it stood as seen from its article, else beside it."""
        folder = posixpath.dirname(draft.origin.partition("#")[0])
        seen = posixpath.relpath(source, folder or ".").split("/")
        inside = [safe_name(name) for name in seen[:-1] if name != ".."]
        if seen[0] == "..":
            inside = inside[-1:]
        stem = safe_name(posixpath.splitext(seen[-1])[0]) or "picture"
        return posixpath.join(place.category, *filter(None, inside), f"{stem}{suffix}")

    def _free(self, key: str, path: str) -> str:
        if key in self.before:
            return self.before[key]
        stem, suffix = posixpath.splitext(path)
        number = 2
        while path.casefold() in self._taken:
            path = f"{stem}-{number}{suffix}"
            number += 1
        self._taken.add(path.casefold())
        return path

    def _embedded(self, place: Place, source: str) -> Match:
        head = _DATA.match(source)
        assert head is not None
        try:
            data = base64.b64decode(unquote(source[head.end() :]), validate=False)
        except (binascii.Error, ValueError):
            return Match(reason="the picture that stands in the page is damaged")
        key = "data:" + hashlib.sha256(data).hexdigest()
        if key not in self.copies:
            kind = picture_format(data[:HEADER_BYTES])
            if kind not in _SUFFIX or is_active_data(f"a.{_SUFFIX[kind]}", data):
                return Match(reason="the picture that stands in the page cannot be shown safely")
            name = f"{place.id}-1.{_SUFFIX[kind]}"
            path = self._free(key, posixpath.join(place.category, name))
            self.copies[key] = Copy(path, key, data)
        return Match(path=self.copies[key].path, how="it stood in the page and is a file now")


def make_album(bundle: Bundle, paths: Iterable[str]) -> Album:
    """Gather the pictures among the files of a bundle."""
    album = Album(bundle, frozenset(paths))
    for path in sorted(album.files):
        if posixpath.splitext(path)[1].lower() in PICTURE_SUFFIXES:
            album.by_name.setdefault(posixpath.basename(path).casefold(), []).append(path)
    return album


def _is_plain(source: str) -> bool:
    try:
        urlsplit(source)
    except ValueError:
        return False
    return True
