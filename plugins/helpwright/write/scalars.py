"""Texts as YAML scalars, quoted only where a reader of YAML would take them for something else."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[^\W_](?:[^\s:#]|:(?!\s|\Z)|(?<!\s)#| (?! |\Z))*\Z")
"""What begins with a letter or digit, and holds nothing that YAML reads as a sign."""

_TYPED = re.compile(
    r"""
      y|yes|n|no|on|off|true|false|null
    | [0-9][0-9_]* | 0b[01_]+ | 0o?[0-7_]+ | 0x[0-9a-f_]+
    | [0-9][0-9_]*\.?[0-9_]*(?:e[-+]?[0-9_]+)?
    | [0-9][0-9_]*(?::[0-9_]+)+(?:\.[0-9_]*)?
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t\s].*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What YAML 1.1 or 1.2 takes for a truth value, a number or a time, signs in front apart."""

_ODD = re.compile(
    "[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Characters that YAML wants escaped, or that end a line."""

_LONGEST_KEY = 1000
"""A key that is longer must be announced by `?`: YAML looks for its colon in 1024 characters."""


def scalar(text: str) -> str:
    """Return `text` as one line of YAML that every reader takes for this text."""
    if _PLAIN.match(text) and not _TYPED.fullmatch(text) and not _ODD.search(text):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """Return `text` in quotes: double ones, single where that saves escapes."""
    odd = _ODD.search(text) is not None
    if not odd and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_ODD.sub(_escape, text) if odd else text}"'


def entry(key: str, value: str = "") -> str:
    """Return a line `key: value`; `value` is YAML already, and may be empty."""
    written = scalar(key)
    announced = f"? {written}\n: " if len(written) > _LONGEST_KEY else f"{written}: "
    return (announced + value).rstrip(" ")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x0A:
        return "\\n"
    if 0xD800 <= code <= 0xDFFF:  # Half a character, which no file can hold.
        code = 0xFFFD
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}"
