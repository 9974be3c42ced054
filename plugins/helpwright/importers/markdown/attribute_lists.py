"""Attribute lists of kramdown and Python-Markdown: `{: .note }`, `{: #label }`, `{:toc}`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.markdown.kinds import kind_of, make_note, title_of
from helpwright.importers.tally import shown_text
from helpwright.model import (
    Attributes,
    Block,
    Break,
    BulletList,
    Heading,
    Paragraph,
    Quote,
    StepList,
    Text,
)
from helpwright.parse.inlines import plain_text

_LIST = re.compile(r"[ \t]*\{:(?P<inner>[^{}\n]{0,300})\}[ \t]*")
_LABEL = re.compile(r"#([\w.:-]+)")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_CONTENTS = re.compile(
    r"\s*(?:\[\[_?(?:toc|tosp)_?\]\]|\[toc\]|\{\{[<%]\s*toc\s*[>%]\}\})\s*\Z", re.I
)


@dataclass(slots=True)
class _Waiting:
    """A list that stands in front of what it is about."""

    inner: str
    text: str


def read_attribute_lists(blocks: Sequence[Block], entries: list[Entry]) -> list[Block]:
    """Return one run of blocks without the attribute lists that stand in lines of their own.

    They make notes of paragraphs and quotes, and labels of headings; all else of them is dropped.
    """
    result: list[Block] = []
    waiting: _Waiting | None = None
    for block in blocks:
        if isinstance(block, Paragraph) and _is_contents(block):
            _drop(entries, shown_text((block,)), "contents", _CONTENTS_REASON)
            continue
        if isinstance(block, BulletList | StepList) and _is_contents_list(block):
            _drop(entries, shown_text((block,)), "contents", _CONTENTS_REASON)
            continue
        if isinstance(block, Quote) and block.alert is None:
            block, after = _split_quote(block)
            if after is not None:
                result.append(_apply(block, after, entries))
                continue
        if isinstance(block, Paragraph):
            before, block, after = _split(block)
            if before is not None:
                if not block.children:
                    # Alone in its paragraph: it is about what follows, or what it stands under.
                    waiting = _alone(before, result, entries)
                    continue
                waiting = before
            if after is not None:
                result.append(_apply(block, after, entries))
                continue
        if waiting is not None:
            block = _apply(block, waiting, entries)
            waiting = None
        result.append(block)
    if waiting is not None:
        _drop(entries, waiting.text, "attributes", _REASON, f"{{: {waiting.inner}}}")
    return result


_CONTENTS_REASON = "the original's site makes a table of contents here"
_REASON = "attributes of the original's layout are not taken along"


def _is_contents(block: Paragraph) -> bool:
    if not 0 < len(block.children) <= 3 or not isinstance(block.children[0], Text):
        return False
    return bool(_CONTENTS.match(plain_text(block.children)))


def _split(block: Paragraph) -> tuple[_Waiting | None, Paragraph, _Waiting | None]:
    """Take the lists off a paragraph's first and last line."""
    children = block.children
    before = after = None
    first = children[0] if children else None
    match = _LIST.fullmatch(first.value) if isinstance(first, Text) else None
    if match is not None and (len(children) == 1 or isinstance(children[1], Break)):
        before = _Waiting(match["inner"].strip(), match[0])
        children = children[2:]
    last = children[-1] if children else None
    match = _LIST.fullmatch(last.value) if isinstance(last, Text) else None
    if match is not None and len(children) > 1 and isinstance(children[-2], Break):
        after = _Waiting(match["inner"].strip(), match[0])
        children = children[:-2]
    return before, replace(block, children=children) if (before or after) else block, after


def _split_quote(block: Quote) -> tuple[Quote, _Waiting | None]:
    """Take the list off a quote that makes a note of it: it stands in its last line."""
    last = block.blocks[-1] if block.blocks else None
    if not isinstance(last, Paragraph):
        return block, None
    before, rest, after = _split(last)
    if before is not None or after is None or not _kind(after.inner)[0]:
        return block, None
    return replace(block, blocks=(*block.blocks[:-1], rest)), after


def _is_contents_list(block: BulletList | StepList) -> bool:
    """Tell whether a list is only the place for a table of contents, as kramdown has it."""
    items = block.items if isinstance(block, BulletList) else block.steps
    inner = items[0].blocks if len(items) == 1 else ()
    if len(inner) != 1 or not isinstance(inner[0], Paragraph):
        return False
    _, _, after = _split(inner[0])
    return after is not None and after.inner.strip().split(" ")[0] == "toc"


def _alone(found: _Waiting, result: list[Block], entries: list[Entry]) -> _Waiting | None:
    """Apply a list that is a paragraph of its own to the block above it, or let it wait."""
    above = result[-1] if result else None
    label = _LABEL.search(found.inner)
    if isinstance(above, Heading) and (label or not _CLASS.search(found.inner)):
        result[-1] = _apply(above, found, entries)
        return None
    if not _kind(found.inner)[0]:
        _drop(entries, found.text, "attributes", _REASON, f"{{: {found.inner}}}")
        return None
    return found


def _kind(inner: str) -> tuple[str, bool]:
    """Return the kind of note that a list makes, and whether its first line is a title."""
    for name in _CLASS.findall(inner):
        titled = name.endswith("-title")
        kind = kind_of(name.removesuffix("-title").removeprefix("alert-").removeprefix("callout-"))
        if kind:
            return kind, titled
    return "", False


def _apply(block: Block, found: _Waiting, entries: list[Entry]) -> Block:
    """Return a block with what a list says about it."""
    kind, titled = _kind(found.inner)
    label = _LABEL.search(found.inner)
    if isinstance(block, Heading) and label and not (block.attributes and block.attributes.label):
        attributes = block.attributes or Attributes(NOWHERE)
        entries.append(
            Entry(Outcome.MAPPED, "attributes", "the label is the heading's", text=found.text)
        )
        return replace(block, attributes=replace(attributes, label=label[1]))
    if not kind or not isinstance(block, Paragraph | Quote):
        _drop(entries, found.text, "attributes", _REASON, f"{{: {found.inner}}}")
        return block
    inner = block.blocks if isinstance(block, Quote) else (block,)
    title, lead = "", tuple[Block, ...]()
    if titled and len(inner) > 1 and isinstance(inner[0], Paragraph):
        title, lead = title_of(inner[0].children)
        inner = inner[1:]
    entries.append(Entry(Outcome.MAPPED, "note", "a note is one of ours now", text=found.text))
    return make_note(kind, title, lead, inner)


def _drop(entries: list[Entry], text: str, topic: str, reason: str, about: str = "") -> None:
    entries.append(
        Entry(
            Outcome.DROPPED, topic, reason, text=text, about=about or text, attention=Attention.NONE
        )
    )
