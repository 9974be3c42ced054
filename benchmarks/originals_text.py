"""Plain text copies of help pages, as HTML with a paragraph for each line.

Only words, pictures and written step numbers can be held against such a text: where its paragraphs
and lists end is a guess. An address in it is text, whether or not an importer makes a link of it.
"""

from __future__ import annotations

import re
from html import escape

_BULLET = re.compile(r"^\s*[•◦▪●○■‣·*\u2043-]\s+")
_NUMBER = re.compile(r"^\s*(\d{1,3})[.)]\s+(?=\S)")
_PICTURE = re.compile(r"^\s*([^\s/\\<>\"]+\.(?:png|jpe?g|gif|svg|webp|bmp))\s*$", re.I)


def render_text(text: str) -> str:
    """Return the HTML of a text: each line a paragraph, a numbered one a step of its own list."""
    parts = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n"):
        picture = _PICTURE.match(line)
        number = _NUMBER.match(line)
        if picture:
            parts.append(f'<p><img src="{escape(picture[1])}" alt=""></p>')
        elif number:
            step = escape(line[number.end() :])
            parts.append(f'<ol start="{int(number[1])}"><li>{step}</li></ol>')
        elif line.strip():
            parts.append(f"<p>{escape(_BULLET.sub('', line))}</p>")
    return "\n".join(parts)
