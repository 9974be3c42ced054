"""Notes of other Markdown dialects, written as quotations, which every renderer knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(`{3,}(?=[^`]*$)|~{3,})")
_ADMONITION = re.compile(
    r"^([ \t>]*)(?:!!!|\?\?\?\+?)[ \t]+([\w-]+(?:[ \t]+[\w-]+)*)(?:[ \t]+\"(.*)\")?[ \t]*$"
)
_CONTENT_TAB = re.compile(r"^([ \t>]*)===[!+]*[ \t]+\"(.*)\"[ \t]*$")
_TEMPLATE_NOTE = re.compile(
    r"^([ \t>]*)\{(?:%|\{[<%])\s*(hint|note|notice|tip|warning|callout|alert|admonition)\b"
    r"[^{}]*\}+\s*$",
    re.I,
)
"""GitBook's hints and Hugo's short codes, on lines of their own."""
_TITLE = re.compile(r"\btitle\s*=\s*\"([^\"]*)\"")
_ATTRIBUTES = re.compile(
    r"^[ \t>]*\{:[^{}]*\}[ \t]*$"
    r"|(?<=[)*\]])\{:?(?:\s*(?:[.#][\w-]+|[\w-]+=(?:\"[^\"]*\"|[\w.%-]+)))+\s*\}"
)
"""Attribute lists: alone on a line, or behind a picture, a link or a text with a style."""
_COLON_NOTE = re.compile(
    r"^([ \t>]*)(:{3,})[ \t]*\{?(note|tip|info|important|warning|caution|danger|success|hint"
    r"|attention|seealso|error|details)\}?[ \t]*(?:\[(.*)\])?(.*)$",
    re.I,
)
_COLON_END = re.compile(r"^([ \t>]*)(:{3,})[ \t]*$")
_PICTURE_NOTE = re.compile(
    r"^([ \t]*>[ \t]*)!\[(?:info|note|tip|warning|caution|important|danger|success|error)\]"
    r"(?![(\[])[ \t]*:?",
    re.I,
)
_ALERT = re.compile(r"^([ \t>]*>[ \t]*)\[!([A-Za-z-]+)\][ \t]*(\S.*)?$")
ALERTS = frozenset(("note", "tip", "important", "warning", "caution"))
"""What `reader.py` knows as the first line of an alert."""
NOTES = ALERTS | frozenset(
    """abstract attention bug check danger done error example fail failure faq help hint info
    missing question quote cite success summary tldr todo""".split()
)


def fenced(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield each line and whether it is code between fences, or a fence."""
    fence = ""
    for line in lines:
        match = _FENCE.match(line)
        if fence:
            stripped = line.lstrip(" \t>").rstrip()
            yield line, True
            if match and match[1].startswith(fence) and set(stripped) == {fence[0]}:
                fence = ""
        else:
            if match:
                fence = match[1]
            yield line, bool(match)


def notes(lines: list[str]) -> list[str]:
    """Make quotations of notes in other spellings; a title is the first paragraph in them."""
    result: list[str] = []
    code = [inside for _, inside in fenced(lines)]
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if code[at - 1]:
            result.append(line)
            continue
        match = _ADMONITION.match(line)
        if match:
            inner, at = _indented(lines, at, match[1])
            result += _quotation(match[1], match[3] or "", inner)
            continue
        match = _TEMPLATE_NOTE.match(line)
        end = _tag_end(lines, at, match[2]) if match else None
        if match and end is not None:
            title = _TITLE.search(line)
            inner = [_cut(inside, len(match[1])) for inside in lines[at:end]]
            result += _quotation(match[1], title[1] if title else "", inner)
            at = end + 1
            continue
        match = _CONTENT_TAB.match(line)
        if match:
            inner, at = _indented(lines, at, match[1])
            shown = [f"**{match[2]}**", "", *notes(inner), ""]
            result += [match[1] + inside if inside else "" for inside in shown]
            continue
        match = _COLON_NOTE.match(line)
        end = _closing(lines, at, match) if match else None
        if match and end is not None:
            width = len(match[1])
            inner = [_cut(inside, width) for inside in lines[at:end]]
            result += _quotation(match[1], (match[4] or match[5]).strip(), inner)
            at = end + 1
            continue
        result.append(_alert(line))
    return result


def _indented(lines: list[str], at: int, prefix: str) -> tuple[list[str], int]:
    """Return the lines from `at` on that belong to an admonition, and where they end."""
    inner: list[str] = []
    while at < len(lines):
        line = lines[at].expandtabs(4)
        if line.strip() and not line.startswith(prefix.expandtabs(4) + "    "):
            break
        inner.append(line[len(prefix.expandtabs(4)) + 4 :])
        at += 1
    while inner and not inner[-1]:
        inner.pop()
        at -= 1
    return inner, at


def _tag_end(lines: list[str], at: int, name: str) -> int | None:
    """Return the line that closes a template's tag, if there is one."""
    end = re.compile(rf"^\s*\{{[{{%][<%]?\s*(?:/\s*{name}|end{name})\s*[>%]?[%}}]\}}\s*$", re.I)
    return next((to for to in range(at, len(lines)) if end.match(lines[to])), None)


def _closing(lines: list[str], at: int, opened: re.Match[str]) -> int | None:
    """Return the line that closes a block of colons, if there is one."""
    width = [len(opened[2])]
    for index in range(at, len(lines)):
        again = _COLON_NOTE.match(lines[index])
        closed = _COLON_END.match(lines[index])
        if again:
            width.append(len(again[2]))
        elif closed and len(closed[2]) >= width[-1]:
            width.pop()
            if not width:
                return index
    return None


def _cut(line: str, width: int) -> str:
    return line[width:] if not line[:width].strip(" \t>") else line


def _quotation(prefix: str, title: str, inner: list[str]) -> list[str]:
    lines = [title, ""] if title else []
    lines += notes(inner)
    # Text after a quotation without an empty line between would be taken into it.
    return [prefix.rstrip(), *(f"{prefix}> {line}" for line in lines), prefix.rstrip()]


def _alert(line: str) -> str:
    line = _ATTRIBUTES.sub("", line) if "{" in line else line
    if ">" not in line or "[" not in line:
        return line
    line = _PICTURE_NOTE.sub(r"\1", line)
    match = _ALERT.match(line)
    if match and match[2].lower() in NOTES and (match[3] or match[2].lower() not in ALERTS):
        return match[1] + (match[3] or "").removeprefix("+ ").removeprefix("- ")
    return line
