"""Runs of inlines to paragraphs, as line breaks and pictures part them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.html.tidy import BREAK, is_picture, join_lines, lines, tidy
from helpwright.model import Image, Inline, InlineHtml, Paragraph, Style, Styled, Text


def paragraph(children: Sequence[Inline]) -> Paragraph:
    """Return a paragraph of its own."""
    return Paragraph(tuple(children), None, False, NOWHERE)


def paragraphs(children: Sequence[Inline]) -> Iterator[Paragraph]:
    """Yield the paragraphs that a run makes up.

    Two line breaks end a paragraph, and so does one beside a picture that has a line to itself.
    Runs without anything to see make none.
    """
    parts: list[list[list[Inline]]] = [[]]
    alone = False
    for line in lines(children):
        if not line:
            parts.append([])
            continue
        picture = is_picture(line)
        if (picture or alone) and parts[-1]:
            parts.append([])
        parts[-1].append(line)
        alone = picture
    for part in parts:
        run = join_lines(part, BREAK)
        if is_picture(run):
            yield from (paragraph([_no_icon(child)]) for child in run if not _is_blank(child))
        elif any(not isinstance(child, InlineHtml) for child in run):
            yield paragraph(run)


def strong(block: Paragraph) -> Paragraph:
    """Return a paragraph in bold."""
    styled = Styled(Style.STRONG, block.children, NOWHERE)
    return replace(block, children=tuple(one_run([styled])))


def one_run(children: Sequence[Inline]) -> list[Inline]:
    """Return a run without blanks and line breaks at its ends."""
    return join_lines(lines(tidy(children)), BREAK)


def with_caption(block: Paragraph, words: str) -> Paragraph:
    """Return the paragraph of a picture with the picture's title."""
    picture = block.children[0]
    assert isinstance(picture, Image)
    return replace(block, children=(replace(picture, title=words),))


def is_one_picture(block: object) -> bool:
    """Tell whether a block is a paragraph of one picture."""
    return (
        isinstance(block, Paragraph)
        and len(block.children) == 1
        and isinstance(block.children[0], Image)
    )


def _is_blank(child: Inline) -> bool:
    return isinstance(child, Text) and not child.value.strip()


def _no_icon(child: Inline) -> Inline:
    """Return a picture that has a paragraph to itself: it is no icon."""
    if isinstance(child, Image) and child.attributes is not None:
        return replace(child, attributes=None)
    return child
