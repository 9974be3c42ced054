"""Texts that documents take from other files, put in their place."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from helpwright.importers.bundle import Bundle, Unreadable, decode
from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.markdown.code_ranges import code_ranges
from helpwright.importers.markdown.containers import Offsets
from helpwright.importers.markdown.front import split_front
from helpwright.importers.markdown.log import Log

_PRESENT = re.compile(
    r"\{%-?\s*include|\{\{[<%]\s*(?:include|readfile|snippet)|-8<-|!\[\[|^import\s", re.MULTILINE
)
_LINE = re.compile(
    r"^(?P<indent>[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?)(?:"
    r"\{%-?[ \t]*include(?:_relative|-markdown)?[ \t]+"
    r"[\"']?(?P<liquid>[^\s\"'{}%]+)[\"']?[^%\n]{0,400}%\}"
    r"|\{\{[<%][ \t]*(?:include|readfile|snippet)[ \t]+(?:file=)?"
    r"[\"']?(?P<hugo>[^\s\"'{}<>]+)[\"']?[^{}\n]{0,200}\}\}"
    r"|-+8<-+[ \t]+[\"'](?P<snippet>[^\"'\n]+)[\"']"
    r"|!\[\[(?P<embed>[^\[\]|\n#^]+)(?P<part>[#^][^\[\]|\n]*)?(?:\|[^\[\]\n]*)?\]\]"
    r"|<(?P<component>[A-Z]\w*)[^<>\n]{0,200}/>"
    r")[ \t]*$",
    re.MULTILINE,
)
_NOTE = re.compile(
    r"\{%-?[ \t]*include[ \t]+(?P<kind>note|tip|warning|important|info|alert|callout)\.html[ \t]"
    r"[^%\n]{0,80}content=(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)')[^%\n]{0,200}%\}"
)
_IMPORT = re.compile(
    r"^import[ \t]+(?P<name>[A-Z]\w*)[ \t]+from[ \t]+[\"'](?P<path>[^\"'\n]+\.mdx?)[\"'];?[ \t]*$",
    re.MULTILINE,
)
_FOLDERS = (
    "", "_includes", "includes", "docs", "docs/includes", "snippets", "docs/snippets", "content",
    ".gitbook/includes", "_snippets",
)  # fmt: skip
_TEXTS = (".md", ".mdx", ".markdown", ".txt", ".html", "")
_MOST_NESTED = 8
_MOST_CHARACTERS = 2_000_000
"""How long a text may get through what it includes."""


def expand_includes(text: str, path: str, bundle: Bundle, log: Log) -> str:
    """Return the text of the document at `path` with what it includes in its place.

    What is not in the bundle, goes round in a circle or makes the text too long stays as the
    instruction that it is, with a note.
    """
    if not _PRESENT.search(text):
        return text
    return _Expander(bundle, log).expand(text, path, (path,))


@dataclass(slots=True)
class _Expander:
    bundle: Bundle
    log: Log
    used: int = 0
    known: dict[str, str | None] = field(default_factory=dict)

    def expand(self, text: str, path: str, around: tuple[str, ...]) -> str:
        self.used += len(text)
        imports = {match["name"]: match["path"] for match in _IMPORT.finditer(text)}
        if "content=" in text:
            text = _outside_code(_NOTE, text, _note)
        code = code_ranges(text.encode("utf-8", "replace"))
        offset = Offsets(text)
        pieces: list[str] = []
        done = 0
        for match in _LINE.finditer(text):
            if code.cover(offset.of(match.end("indent"))):
                continue
            included = self.included(match, path, around, imports)
            if included is None:
                continue
            indent = match["indent"]
            following = re.sub(r"[-*+]|\d{1,9}[.)]", lambda sign: " " * len(sign[0]), indent)
            lines = included.strip("\n").split("\n")
            pieces.append(text[done : match.start()])
            pieces.append(indent + f"\n{following}".join(lines))
            done = match.end()
        pieces.append(text[done:])
        return "".join(pieces)

    def included(
        self,
        match: re.Match[str],
        path: str,
        around: tuple[str, ...],
        imports: dict[str, str],
    ) -> str | None:
        """Return the text that an instruction asks for; None where it must stay."""
        component = match["component"]
        if component and component not in imports:
            return None
        wanted = next(
            filter(None, (match["liquid"], match["hugo"], match["snippet"], match["embed"])), ""
        ) or imports.get(component, "")
        wanted = unquote(wanted.strip())
        if match["embed"] and _is_no_text(wanted):
            return None
        name, _, lines = wanted.partition(":") if match["snippet"] else (wanted, "", "")
        if match["part"] or lines:
            return self.leave(match[0], "only a part of another file is asked for")
        found = self.find(name, path)
        if found is None:
            return self.leave(match[0], "there is no such file")
        if found in around or len(around) >= _MOST_NESTED:
            return self.leave(match[0], "the files include each other in a circle or too deep")
        body = self.body(found)
        if body is None or self.used + len(body) > _MOST_CHARACTERS:
            return self.leave(match[0], "the file cannot be read or is too long")
        self.log.note(
            Outcome.MAPPED, "include", "the text of another file stands in its place now", found
        )
        return self.expand(body, found, (*around, found))

    def leave(self, written: str, why: str) -> str | None:
        reason = f"text from another file is missing, the instruction stays as it is: {why}"
        self.log.note(Outcome.LEFT, "include", reason, written.strip(), Attention.LOST)
        return None

    def find(self, wanted: str, path: str) -> str | None:
        for candidate in _candidates(wanted, path):
            if self.body(candidate) is not None:
                return candidate
        return None

    def body(self, path: str) -> str | None:
        if path not in self.known:
            try:
                text, _ = decode(self.bundle.data(path))
                self.known[path] = split_front(text).body
            except Unreadable:
                self.known[path] = None
        return self.known[path]


def _candidates(wanted: str, path: str) -> Iterator[str]:
    """Yield the paths that an instruction may mean, likeliest first."""
    here = posixpath.dirname(path)
    for folder in (here, *_FOLDERS):
        joined = posixpath.normpath(posixpath.join(folder, wanted.lstrip("/")))
        if joined.startswith("../") or joined in ("..", "."):
            continue
        for suffix in _TEXTS:
            if not suffix or not posixpath.splitext(joined)[1]:
                yield joined + suffix


def _is_no_text(name: str) -> bool:
    return posixpath.splitext(name)[1].lower() not in ("", ".md", ".mdx", ".markdown", ".txt")


def _outside_code(pattern: re.Pattern[str], text: str, put: Callable[[re.Match[str]], str]) -> str:
    code, offset = code_ranges(text.encode("utf-8", "replace")), Offsets(text)
    return pattern.sub(
        lambda match: match[0] if code.cover(offset.of(match.start())) else put(match), text
    )


def _note(match: re.Match[str]) -> str:
    """Return the note of a Jekyll theme's include in GitHub's form, or as tag."""
    content = match["double"] or match["single"] or ""
    return f"{{% {match['kind']} %}}{content}{{% end{match['kind']} %}}"
