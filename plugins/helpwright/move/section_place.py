"""Which section of an article moves, and where in another article it is to stand."""

from __future__ import annotations

from dataclasses import dataclass

from helpwright.diagnostic import Span
from helpwright.knowledge import Anchor, AnchorKind
from helpwright.model import Article, Section, Status
from helpwright.move.documents import Document
from helpwright.move.request import CannotMove
from helpwright.parse.inlines import plain_text
from helpwright.parse.sections import fold_name
from helpwright.resolve.anchors import find_anchors


@dataclass(frozen=True, slots=True)
class Place:
    """A section with its span in the article that it leaves, and the offset to put it at."""

    section: Section
    span: Span
    at: int


def find_place(old: Document, new: Document, label: str) -> Place:
    """Return the section that a fragment names, and its place in the other article.

    A whole section goes to the end of the article; a part of one goes to the end of the section
    that is there for the same. Raises CannotMove where there is no such section.
    """
    anchor = find_anchors(old.article).get(label)
    if anchor is None:
        raise CannotMove(f"#{label} is no heading of {old.path}")
    if anchor.kind is not AnchorKind.SECTION:
        raise CannotMove(f"#{label} is a step of {old.path}: only a section moves, by its heading")
    top, section = _find(old.article, anchor)
    statuses = [it.article.metadata.status for it in (old, new)]
    if statuses[0] is Status.PUBLISHED and statuses[1] is not Status.PUBLISHED:
        raise CannotMove(f"{new.path} is not published: readers would lose the section")
    if section is top:
        same = next((it for it in new.article.sections if it.kind is top.kind), None)
        if top.kind is not None and same is not None:
            raise CannotMove(
                f"{new.path} has the section {_title(same)} already: move the parts of "
                f"{_title(top)} one by one"
            )
        return Place(section, section.span, len(new.data))
    if section not in top.parts:
        raise CannotMove(
            f"{_title(section)} is a part of a part of {_title(top)}: move that part, or raise "
            "the level of the heading first"
        )
    there = next((it for it in new.article.sections if _is_for_the_same(it, top)), None)
    if there is None:
        raise CannotMove(f"{new.path} has no section {_title(top)} for it: write one first")
    level = _level(section)
    if any(_level(part) < level for part in there.parts):
        raise CannotMove(
            f"{_title(section)} has a heading of level {level}, and the parts of "
            f"{_title(there)} in {new.path} have less: make them equal first"
        )
    return Place(section, section.span, there.span.end)


def _find(article: Article, anchor: Anchor) -> tuple[Section, Section]:
    """Return the section of an anchor, behind the one at the top that it is in."""
    for top in article.sections:
        for section in top.walk():
            if section.heading is not None and section.heading.span == anchor.span:
                return top, section
    raise CannotMove(f"#{anchor.fragment} is no section of {article.path}")


def _is_for_the_same(one: Section, other: Section) -> bool:
    if one.heading is None:
        return False
    if one.kind is not None or other.kind is not None:
        return one.kind is other.kind
    return fold_name(_title(one)) == fold_name(_title(other))


def _level(section: Section) -> int:
    return section.heading.level if section.heading is not None else 1


def _title(section: Section) -> str:
    return plain_text(section.heading.children).strip() if section.heading is not None else ""
