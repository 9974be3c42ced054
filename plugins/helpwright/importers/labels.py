"""The ids that headings and steps had in the original: only those that are used become labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

from helpwright.importers.draft import Draft
from helpwright.importers.walk import map_blocks, walk_inlines
from helpwright.model import Attributes, Block, Heading, Link, StepList
from helpwright.parse.inlines import plain_text
from helpwright.resolve.anchors import slug

_LABEL = re.compile(r"[\w.:-]+")


def linked_fragments(drafts: Iterable[Draft]) -> set[str]:
    """Return every fragment that a link of these drafts ends in."""
    found: set[str] = set()
    for draft in drafts:
        for child in walk_inlines(draft.blocks):
            if isinstance(child, Link) and "#" in child.target:
                found.add(unquote(child.target.partition("#")[2]))
    return found


def prune_labels(draft: Draft, wanted: set[str]) -> Draft:
    """Return a draft without labels that nothing links to, and without those that go unsaid.

    A label that is its heading's own address anyway needs not be written, unless a resolution names
    it as its cause.
    """
    seen: set[str] = set()
    causes = {
        block.attributes.values["resolves"]
        for block in draft.blocks
        if isinstance(block, Heading)
        and block.attributes is not None
        and "resolves" in block.attributes.values
    }
    wanted = wanted | causes

    def change(block: Block) -> Block:
        if isinstance(block, Heading):
            own = slug(plain_text(block.children))
            own = "" if own in causes else own
            return replace(block, attributes=_pruned(block.attributes, wanted, seen, own))
        if isinstance(block, StepList):
            steps = tuple(
                replace(step, attributes=_pruned(step.attributes, wanted, seen, ""))
                for step in block.steps
            )
            return replace(block, steps=steps)
        return block

    return draft.refined(map_blocks(draft.blocks, change))


def _pruned(
    attributes: Attributes | None, wanted: set[str], seen: set[str], own: str
) -> Attributes | None:
    if attributes is None or attributes.label is None:
        return attributes
    label = attributes.label
    usable = _LABEL.fullmatch(label) and label not in seen
    if usable and own != label and label in wanted:
        seen.add(label)
        return attributes
    if attributes.classes or attributes.values:
        return replace(attributes, label=None)
    return None
