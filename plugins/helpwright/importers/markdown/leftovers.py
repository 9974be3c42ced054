"""Instructions to a site generator that no reader understood: they stay as text, and are told."""

from __future__ import annotations

import re

from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.markdown.log import Log
from helpwright.importers.walk import walk_inlines
from helpwright.model import Block, Paragraph, Style, Styled, Text
from helpwright.parse.inlines import plain_text

_LEFT = re.compile(
    r"\{%[^%\n]{0,200}%?\}?|\{\{[^{}\n]{0,200}\}?\}?|!?\[\[[^\[\]\n]{1,200}\]\]|^:{3,}[ \t]*[\w{].*"
    r"|^(?:!!!|\?\?\?\+?)[ \t]+\w.*",
    re.MULTILINE,
)
_PRESENT = re.compile(r"\{[{%]|\[\[|:::|!!!|\?\?\?")
_INCLUDE = re.compile(r"\{%-?\s*include|\{\{[<%]\s*include|!\[\[")
"""Those are told where they are looked for."""
_LONGEST_HEADING = 80


def note_leftovers(blocks: tuple[Block, ...], text: str, log: Log) -> None:
    """Note what a person must look at in the blocks of a document, which were read from `text`."""
    for inline in walk_inlines(blocks) if _PRESENT.search(text) else ():
        if isinstance(inline, Text) and ("{" in inline.value or not inline.value[:1].isalnum()):
            for match in _LEFT.finditer(inline.value):
                if _INCLUDE.match(match[0]):
                    continue
                reason = "an instruction to the original's site stands in the text as it is"
                log.note(Outcome.LEFT, "site-syntax", reason, match[0], Attention.LOOK)
    for block in blocks:
        if isinstance(block, Paragraph) and len(block.children) == 1:
            child = block.children[0]
            if isinstance(child, Styled) and child.style is Style.STRONG:
                said = plain_text(child.children)
                if 0 < len(said) <= _LONGEST_HEADING and not said.rstrip().endswith((".", "!")):
                    reason = "a line in bold may be meant as a heading"
                    log.note(Outcome.LEFT, "bold-heading", reason, said, Attention.LOOK)
