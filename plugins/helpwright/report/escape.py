"""Characters that must not reach a terminal, a log or XML as they are."""

from __future__ import annotations

import re

# Control characters can move the cursor, forge lines of a log or retitle the terminal; the
# bidirectional ones show text in another order than it has; surrogates and noncharacters cannot
# be written as UTF-8 or XML.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    r"""Return `text` in one line, with every control character written out, such as `\x1b`."""
    return _HIDDEN.sub(lambda match: escape(match[0]), text)


def escape(character: str) -> str:
    """Return a character as a Python escape sequence."""
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
