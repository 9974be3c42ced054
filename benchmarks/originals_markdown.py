"""The Markdown dialects of other knowledge bases, written as what CommonMark can render.

A dialect's own marks become plain Markdown that shows the same to a reader: a note in any spelling
a quotation, a picture directive a picture, an include the text that it names. This is done line by
line with regular expressions, for measurements only; it shares nothing with the importer that is
measured. What is not understood stays as it is, as text; an include of a file that is not there
shows nothing.
"""

from __future__ import annotations

import posixpath
import re
import textwrap
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from benchmarks.originals_notes import fenced, notes
from benchmarks.reference import FRONT_MATTER, parser

MAX_INCLUDES = 8
"""How deep includes may include others; a circle ends here."""

_INCLUDE = re.compile(
    r"\[!include\s*\[[^\]]*\]\s*\(\s*<?([^)>\"]+?)>?(?:\s+\"[^\"]*\")?\s*\)\s*\]", re.I
)
_ALONE = re.compile(r"^([ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?)(\[!include\b.*\])[ \t]*$", re.I)
_CODE_FILE = re.compile(
    r"^([ \t>]*)\[!code(?:-(\w+))?\s*\[[^\]]*\]\s*\(([^)\s]+)[^)]*\)\s*\]", re.I
)
_COLON_CODE = re.compile(r"^([ \t>]*):::\s*code\b(.*?):::[ \t]*$", re.I)
_MARKER = re.compile(
    r"^[ \t>]*:::\s*(?:row|column|zone|moniker|image|form|op(?:-|\b))[\w-]*\b[^:]*(?::::)?[ \t]*$",
    re.I,
)
_OPENED = re.compile(r"^[ \t]*:::\s*(column|image(?=.*\bcomplex\b))\b(?!-end)", re.I)
_MARKDOWN_INSIDE = re.compile(
    r"^([ \t]*<\w+\b[^<>]*?)\s+markdown(?:=[\"']?\w+[\"']?)?([^<>]*>)\s*$"
)
_APART = "<!-- -->"
"""Stands between what is read by itself, such as an include, and the lists around it."""
_TASK = re.compile(r"(<li>\s*(?:<p>)?)\[[ xX]\](?=\s)")
_END_TAG = re.compile(r"^[ \t]*</\w+\s*>\s*$")
_DIV = re.compile(r"^([ \t>]*?)>[ \t]*\[!div\b[^\]]*\][ \t]*$", re.I)
_VIDEO = re.compile(r"\[!video\s+([^\]\s]+)\s*\]", re.I)
_COLON_VIDEO = re.compile(r":::\s*video\s+([^:]*(?::(?!::)[^:]*)*?):::", re.I)
_TAB = re.compile(r"^([ \t>]*)#{1,6}\s*\[(.*)\]\(#tabs?/[^)]*\)\s*#*[ \t]*$", re.I)
_TAB_END = re.compile(r"^[ \t>]*(?:\*\s*){3,}$|^[ \t>]*(?:-\s*){3,}$|^[ \t>]*(?:_\s*){3,}$")
_INLINE = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|:::\s*image\s(?P<image>.*?):::"
    r"|:::\s*no-loc\s+text\s*=\s*(?P<noloc>\"[^\"]*\"|'[^']*')\s*:::",
    re.I,
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_TAG = re.compile(r"</?([A-Za-z][^\s/>]*)[^<>]*>")
_PARSER = parser()
ELEMENTS = frozenset(
    """a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big
    blink blockquote body br button canvas caption center cite code col colgroup command content
    data datalist dd del details dfn dialog dir div dl dt element em embed fieldset figcaption
    figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe
    image img input ins isindex kbd keygen label legend li link listing main map mark marquee math
    menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup
    option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script search
    section select shadow slot small source spacer span strike strong style sub summary sup svg
    table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr
    xmp""".split()
)


def expand(text: str, path: str, folder: Path) -> str:
    """Return the Markdown of a file without its dialect; `path` is relative to `folder`.

    `text` has no front matter any more.
    """
    included = _included(text.split("\n"), path, folder, 0)
    return "\n".join(notes(list(_directives(included, path, folder))))


def render_markdown(text: str, path: str, folder: Path) -> str:
    """Return the HTML of a file's Markdown.

    A tag that HTML does not know, such as `<server name>`, is meant as text and shown.
    """
    tokens = _PARSER.parse(expand(text, path, folder))
    for token in tokens:
        for inner in (token, *(token.children or ())):
            if inner.type in ("html_block", "html_inline"):
                inner.content = _TAG.sub(_shown, inner.content)
    html = str(_PARSER.renderer.render(tokens, _PARSER.options, {}))
    return _TASK.sub(r"\1", html)


def _shown(found: re.Match[str]) -> str:
    return found[0] if found[1].lower() in ELEMENTS else escape(found[0])


def body_of(text: str) -> str:
    """Return a Markdown text without its front matter."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return FRONT_MATTER.sub("", text, count=1)


def read_text(path: Path) -> str:
    """Return a file's text; bytes that are no UTF-8 are read as Windows-1252."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def resolve(path: str, target: str, folder: Path) -> Path | None:
    """Return the file that a relative address in `path` names, if it is one inside `folder`."""
    base = "" if target.startswith(("~/", "/")) else posixpath.dirname(path)
    wanted = posixpath.normpath(posixpath.join(base, target.removeprefix("~").lstrip("/")))
    file = folder / wanted
    return file if not wanted.startswith("..") and file.is_file() else None


