"""A label for a step that has none, made of its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.model import Inline, Paragraph, Phrase, Step, Style, Styled
from helpwright.parse.inlines import plain_text

_WORDS = re.compile(r"[^\W_]+")
_MINOR = frozenset(
    "a an and are as at be by for from if in into is it its of on or that the then this to up with "
    "you your".split()
)
_END = re.compile(r"[.:;,!?](?:\s|\Z)")
_MAX_WORDS = 4


def new_label(step: Step, taken: set[str]) -> str:
    """Return a label that is not in `taken`, and add it there.

    It is the step's first word and the name of the first control that it mentions, or else the
    step's first words of weight.
    """
    words: list[str] = []
    first = step.blocks[0] if step.blocks else None
    if isinstance(first, Paragraph):
        sentence = _END.split(plain_text(first.children)[:300].strip(), maxsplit=1)[0]
        words = _weighty(sentence)
        strong = next(_strong(first.children), None)
        if strong is not None:
            named = _weighty(plain_text(strong.children))
            words = [*words[:1], *(word for word in named if word not in words[:1])]
    wanted = "-".join(words[:_MAX_WORDS]) or "step"
    label, count = wanted, 1
    while label in taken:
        count += 1
        label = f"{wanted}-{count}"
    taken.add(label)
    return label


def _strong(children: tuple[Inline, ...]) -> Iterator[Styled]:
    """Yield the strong runs among inlines, those in words with a condition too."""
    for child in children:
        if isinstance(child, Styled) and child.style is Style.STRONG:
            yield child
        elif isinstance(child, Phrase):
            yield from _strong(child.children)


def _weighty(text: str) -> list[str]:
    words: list[str] = _WORDS.findall(text.lower().replace("'", "").replace("’", ""))
    return [word for word in words if word not in _MINOR]
