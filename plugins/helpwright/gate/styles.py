"""The addresses in style sheets, style elements and style attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.gate.uses import Role, Use

_STRING = rb"\"(?:[^\"\\\n]|\\(?s:.))*+\"|'(?:[^'\\\n]|\\(?s:.))*+'"
_TOKEN = re.compile(
    rb"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)"
    rb"|(?P<import>@(?i:import)[ \t\r\n\f]*+(?P<imported>" + _STRING + rb"))"
    rb"|(?P<charged>@(?i:import)[ \t\r\n\f]++)?(?<![\w-])(?P<url>(?i:url)\([ \t\r\n\f]*+"
    rb"(?P<address>" + _STRING + rb"|(?:[^\s\"'()\\]|\\(?s:.))*+)[ \t\r\n\f]*+\))"
    rb"|" + _STRING
)
_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})[ \t\r\n\f]?|(\r?\n)|(?s:(.)))")
_FONTS = (".woff2", ".woff", ".ttf", ".otf", ".eot")


def style_uses(css: bytes, offset: int = 0) -> Iterator[Use]:
    """Yield the addresses of a style sheet; `at` is where each begins, counted from `offset`.

    An address that is only a fragment, as of a filter in an SVG drawing, is none.
    """
    for match in _TOKEN.finditer(css):
        written = match["imported"] if match["import"] else match["address"]
        if written is None:
            continue
        address = _unescape(written.decode("utf-8", "replace"))
        if not address or address.startswith("#"):
            continue
        at = offset + match.start()
        if match["import"] or match["charged"]:
            yield Use(Role.STYLE, "stylesheet", address, at)
        elif address.partition("?")[0].partition("#")[0].lower().endswith(_FONTS):
            yield Use(Role.FILE, "font", address, at)
        else:
            yield Use(Role.PICTURE, "picture", address, at)


def _unescape(written: str) -> str:
    text = written[1:-1] if written[0:1] in ('"', "'") else written
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
        return chr(code) if valid else "\N{REPLACEMENT CHARACTER}"
    return match[3] or ""
