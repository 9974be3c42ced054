"""Signs of Python-Markdown's extensions, which a site may read in the text of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGNS = re.compile(
    r"(?=\{\+\+(?:(?!\{\+\+).)+?\+\+\}|\{--(?:(?!\{--).)+?--\}"
    r"|\{==(?:(?!\{==).)+?==\}|\{>>(?:(?!\{>>).)+?<<\})"
    r"|(?<![+A-Za-z0-9])(?=\+\+[A-Za-z0-9\"'](?:[A-Za-z0-9\"'-]|\+(?!\+))*\+\+(?![+A-Za-z0-9]))"
    r"|(?<![\w:])(?=:[a-z+][a-z0-9_+-]*:(?![^\W_]|:))"
    r"|(?<![=A-Za-z0-9])(?===[^\s=*_\\\[\]<&`]+(?: [^\s=*_\\\[\]<&`]+)*==(?![=A-Za-z0-9]))"
    r"|(?<!\^)(?=\^\^?[^\s^*_\\\[\]<&`]+\^?\^(?![\^(A-Za-z0-9]))"
)
"""Where critics, keys, icons, marks and carets begin, as the pages of a site read them.

An underscore behind an icon may get a backslash, behind which the icon counts: so it is looked
over here.
"""


def signs_in(text: str) -> Iterator[int]:
    """Yield the places in a text where a sign of an extension begins."""
    # Most texts hold none of the signs, and looking for those is much quicker.
    if ":" in text or "++" in text or "==" in text or "^" in text or "{" in text:
        for match in _SIGNS.finditer(text):
            yield match.start()
