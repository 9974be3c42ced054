"""The files that a document of Learn takes text or code from."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from textwrap import dedent
from urllib.parse import parse_qsl, unquote

from helpwright.importers.bundle import Bundle, Unreadable

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_MOST_FOLDERS = 50
_RANGE = re.compile(r"L?(\d{1,7})?(-)?L?(\d{1,7})?", re.IGNORECASE)
_REGION = re.compile(r"[^\w]{0,4}(?P<end>end)?[ ]?region\b[ \t]*(?P<name>[\w.-]*)", re.IGNORECASE)
_TAG = re.compile(
    r"\s{0,200}(?:[#'%;*]|//+|--+|/\*+|<!--+|rem\b|@\*){0,3}\s{0,20}"
    r"<(?P<end>/)?(?P<name>[\w.-]+)>\s{0,20}(?:--+>|\*/|\*@)?\s*",
    re.IGNORECASE,
)


def find_file(written: str, folder: str, bundle: Bundle) -> str:
    """Return the path of the file that is named so in a document of a folder; empty if none.

    `~/` is the root of Learn's docset, which may be any folder above the document's.
    """
    path = unquote(written.strip().replace("\\", "/"))
    if not path or _SCHEME.match(path):
        return ""
    rooted = path.startswith(("~/", "/"))
    path = path.removeprefix("~").lstrip("/") if rooted else path
    wanted = _candidates(path, folder, rooted)
    for candidate in wanted:
        if bundle.size(candidate):
            return candidate
    known = _known(tuple(bundle.paths()))
    return next((known[name.casefold()] for name in wanted if name.casefold() in known), "")


def _candidates(path: str, folder: str, rooted: bool) -> list[str]:
    """Return what a path may mean in the bundle, best first; never anything outside."""
    folders = [folder]
    while rooted and folders[-1] and len(folders) < _MOST_FOLDERS:
        folders.append(posixpath.dirname(folders[-1]))
    found = (posixpath.normpath(posixpath.join(here, path)) for here in folders)
    return [candidate for candidate in found if not candidate.startswith(("..", "/"))]


@lru_cache(maxsize=1)
def _known(paths: tuple[str, ...]) -> dict[str, str]:
    """Return paths by their names without capitals, which Learn does not care for."""
    return {path.casefold(): path for path in reversed(paths)}


def cut_code(text: str, ranges: str, name: str) -> str:
    """Return the lines of code that are named by numbers (`1-4,8-`) or by a tag or region.

    Raises Unreadable where the code has no such lines.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if name:
        lines = _named(lines, name)
    elif ranges:
        lines = _numbered(lines, ranges)
    chosen = [line for line in lines if "<" not in line or not _TAG.fullmatch(line[:400])]
    code = dedent("\n".join(chosen)).strip("\n")
    if not code.strip():
        raise Unreadable("the file has no code in these lines")
    return code + "\n"


def query_values(query: str, tag: str) -> tuple[str, str]:
    """Return the lines and the name that stand behind the path of code: `?range=2-4`, `#tag`."""
    given = {key.lower(): value for key, value in parse_qsl(query, max_num_fields=50)}
    ranges = given.get("range", "")
    if given.get("start"):
        ranges = f"{given['start']}-{given.get('end', given['start'])}"
    if tag and _RANGE.fullmatch(tag):
        return tag, ""
    return ranges, given.get("name", "") or tag


def _numbered(lines: list[str], ranges: str) -> list[str]:
    chosen: list[str] = []
    for part in ranges.split(",")[:100]:
        found = _RANGE.fullmatch(part.strip())
        if found is None or not (found[1] or found[3]):
            raise Unreadable(f"`{ranges[:80]}` names no lines")
        first = int(found[1] or 1)
        last = int(found[3]) if found[3] else (len(lines) if found[2] else first)
        chosen += lines[max(first - 1, 0) : last]
    return chosen


def _named(lines: list[str], name: str) -> list[str]:
    wanted = name.casefold()
    start, depth = -1, 0
    for at, line in enumerate(lines):
        if "<" in line:
            tag = _TAG.fullmatch(line[:400])
            if tag is not None and tag["name"].casefold() == wanted:
                if start >= 0 and tag["end"]:
                    return lines[start:at]
                if start < 0 and not tag["end"]:
                    start, depth = at + 1, -1
        if "region" in line.lower() and depth >= 0:
            region = _REGION.match(line[:400].lstrip())
            if region is None:
                continue
            if start < 0:
                if not region["end"] and region["name"].casefold() == wanted:
                    start = at + 1
            elif not region["end"]:
                depth += 1
            elif depth:
                depth -= 1
            else:
                return lines[start:at]
    raise Unreadable(f"the file has no part called `{name[:80]}`")