def _included(lines: list[str], path: str, folder: Path, depth: int) -> list[str]:
    result: list[str] = []
    for line, code in fenced(lines):
        if code or "[!" not in line:
            result.append(line)
            continue
        alone = _ALONE.match(line)
        match = _INCLUDE.fullmatch(alone[2]) if alone else None
        if alone and match:
            text = _load(match[1], path, folder, depth)
            rest = re.sub(r"[^\s>]", " ", alone[1])
            result.append(f"{alone[1]}{_APART}")
            result += [rest + inner for inner in text]
            result.append(f"{rest}{_APART}")
            continue
        result.append(_INCLUDE.sub(lambda found: _inline(found, path, folder, depth), line))
    return result


def _inline(found: re.Match[str], path: str, folder: Path, depth: int) -> str:
    return " ".join(_load(found[1], path, folder, depth)).strip()


def _load(target: str, path: str, folder: Path, depth: int) -> list[str]:
    file = resolve(path, target, folder) if depth < MAX_INCLUDES else None
    if file is None:
        return []
    inner = body_of(read_text(file)).strip("\n").split("\n")
    where = file.relative_to(folder).as_posix()
    included = _included(inner, where, folder, depth + 1)
    # Addresses in an include are seen from the include.
    up = posixpath.relpath(posixpath.dirname(where) or ".", posixpath.dirname(path) or ".")
    return included if up == "." else [_rebased(line, up) for line in included]


def _rebased(line: str, up: str) -> str:
    def move(found: re.Match[str]) -> str:
        return f"{found[1]}{posixpath.normpath(posixpath.join(up, found[2]))}"

    plain = r"(?![a-z][a-z0-9+.-]*:|[/#~<])"
    line = re.sub(rf"(\]\(){plain}([^)\s]+)", move, line, flags=re.I)
    return re.sub(rf"(\bsource=[\"']){plain}([^\"']+)", move, line, flags=re.I)


def _directives(lines: list[str], path: str, folder: Path) -> Iterator[str]:
    in_tabs = False
    box: str | None = None
    for line, code in fenced(list(_opened(_dedented(lines)))):
        if code:
            inside = box is not None and line.startswith(f"{box}>")
            yield line if box is None or not inside else _unquoted(line, box)
            continue
        tab = _TAB.match(line)
        if tab:
            in_tabs = True
            yield from ("", f"{tab[1]}**{tab[2]}**", "")
            continue
        if in_tabs and _TAB_END.match(line):
            in_tabs = False
            yield _apart(line)
            continue
        source = _code_source(line)
        if source is not None:
            yield from _code(line, *source, path, folder)
            continue
        if ":::" in line:
            line = _INLINE.sub(_replaced, line)
            line = _COLON_VIDEO.sub(lambda found: _video(_attributes(found[1])["source"]), line)
            if _MARKER.match(line):
                yield _apart(line)
                continue
        match = _DIV.match(line)
        if match:
            box = match[1]
            yield _apart(box)
            continue
        if box is not None and line.startswith(f"{box}>"):
            line = _unquoted(line, box)
        elif box is not None:
            yield _apart(box)
            box = None
        yield _VIDEO.sub(lambda found: _video(found[1]), line)


def _unquoted(line: str, prefix: str) -> str:
    return prefix + line[len(prefix) + 1 :].removeprefix(" ")


def _apart(line: str) -> str:
    """Return a line that ends paragraphs and lists, where a marker stood in `line`."""
    return line[: len(line) - len(line.lstrip(" \t>"))] + _APART


def _dedented(lines: list[str]) -> Iterator[str]:
    """Yield the lines, those in columns and descriptions of pictures without their indentation."""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        yield line
        match = _OPENED.match(line)
        if match:
            closed = re.compile(rf"^[ \t]*:::\s*{match[1]}-end\b", re.I)
            end = next((to for to in range(at, len(lines)) if closed.match(lines[to])), at)
            yield from textwrap.dedent("\n".join(lines[at:end])).split("\n") if end > at else ()
            at = end


def _opened(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines, with empty ones inside the HTML elements whose Markdown is to be read."""
    inside = 0
    for line in lines:
        match = _MARKDOWN_INSIDE.match(line)
        if match:
            inside += 1
            yield from (match[1] + match[2], "")
        elif inside and _END_TAG.match(line):
            inside -= 1
            yield from ("", line, "")
        else:
            yield line


def _code_source(line: str) -> tuple[str, str, str] | None:
    match = _CODE_FILE.match(line)
    if match:
        return match[1], match[2] or "", match[3].partition("?")[0].partition("#")[0]
    match = _COLON_CODE.match(line)
    if match:
        values = _attributes(match[2])
        return match[1], values.get("language", ""), values.get("source", "")
    return None


def _code(
    line: str, prefix: str, language: str, target: str, path: str, folder: Path
) -> Iterator[str]:
    file = resolve(path, target, folder)
    if file is None:
        yield line
        return
    yield f"{prefix}~~~~~~{language}"
    for inner in read_text(file).strip("\n").split("\n"):
        yield prefix + inner
    yield f"{prefix}~~~~~~"


def _replaced(found: re.Match[str]) -> str:
    if found["code"]:
        return found[0]
    if found["noloc"] is not None:
        return _escaped(found["noloc"][1:-1])
    values = _attributes(found["image"])
    alt = _escaped(values.get("alt-text", "") if values.get("type") != "icon" else "")
    picture = f"![{alt}](<{values.get('source', '')}>)"
    return f"[{picture}](<{values['link']}>)" if values.get("link") else picture


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): value[1:-1] for name, value in _ATTRIBUTE.findall(text)}


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text.replace("\\\\", "\\"))


def _video(url: str) -> str:
    return f'<a href="{url}"></a>'
